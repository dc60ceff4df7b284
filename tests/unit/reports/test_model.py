"""The days a report means, and whose messages it asks for."""

from datetime import date

import pytest

from chalicelib.kernel.clock import stamp
from chalicelib.kernel.errors import Invalid
from chalicelib.reports.model import Filter, moments

NEW_YORK = "America/New_York"


@pytest.mark.parametrize(
    ("first", "last", "zone", "start", "end"),
    [
        (date(2026, 11, 23), date(2026, 11, 23), NEW_YORK, "2026-11-23T05:00", "2026-11-24T05:00"),
        (date(2026, 7, 1), date(2026, 7, 31), NEW_YORK, "2026-07-01T04:00", "2026-08-01T04:00"),
        # Clocks go back on 1 November 2026 and forward on 14 March 2027: days of 25 and 23 hours.
        (date(2026, 11, 1), date(2026, 11, 1), NEW_YORK, "2026-11-01T04:00", "2026-11-02T05:00"),
        (date(2027, 3, 14), date(2027, 3, 14), NEW_YORK, "2027-03-14T05:00", "2027-03-15T04:00"),
        (date(2026, 12, 31), date(2026, 12, 31), "Pacific/Kiritimati", "2026-12-30T10:00", "2026-12-31T10:00"),
    ],
)
def test_days_are_the_districts_and_the_last_is_included_whole(
    first: date, last: date, zone: str, start: str, end: str
) -> None:
    """REPT-05, A-83: from 00:00 to the last moment before the next day."""
    low, high = moments(first, last, zone)
    assert low is not None
    assert high is not None
    assert (stamp(low)[:16], stamp(high)[:16]) == (start, end)


def test_each_date_is_optional_alone() -> None:
    """REPT-05: a start without an end, an end without a start, neither."""
    day = date(2026, 11, 23)
    assert moments(None, None, NEW_YORK) == (None, None)
    assert moments(day, None, NEW_YORK)[1] is None
    assert moments(None, day, NEW_YORK)[0] is None


def test_start_after_end_is_refused_naming_the_field() -> None:
    """REPT-05: start after end refused."""
    with pytest.raises(Invalid) as refused:
        moments(date(2026, 11, 24), date(2026, 11, 23), NEW_YORK)
    assert [each.field for each in refused.value.fields] == ["from"]


@pytest.mark.parametrize(
    ("asked", "only"),
    [
        (Filter(), True),
        (Filter(users=("me",)), True),
        (Filter(users=("me", "you")), False),
        (Filter(users=("you",)), False),
        (Filter(all_users=True), False),
        (Filter(users=("me",), all_users=True), False),
    ],
)
def test_without_a_choice_it_is_oneself(asked: Filter, only: bool) -> None:
    """REPT-10: default is oneself; everything else asks for others."""
    assert asked.only("me") is only
