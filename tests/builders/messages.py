"""Messages, their part rows and in-app copies, with defaults for everything a test does not care about."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.audience.model import RecipientType, Selection, StudentSelection
from chalicelib.content.model import Content, SmsPart
from chalicelib.kernel import dynamo
from chalicelib.kernel.clock import stamp
from chalicelib.kernel.ids import hashed_id
from chalicelib.messages.model import IMMEDIATE_LIFETIME, Message, Sender, Source
from chalicelib.messages.store.copies import writes_for
from chalicelib.messages.threads import Counterpart, InAppCopy

DISTRICT = "demo"
SENT = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


def later(**by: float) -> datetime:
    """The builders' standard time of sending, and then some."""
    return SENT + timedelta(**by)


def message_id(number: int) -> str:
    return hashed_id("message", str(number))


def sender(**changes: Any) -> Sender:
    return replace(Sender("teacher-1", "Ada Teacher", "lincoln", "Lincoln High"), **changes)


def content(**changes: Any) -> Content:
    """An email and a text; a channel is left out by `html=""` or `sms=None`."""
    plain = Content("Field trip", html="<p>Bring lunch.</p>", plain="Bring lunch.", sms=SmsPart("Bring lunch"))
    return replace(plain, **changes)


def message(number: int = 1, **changes: Any) -> Message:
    """A message of Lincoln High's teacher to one student's primary contacts."""
    at = changes.pop("accepted_at", SENT)
    plain = Message(
        message_id=message_id(number),
        district=DISTRICT,
        sender=sender(),
        content=content(),
        selection=Selection(StudentSelection(RecipientType.PRIMARY_CONTACTS, students=("s1",))),
        accepted_at=at,
        expires_at=at + IMMEDIATE_LIFETIME,
        to="Lincoln High: primary contacts of 1 student",
        people=2,
        schools=("lincoln",),
    )
    return replace(plain, **changes)


def counterpart(**changes: Any) -> Counterpart:
    return replace(Counterpart(Source.USER, "teacher-1", "Ada Teacher", "Lincoln High"), **changes)


def copy(number: int = 1, account: str = "parent-1", **changes: Any) -> InAppCopy:
    """An in-app copy; message `number` was sent `number` minutes after the standard time."""
    plain = InAppCopy(
        district=DISTRICT,
        account=account,
        counterpart=counterpart(),
        message_id=message_id(number),
        subject=f"Subject {number}",
        snippet=f"Snippet {number}",
        sent_at=stamp(later(minutes=number)),
        student_id="s1",
        student_name="Sam Student",
    )
    return replace(plain, **changes)


def arrive(*copies: InAppCopy) -> None:
    """Copies put into their inboxes, as the portal channel does beside its rows: 50 at most at once."""
    dynamo.transact(writes_for(copies))
