"""About when a message is done: rates, the call window, and the days on which clocks change."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chalicelib.content.model import Channel
from chalicelib.delivery.gate.capacity import expected, usual
from chalicelib.delivery.preview.finish_time import Estimate, Send, done_at, estimate
from chalicelib.delivery.window import Window
from tests.support.moments import moments

EMAIL, SMS, VOICE, PORTAL = Channel.EMAIL, Channel.SMS, Channel.VOICE, Channel.PORTAL
NEW_YORK = ZoneInfo("America/New_York")
ALWAYS = Window(NEW_YORK)
DAY = Window(NEW_YORK, time(7), time(20))


def at(hour: int, minute: int = 0, day: int = 23) -> datetime:
    """A moment of the last days of November 2026, as New York has it."""
    return datetime(2026, 11, day, hour, minute, tzinfo=NEW_YORK)


def parts(now: datetime, window: Window = DAY, **how_many: int) -> dict[Channel, Estimate]:
    emergency = frozenset(Channel(name) for name in ("sms", "voice") if how_many.pop(f"{name}_urgent", 0))
    message = Send(now, {Channel(name): count for name, count in how_many.items()}, emergency)
    return {part.channel: part for part in estimate(message, usual, window)}


def test_a_snow_day_at_5_40() -> None:
    """2,143 families by email and an emergency text are done by about 5:52, and the slower channel decides."""
    found = parts(at(5, 40), email=2143, sms=2143, sms_urgent=1)
    assert found[EMAIL].done_at == at(5, 43)
    assert found[SMS].done_at == at(5, 53)
    assert done_at(tuple(found.values())) == at(5, 53)
    assert not found[SMS].held


def test_texts_and_calls_wait_for_the_window_and_emails_do_not() -> None:
    """SEND-06: it says when they leave; the email part is not delayed."""
    found = parts(at(5, 40), email=100, sms=180, voice=20)
    assert (found[EMAIL].held, found[EMAIL].begins_at) == (False, at(5, 40))
    assert (found[SMS].held, found[SMS].begins_at, found[SMS].done_at) == (True, at(7), at(7, 2))
    assert (found[VOICE].held, found[VOICE].done_at) == (True, at(7, 3))


def test_an_emergency_does_not_wait() -> None:
    """SEND-06, QUEUE-06: neither warning nor delay; a push has no emergency."""
    found = parts(at(23), sms=3, voice=1, push=5, sms_urgent=1, voice_urgent=1)
    assert (found[SMS].held, found[VOICE].held, found[Channel.PUSH].held) == (False, False, True)


@pytest.mark.parametrize(
    ("now", "held"), [((6, 59), True), ((7, 0), False), ((20, 0), False), ((20, 1), True), ((23, 59), True)]
)
def test_the_edges_of_the_window(now: tuple[int, int], held: bool) -> None:
    """SEND-06, QUEUE-05: the "not after" minute still belongs to it."""
    assert parts(at(*now), sms=1)[SMS].held is held


def test_what_the_evening_does_not_hold_goes_on_in_the_morning() -> None:
    """SEND-06: two hours of texts begun an hour before the window closes."""
    part = parts(at(19, 1), sms=3 * 60 * 120)[SMS]
    assert not part.held
    assert part.done_at == at(8, 1, day=24)


def test_calls_that_take_longer_than_they_live_are_pointed_out() -> None:
    """A-15: 40,000 calls at 20 a minute are 33 hours."""
    assert parts(at(9), ALWAYS, voice=20_000)[VOICE].in_time
    assert not parts(at(9), ALWAYS, voice=40_000)[VOICE].in_time
    assert not parts(at(5), voice=16_000)[VOICE].in_time, "held: it ends with the day on which the window opens"


def test_what_the_evening_holds_has_all_of_the_next_day_and_no_other() -> None:
    """A-15: of calls begun at four, 4,820 leave before eight, and 15,620 on the next day."""
    assert parts(at(16), voice=16_000)[VOICE].done_at == at(16, 21, day=24)
    assert parts(at(16), voice=16_000)[VOICE].in_time
    assert not parts(at(16), voice=22_000)[VOICE].in_time


def test_a_window_that_never_opens_has_no_end() -> None:
    """ADMIN-01: hours the wrong way round let nothing out."""
    found = parts(at(9), Window(NEW_YORK, time(20), time(6)), sms=1, email=1)
    assert found[SMS].done_at is None
    assert done_at(tuple(found.values())) is None


def test_nothing_to_deliver_is_no_part() -> None:
    assert parts(at(9), sms=0, portal=0) == {}
    assert done_at(()) is None


def test_the_hour_that_clocks_skip() -> None:
    """QUEUE-05: at 2:30 on the second Sunday of March there is no 2:30; the window opens an hour later."""
    window = Window(NEW_YORK, time(2, 30), time(20))
    now = datetime(2026, 3, 8, 1, 0, tzinfo=NEW_YORK)
    part = parts(now, window, sms=1)[SMS]
    assert part.begins_at == datetime(2026, 3, 8, 3, 30, tzinfo=NEW_YORK).astimezone(UTC)


def test_rates_of_a_district() -> None:
    """Numbers that are none keep the default."""
    some = {"emails_per_second": 50, "texts_per_second": 0, "calls_per_minute": "many"}
    assert [expected(some, each) for each in (EMAIL, SMS, VOICE)] == [50, usual(SMS), usual(VOICE)]
    others = {"texts_per_second": True, "calls_per_minute": 90.5}
    assert [expected(others, each) for each in (EMAIL, SMS, VOICE)] == [usual(EMAIL), usual(SMS), 90.5 / 60]


@example(10, datetime(2026, 3, 8, 5, tzinfo=UTC), time(2), time(2))
@given(
    st.integers(0, 200_000),
    moments(2026, 2028),
    st.times(),
    st.times(),
)
def test_the_end_is_never_before_the_beginning_and_more_never_ends_earlier(
    count: int, moment: datetime, opens: time, closes: time
) -> None:
    # As settings say them: hours and minutes, of which none is the repeated one.
    first, last = (each.replace(second=0, microsecond=0, fold=0) for each in (opens, closes))
    window = Window(NEW_YORK, first, last)
    few, more = (parts(moment, window, sms=number).get(SMS) for number in (count, count + 1000))
    if few and few.done_at:
        assert few.done_at > few.begins_at >= moment
        local = (few.done_at - timedelta(minutes=1)).astimezone(NEW_YORK)
        assert window.opening(local) is None, "the last one left while it was open"
    if few and few.done_at and more and more.done_at:
        assert few.done_at <= more.done_at
