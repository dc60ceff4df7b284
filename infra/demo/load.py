"""Loads the demo district into the stack that the environment points at: people by the roster import, as any
district's; profiles for its staff; and sign-ins in the user pool.

Run again, it finds everything there and changes nothing. The sign-ins are left in the data folder, as a table for
people (`sign-ins.txt`) and as JSON for tests.
"""

import contextlib
import json
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from chalicelib.access.profiles import DATA_CLERK, DISTRICT_ADMINISTRATOR, PRINCIPAL, TEACHER
from chalicelib.directory import roster, store
from chalicelib.directory.model import District
from chalicelib.kernel import aws
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.settings import setting

from .roster import DISTRICT_NAME, write_zip

DISTRICT = "demo"
ZONE = "America/Denver"
PASSWORD = "Ring-the-bell-1"  # public: this district is for trying things out
GROUP = f"district-{DISTRICT}"


@dataclass(frozen=True)
class SignIn:
    """One person of the demo who can sign in. `profile` empty: the standard one of the role."""

    key: str
    username: str
    can: str
    profile: str = ""
    all_schools: bool = False


SIGN_INS = (
    SignIn("principal", "principal@riverbend.example", "writes to Lincoln's families", PRINCIPAL.profile_id),
    SignIn(
        "administrator",
        "superintendent@riverbend.example",
        "writes to the whole district",
        DISTRICT_ADMINISTRATOR.profile_id,
        all_schools=True,
    ),
    SignIn("teacher", "s001-t001", "writes to the families of five classes", TEACHER.profile_id),
    SignIn("clerk", "clerk@riverbend.example", "imports rosters", DATA_CLERK.profile_id, all_schools=True),
    SignIn("parent", "parent@riverbend.example", "reads what comes about three children"),
    SignIn("student", "st0000010", "reads the own inbox"),
)


def load(students: int, seed: int) -> int:
    """Load what is missing. Answers the exit code: 1 when the roster was not applied."""
    _make_district()
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "demo-district.zip"
        write_zip(file, students, seed)
        found = roster.import_zip(DISTRICT, file, file.name)
    print(f"roster: {found.status} {found.refusal or found.hold_reason}")
    if found.status not in ("applied", "unchanged"):
        return 1
    _give_profiles()
    _make_sign_ins()
    _write_down()
    return 0


def _make_district() -> None:
    try:
        store.district(DISTRICT)
    except NotFound:
        store.put_district(District(DISTRICT, DISTRICT_NAME, ZONE))


def _give_profiles() -> None:
    users = []
    for sign_in in SIGN_INS:
        user = store.user_by_login(DISTRICT, sign_in.username)
        if user and sign_in.profile:
            users.append(replace(user, profiles=(sign_in.profile,), all_schools=sign_in.all_schools))
    store.put_users(DISTRICT, users)


def _make_sign_ins() -> None:
    pool, cognito = setting("USER_POOL_ID"), aws.client("cognito-idp")
    with contextlib.suppress(cognito.exceptions.GroupExistsException):
        cognito.create_group(UserPoolId=pool, GroupName=GROUP)
    for sign_in in SIGN_INS:
        who = {"UserPoolId": pool, "Username": sign_in.username}
        try:
            cognito.admin_create_user(**who, MessageAction="SUPPRESS")
        except cognito.exceptions.UsernameExistsException:
            continue
        cognito.admin_set_user_password(**who, Password=PASSWORD, Permanent=True)
        cognito.admin_add_user_to_group(**who, GroupName=GROUP)


def _write_down() -> None:
    folder = Path(setting("CARILLON_DATA", ".carillon"))
    names = {}
    for sign_in in SIGN_INS:
        user = store.user_by_login(DISTRICT, sign_in.username)
        names[sign_in.key] = user.name if user else ""
    rows = [f"{names[each.key]:<20} {each.can:<42} {each.username:<36} {PASSWORD}" for each in SIGN_INS]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sign-ins.txt").write_text("\n".join(rows) + "\n")
    known = {
        each.key: {"username": each.username, "password": PASSWORD, "name": names[each.key], "can": each.can}
        for each in SIGN_INS
    }
    (folder / "sign-ins.json").write_text(json.dumps(known, indent=2, ensure_ascii=False) + "\n")
