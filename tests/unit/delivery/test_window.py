"""The call window's edges, and the two days a year when the clocks change."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.content.model import Channel, Lane
from chalicelib.delivery.window import Window, concerns
from tests.support.moments import moments

NEW_YORK = ZoneInfo("America/New_York")
DAY = Window(NEW_YORK, time(8), time(21))


def local(year: int, month: int, day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, second, tzinfo=NEW_YORK)


@pytest.mark.parametrize(
    ("at", "opening"),
    [
        (local(2026, 11, 23, 7, 59, 59), local(2026, 11, 23, 8)),
        (local(2026, 11, 23, 8, 0, 0), None),
        (local(2026, 11, 23, 21, 0, 59), None),
        (local(2026, 11, 23, 21, 1, 0), local(2026, 11, 24, 8)),
        (local(2026, 11, 23, 23, 59), local(2026, 11, 24, 8)),
        (local(2026, 11, 24, 0, 0), local(2026, 11, 24, 8)),
        (local(2026, 12, 31, 22, 0), local(2027, 1, 1, 8)),
    ],
)
def test_edges(at: datetime, opening: datetime | None) -> None:
    """QUEUE-05: at the "not before" minute allowed, after the "not after" minute held."""
    assert DAY.opening(at.astimezone(UTC)) == opening


def test_a_side_without_a_limit() -> None:
    """ADMIN-01"""
    midnight = local(2026, 11, 24, 0, 0)
    assert Window(NEW_YORK, not_after=time(21)).opening(local(2026, 11, 23, 22)) == midnight
    assert Window(NEW_YORK, not_after=time(21)).opening(local(2026, 11, 23, 3)) is None
    assert Window(NEW_YORK, not_before=time(8)).opening(local(2026, 11, 23, 23)) is None
    assert Window(NEW_YORK).opening(local(2026, 11, 23, 3)) is None


def test_from_settings() -> None:
    """ADMIN-01"""
    settings = {"call_window_not_before": "08:00", "call_window_not_after": "21:00"}
    assert Window.of(settings, "America/New_York") == DAY
    assert Window.of({"call_window_not_before": ""}, "America/New_York") == Window(NEW_YORK)
    with pytest.raises(ValueError, match="Invalid isoformat"):
        Window.of({"call_window_not_before": "eight"}, "America/New_York")


@pytest.mark.parametrize(
    ("at", "opening"),
    [
        # 2026-03-08 02:30 does not exist: an hour forward. 2026-11-01 01:30 is twice: the first.
        (datetime(2026, 3, 8, 5, 0, tzinfo=UTC), datetime(2026, 3, 8, 7, 30, tzinfo=UTC)),
        (datetime(2026, 11, 1, 5, 0, tzinfo=UTC), datetime(2026, 11, 1, 6, 30, tzinfo=UTC)),
    ],
)
def test_hours_that_the_clocks_skip_or_repeat(at: datetime, opening: datetime) -> None:
    """QUEUE-05"""
    hour = time(2, 30) if at.month == 3 else time(1, 30)
    found = Window(NEW_YORK, not_before=hour).opening(at)
    assert found is not None
    if at.month == 3:
        assert found == opening
    else:
        assert found == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def test_a_window_that_the_clocks_skip_opens_the_day_after() -> None:
    """QUEUE-05: on 8 March 2026 no minute of it exists."""
    night = Window(NEW_YORK, time(2), time(2, 30))
    assert night.opening(local(2026, 3, 8, 1).astimezone(UTC)) == local(2026, 3, 9, 2)
    assert night.opening(local(2026, 3, 7, 23).astimezone(UTC)) == local(2026, 3, 9, 2)


NIGHT = Window(NEW_YORK, time(0, 30), time(1, 30))


@pytest.mark.parametrize(
    ("window", "at", "closing"),
    [
        (DAY, local(2026, 11, 23, 9), local(2026, 11, 23, 21, 1)),
        # 2026-11-01 01:00 to 01:59 is twice: 5 and 6 o'clock in UTC. 2026-03-08 02:00 to 02:59 is not at all.
        (NIGHT, datetime(2026, 11, 1, 5, 10, tzinfo=UTC), datetime(2026, 11, 1, 5, 31, tzinfo=UTC)),
        (NIGHT, datetime(2026, 11, 1, 6, 10, tzinfo=UTC), datetime(2026, 11, 1, 6, 31, tzinfo=UTC)),
        (
            Window(NEW_YORK, time(0, 30), time(2, 30)),
            datetime(2026, 3, 8, 6, 50, tzinfo=UTC),
            datetime(2026, 3, 8, 7, 0, tzinfo=UTC),
        ),
    ],
)
def test_while_it_is_open_it_closes_later(window: Window, at: datetime, closing: datetime) -> None:
    """QUEUE-05: a worker stops then; one that closed before it begins would put its chunk back for ever."""
    assert window.opening(at) is None
    assert window.closing(at) == closing


def test_what_is_held_expires_with_the_day_it_may_leave_on() -> None:
    """A-15"""
    assert DAY.expiry(local(2026, 11, 24, 8)) == local(2026, 11, 25, 0)
    assert DAY.expiry(local(2026, 11, 1, 8)) == local(2026, 11, 2, 0)


@given(
    moments(2026, 2035),
    st.sampled_from(
        ["America/New_York", "America/Denver", "America/Phoenix", "Pacific/Honolulu", "Asia/Kolkata"]
    ),
    st.times().map(lambda each: each.replace(second=0, microsecond=0, fold=0)),
    st.times().map(lambda each: each.replace(second=0, microsecond=0, fold=0)),
)
def test_it_is_open_when_it_opens_and_soon(at: datetime, zone: str, one: time, other: time) -> None:
    """QUEUE-05: nothing is held for ever, and nothing leaves into a closed window."""
    window = Window(ZoneInfo(zone), min(one, other), max(one, other))
    opening = window.opening(at)
    if opening is None:
        closing = window.closing(at)
        assert closing is not None
        assert at < closing
        assert window.opening(max(at, closing - timedelta(seconds=1))) is None
    else:
        assert at < opening
        # The hour that the clocks skip may be the whole window's; then it is the next day.
        assert (opening - at).total_seconds() <= 50 * 3600
        assert window.expiry(opening) > opening
        assert window.opening(opening) is None


def test_whom_it_concerns() -> None:
    """QUEUE-05, QUEUE-06, CHAN-04, SMS-06: emails go; emergency texts and calls go; push always waits."""
    held = {(channel, lane) for channel in Channel for lane in Lane if concerns(channel, lane, announced=False)}
    ordinary = (Lane.PRIORITY, Lane.NORMAL)
    assert held == {
        (channel, lane) for channel in (Channel.SMS, Channel.VOICE, Channel.PUSH) for lane in ordinary
    }


def test_all_of_an_announcement_keeps_to_it_but_emergencies() -> None:
    """A-12, SMS-09"""
    held = {(channel, lane) for channel in Channel for lane in Lane if concerns(channel, lane, announced=True)}
    assert held == {(channel, lane) for channel in Channel for lane in Lane if lane is not Lane.EMERGENCY}
