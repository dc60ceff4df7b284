"""What a selection names, by name, for the window in which it is changed, as far as within reach."""

from collections.abc import Iterator
from enum import StrEnum

from chalicelib.access import scope
from chalicelib.access import store as access
from chalicelib.access.model import Principal
from chalicelib.access.scope import Scope
from chalicelib.directory import store as directory
from chalicelib.kernel.values import value

from .imported import store as lists
from .model import RecipientType, Selection, StudentSelection


class Kind(StrEnum):
    SCHOOL = "school"
    GRADE = "grade"
    SECTION = "section"
    STUDENT = "student"
    STUDENT_GROUP = "student_group"
    STAFF = "staff"
    STAFF_GROUP = "staff_group"
    IMPORTED = "imported"


@value
class Named:
    """One thing chosen. A grade's id is its school's, and its name the grade; `grade` is a student's. An
    imported list has no name, and says how many `people` are in it."""

    kind: Kind
    id: str
    name: str
    grade: str = ""
    school_id: str = ""
    people: int | None = None


def named(principal: Principal, selection: Selection) -> tuple[Named, ...]:
    """Everything that a selection names and its author reaches; the rest is left out, as if not there."""
    within = scope.scope_of(principal)
    students = selection.students or StudentSelection(RecipientType.STUDENTS)
    return (
        *_places(principal, students, within),
        *_sections(principal, students, within),
        *_students(principal, students, within),
        *_staff(principal, selection, within),
        *_groups(principal, selection),
        *_imported(principal, selection),
    )


def _places(principal: Principal, chosen: StudentSelection, within: Scope) -> Iterator[Named]:
    schools = directory.schools(principal.district)
    for each in chosen.schools:
        if each in within.schools and each in schools:
            yield Named(Kind.SCHOOL, each, schools[each].name, school_id=each)
    for school_id, grade in chosen.grades:
        if school_id in within.schools:
            yield Named(Kind.GRADE, school_id, grade, school_id=school_id)


def _sections(principal: Principal, chosen: StudentSelection, within: Scope) -> Iterator[Named]:
    found = directory.sections(principal.district, chosen.sections) if chosen.sections else {}
    for each in found.values():
        if within.has_section(each):
            yield Named(Kind.SECTION, each.section_id, each.title, school_id=each.school_id)


def _students(principal: Principal, chosen: StudentSelection, within: Scope) -> Iterator[Named]:
    found = directory.students(principal.district, chosen.students) if chosen.students else {}
    for each in found.values():
        if within.has_student(each):
            yield Named(Kind.STUDENT, each.student_id, each.name, each.grade, next(iter(each.schools), ""))


def _staff(principal: Principal, chosen: Selection, within: Scope) -> Iterator[Named]:
    if not chosen.staff:
        return
    known = access.profiles(principal.district)
    for each in directory.users(principal.district, chosen.staff).values():
        if scope.may_choose(within, each, known):
            yield Named(Kind.STAFF, each.user_id, each.name)


def _groups(principal: Principal, chosen: Selection) -> Iterator[Named]:
    found = directory.groups(principal.district, chosen.groups) if chosen.groups else {}
    profiles = scope.profile_ids(principal)
    for each in found.values():
        if each.is_for(principal.user_id, profiles):
            kind = Kind.STAFF_GROUP if each.group_id in chosen.staff_groups else Kind.STUDENT_GROUP
            yield Named(kind, each.group_id, each.name)


def _imported(principal: Principal, chosen: Selection) -> Iterator[Named]:
    one = lists.get(principal.district, chosen.imported) if chosen.imported else None
    if one and one.owner == principal.user_id:
        yield Named(Kind.IMPORTED, one.list_id, "", people=one.tally.people)
