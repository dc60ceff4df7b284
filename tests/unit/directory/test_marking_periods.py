"""Marking periods: which one holds on a day, and what a file changes of them."""

import pytest

from chalicelib.directory import marking_periods
from chalicelib.directory.marking_periods import MarkingPeriod

FALL = MarkingPeriod("s1", "Fall", "2026-08-17", "2026-12-19")
Q1 = MarkingPeriod("q1", "Quarter 1", "2026-08-17", "2026-10-16")
Q2 = MarkingPeriod("q2", "Quarter 2", "2026-10-20", "2026-12-19")
SPRING = MarkingPeriod("s2", "Spring", "2027-01-05", "2027-06-05")
KNOWN = (SPRING, FALL, Q2, Q1)


@pytest.mark.parametrize(
    ("day", "title"),
    [
        ("2026-08-16", None),
        ("2026-08-17", "Quarter 1"),  # the innermost
        ("2026-10-16", "Quarter 1"),  # its last day
        ("2026-10-18", "Fall"),  # between quarters, within the semester
        ("2026-10-20", "Quarter 2"),
        ("2026-12-25", "Quarter 2"),  # between periods: the last ended one
        ("2027-03-01", "Spring"),
        ("2027-08-01", "Spring"),
    ],
)
def test_the_period_of_a_day(day: str, title: str | None) -> None:
    """FLDS-04: between periods the last ended one."""
    found = marking_periods.on(KNOWN, day)
    assert (found and found.title) == title


def test_those_of_a_school_year() -> None:
    """FLDS-04."""
    last = MarkingPeriod("old", "Spring 26", "2026-01-05", "2026-06-05")
    assert marking_periods.of_year((*KNOWN, last), "2025") == (last,)


def test_a_file_decides_about_the_years_that_it_names() -> None:
    """FLDS-04: what it leaves out of its years is gone, earlier years stay, five in all."""
    old = [MarkingPeriod(f"o{year}", "Spring", f"{year}-01-05", f"{year}-06-05") for year in range(2020, 2027)]
    now = marking_periods.told((*old, *KNOWN), (FALL, SPRING))
    assert [each.period_id for each in now] == ["o2023", "o2024", "o2025", "o2026", "s1", "s2"]
    assert marking_periods.told(now, ()) == now
