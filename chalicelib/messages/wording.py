"""A selection in words, for lists and reports: `Primary contacts of Lincoln High and 2 students; 3 staff`; and
`37 imported`."""

from collections.abc import Mapping, Sequence

from chalicelib.audience.model import RecipientType, Selection, StudentSelection
from chalicelib.directory import store as directory
from chalicelib.directory.groups import Group
from chalicelib.directory.model import School, Student, User

NAMED = 3  # places that are named before the rest is counted
_TYPES = {
    RecipientType.STUDENTS: "Students",
    RecipientType.STUDENT_PERSONAL: "Students at their personal email",
    RecipientType.PRIMARY_CONTACTS: "Primary contacts",
    RecipientType.ALL_CONTACTS: "All contacts",
    RecipientType.ONCE_PER_FAMILY: "Once per family",
    RecipientType.TEACHERS_OF: "Teachers",
    RecipientType.STUDENTS_AND_ALL_CONTACTS: "Students and all contacts",
    RecipientType.STUDENTS_AND_PRIMARY_CONTACTS: "Students and primary contacts",
}
_OF_STUDENTS = (
    "Primary contacts",
    "All contacts",
    "Teachers",
)  # "... of Lincoln High", the others "...: Lincoln High"


def in_words(
    district: str,
    selection: Selection,
    schools: Mapping[str, School],
    only_student: Student | None,
    staff: Sequence[User],
    imported: int = 0,
) -> str:
    """`only_student` when the selection means exactly one; `staff`: everybody in it, members of groups too; how
    many are `imported`."""
    groups = directory.groups(district, selection.groups) if selection.groups else {}
    said = []
    if selection.students and not selection.students.is_empty():
        kind = _TYPES[selection.students.recipient_type]
        who = only_student.name if only_student else _places(district, selection.students, schools, groups)
        said.append(f"{kind} of {who}" if kind in _OF_STUDENTS else f"{kind}: {who}")
    if selection.staff_groups:
        said.append(
            _listed([*_group_names(selection.staff_groups, groups), *_singles(selection.staff, "staff")])
        )
    elif staff:
        said.append(staff[0].name if len(staff) == 1 else f"{len(staff)} staff")
    if imported:
        said.append(f"{imported:,} imported")
    return "; ".join(said)


def _places(
    district: str, chosen: StudentSelection, schools: Mapping[str, School], groups: Mapping[str, Group]
) -> str:
    sections = directory.sections(district, chosen.sections) if chosen.sections else {}
    names = [schools[each].name for each in chosen.schools if each in schools]
    names += [
        f"grade {grade.lstrip('0') or grade} at {schools[school].name}"
        for school, grade in chosen.grades
        if school in schools
    ]
    names += [sections[each].title for each in chosen.sections if each in sections]
    names += _group_names(chosen.groups, groups)
    rest = [f"{len(names) - NAMED} more"] if len(names) > NAMED else []
    return _listed([*names[:NAMED], *rest, *_singles(chosen.students, "student", "students")])


def _group_names(ids: Sequence[str], groups: Mapping[str, Group]) -> list[str]:
    return [groups[each].name for each in ids if each in groups]


def _singles(ids: Sequence[str], one: str, many: str = "") -> list[str]:
    """`1 student`, `1,200 students`; nothing for nobody."""
    return [f"1 {one}" if len(ids) == 1 else f"{len(ids):,} {many or one}"] if ids else []


def _listed(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)
