"""The demo's sign-ins: which people get one, in Cognito and on paper.

They are made after the import. Made again, they keep their names and get new passwords.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from chalicelib.access import store as access
from chalicelib.access.model import Level, Permission, Profile
from chalicelib.directory import store as directory
from chalicelib.directory.model import Role
from infra.accounts import make_group, new_password, ready_account

from .addresses import WORK


@dataclass(frozen=True)
class Wanted:
    """Somebody the demo lets one be: their sign-in name, their profile, and what they are there to show."""

    key: str
    username: str
    can: str
    profiles: tuple[str, ...] = ()


@dataclass(frozen=True)
class SignIn:
    """A working sign-in, as the files keep it."""

    key: str
    name: str
    can: str
    username: str
    password: str


# Nobody may exclude a school until a profile says so (XSCH-01); in the demo the district's administrator may.
OWN_PROFILES = (
    Profile("school-exclusion", "Excludes schools", Role.ADMIN, {Permission.EXCLUDE_SCHOOLS: Level.EDIT}),
)
WANTED = (
    Wanted(
        "principal",
        f"principal@{WORK}",
        "the principal of Lincoln High: writes to its families and staff, sees its reports",
        ("principal",),
    ),
    Wanted(
        "administrator",
        f"superintendent@{WORK}",
        "the district's administrator: everything, in all three schools",
        ("district-administrator", "school-exclusion"),
    ),
    Wanted(
        "teacher",
        f"teacher@{WORK}",
        "a teacher: writes to the families of their own classes",
        ("teacher-standard",),
    ),
    Wanted("clerk", f"clerk@{WORK}", "the data clerk: brings in the roster, writes to nobody", ("data-clerk",)),
    Wanted(
        "parent",
        f"parent@{WORK}",
        "a parent with children in all three schools: reads the inbox, writes to teachers",
        ("parent-standard",),
    ),
    Wanted(
        "student",
        f"student@{WORK}",
        "a tenth-grader: reads the inbox, writes to teachers",
        ("student-standard",),
    ),
)


def make_sign_ins(district: str, cognito: Any, pool: str, wanted: Sequence[Wanted] = WANTED) -> list[SignIn]:
    """Give each wanted person who exists their profiles and an account with a new password."""
    make_group(cognito, pool, district)
    access.put_profiles(district, OWN_PROFILES)
    made = []
    for each in wanted:
        user = directory.user_by_login(district, each.username)
        if user is None:
            continue  # a very small district has not everybody
        directory.put_users(district, [replace(user, profiles=each.profiles)])
        password = new_password()
        ready_account(cognito, pool, district, each.username, password)
        made.append(SignIn(each.key, user.name, each.can, each.username, password))
    return made


def write(folder: Path, sign_ins: Sequence[SignIn]) -> None:
    """sign-ins.txt for people, sign-ins.json for programs."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sign-ins.txt").write_text(as_text(sign_ins))
    by_key: Mapping[str, Any] = {each.key: asdict(each) for each in sign_ins}
    (folder / "sign-ins.json").write_text(json.dumps(by_key, indent=1, ensure_ascii=False) + "\n")


def as_text(sign_ins: Sequence[SignIn]) -> str:
    """The sign-ins as a person reads them."""
    lines = ["Sign in as", ""]
    for each in sign_ins:
        lines += [f"  {each.username:<32} {each.password}", f"      {each.name}, {each.can}"]
    return "\n".join(lines) + "\n"
