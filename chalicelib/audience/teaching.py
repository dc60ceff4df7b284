"""Reading who teaches the selected students, for Teachers Of (RCPT-05); `teachers.py` decides what follows.

A few students are looked up one by one, by their sections. Above FEW, the sections of all schools are read
instead, which know their students: 28,000 sections are read sooner than 100,000 students.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from chalicelib.access.bounds import Scope
from chalicelib.directory import store as directory
from chalicelib.directory.model import Student, User
from chalicelib.kernel.batches import batched
from chalicelib.kernel.values import value

from .model import RecipientType
from .people import Reach, Terms
from .teachers import once_each, untaught

Class = tuple[tuple[str, ...], list[str]]  # ids of a section's teachers, and of its selected students
FEW = 10_000
_AT_ONCE = 1000  # students whose records are held at the same time


@value
class Teaching:
    """Who teaches some students: each teacher's id with that of the student, where it is exactly one of them,
    else with nothing; the students whom nobody teaches; the teachers' accounts."""

    teachers: Mapping[str, str]
    untaught: tuple[str, ...]
    users: Mapping[str, User]


def with_teachers(
    district: str, recipient_type: RecipientType | str, students: Iterable[Student], terms: Terms
) -> Terms:
    """What resolving these students needs to know of their teachers; the terms as they are for other types."""
    if recipient_type != RecipientType.TEACHERS_OF:
        return terms
    sections = directory.sections(district, {each for student in students for each in student.sections})
    users = _users(district, {each for section in sections.values() for each in section.teachers}, terms.within)
    teachers = {
        section_id: tuple(users[each] for each in section.teachers if each in users)
        for section_id, section in sections.items()
    }
    return replace(terms, teachers=teachers)


def teaching(district: str, student_ids: Sequence[str], within: Scope | None) -> Teaching:
    """Every teacher of the students whose account is open and whom the sender's scope does not hide."""
    wanted = {each: each for each in student_ids}
    classes = _by_students if len(wanted) <= FEW else _by_sections
    found = list(classes(district, wanted))
    users = _users(district, {teacher for teachers, _ in found for teacher in teachers}, within)
    teachers: dict[str, str] = {}
    taught: set[str] = set()
    for of_class, students in found:
        for teacher in of_class:
            if teacher in users and users[teacher].enabled:
                taught.update(students)
                theirs = {*students, teachers.get(teacher, students[0])}
                teachers[teacher] = theirs.pop() if len(theirs) == 1 else ""
    without = tuple(each for each in wanted if each not in taught)
    return Teaching(teachers, without, {each: users[each] for each in teachers})


def reaches_of(district: str, found: Teaching, terms: Terms) -> list[Reach]:
    """Everybody in it: each teacher once, and the students without any."""
    wanted = {student for student in found.teachers.values() if student} | set(found.untaught)
    students = directory.students(district, sorted(wanted))
    only = {teacher: students[each] for teacher, each in found.teachers.items() if each in students}
    missing = (students[each] for each in found.untaught if each in students)
    return [*once_each(found.users.values(), only, terms), *untaught(missing, terms)]


def _by_students(district: str, wanted: Mapping[str, str]) -> Iterator[Class]:
    pupils: dict[str, list[str]] = {}
    for ids in batched(wanted, _AT_ONCE):
        for student in directory.students(district, ids).values():
            for section in student.sections:
                pupils.setdefault(section, []).append(student.student_id)
    for ids in batched(pupils, _AT_ONCE):
        for found in directory.sections(district, ids).values():
            yield found.teachers, pupils[found.section_id]


def _by_sections(district: str, wanted: Mapping[str, str]) -> Iterator[Class]:
    for school in directory.schools(district):
        for section in directory.school_sections(district, school):
            students = [wanted[each] for each in section.students if each in wanted]
            if students:
                yield section.teachers, students


def _users(district: str, ids: Iterable[str], within: Scope | None) -> dict[str, User]:
    found = directory.users(district, dict.fromkeys(sorted(ids)))
    return {id_: user for id_, user in found.items() if within is None or not within.hides(user)}
