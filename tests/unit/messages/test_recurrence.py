"""When scheduled messages are due: intervals, ends of months, leap days, hours that clocks skip or repeat."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise, takewhile
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.messages.schedules.recurrence import Every, Occurrence, Recurrence
from tests.support.moments import moments

US_ZONES = (
    "America/New_York",
    "America/Detroit",
    "America/Kentucky/Louisville",
    "America/Indiana/Indianapolis",
    "America/Chicago",
    "America/Menominee",
    "America/North_Dakota/Center",
    "America/Denver",
    "America/Boise",
    "America/Los_Angeles",
    "America/Anchorage",
    "America/Adak",
    "America/Phoenix",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
    "Pacific/Guam",
)
AT = time(5, 30)


def days(rule: Recurrence, count: int) -> list[str]:
    return [each.key for each in islice(rule.occurrences(), count)]


def rule(first: date, every: Every = Every.DAILY, *, at: time = AT, until: date | None = None) -> Recurrence:
    return Recurrence(first, at, "America/New_York", every, until)


@pytest.mark.parametrize(
    ("first", "every", "expected"),
    [
        (date(2026, 11, 27), Every.ONCE, ["2026-11-27"]),
        (date(2026, 12, 30), Every.DAILY, ["2026-12-30", "2026-12-31", "2027-01-01"]),
        (date(2026, 11, 27), Every.WEEKLY, ["2026-11-27", "2026-12-04", "2026-12-11"]),
        (date(2027, 1, 31), Every.MONTHLY, ["2027-01-31", "2027-02-28", "2027-03-31"]),
        (date(2027, 12, 29), Every.MONTHLY, ["2027-12-29", "2028-01-29", "2028-02-29"]),
        (date(2028, 2, 29), Every.YEARLY, ["2028-02-29", "2029-02-28", "2030-02-28"]),
    ],
)
def test_intervals(first: date, every: Every, expected: list[str]) -> None:
    """SCHD-03, SCHD-20, A-28: shorter months end on their last day, longer ones come back to the chosen day."""
    assert days(rule(first, every), 3) == expected


def test_the_leap_day_comes_back() -> None:
    """SCHD-20"""
    assert days(rule(date(2028, 2, 29), Every.YEARLY), 5)[-1] == "2032-02-29"


def test_the_final_date_is_included() -> None:
    """SCHD-04"""
    assert days(rule(date(2026, 11, 27), until=date(2026, 11, 29)), 9) == [
        "2026-11-27",
        "2026-11-28",
        "2026-11-29",
    ]
    assert (
        rule(date(2026, 11, 27), until=date(2026, 11, 29)).after(datetime(2026, 11, 29, 10, 30, tzinfo=UTC))
        is None
    )


def _changes(zone: str, year: int) -> list[datetime]:
    """The moments (UTC) at which a zone's clocks change within a year."""
    hours = [datetime(year, 1, 1, tzinfo=UTC) + timedelta(hours=at) for at in range(366 * 24)]
    there = ZoneInfo(zone)
    return [
        later
        for earlier, later in pairwise(hours)
        if later.year == year and earlier.astimezone(there).utcoffset() != later.astimezone(there).utcoffset()
    ]


def _half_hours() -> list[tuple[str, date, time, bool]]:
    """Every half hour of wall time that is skipped or repeated: (zone, day, time, whether repeated)."""
    found = []
    for zone in US_ZONES:
        for year in range(2026, 2036):
            for change in _changes(zone, year):
                before = (change - timedelta(seconds=1)).astimezone(ZoneInfo(zone))
                after = change.astimezone(ZoneInfo(zone))
                repeated = (after.utcoffset() or timedelta()) < (before.utcoffset() or timedelta())
                wall = after if repeated else before + timedelta(seconds=1)
                first = wall.replace(tzinfo=None, fold=0)
                for half in (first, first + timedelta(minutes=30)):
                    found.append((zone, half.date(), half.time(), repeated))
    return found


def test_every_skipped_or_repeated_half_hour_runs_once() -> None:
    """SCHD-20, A-28: all 480 in US zones from 2026 to 2035; skipped ones an hour later, repeated ones
    at first."""
    cases = _half_hours()
    assert len(cases) == 480
    for zone, day, at, repeated in cases:
        daily = Recurrence(day - timedelta(days=1), at, zone, Every.DAILY)
        before, there, after = islice(daily.occurrences(), 3)
        assert there.key == day.isoformat()
        assert before.due < there.due < after.due
        local = there.due.astimezone(ZoneInfo(zone))
        wanted = datetime.combine(day, at) + (timedelta() if repeated else timedelta(hours=1))
        assert (local.replace(tzinfo=None, fold=0), local.fold) == (wanted, 0)
        assert daily.after(there.due - timedelta(seconds=1)) == there
        assert daily.after(there.due) == after


RULES = st.builds(
    Recurrence,
    first=st.dates(date(2024, 1, 1), date(2030, 12, 31)),
    at=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    zone=st.sampled_from(US_ZONES),
    every=st.sampled_from(Every),
    until=st.none() | st.dates(date(2024, 1, 1), date(2034, 12, 31)),
)
MOMENTS = moments(2023, 2033)


@given(RULES, MOMENTS)
def test_after_is_the_first_later_one(rule: Recurrence, moment: datetime) -> None:
    """SCHD-16: found without counting from the beginning, and yet the same."""
    slow: Occurrence | None = next((each for each in rule.occurrences() if each.due > moment), None)
    assert rule.after(moment) == slow


@given(RULES, st.dates(date(2024, 1, 1), date(2031, 12, 31)))
def test_days_on_which_it_falls(rule: Recurrence, day: date) -> None:
    """SCHD-11"""
    assert rule.falls_on(day) == any(
        each.day == day for each in takewhile(lambda one: one.day <= day, rule.occurrences())
    )


@given(RULES)
def test_each_occurrence_has_a_key_and_a_time_of_its_own(rule: Recurrence) -> None:
    """SCHD-21: each is a message of its own."""
    found = list(islice(rule.occurrences(), 40))
    assert len({each.key for each in found}) == len(found)
    assert all(earlier.due < later.due for earlier, later in pairwise(found))
