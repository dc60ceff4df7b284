"""What a person's record says at the moment of sending (CHAN-08, CHAN-10): a number blocked, unsubscribed or
turned off after the message was queued is respected.

A chunk that leaves within a minute of resolving is as fresh as its recipients; an older one reads them again,
one batch read for a chunk.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from chalicelib.audience.destinations import phone_reason
from chalicelib.audience.model import Unreachable
from chalicelib.content.model import Channel
from chalicelib.directory import store as directory
from chalicelib.directory.model import EmailAddress, LinkedUser, Phone, Student

from .model import Chunk, Entry

FRESH = timedelta(seconds=60)


def forbidden(chunk: Chunk, entries: Sequence[Entry]) -> dict[str, str]:
    """Who must not be written to any more, by delivery id, and why."""
    students = directory.students(
        chunk.ref.district, {entry.student_id for entry in entries if entry.student_id}
    )
    found: dict[str, str] = {}
    for entry in entries:
        if (student := students.get(entry.student_id)) and (reason := _reason(chunk, entry, student)):
            found[entry.delivery_id] = reason
    return found


def _reason(chunk: Chunk, entry: Entry, student: Student) -> str | None:
    """The reason that every record of the address agrees on: one that still allows it is enough."""
    if chunk.ref.channel is Channel.EMAIL:
        reasons = [_email_reason(each) for each in _emails(student) if each.address == entry.address]
    else:
        phones = [each for each in _phones(student) if each.number == entry.address]
        reasons = [phone_reason(each, chunk.ref.channel, emergency=chunk.emergency) for each in phones]
    return reasons[0] if reasons and all(reasons) else None


def _email_reason(email: EmailAddress) -> Unreachable | None:
    return Unreachable.UNSUBSCRIBED if email.unsubscribed else None


def _accounts(student: Student) -> Iterator[LinkedUser]:
    users = (student.account, *(contact.linked_user for contact in student.contacts))
    return (user for user in users if user)


def _phones(student: Student) -> Iterator[Phone]:
    own: Iterable[Phone | None] = (student.phone, *(user.phone for user in _accounts(student)))
    return (each for each in (*own, *(p for c in student.contacts for p in c.phones)) if each)


def _emails(student: Student) -> Iterator[EmailAddress]:
    own: Iterable[EmailAddress | None] = (
        student.primary_email,
        student.personal_email,
        *(user.email for user in _accounts(student)),
    )
    return (each for each in (*own, *(e for c in student.contacts for e in c.emails)) if each)
