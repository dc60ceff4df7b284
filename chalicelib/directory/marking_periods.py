"""Marking periods: the terms of the district's calendar, and which of them holds on a day (FLDS-04). Pure.

academicSessions.csv --roster/terms.py--> store/marking_periods.py --messages/periods.py--> insert fields
"""

from collections.abc import Iterable

from chalicelib.kernel.values import value

from .school_years import year_of_day

YEARS_KEPT = 5


@value
class MarkingPeriod:
    """A quarter, trimester or semester. Both days are ISO dates, and belong to it."""

    period_id: str
    title: str
    first: str
    last: str

    @property
    def year(self) -> str:
        """The school year that it begins in."""
        return year_of_day(self.first)


def on(periods: Iterable[MarkingPeriod], day: str) -> MarkingPeriod | None:
    """The period of a day, of several within each other the innermost; between periods the last ended one.
    None before the first."""
    begun = [each for each in periods if each.first <= day]
    running = [each for each in begun if day <= each.last]
    if running:
        return max(running, key=lambda each: (each.first, _earliest_last(each)))
    return max(begun, key=lambda each: (each.last, each.first), default=None)


def _earliest_last(period: MarkingPeriod) -> tuple[int, ...]:
    """Of two that begin on one day the one that ends first comes last in order."""
    return tuple(-int(part) for part in period.last.split("-"))


def of_year(periods: Iterable[MarkingPeriod], year: str) -> tuple[MarkingPeriod, ...]:
    """Those of a school year."""
    return tuple(each for each in periods if each.year == year)


def told(known: Iterable[MarkingPeriod], by_file: Iterable[MarkingPeriod]) -> tuple[MarkingPeriod, ...]:
    """What is known once a file was read: it decides about the school years that it names, and says nothing of
    others; of the oldest nothing is kept."""
    new = tuple(by_file)
    years = {each.year for each in new}
    both = [*(each for each in known if each.year not in years), *new]
    kept = sorted({each.year for each in both})[-YEARS_KEPT:]
    return tuple(sorted((each for each in both if each.year in kept), key=_order))


def _order(period: MarkingPeriod) -> tuple[str, str, str]:
    return period.first, period.last, period.period_id
