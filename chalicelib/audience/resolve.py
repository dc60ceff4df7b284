"""From chosen students and staff to people with destinations: one small rule per recipient type. Pure.

    student records --rule of the type--> who, about whom --people.py, destinations.py--> where, per channel
                    --duplicates.py--> what is a repetition

Called by `delivery/recipients.py` at the moment of sending (RCPT-19) and by `count.py` before it. To add a
recipient type, write a rule and name it in `RULES`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from chalicelib.directory.model import Student, User

from . import rules
from .duplicates import first_of_each, once_per_address
from .families import once_per_family
from .model import RecipientType
from .people import Reach, Terms, staff_reach
from .teachers import teachers_of

Rule = Callable[[Sequence[Student], Terms], list[Reach]]


def reaches(recipient_type: RecipientType, students: Iterable[Student], terms: Terms) -> list[Reach]:
    """Whom a recipient type reaches through these students. Students who left reach nobody."""
    found = RULES[recipient_type]([student for student in students if student.active], terms)
    return once_per_address(found, terms.households) if terms.households else found


def staff_reaches(users: Iterable[User], terms: Terms) -> list[Reach]:
    """Staff at the email and phone of their account and in its inbox (RCPT-16); closed accounts left out."""
    return [staff_reach(user, terms) for user in users if user.enabled]


def _each(rule: Callable[[Student, Terms], list[Reach]]) -> Rule:
    """A rule for one student at a time, with the repetitions within one student marked (A-18)."""
    return lambda students, terms: [
        reach for student in students for reach in first_of_each(rule(student, terms))
    ]


RULES: Mapping[RecipientType, Rule] = {
    RecipientType.STUDENTS: _each(rules.students),
    RecipientType.STUDENT_PERSONAL: _each(rules.student_personal),
    RecipientType.PRIMARY_CONTACTS: _each(rules.primary_contacts),
    RecipientType.ALL_CONTACTS: _each(rules.all_contacts),
    RecipientType.ONCE_PER_FAMILY: once_per_family,
    RecipientType.TEACHERS_OF: teachers_of,
    RecipientType.STUDENTS_AND_ALL_CONTACTS: _each(rules.students_and_all_contacts),
    RecipientType.STUDENTS_AND_PRIMARY_CONTACTS: _each(rules.students_and_primary_contacts),
}
