"""The records of people, sections, schools and districts in the directory table, by id (`docs/data-model.md`).

Whoever writes a person writes the index rows too: first the rows that go and those that come, the record last,
so that a repeat after a crash still sees from the old record what has to go.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from itertools import chain
from typing import Any, TypeVar

from chalicelib.kernel import dynamo
from chalicelib.kernel.batches import batched
from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.keys import district_key
from chalicelib.kernel.settings import table

from .. import codec, index
from ..model import District, School, Section, Student, User
from . import suppressions

Record = TypeVar("Record")
_TRIES = 5
CHUNK = 100  # people written together: one batch read of what was there before
_EVERYWHERE = "DISTRICTS"  # the one partition without a district, because it lists them


def _table() -> str:
    return table("directory")


def _item(at: index.Key, fields: Mapping[str, Any]) -> dynamo.Item:
    return {"pk": at[0], "sk": at[1], "data": codec.text(fields)}


def _records(keys: Mapping[index.Key, str], read: Callable[[dict[str, Any]], Record]) -> dict[str, Record]:
    """The records that exist, by the id that stands beside each key, in the order asked for."""
    found = dynamo.get_many(_table(), keys)
    return {each: read(json.loads(found[at]["data"])) for at, each in keys.items() if at in found}


# ---- districts and schools ---------------------------------------------------------------------------------


def districts() -> tuple[str, ...]:
    """The ids of all districts."""
    return tuple(item["sk"] for item in dynamo.query_all(_table(), _EVERYWHERE))


def district(district_id: str) -> District:
    """The district's record. Raises KeyError for an id that no district has."""
    item = dynamo.get(_table(), district_key(district_id, "DISTRICT"), index.RECORD)
    if item is None:
        raise KeyError(district_id)
    return codec.district_of(json.loads(item["data"]))


def put_district(changed: District) -> None:
    """Store a district whole, and list it."""
    at = (district_key(changed.district_id, "DISTRICT"), index.RECORD)
    listed = {"pk": _EVERYWHERE, "sk": changed.district_id}
    dynamo.write_many(_table(), (_item(at, codec.district_fields(changed)), listed))


def schools(district: str) -> dict[str, School]:
    """The district's schools by id."""
    items = dynamo.query_all(_table(), district_key(district, "SCHOOLS"))
    return {item["sk"]: _school(item) for item in items}


def _school(item: dynamo.Item) -> School:
    return codec.school_of(json.loads(item["data"]), json.loads(item.get("chosen", "{}")))


def put_school(district: str, school: School) -> None:
    """Store a school whole."""
    at = (district_key(district, "SCHOOLS"), school.school_id)
    chosen = codec.text(codec.chosen_fields(school))
    dynamo.write_many(_table(), ({**_item(at, codec.school_fields(school)), "chosen": chosen},))


def put_roster_school(district: str, school: School) -> None:
    """Store what a roster says of a school; what people set in Carillon stays as it is."""
    pk, values = district_key(district, "SCHOOLS"), {":data": codec.text(codec.school_fields(school))}
    dynamo.update(_table(), pk, school.school_id, "SET #data = :data", values, names={"#data": "data"})


# ---- students ----------------------------------------------------------------------------------------------


def students(district: str, ids: Iterable[str]) -> dict[str, Student]:
    """The students that exist among the ids, by id."""
    keys = {index.student_key(district, each): each for each in ids}
    return _records(keys, codec.student_of)


def change_student(district: str, student_id: str, changed: Callable[[Student], Student]) -> Student | None:
    """Change a student's record where it still is as it was read, as often as that takes; None when there is no
    such student. `changed` reads what it needs after the record. Raises Conflict when others keep writing."""
    at = index.student_key(district, student_id)
    for _ in range(_TRIES):
        item = dynamo.get(_table(), *at, consistent=True)
        if item is None:
            return None
        student = codec.student_of(json.loads(item["data"]))
        wanted = changed(student)
        if wanted == student or replaced(at, item["data"], codec.student_fields(wanted)):
            return wanted
    raise Conflict("This student's record is being changed by others right now. Please try again.")


def replaced(at: index.Key, before: str, fields: Mapping[str, Any]) -> bool:
    """Write a record if it still is the text that was read."""
    values = {":before": before, ":after": codec.text(fields)}
    names, condition = {"#data": "data"}, "#data = :before"
    done = dynamo.update(_table(), *at, "SET #data = :after", values, names=names, condition=condition)
    return done is not None


def put_students(district: str, changed: Iterable[Student]) -> None:
    """Store students whole, with the rows by which they are listed and found."""
    for chunk in batched(changed, CHUNK):
        replace_students(district, {student.student_id: student for student in chunk})


def replace_students(
    district: str, changed: Mapping[str, Student | None], stored: Mapping[str, Student] | None = None
) -> None:
    """Store up to a hundred students, or remove those that are None. `stored`: the records there, if known."""
    before = students(district, changed) if stored is None else stored
    rows = [row for student in changed.values() if student for row in _student_rows(district, student)]
    gone = [row for student in before.values() for row in _student_rows(district, student)]
    records = {
        index.student_key(district, each): _student_item(district, student) for each, student in changed.items()
    }
    _write(rows, index.row_keys(gone), records)
    kept = [student for student in changed.values() if student]
    _tell_suppressions(district, map(index.student_owners, kept), map(index.student_owners, before.values()))


def _student_rows(district: str, student: Student) -> Iterable[dynamo.Item]:
    addresses = index.address_rows(district, student.student_id, index.student_owners(student))
    return chain(index.student_rows(district, student), index.contact_rows(district, student), addresses)


def _tell_suppressions(
    district: str, now: Iterable[Iterable[index.Owned]], before: Iterable[Iterable[index.Owned]]
) -> None:
    """Whoever has come to an address: where that is suppressed, it is found by their name too."""
    came = {(address, owner) for address, _, owner in chain.from_iterable(now)}
    suppressions.meet(district, came - {(address, owner) for address, _, owner in chain.from_iterable(before)})


def _student_item(district: str, student: Student | None) -> dynamo.Item | None:
    if student is None:
        return None
    return _item(index.student_key(district, student.student_id), codec.student_fields(student))


def _write(
    rows: Iterable[dynamo.Item], gone: set[index.Key], records: Mapping[index.Key, dynamo.Item | None]
) -> None:
    """Index rows, each key once, then the records they belong to."""
    coming = {(row["pk"], row["sk"]): row for row in rows}
    dynamo.write_many(_table(), coming.values(), gone - coming.keys())
    removed = [at for at, record in records.items() if record is None]
    dynamo.write_many(_table(), (record for record in records.values() if record), removed)


# ---- users -------------------------------------------------------------------------------------------------


def users(district: str, ids: Iterable[str]) -> dict[str, User]:
    """The users that exist among the ids, by id."""
    keys = {index.user_key(district, each): each for each in ids}
    return _records(keys, codec.user_of)


def owners(district: str, usernames: Iterable[str]) -> dict[str, str]:
    """Which user id each sign-in name belongs to; names that are free are left out."""
    keys = {index.login_key(district, each): each for each in usernames if each.strip()}
    found = dynamo.get_many(_table(), keys)
    return {name: found[at]["user"] for at, name in keys.items() if at in found}


def user_by_login(district: str, username: str) -> User | None:
    """The user with this sign-in name, upper or lower case, or None."""
    owner = owners(district, (username,)).get(username)
    return users(district, (owner,)).get(owner) if owner else None


def put_users(district: str, changed: Iterable[User]) -> None:
    """Store users whole, with their sign-in names and the rows by which staff are listed and found."""
    for chunk in batched(changed, CHUNK):
        replace_users(district, {user.user_id: user for user in chunk})


def replace_users(
    district: str, changed: Mapping[str, User | None], stored: Mapping[str, User] | None = None
) -> None:
    """Store up to a hundred users, or remove those that are None. `stored`: the records there, if known."""
    before = users(district, changed) if stored is None else stored
    kept = [user for user in changed.values() if user]
    rows = [row for user in kept for row in _staff_rows(district, user)]
    rows += [_login_item(district, user) for user in kept if user.username.strip()]
    gone = [row for user in before.values() for row in _staff_rows(district, user)]
    names = _own_logins(district, before.values())
    records = {index.user_key(district, each): _user_item(district, user) for each, user in changed.items()}
    _write(rows, index.row_keys(gone) | names, records)
    _tell_suppressions(district, map(index.staff_owners, kept), map(index.staff_owners, before.values()))


def _staff_rows(district: str, user: User) -> Iterable[dynamo.Item]:
    addresses = index.address_rows(district, user.user_id, index.staff_owners(user))
    return chain(index.staff_rows(district, user), addresses)


def list_staff_anew(district: str, before: User, after: User) -> None:
    """The rows that find a member of staff, as the record is now; those of before go."""
    gone = index.row_keys(index.staff_rows(district, before))
    _write(index.staff_rows(district, after), gone, {})


def _own_logins(district: str, before: Iterable[User]) -> set[index.Key]:
    """Keys of the sign-in names that still lead to these users: one that another user took over stays."""
    named = {user.username: user.user_id for user in before if user.username.strip()}
    held = owners(district, named)
    return {index.login_key(district, name) for name, owner in named.items() if held.get(name) == owner}


def _login_item(district: str, user: User) -> dynamo.Item:
    pk, sk = index.login_key(district, user.username)
    return {"pk": pk, "sk": sk, "user": user.user_id}


def _user_item(district: str, user: User | None) -> dynamo.Item | None:
    if user is None:
        return None
    return _item(index.user_key(district, user.user_id), codec.user_fields(user))


# ---- sections ----------------------------------------------------------------------------------------------


def sections(district: str, ids: Iterable[str]) -> dict[str, Section]:
    """The sections that exist among the ids, by id."""
    keys = {index.section_key(district, each): each for each in ids}
    return _records(keys, codec.section_of)


def school_sections(district: str, school_id: str) -> tuple[Section, ...]:
    """A school's sections, by id."""
    items = dynamo.query_all(_table(), district_key(district, "SCHOOL", school_id, "SECTIONS"))
    return tuple(codec.section_of(json.loads(item["data"])) for item in items)


def put_sections(district: str, changed: Iterable[Section]) -> None:
    """Store sections whole, each in its school's list too."""
    for chunk in batched(changed, CHUNK):
        replace_sections(district, {section.section_id: section for section in chunk})


def replace_sections(district: str, changed: Mapping[str, Section | None]) -> None:
    """Store up to a hundred sections, or remove those that are None."""
    before = sections(district, changed)
    gone = {_listed(district, section) for section in before.values()}
    rows = [
        _item(_listed(district, section), codec.section_fields(section))
        for section in changed.values()
        if section
    ]
    records = {
        index.section_key(district, each): _section_item(district, section) for each, section in changed.items()
    }
    _write(rows, gone, records)


def _listed(district: str, section: Section) -> index.Key:
    return index.school_section_key(district, section.school_id, section.section_id)


def _section_item(district: str, section: Section | None) -> dynamo.Item | None:
    if section is None:
        return None
    return _item(index.section_key(district, section.section_id), codec.section_fields(section))
