"""When a scheduled message is due: once, or again and again until it ends (SCHD-03, SCHD-04, SCHD-20). Pure.

The rule is kept as people mean it: a local date, a local time and a zone. Each occurrence is counted from the
first, so a message of the 31st comes on the 28th of February and again on the 31st of March (A-28). A local
time that the clocks skip is an hour later; one that they repeat is its first pass, once.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from chalicelib.kernel.values import value


class Every(StrEnum):
    """How often."""

    ONCE = "once"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    YEARLY = "yearly"


@value
class Occurrence:
    """One time that a message is due. `key` is the same for ever, whoever computes it and whenever."""

    day: date  # local
    due: datetime  # UTC

    @property
    def key(self) -> str:
        return self.day.isoformat()


@value
class Recurrence:
    """The rule. `until` is the last local date that counts, itself included; None is without end (A-30)."""

    first: date
    at: time  # to the minute
    zone: str  # IANA
    every: Every = Every.ONCE
    until: date | None = None

    def occurrences(self, number: int = 0) -> Iterator[Occurrence]:
        """All of them from the `number`-th (0 is the first) on, in order; endless for a rule without end."""
        while (day := self._day(number)) and not (self.until and day > self.until):
            yield self.on(day)
            number += 1

    def after(self, moment: datetime) -> Occurrence | None:
        """The first one due later than a moment; None when there is none any more."""
        return next((each for each in self.occurrences(self._about(moment)) if each.due > moment), None)

    def falls_on(self, day: date) -> bool:
        """Whether a local day is one of its."""
        found = self.after(self.on(day).due - timedelta(minutes=1))
        return found is not None and found.day == day

    def on(self, day: date) -> Occurrence:
        """The occurrence of a local day that the rule names."""
        return Occurrence(day, datetime.combine(day, self.at, tzinfo=ZoneInfo(self.zone)).astimezone(UTC))

    def end_of(self, day: date) -> datetime:
        """Midnight after a local day, in UTC: until then what failed is tried again (SCHD-13)."""
        return datetime.combine(day + timedelta(days=1), time(), tzinfo=ZoneInfo(self.zone)).astimezone(UTC)

    def _day(self, number: int) -> date | None:
        """The local date of the `number`-th occurrence; None when there is no such."""
        if self.every is Every.ONCE:
            return None if number else self.first
        if self.every in _DAYS:
            return self.first + timedelta(days=_DAYS[self.every] * number)
        return _months_later(self.first, _MONTHS[self.every] * number)

    def _about(self, moment: datetime) -> int:
        """The number of an occurrence that is not after the moment, or 0: where looking begins."""
        here = moment.astimezone(ZoneInfo(self.zone)).date()
        if self.every in _DAYS:
            passed = (here - self.first).days // _DAYS[self.every]
        elif self.every in _MONTHS:
            months = (here.year - self.first.year) * 12 + here.month - self.first.month
            passed = months // _MONTHS[self.every]
        else:
            return 0
        return max(0, passed - 1)


_DAYS = {Every.DAILY: 1, Every.WEEKLY: 7}
_MONTHS = {Every.MONTHLY: 1, Every.YEARLY: 12}


def _months_later(first: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, min(first.day, monthrange(year, month + 1)[1]))
