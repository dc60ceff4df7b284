"""A selection in words, for lists and reports: `Primary contacts of Lincoln High and 2 students; 3 staff`."""

from collections.abc import Mapping, Sequence

from chalicelib.audience.model import RecipientType, Selection, StudentSelection
from chalicelib.directory import store as directory
from chalicelib.directory.model import School, Student, User

NAMED = 3  # places that are named before the rest is counted
_TYPES = {RecipientType.STUDENTS: "Students", RecipientType.PRIMARY_CONTACTS: "Primary contacts"}


def in_words(
    district: str,
    selection: Selection,
    schools: Mapping[str, School],
    only_student: Student | None,
    staff: Sequence[User],
) -> str:
    """`only_student` when the selection means exactly one; `staff` as chosen."""
    said = []
    if selection.students and not selection.students.is_empty():
        kind = _TYPES[selection.students.recipient_type]
        who = only_student.name if only_student else _places(district, selection.students, schools)
        said.append(f"{kind} of {who}" if kind != "Students" else f"{kind}: {who}")
    if staff:
        said.append(staff[0].name if len(staff) == 1 else f"{len(staff)} staff")
    return "; ".join(said)


def _places(district: str, chosen: StudentSelection, schools: Mapping[str, School]) -> str:
    sections = directory.sections(district, chosen.sections) if chosen.sections else {}
    names = [schools[each].name for each in chosen.schools if each in schools]
    names += [
        f"grade {grade.lstrip('0') or grade} at {schools[school].name}"
        for school, grade in chosen.grades
        if school in schools
    ]
    names += [sections[each].title for each in chosen.sections if each in sections]
    rest = [f"{len(names) - NAMED} more"] if len(names) > NAMED else []
    count = len(chosen.students)
    singles = ["1 student" if count == 1 else f"{count:,} students"] if count else []
    return _listed([*names[:NAMED], *rest, *singles])


def _listed(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)
