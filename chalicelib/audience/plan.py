"""Which students a selection means, from the rolls alone (`docs/decisions/0006-the-roll.md`).

    schools, grades --roll--> ids     sections --their students--> ids     chosen ids
    all of them together, each once, in roll order, families together

`delivery/plan.py` cuts the ids into shards; `count.py` counts them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from chalicelib.directory import store as directory
from chalicelib.directory.model import RollEntry
from chalicelib.kernel.chains import Chains
from chalicelib.kernel.values import value

from .model import StudentSelection

Rolls = Mapping[str, tuple[RollEntry, ...]]  # by school id, in the order of choosing


@value
class Enrolled:
    """Chosen students who are enrolled now, families together, and the schools whose rolls list them."""

    entries: tuple[RollEntry, ...] = ()
    schools: tuple[str, ...] = ()


def families(entries: Iterable[RollEntry]) -> list[list[str]]:
    """The ids of some students, one list per family or household, so that a shard can end between two."""
    together: dict[str, list[str]] = {}
    for entry in entries:
        together.setdefault(entry.family, []).append(entry.student_id)
    return list(together.values())


def enrolled(district: str, selection: StudentSelection) -> Enrolled:
    """The chosen students who are enrolled now, each once, in roll order, families together, as their schools'
    rolls list them. Students on no roll have left (RCPT-19)."""
    if selection.is_empty():
        return Enrolled()
    sections = directory.sections(district, selection.sections) if selection.sections else {}
    single = {student for section in sections.values() for student in section.students}
    single.update(selection.students)
    schools = [*selection.schools, *(school for school, _ in selection.grades)]
    rolls = _rolls(district, [*schools, *(section.school_id for section in sections.values())])
    rolls |= _rolls(district, _schools_of(district, _missing(single, rolls)), rolls)
    whole, grades = set(selection.schools), set(selection.grades)
    wanted = {
        school: [
            entry
            for entry in entries
            if school in whole or (school, entry.grade) in grades or entry.student_id in single
        ]
        for school, entries in rolls.items()
    }
    return Enrolled(
        _families_together(entry for entries in wanted.values() for entry in entries),
        tuple(school for school, entries in wanted.items() if entries),
    )


def _rolls(
    district: str, schools: Iterable[str], known: Rolls | None = None
) -> dict[str, tuple[RollEntry, ...]]:
    """The rolls of schools that are not known yet."""
    wanted = (school for school in dict.fromkeys(schools) if school not in (known or {}))
    return {school: directory.roll(district, school) for school in wanted}


def _missing(single: set[str], rolls: Rolls) -> list[str]:
    """Single students of schools whose rolls are not read yet."""
    listed = {entry.student_id for entries in rolls.values() for entry in entries}
    return sorted(single - listed)


def _schools_of(district: str, ids: list[str]) -> list[str]:
    students = directory.students(district, ids) if ids else {}
    return [school for student in students.values() if student.active for school in student.schools]


def _families_together(entries: Iterable[RollEntry]) -> tuple[RollEntry, ...]:
    """Each student once. A family is named after one of its students: rolls of two imports may name one family
    after two, and are joined here."""
    known: dict[str, RollEntry] = {}
    for entry in entries:
        known.setdefault(entry.student_id, entry)
    chains = Chains()
    for entry in known.values():
        chains.join(entry.family, entry.student_id)
    together: dict[str, list[RollEntry]] = {}
    for entry in known.values():
        together.setdefault(chains.top(entry.family), []).append(entry)
    return tuple(
        entry if entry.family == family[0].family else replace(entry, family=family[0].family)
        for family in together.values()
        for entry in family
    )
