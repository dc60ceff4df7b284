"""Flags that people set, and the students' records that they are copied into (`directory/contact_settings.py`).

D#d#CONTACT#c or D#d#STUDENT#s  FLAGS   what was set; written where it still is as it was read
D#d#CONTACT#c  STUDENT#s                in whose record the contact stands (written with the record)
D#d#FLAGGED    time#person              set, and perhaps not yet copied everywhere
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime

from chalicelib.kernel import dynamo
from chalicelib.kernel.clock import stamp
from chalicelib.kernel.keys import district_key, key
from chalicelib.kernel.settings import table

from .. import index
from ..audit import Entry
from ..contact_flags import Flags, Person, people_of, with_flags
from ..model import Student
from . import audit
from .records import change_student


def flags(district: str, people: Iterable[Person]) -> dict[Person, Flags]:
    """What was set for these people, as it is at this moment; who has nothing set is missing."""
    keys = {_key(district, each): each for each in people}
    found = dynamo.get_many(table("directory"), keys, consistent=True)
    return {keys[at]: _flags(item) for at, item in found.items()}


def change(district: str, who: Person, before: Flags | None, after: Flags, entry: Entry) -> bool:
    """Set flags, with the entry that tells of it and a mark that they have to be copied. False when somebody
    else set some meanwhile."""
    pk, sk = _key(district, who)
    written = dynamo.change(
        table("directory"),
        pk,
        sk,
        "SET flags = :after",
        {":after": _text(after), **({":before": _text(before)} if before else {})},
        condition="flags = :before" if before else "attribute_not_exists(pk)",
    )
    mark = {"pk": _marks(district), "sk": key(entry.at, who.id), "person": who.id, "contact": who.contact}
    try:
        dynamo.transact([written, dynamo.replace(table("directory"), mark), audit.write(district, entry)])
    except dynamo.Refused:
        return False
    return True


def marked(district: str, before: datetime) -> Iterator[tuple[str, Person]]:
    """Who was marked before a moment, oldest first, with the mark's key for `unmark`."""
    for item in dynamo.query_all(table("directory"), _marks(district), between=("0", stamp(before))):
        yield item["sk"], Person(item["person"], item["contact"])


def unmark(district: str, mark: str) -> None:
    """The flags are everywhere."""
    dynamo.delete(table("directory"), _marks(district), mark)


def students_of(district: str, who: Person) -> tuple[str, ...]:
    """The ids of the students in whose record somebody stands."""
    if not who.contact:
        return (who.id,)
    pk = index.contact_partition(district, who.id)
    found = dynamo.query_all(table("directory"), pk, begins=index.IN_RECORD)
    return tuple(item["id"] for item in found)


def copy_into(district: str, student_id: str) -> Student | None:
    """Bring a student's record up to what was set; None when there is no such student. Raises Conflict when
    others keep writing it.

    The record is read before the flags, so that an older copy can never be written over a newer one.
    """
    return change_student(
        district, student_id, lambda student: with_flags(student, flags(district, people_of(student)))
    )


def _key(district: str, who: Person) -> index.Key:
    partition = (
        index.contact_partition(district, who.id) if who.contact else index.student_key(district, who.id)[0]
    )
    return partition, "FLAGS"


def _marks(district: str) -> str:
    return district_key(district, "FLAGGED")


def _text(found: Flags) -> str:
    return json.dumps(asdict(found), sort_keys=True, separators=(",", ":"))


def _flags(item: dynamo.Item) -> Flags:
    return Flags(**json.loads(item["flags"]))
