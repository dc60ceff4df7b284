"""A selection in words, for lists and reports: `Primary contacts of Lincoln High and 2 students; 3 staff`; and
`37 imported`."""

from collections.abc import Mapping, Sequence

from chalicelib.audience.model import RecipientType, Selection, StudentSelection
from chalicelib.directory import store as directory
from chalicelib.directory.groups import Group
from chalicelib.directory.model import School, Student, User
from chalicelib.kernel.words import joined, listed, say

NAMED = 3  # places that are named before the rest is counted
_TYPES = {
    RecipientType.STUDENTS: "Students: {who}",
    RecipientType.STUDENT_PERSONAL: "Students at their personal email: {who}",
    RecipientType.PRIMARY_CONTACTS: "Primary contacts of {who}",
    RecipientType.ALL_CONTACTS: "All contacts of {who}",
    RecipientType.ONCE_PER_FAMILY: "Once per family: {who}",
    RecipientType.TEACHERS_OF: "Teachers of {who}",
    RecipientType.STUDENTS_AND_ALL_CONTACTS: "Students and all contacts: {who}",
    RecipientType.STUDENTS_AND_PRIMARY_CONTACTS: "Students and primary contacts: {who}",
}


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
    said: list[str] = []
    if selection.students and not selection.students.is_empty():
        who = only_student.name if only_student else _places(district, selection.students, schools, groups)
        said.append(say(_TYPES[selection.students.recipient_type], who=who))
    if selection.staff_groups:
        names = _group_names(selection.staff_groups, groups)
        said.append(listed([*names, *_singles(selection.staff, "{count:,} staff", "{count:,} staff")]))
    elif staff:
        said.append(staff[0].name if len(staff) == 1 else say("{count:,} staff", count=len(staff)))
    if imported:
        said.append(say("{count:,} imported", count=imported))
    return joined(said, "; ")


def _places(
    district: str, chosen: StudentSelection, schools: Mapping[str, School], groups: Mapping[str, Group]
) -> str:
    sections = directory.sections(district, chosen.sections) if chosen.sections else {}
    names: list[str] = [schools[each].name for each in chosen.schools if each in schools]
    names += [
        say("grade {grade} at {school}", grade=grade.lstrip("0") or grade, school=schools[school].name)
        for school, grade in chosen.grades
        if school in schools
    ]
    names += [sections[each].title for each in chosen.sections if each in sections]
    names += _group_names(chosen.groups, groups)
    rest = [say("{count} more", count=len(names) - NAMED)] if len(names) > NAMED else []
    return listed([*names[:NAMED], *rest, *_singles(chosen.students, "{count} student", "{count:,} students")])


def _group_names(ids: Sequence[str], groups: Mapping[str, Group]) -> list[str]:
    return [groups[each].name for each in ids if each in groups]


def _singles(ids: Sequence[str], one: str, many: str) -> list[str]:
    """`1 student`, `1,200 students`; nothing for nobody."""
    return [say(one if len(ids) == 1 else many, count=len(ids))] if ids else []
