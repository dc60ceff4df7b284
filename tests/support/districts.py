"""A district of several schools as an import leaves it: rolls that say who is family."""

from collections.abc import Iterable

from chalicelib.access import store as access
from chalicelib.access.profiles import STANDARD
from chalicelib.directory import store as directory
from chalicelib.directory.model import RollEntry, Section, Student, User
from chalicelib.directory.places import keys_of
from chalicelib.kernel.chains import Chains
from tests.builders import people


def settle(
    *students: Student, staff: Iterable[User] = (), sections: Iterable[Section] = (), **settings: bool
) -> None:
    """Students at their schools, linked as their records say; sections by their ids."""
    directory.put_district(people.district(settings=dict(settings)))
    directory.put_students("demo", students)
    directory.put_users("demo", staff)
    directory.put_sections("demo", sections)
    access.put_profiles("demo", STANDARD.values())
    rolls: dict[str, list[RollEntry]] = {}
    family = families_of(students)
    for student in sorted(students, key=lambda each: family[each.student_id]):
        for school in student.schools:
            rolls.setdefault(school, []).append(entry(student, family[student.student_id]))
    for school, entries in rolls.items():
        directory.put_school("demo", people.school(school, students=len(entries)))
        directory.put_roll("demo", school, entries)


def entry(student: Student, family: str) -> RollEntry:
    """The student's line in a roll."""
    listed = tuple((each.contact_id, each.custodial, each.sort_order) for each in student.contacts)
    return RollEntry(student.student_id, student.grade, family, "", listed, keys_of(student))


def families_of(students: Iterable[Student]) -> dict[str, str]:
    """Each student's family, as an import joins Linked Students over the whole district."""
    chains = Chains()
    for student in students:
        for linked in (student.student_id, *student.linked_students):
            chains.join(student.student_id, linked)
    return {student.student_id: chains.top(student.student_id) for student in students}
