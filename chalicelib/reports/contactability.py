"""Contactability: who of a school no message reaches, by which channel and why, whatever is written.

    the school's roll, or its staff --walk--> recipients --why_not--> rows, one per person --> pages, a file

Families are the primary contacts, by the same rules as sending to them. An administrator asks about their own
schools; teachers, whose reports are of their own messages (PERM-R05), are not offered it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from chalicelib.access import scope
from chalicelib.access.model import Principal
from chalicelib.audience.count import Audience, count, gather, terms_of
from chalicelib.audience.model import Count, Recipient, RecipientType, Selection, StudentSelection, Unreachable
from chalicelib.audience.paged import Found, walk_page
from chalicelib.audience.people import Terms
from chalicelib.audience.preview import named
from chalicelib.audience.tally import why_not
from chalicelib.audience.walk import Step, walk
from chalicelib.content.model import Channel
from chalicelib.directory import store as directory
from chalicelib.directory.model import User
from chalicelib.kernel.clock import Clock, local_date

CHANNELS = (Channel.EMAIL, Channel.SMS, Channel.VOICE, Channel.PORTAL)
STAFF_PAGE = 100


class Who(StrEnum):
    """Which people of the school."""

    FAMILIES = "families"
    STUDENTS = "students"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Asked:
    """A school, some of its people, and which of the rows: no channel and no reason mean all."""

    school_id: str
    who: Who = Who.FAMILIES
    channel: Channel | None = None
    reason: Unreachable | None = None
    q: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody who is not reached by some channels, with the reason for each of those."""

    who: Recipient
    missed: Mapping[Channel, Unreachable]


def page(viewer: Principal, asked: Asked, clock: Clock, cursor: str | None, limit: int) -> Found[Line]:
    """A page of the report. Raises NotFound for a school out of reach, Invalid for a cursor of another list."""
    audience, terms = _people(viewer, asked, clock)
    return walk_page(audience, terms, lambda step: _lines(step, asked), cursor, limit)


def numbers(viewer: Principal, asked: Asked, clock: Clock) -> Count:
    """How many of the school's people each channel reaches, and why not the others."""
    return count(*_people(viewer, asked, clock))


def lines(viewer: Principal, asked: Asked, clock: Clock) -> Iterator[Line]:
    """Every row of the report, looked up as they are taken."""
    audience, terms = _people(viewer, asked, clock)
    return (line for step in walk(audience, terms) for line in _lines(step, asked))


def _lines(step: Step, asked: Asked) -> Iterator[Line]:
    for reach in step.reaches:
        who = reach.recipient
        missed = {channel: reason for channel in CHANNELS if (reason := why_not(who, channel))}
        if _matches(missed, asked) and named(who, asked.q):
            yield Line(who, missed)


def _matches(missed: Mapping[Channel, Unreachable], asked: Asked) -> bool:
    reasons = [reason for channel, reason in missed.items() if asked.channel in (None, channel)]
    return bool(reasons) and asked.reason in (None, *reasons)


def _people(viewer: Principal, asked: Asked, clock: Clock) -> tuple[Audience, Terms]:
    """Whom the report is about, looked up now."""
    scope.check_schools(viewer, (asked.school_id,), "school_id")
    district = directory.district(viewer.district)
    today = local_date(clock.now(), district.time_zone)
    return _audience(viewer.district, asked), terms_of(viewer.district, CHANNELS, today=today)


def _audience(district: str, asked: Asked) -> Audience:
    if asked.who is Who.STAFF:
        nobody = gather(district, Selection(), None)
        return replace(nobody, staff=tuple(_staff(district, asked.school_id)))
    kind = RecipientType.STUDENTS if asked.who is Who.STUDENTS else RecipientType.PRIMARY_CONTACTS
    return gather(district, Selection(StudentSelection(kind, schools=(asked.school_id,))), None)


def _staff(district: str, school_id: str) -> Iterator[User]:
    """The school's staff by name, as its pickers list them."""
    ids, cursor = list[str](), None
    while True:
        found = directory.search_staff(district, (school_id,), after=cursor, limit=STAFF_PAGE, office=False)
        ids += (row.user_id for row in found.items)
        cursor = found.next_cursor
        if cursor is None:
            users = directory.users(district, ids)
            return iter([users[each] for each in ids if each in users and users[each].enabled])
