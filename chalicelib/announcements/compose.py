"""What an announcement sends: its parts that have not gone, to those whom it is for by then (ANN-14).

    parts --content--> as the line takes it     announcement --whom--> an audience
                   both --made--> a message as the school or the district (A-23)

An email without a text of its own says what the announcement says.
"""

from dataclasses import replace

from chalicelib.access.scope import scope_of
from chalicelib.content.compose import Limits, Prepared, Written, html_is_blank, prepare, tidied
from chalicelib.content.insertable import insertable
from chalicelib.content.model import Content
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import Invalid
from chalicelib.kernel.ids import hashed_id
from chalicelib.kernel.values import value
from chalicelib.messages import callers, periods, recorded, send
from chalicelib.messages.checks import ANY_NUMBER
from chalicelib.messages.desk import Desk
from chalicelib.messages.model import Message

from . import whom
from .model import Announcement, Parts

NO_RECIPIENT = "Nobody is there to send this to."


@value
class Made:
    """A message, before anything of it is stored, and what its author should know of it."""

    message: Message
    note: str = ""


def prepared(desk: Desk, announcement: Announcement) -> Prepared:
    """What its parts that have not been sent say."""
    if not announcement.pending:
        return Prepared(Content(announcement.title))
    return _prepare(desk, _written(announcement))


def _written(announcement: Announcement) -> Written:
    parts = announcement.parts_pending
    return Written(
        subject=announcement.title,
        html=None if parts.email is None else parts.email or announcement.html,
        sms=parts.sms,
        voice=parts.voice,
    )


def _prepare(desk: Desk, written: Written) -> Prepared:
    allowed = frozenset(field.name for field in insertable(desk.principal))
    return prepare(written, Limits.of(desk.settings), allowed)


def with_its_own_words(parts: Parts) -> Parts:
    """The parts with an email in which a reader would see nothing left empty: it says what the announcement
    says."""
    html, problem = tidied(parts.email or "")
    return replace(parts, email="") if parts.email and not problem and html_is_blank(html) else parts


def cleaned(parts: Parts, said: Content) -> Parts:
    """The parts as they are kept: clean, and without those in which a reader would see nothing (COMP-35)."""
    own = said.html if parts.email else ""
    return Parts(own if said.html else None, said.sms, said.voice)


def made(desk: Desk, announcement: Announcement, clock: Clock) -> Made:
    """The message that its parts make now. Raises as `messages.send` does."""
    within = scope_of(desk.principal)
    chosen = whom.selection(announcement, within)
    if chosen.is_empty():
        raise Invalid.one("audience", NO_RECIPIENT)
    content, note = _content_now(desk, announcement)
    order = send.Order(
        key=announcement.announcement_id,
        body_hash="",
        school_id=desk.school.school_id,
        written=Written(),
        selection=chosen,
        source=desk.source,
        confirmed=ANY_NUMBER,
    )
    message = send.message_of(desk, order, content, within, clock)
    message = replace(
        message,
        message_id=message_id(announcement),
        expires_at=announcement.expires_at or message.expires_at,
        announcement=announcement.announcement_id,
        in_app=not announcement.sent,
    )
    counted = {channel: number for channel, number in message.counted.items() if channel in message.parts}
    blank = periods.blank(content, message.period)
    return Made(replace(message, counted=counted), note or (blank[0].message if blank else ""))


def _content_now(desk: Desk, announcement: Announcement) -> tuple[Content, str]:
    """What it says as of now, and what its author should know of that. Raises Invalid for what no longer
    fits."""
    written, note = callers.still_there(desk.principal, desk.school.school_id, _written(announcement))
    found = _prepare(desk, written)
    if found.faults:
        raise Invalid(found.faults[0].message, found.faults)
    return recorded.with_length(desk, callers.with_number(desk, found.content)), note


def message_id(announcement: Announcement) -> str:
    """That of its next message: the same whoever makes it, and another for parts that are added later, or where
    the key of one that was deleted long ago is used again."""
    one, number = announcement, str(len(announcement.sent))
    return hashed_id("announcement", one.district, one.announcement_id, one.posted_at, number)
