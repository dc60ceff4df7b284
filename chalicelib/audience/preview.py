"""Who cannot be reached, by name and with the reason, before a message is sent (SEND-14, RCPT-22, RCPT-23).

    audience --walk--> recipients --why_not, filter--> rows, and where to go on

By the same rules as sending and counting. One request resolves a bounded number of students; with a filter that
keeps nearly none, a page may come back short or empty with a cursor that goes on from there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chalicelib.content.model import Channel
from chalicelib.directory.names import words
from chalicelib.kernel.errors import Invalid
from chalicelib.kernel.paging import Page, decode_cursor, encode_cursor

from .count import Audience
from .model import Recipient, Unreachable
from .people import Terms
from .tally import why_not
from .walk import MOST_READ, Step, places, walk


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows are asked for. No channels and no reason mean all; `q` are beginnings of words of a name."""

    channels: tuple[Channel, ...] = ()
    reason: Unreachable | None = None
    q: str = ""


@dataclass(frozen=True, slots=True)
class Missed:
    """Somebody whom a channel does not reach, and why."""

    who: Recipient
    channel: Channel
    reason: Unreachable


@dataclass(frozen=True, slots=True)
class Found:
    """A page of them, and how many of the audience's students were looked at so far."""

    page: Page[Missed]
    looked: int


def unreachable(audience: Audience, terms: Terms, wanted: Wanted, cursor: str | None, limit: int) -> Found:
    """A page of the people whom a channel of the message does not reach.

    Raises Invalid for a cursor of another list.
    """
    begin, skip = _position(cursor, audience)
    found: list[Missed] = []
    for step in walk(audience, terms, begin):
        rows = list(_missed(step, terms, wanted))[skip:]
        room = limit - len(found)
        if len(rows) > room:
            found += rows[:room]
            return _found(audience, found, step.start, skip + room)
        found += rows
        skip = 0
        if step.end - begin >= MOST_READ and step.end < places(audience):
            return _found(audience, found, step.end, 0)
    return _found(audience, found, places(audience), 0)


def _missed(step: Step, terms: Terms, wanted: Wanted) -> Iterator[Missed]:
    """The step's rows, in an order that stays."""
    asked = words(wanted.q)
    if wanted.q.strip() and not asked:
        return
    for reach in step.reaches:
        who = reach.recipient
        if not _named(who, asked):
            continue
        for channel in wanted.channels or terms.channels:
            reason = why_not(who, channel) if channel in terms.channels else None
            if reason and wanted.reason in (None, reason):
                yield Missed(who, channel, reason)


def _named(who: Recipient, asked: Sequence[str]) -> bool:
    """Whether the recipient, or the student regarded, has a name with all these beginnings of words."""
    if not asked:
        return True
    own = words(who.name, who.student_name)
    return all(any(word.startswith(each) for word in own) for each in asked)


def _found(audience: Audience, found: Sequence[Missed], at: int, skip: int) -> Found:
    cursor = encode_cursor({"at": at, "skip": skip}) if at < places(audience) else None
    return Found(Page(tuple(found), cursor), min(at, len(audience.students.entries)))


def _position(cursor: str | None, audience: Audience) -> tuple[int, int]:
    """The place to begin at, and how many rows of its step were given before."""
    position = decode_cursor(cursor)
    if position is None:
        return 0, 0
    at, skip = position.get("at"), position.get("skip")
    if type(at) is not int or type(skip) is not int or not 0 <= at < places(audience) or skip < 0:
        raise Invalid.one(
            "cursor", "This page marker belongs to another list. Start again from the first page."
        )
    return at, skip
