"""Time is passed in: product code asks a `Clock`, tests hand in one that stands still.

Stored times are UTC in one fixed-width text form, so that text order is time order.
"""

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    """Something that knows the time, and can let some of it pass."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...

    def sleep(self, seconds: float) -> None:
        """Come back that much later."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


@dataclass
class FixedClock:
    """A clock for tests: stands still until told to move."""

    at: datetime

    def now(self) -> datetime:
        return self.at

    def advance(self, **by: float) -> None:
        """Move on by a `timedelta`'s keywords, for instance `seconds=90`."""
        self.at += timedelta(**by)

    def sleep(self, seconds: float) -> None:
        self.advance(seconds=seconds)


def stamp(moment: datetime) -> str:
    """A moment as stored and served: `2026-11-23T11:40:00.000000+00:00` (fixed width, sorts as time)."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def local_date(moment: datetime, zone: str) -> str:
    """The calendar date at a moment in an IANA zone, as `2026-11-23`."""
    return moment.astimezone(ZoneInfo(zone)).date().isoformat()


def moment(text: str) -> datetime:
    """The inverse of `stamp`. Raises ValueError for any other text."""
    return datetime.fromisoformat(text)
