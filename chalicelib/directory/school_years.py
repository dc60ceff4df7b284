"""School years: which one a moment falls in, which one is at work, when one begins and ends. Pure.

A year is named by the one in which it begins: `2026` is 2026-27. It begins on the first of July, in the
district's time zone.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from chalicelib.kernel.clock import local_date, stamp
from chalicelib.kernel.values import value

from .model import District, School

FIRST_MONTH = 7
MOST_BACK = 10  # years before the current one that are offered


@value
class YearBounds:
    """From `start` up to but not including `end`, both `kernel.clock.stamp` texts."""

    year: str
    start: str
    end: str


def year_of(district: District, moment: datetime) -> str:
    """The school year in which a moment falls."""
    return year_of_day(local_date(moment, district.time_zone))


def year_of_day(day: str) -> str:
    """The school year in which an ISO date falls."""
    year, month, _ = day.split("-")
    return year if int(month) >= FIRST_MONTH else str(int(year) - 1)


def at_work(district: District, moment: datetime | None) -> str:
    """The current school year: as the district set it, else by the calendar; empty without either."""
    chosen = district.settings.get("session_year")
    if chosen:
        return str(chosen)
    return year_of(district, moment) if moment else ""


def bounds(district: District, year: str) -> YearBounds:
    """When a school year begins and ends."""
    zone = ZoneInfo(district.time_zone)
    first, after = (datetime(int(year) + more, FIRST_MONTH, 1, tzinfo=zone) for more in (0, 1))
    return YearBounds(year, stamp(first), stamp(after))


def days(year: str) -> tuple[date, date]:
    """The first and the last day of a school year."""
    first, after = (date(int(year) + more, FIRST_MONTH, 1) for more in (0, 1))
    return first, after - timedelta(days=1)


def title(year: str) -> str:
    """As people say it: `2026-27`."""
    return f"{year}-{(int(year) + 1) % 100:02d}"


def first_offered(schools: Iterable[School], first_sent: str, current: str) -> str:
    """The first year that people may look at: that of the district's first message (empty without one), or an
    earlier one of which a school's years tell."""
    told = {year for school in schools for year in (school.first_year, school.last_year) if year}
    earliest = min({*told, first_sent or current, current})
    return max(earliest, str(int(current) - MOST_BACK))
