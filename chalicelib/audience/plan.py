"""Which students and staff a selection means, from the rolls alone (`docs/decisions/0006-the-roll.md`).

    schools, grades --roll--> ids     sections --their students--> ids     chosen ids
    all of them together, each once, in roll order, families together

`delivery/plan.py` cuts the ids into shards; `count.py` counts them.
"""

from collections.abc import Iterable, Mapping

from chalicelib.directory import store as directory
from chalicelib.directory.model import RollEntry

from .model import StudentSelection

Rolls = Mapping[str, tuple[RollEntry, ...]]  # by school id, in the order of choosing


def student_ids(district: str, selection: StudentSelection) -> list[str]:
    """The chosen students who are enrolled now, each once, in roll order, families together."""
    return [entry.student_id for entry in roll_entries(district, selection)]


def families(district: str, selection: StudentSelection) -> list[list[str]]:
    """The same ids, one list per family, so that a shard can end between two families."""
    together: dict[str, list[str]] = {}
    for entry in roll_entries(district, selection):
        together.setdefault(entry.family, []).append(entry.student_id)
    return list(together.values())


def roll_entries(district: str, selection: StudentSelection) -> list[RollEntry]:
    """The same students as their schools' rolls list them. Students on no roll have left (RCPT-19)."""
    sections = directory.sections(district, selection.sections)
    single = {student for section in sections.values() for student in section.students}
    single.update(selection.students)
    schools = [*selection.schools, *(school for school, _ in selection.grades)]
    rolls = _rolls(district, [*schools, *(section.school_id for section in sections.values())])
    rolls |= _rolls(district, _schools_of(district, _missing(single, rolls)), rolls)
    whole, grades = set(selection.schools), set(selection.grades)
    return _families_together(
        entry
        for school, entries in rolls.items()
        for entry in entries
        if school in whole or (school, entry.grade) in grades or entry.student_id in single
    )


def _rolls(
    district: str, schools: Iterable[str], known: Rolls | None = None
) -> dict[str, tuple[RollEntry, ...]]:
    return {
        school: directory.roll(district, school)
        for school in dict.fromkeys(schools)
        if known is None or school not in known
    }


def _missing(single: set[str], rolls: Rolls) -> list[str]:
    listed = {entry.student_id for entries in rolls.values() for entry in entries}
    return sorted(single - listed)


def _schools_of(district: str, ids: list[str]) -> list[str]:
    students = directory.students(district, ids) if ids else {}
    return [school for student in students.values() if student.active for school in student.schools]


def _families_together(entries: Iterable[RollEntry]) -> list[RollEntry]:
    together: dict[str, dict[str, RollEntry]] = {}
    for entry in entries:
        together.setdefault(entry.family, {}).setdefault(entry.student_id, entry)
    return [entry for family in together.values() for entry in family.values()]
