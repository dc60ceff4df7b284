"""Doing what a plan says, from any line on, in chunks; whoever picks it up brings it to its end.

Reading what is stored, merging and writing are repeated as often as it takes: each chunk leaves the same behind
however often it was done (`plan`).
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from typing import Any

from chalicelib.directory import codec, store
from chalicelib.directory.contact_flags import people_of, with_flags
from chalicelib.directory.marking_periods import MarkingPeriod
from chalicelib.directory.model import Student, User
from chalicelib.directory.my_settings import with_settings
from chalicelib.directory.store import contact_flags, my_settings
from chalicelib.directory.store.marking_periods import put_marking_periods
from chalicelib.kernel.batches import batched

from . import merge
from .merge import Reach

CHUNK = 100
Line = Mapping[str, Any]
Numbered = tuple[bytes, int]


def reach_of(begin: Line) -> Reach:
    """What the plan's first line says that the file decides about."""
    return Reach(frozenset(begin["governed"]), begin["opt_out"], bool(begin["outside"]))


def first_line(lines: Iterator[Numbered]) -> tuple[Line, int]:
    """A plan's first line, and the byte after it."""
    text, end = next(lines)
    begin: Line = json.loads(text)
    return begin, end


def apply(district: str, begin: Line, lines: Iterable[Numbered], done: Callable[[int], None]) -> None:
    """Do the lines in order; `done` is told, after each chunk, up to which byte the plan is done.

    `done` may raise to stop: the next call goes on from there.
    """
    reach = reach_of(begin)
    parsed = ((json.loads(text), end) for text, end in lines)
    for op, group in groupby(parsed, key=lambda pair: str(pair[0]["op"])):
        for chunk in batched(group, CHUNK):
            _DO[op](district, [line for line, _ in chunk], reach)
            done(chunk[-1][1])


# ---- one function per op -----------------------------------------------------------------------------------


def _users(district: str, lines: list[Line], reach: Reach) -> None:
    stored = store.users(district, [line["id"] for line in lines])
    if reach.others:
        reach = _widened(district, reach, stored.values())
    own = my_settings.of(district, (line["id"] for line in lines if line["record"]))
    changed: dict[str, User | None] = {}
    for line in lines:
        old, record = stored.get(line["id"]), line["record"]
        if record:
            changed[line["id"]] = with_settings(
                merge.user(codec.user_of(record), old, reach), own.get(line["id"])
            )
        else:
            changed[line["id"]] = merge.remaining_user(old, reach) if old else None
    store.replace_users(district, changed, stored)


def _students(district: str, lines: list[Line], reach: Reach) -> None:
    stored = store.students(district, [line["id"] for line in lines])
    if reach.others:
        reach = _widened(district, reach, stored.values())
    new = {line["id"]: codec.student_of(line["record"]) for line in lines if line["record"]}
    users = store.users(district, _accounts(new.values()))
    flags = contact_flags.flags(district, {each for one in new.values() for each in people_of(one)})
    changed: dict[str, Student | None] = {}
    for line in lines:
        id_, old = line["id"], stored.get(line["id"])
        if id_ in new:
            changed[id_] = with_flags(merge.student(new[id_], old, users, reach), flags)
        else:
            changed[id_] = merge.remaining_student(old, reach) if old else None
    store.replace_students(district, changed, stored)


def _accounts(students: Iterable[Student]) -> list[str]:
    """The ids of the students' and their contacts' accounts."""
    linked = [
        account
        for student in students
        for account in (student.account, *(c.linked_user for c in student.contacts))
    ]
    return [each.user_id for each in linked if each]


def _widened(district: str, reach: Reach, stored: Iterable[User | Student]) -> Reach:
    """The reach with the sections and children outside it that stored records name (rare: looked up by id)."""
    people = list(stored)
    sections = store.sections(district, {id_ for each in people for id_ in each.sections})
    children = store.students(
        district, {id_ for each in people if isinstance(each, User) for id_ in each.students}
    )
    return replace(
        reach,
        sections=frozenset(i for i, each in sections.items() if each.school_id not in reach.governed),
        children=frozenset(i for i, each in children.items() if reach.outside(each.schools)),
    )


def _sections(district: str, lines: list[Line], _reach: Reach) -> None:
    store.replace_sections(
        district, {line["id"]: codec.section_of(line["record"]) if line["record"] else None for line in lines}
    )


def _rolls(district: str, lines: list[Line], _reach: Reach) -> None:
    for line in lines:
        store.put_roll(district, line["school"], [store.roll_entry(each) for each in line["entries"]])


def _ledgers(district: str, lines: list[Line], _reach: Reach) -> None:
    for line in lines:
        store.put_ledger(district, line["school"], line["of"], line["digests"])


def _schools(district: str, lines: list[Line], _reach: Reach) -> None:
    for line in lines:
        store.put_roster_school(district, codec.school_of(line["record"]))


def _terms(district: str, lines: list[Line], _reach: Reach) -> None:
    for line in lines:
        put_marking_periods(district, (MarkingPeriod(**each) for each in line["periods"]))


_DO: Mapping[str, Callable[[str, list[Line], Reach], None]] = {
    "user": _users,
    "section": _sections,
    "student": _students,
    "roll": _rolls,
    "ledger": _ledgers,
    "school": _schools,
    "terms": _terms,
}
