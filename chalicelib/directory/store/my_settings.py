"""What users set for themselves, and the records that it is copied into (`directory/change_my_settings.py`).

D#d#USER#u     SETTINGS    what the user set; written where it still is as it was read
D#d#SET        time#user   set, and perhaps not yet copied everywhere
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from chalicelib.kernel import dynamo
from chalicelib.kernel.clock import stamp
from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.keys import district_key, key
from chalicelib.kernel.settings import table

from .. import codec, index
from ..model import Role, User
from ..my_settings import MySettings, with_account, with_settings
from . import records

SORT = "SETTINGS"
_TRIES = 5


def of(district: str, user_ids: Iterable[str]) -> dict[str, MySettings]:
    """What these users set, as it is at this moment; who never set anything is missing."""
    keys = {_key(district, each): each for each in user_ids}
    found = dynamo.get_many(table("directory"), keys, consistent=True) if keys else {}
    return {keys[at]: _settings(item) for at, item in found.items()}


def change(district: str, user_id: str, before: MySettings | None, after: MySettings, now: datetime) -> bool:
    """Keep what a user set, with a mark that it has to be copied. False when they set others meanwhile."""
    written = dynamo.change(
        table("directory"),
        *_key(district, user_id),
        "SET chosen = :after",
        {":after": _text(after), **({":before": _text(before)} if before else {})},
        condition="chosen = :before" if before else "attribute_not_exists(pk)",
    )
    mark = {"pk": _marks(district), "sk": key(stamp(now), user_id), "user": user_id}
    try:
        dynamo.transact([written, dynamo.replace(table("directory"), mark)])
    except dynamo.Refused:
        return False
    return True


def marked(district: str, before: datetime) -> Iterator[tuple[str, str]]:
    """Who was marked before a moment, oldest first: the mark's key for `unmark`, and the user's id."""
    for item in dynamo.query_all(table("directory"), _marks(district), between=("0", stamp(before))):
        yield item["sk"], item["user"]


def unmark(district: str, mark: str) -> None:
    """It is everywhere."""
    dynamo.delete(table("directory"), _marks(district), mark)


def copy(district: str, user_id: str) -> User | None:
    """Bring the user's record, the rows that find them, and the students' records that name the account up to
    what the user set; None when there is no such user. Raises Conflict when others keep writing one of them."""
    user = _copy_into_user(district, user_id)
    if user is None:
        return None
    own_record = (user_id,) if Role.STUDENT in user.roles else ()
    for student_id in dict.fromkeys((*user.students, *own_record)):
        records.change_student(
            district, student_id, lambda student: with_account(student, user_id, _now(district, user_id))
        )
    return user


def _now(district: str, user_id: str) -> MySettings:
    return of(district, (user_id,)).get(user_id) or MySettings()


def _copy_into_user(district: str, user_id: str) -> User | None:
    """The record is read before the settings, so that an older copy can never be written over a newer one."""
    pk, sk = index.user_key(district, user_id)
    for _ in range(_TRIES):
        item = dynamo.get(table("directory"), pk, sk, consistent=True)
        if item is None:
            return None
        user = codec.user_of(json.loads(item["data"]))
        wanted = with_settings(user, of(district, (user_id,)).get(user_id))
        if wanted == user or records.replaced((pk, sk), item["data"], codec.user_fields(wanted)):
            records.list_staff_anew(district, replace(user, searchable=True), wanted)
            return wanted
    raise Conflict("Your account is being changed by others right now. Please try again.")


def _key(district: str, user_id: str) -> index.Key:
    return index.user_key(district, user_id)[0], SORT


def _marks(district: str) -> str:
    return district_key(district, "SET")


def _text(own: MySettings) -> str:
    return json.dumps(own.values(), sort_keys=True, separators=(",", ":"))


def _settings(item: dynamo.Item) -> MySettings:
    return MySettings(**json.loads(item["chosen"]))
