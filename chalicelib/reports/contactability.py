"""Contactability: who of a school no message reaches, by which channel and why, whatever is written.

    the school's roll, or its staff --a step at a time--> recipients --why_not--> rows, one per person
        --> pages, a file

Families are the primary contacts, by the same rules as sending to them. An administrator asks about their own
schools; teachers, whose reports are of their own messages (PERM-R05), are not offered it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from enum import StrEnum
from functools import partial

from chalicelib.access import scope
from chalicelib.access.model import Principal
from chalicelib.audience.count import Audience, count, gather
from chalicelib.audience.model import Count, Recipient, RecipientType, Selection, StudentSelection, Unreachable
from chalicelib.audience.paged import Found, walk_page
from chalicelib.audience.people import Terms
from chalicelib.audience.resolve import staff_reaches
from chalicelib.audience.stretches import Stretch, stretches
from chalicelib.audience.tally import why_not
from chalicelib.audience.terms import terms_of
from chalicelib.audience.unreachable import named
from chalicelib.audience.walk import Step
from chalicelib.content.model import Channel
from chalicelib.directory import store as directory
from chalicelib.directory.model import User
from chalicelib.directory.store import suppressions
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.values import value

CHANNELS = (Channel.EMAIL, Channel.SMS, Channel.VOICE, Channel.PORTAL)
STAFF_PAGE = 100


class Who(StrEnum):
    """Which people of the school."""

    FAMILIES = "families"
    STUDENTS = "students"
    STAFF = "staff"


@value
class Asked:
    """A school, some of its people, and which of the rows: no channel and no reason mean all."""

    school_id: str
    who: Who = Who.FAMILIES
    channel: Channel | None = None
    reason: Unreachable | None = None
    q: str = ""


@value
class Line:
    """Somebody who is not reached by some channels, with the reason for each of those."""

    who: Recipient
    missed: Mapping[Channel, Unreachable]


def page(viewer: Principal, asked: Asked, clock: Clock, cursor: str | None, limit: int) -> Found[Line]:
    """A page of the report. Raises NotFound for a school out of reach, Invalid for a cursor of another list."""
    return walk_page(_along(viewer, asked, clock), lambda step: _lines(step, asked), cursor, limit)


def numbers(viewer: Principal, asked: Asked, clock: Clock) -> Count:
    """How many of the school's people each channel reaches, and why not the others."""
    terms = _terms(viewer, asked, clock)
    return count(_audience(viewer.district, asked), terms)


def lines(viewer: Principal, asked: Asked, clock: Clock) -> Iterator[Line]:
    """Every row of the report, looked up as they are taken."""
    along = _along(viewer, asked, clock)
    return (line for stretch in along for step in stretch(0) for line in _lines(step, asked))


def _lines(step: Step, asked: Asked) -> Iterator[Line]:
    for reach in step.reaches:
        who = reach.recipient
        missed = {channel: reason for channel in CHANNELS if (reason := why_not(reach, channel))}
        if _matches(missed, asked) and named(who, asked.q):
            yield Line(who, missed)


def _matches(missed: Mapping[Channel, Unreachable], asked: Asked) -> bool:
    reasons = [reason for channel, reason in missed.items() if asked.channel in (None, channel)]
    return bool(reasons) and asked.reason in (None, *reasons)


def _terms(viewer: Principal, asked: Asked, clock: Clock) -> Terms:
    """Raises NotFound for a school out of reach."""
    scope.check_schools(viewer, (asked.school_id,), "school_id")
    suppressed = suppressions.in_short(viewer.district)
    return terms_of(directory.district(viewer.district), suppressed, CHANNELS, clock.now())


def _along(viewer: Principal, asked: Asked, clock: Clock) -> tuple[Stretch, ...]:
    """Whom the report is about."""
    terms, district = _terms(viewer, asked, clock), viewer.district
    if asked.who is Who.STAFF:
        return (partial(_staff_steps, district, asked.school_id, terms),)
    return stretches(district, _selection(asked), None, terms, clock.now())


def _audience(district: str, asked: Asked) -> Audience:
    if asked.who is Who.STAFF:
        pages = (_users(district, ids) for ids in _staff_ids(district, asked.school_id))
        return replace(
            gather(district, Selection(), None), staff=tuple(each for page in pages for each in page)
        )
    return gather(district, _selection(asked), None)


def _selection(asked: Asked) -> Selection:
    kind = RecipientType.STUDENTS if asked.who is Who.STUDENTS else RecipientType.PRIMARY_CONTACTS
    return Selection(StudentSelection(kind, schools=(asked.school_id,)))


def _staff_steps(district: str, school_id: str, terms: Terms, start: int) -> Iterator[Step]:
    """The school's staff; a place is that of a name in their order."""
    at = 0
    for ids in _staff_ids(district, school_id):
        end = at + len(ids)
        if end > start:
            users = _users(district, ids[max(0, start - at) :])
            yield Step(max(start, at), end, tuple(staff_reaches(users, terms)), len(users))
        at = end


def _staff_ids(district: str, school_id: str) -> Iterator[list[str]]:
    """By name, as the pickers list them, each page when it is asked for."""
    cursor = None
    while True:
        found = directory.search_staff(district, (school_id,), after=cursor, limit=STAFF_PAGE, office=False)
        yield [row.user_id for row in found.items]
        cursor = found.next_cursor
        if cursor is None:
            return


def _users(district: str, ids: list[str]) -> list[User]:
    found = directory.users(district, ids)
    return [found[each] for each in ids if each in found and found[each].enabled]
