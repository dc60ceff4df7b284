"""What a report was asked for: the filter a viewer set, and the moments its days mean. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from chalicelib.access.modules import Module, is_on
from chalicelib.content.model import CALLS_AND_TEXTS, Channel
from chalicelib.directory import school_years
from chalicelib.directory.model import District
from chalicelib.kernel.errors import Invalid
from chalicelib.kernel.values import value

# REPT-03 lists these types. The in-app copy goes with every message and is shown only when asked for.
OUTWARD = (Channel.EMAIL, Channel.SMS, Channel.VOICE, Channel.PUSH)


@value
class Filter:
    """What Communication History was asked for. Empty means all; no `users` means oneself (REPT-10)."""

    channels: tuple[Channel, ...] = ()
    schools: tuple[str, ...] = ()
    first_day: date | None = None
    last_day: date | None = None
    users: tuple[str, ...] = ()
    all_users: bool = False

    def only(self, user_id: str) -> bool:
        """Whether it asks for nothing but this user's own messages."""
        return not self.all_users and set(self.users) <= {user_id}


def in_year(asked: Filter, year: str) -> Filter:
    """With the days of an earlier school year where none were asked for (A-69); as it is in the current one."""
    if not year or asked.first_day or asked.last_day:
        return asked
    first, last = school_years.days(year)
    return replace(asked, first_day=first, last_day=last)


def hidden(district: District) -> frozenset[Channel]:
    """The types that reports leave out: calls and texts of a district without the module (LIC-10)."""
    return frozenset() if is_on(district.settings, Module.CALLING_AND_TEXTING) else CALLS_AND_TEXTS


def without(asked: Sequence[Channel], away: Collection[Channel]) -> tuple[Channel, ...]:
    """The types to read: those asked for but for hidden ones; if that leaves none, all that are not hidden."""
    shown = tuple(each for each in asked if each not in away)
    return shown or tuple(each for each in OUTWARD if each not in away)


def moments(
    first_day: date | None, last_day: date | None, zone: str
) -> tuple[datetime | None, datetime | None]:
    """The moments from which and before which: the last day is included whole, as that zone has it (A-83).

    A day is 23 or 25 hours long when clocks change. Raises Invalid when the days are the wrong way round.
    """
    if first_day and last_day and last_day < first_day:
        raise Invalid.one("from", "The start date is after the end date. Exchange them, or leave one out.")
    start = _midnight(first_day, zone) if first_day else None
    end = _midnight(last_day + timedelta(days=1), zone) if last_day else None
    return start, end


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone))
