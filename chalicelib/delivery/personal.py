"""What a message's insert fields say to each recipient, looked up once when a shard is resolved (FLDS-03).

    recipients --the records of whom they are and whom it is about--> recipients with `values`

The values are frozen with the recipients and travel in the chunks: handing over looks nothing up. A message
without insert fields passes untouched.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from chalicelib.audience.model import PersonKind, Recipient
from chalicelib.content.dates import spoken_day
from chalicelib.content.fields import names_used
from chalicelib.content.letter_words import listed
from chalicelib.content.text import cut, one_line
from chalicelib.directory import store as directory
from chalicelib.directory.marking_periods import MarkingPeriod
from chalicelib.directory.model import School, Student, User
from chalicelib.kernel.values import value
from chalicelib.messages.model import Message

from . import known

LONGEST_VALUE = 200  # characters; fifty recipients with every field must fit a chunk's item


@value
class About:
    """One recipient, and the records that their values come from. `students` is empty for staff."""

    who: Recipient
    sender_name: str
    sender_school: str
    students: Sequence[Student]
    first_name: str
    schools: Mapping[str, School]
    period: MarkingPeriod | None = None

    @property
    def student(self) -> Student | None:
        return self.students[0] if self.students else None


def with_values(message: Message, found: list[Recipient]) -> list[Recipient]:
    """The recipients with the values of the message's insert fields."""
    names = names_used(message.content)
    if not names:
        return found
    return [replace(each.who, values=_values(names, each)) for each in _abouts(message, found)]


def _values(names: Iterable[str], about: About) -> tuple[str, ...]:
    """On one line each, so that a value can stand in a header (CHAN-01)."""
    return tuple(cut(one_line(_VALUES[name](about)), LONGEST_VALUE, LONGEST_VALUE) for name in names)


def _abouts(message: Message, found: Iterable[Recipient]) -> Iterable[About]:
    district = message.district
    students = directory.students(district, {each for who in found for each in _children(who)})
    users = directory.users(district, {who.person_id for who in found if who.kind is PersonKind.STAFF})
    for who in found:
        about = [students[each] for each in _children(who) if each in students]
        first_name = _first_name(who, about, users)
        schools = known.schools(district)
        yield About(
            who,
            known.sender_name(message),
            known.head_name(message),
            about,
            first_name,
            schools,
            message.period,
        )


def _children(who: Recipient) -> tuple[str, ...]:
    return who.children or ((who.student_id,) if who.student_id else ())


def _first_name(who: Recipient, about: Iterable[Student], users: Mapping[str, User]) -> str:
    """As the person's record has it; the first word of the name where no record is at hand."""
    given: str | None = None
    if who.kind is PersonKind.STAFF and who.person_id in users:
        given = users[who.person_id].given_name
    for student in about:
        if who.kind is PersonKind.STUDENT and student.student_id == who.person_id:
            given = student.given_name
        elif who.kind is PersonKind.CONTACT:
            contacts = (each.given_name for each in student.contacts if each.contact_id == who.person_id)
            given = given or next(contacts, None)
    return who.name.partition(" ")[0] if given is None else given


# ---- The fields ---------------------------------------------------------------------------------------------


def _of_student(value: Callable[[Student], str]) -> Callable[[About], str]:
    """A field of the student whom the message regards; blank for who gets it about nobody."""
    return lambda about: value(about.student) if about.student else ""


def _school(about: About) -> str:
    school = about.schools.get(about.student.school_id) if about.student else None
    return school.name if school else ""


def _all(about: About, name: Callable[[Student], str]) -> str:
    return listed([name(each) for each in about.students], about.who.language)


def _period(value: Callable[[MarkingPeriod, str], str]) -> Callable[[About], str]:
    """A field of the marking period, in the reader's language; blank where there is none."""
    return lambda about: value(about.period, about.who.language) if about.period else ""


_VALUES: Mapping[str, Callable[[About], str]] = {
    "student.first_name": _of_student(lambda student: student.given_name),
    "student.last_name": _of_student(lambda student: student.family_name),
    "student.full_name": _of_student(lambda student: student.name),
    "student.grade": _of_student(lambda student: student.grade.lstrip("0") or student.grade),
    "student.school": _school,
    "student.number": _of_student(lambda student: student.number),
    "students.first_names": lambda about: _all(about, lambda student: student.given_name),
    "students.full_names": lambda about: _all(about, lambda student: student.name),
    "recipient.first_name": lambda about: about.first_name,
    "recipient.full_name": lambda about: about.who.name,
    "sender.name": lambda about: about.sender_name,
    "sender.school": lambda about: about.sender_school,
    "period.name": _period(lambda period, _: period.title),
    "period.first_day": _period(lambda period, language: spoken_day(period.first, language)),
    "period.last_day": _period(lambda period, language: spoken_day(period.last, language)),
}
