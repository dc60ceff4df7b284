"""Teachers Of: all current teachers of each selected student (RCPT-05). Pure; `teaching.py` reads who teaches.

A teacher of several of them gets one message when it says the same about each, else one per student (A-18).
They need not be searchable, and the sender needs no right to write to staff.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from chalicelib.content.model import Channel
from chalicelib.directory.model import Student, User

from .model import Destination, RecipientType, Unreachable
from .people import Reach, Terms, about, staff_reach

_KIND = RecipientType.TEACHERS_OF
_NO_TEACHER = Destination(reason=Unreachable.NO_TEACHER)


def teachers_of(students: Sequence[Student], terms: Terms) -> list[Reach]:
    """Teachers in the order of the students; students without any are reported."""
    taught = {student.student_id: _teachers(student, terms) for student in students}
    missing = untaught((student for student in students if not taught[student.student_id]), terms)
    if not terms.once_per_teacher:
        found = (
            staff_reach(user, terms, _KIND, student)
            for student in students
            for user in taught[student.student_id]
        )
        return [*found, *missing]
    users, pupils = {}, dict[str, list[Student]]()
    for student in students:
        for user in taught[student.student_id]:
            users[user.user_id] = user
            pupils.setdefault(user.user_id, []).append(student)
    only = {user_id: theirs[0] for user_id, theirs in pupils.items() if len(theirs) == 1}
    return [*once_each(users.values(), only, terms), *missing]


def once_each(users: Iterable[User], only: Mapping[str, Student], terms: Terms) -> list[Reach]:
    """One message a teacher, about a student where it is about exactly one (`only`, by user id)."""
    return [staff_reach(user, terms, _KIND, only.get(user.user_id)) for user in users if user.enabled]


def untaught(students: Iterable[Student], terms: Terms) -> list[Reach]:
    """Students without current schedule: they yield nobody, and the report says so."""
    channels = terms.outward or (Channel.PORTAL,)
    return [
        replace(about(student, _KIND, dict.fromkeys(channels, _NO_TEACHER)), nobody=True)
        for student in students
    ]


def _teachers(student: Student, terms: Terms) -> list[User]:
    """Each once, however many of the student's sections they teach."""
    users = (user for section in student.sections for user in terms.teachers.get(section, ()))
    return list({user.user_id: user for user in users if user.enabled}.values())
