"""What becomes of a schedule while attempts fail, and while the queue job stands still."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest

from chalicelib.kernel.clock import stamp
from chalicelib.messages.schedules.model import (
    FAILURES_IN_A_ROW,
    Outcome,
    Schedule,
    State,
    Summary,
    caught_up,
    due,
    not_now,
    sent,
)
from chalicelib.messages.schedules.recurrence import Every, Recurrence

FIRST = date(2026, 11, 23)  # a Monday
MIDNIGHT = datetime(2026, 11, 23, 5, tzinfo=UTC)  # there
EMPTY = "Nobody is in this selection."


def schedule(at: time, every: Every = Every.DAILY, until: date | None = None) -> Schedule:
    rule = Recurrence(FIRST, at, "America/New_York", every, until)
    return Schedule("s", "demo", "ann", Summary("Menu"), rule, rule.on(FIRST))


def minutes(days: float, *, after: float = 0, every: int = 10) -> Iterator[datetime]:
    """The queue job's runs, `after` so many days from the first midnight."""
    return (
        MIDNIGHT + timedelta(days=after, minutes=each) for each in range(0, int((days - after) * 1440), every)
    )


def ran(
    one: Schedule, runs: Iterator[datetime], works: Callable[[datetime], bool] = lambda _: False
) -> tuple[Schedule, Counter[str]]:
    """The schedule after runs in which it was sent or could not be; attempts by occurrence."""
    attempts = Counter[str]()
    for now in runs:
        one = caught_up(one, now)
        occurrence = due(one, now)
        if occurrence:
            attempts[occurrence.key] += 1
            done = sent(one, occurrence, "m", stamp(now)) if works(now) else None
            one = done or not_now(one, occurrence, EMPTY, now)
    return one, attempts


def outcomes(one: Schedule) -> list[tuple[str, Outcome, str]]:
    return [(run.occurrence[-2:], run.outcome, run.problem) for run in one.runs]


@pytest.mark.parametrize("at", [time(0), time(8), time(23, 50)])
def test_what_fails_each_day_stops_after_three(at: time) -> None:
    """SCHD-13, SCHD-14, A-29: tried until its day ends, also where the next one is due in that very moment."""
    one, attempts = ran(schedule(at), minutes(6))
    assert outcomes(one) == [(day, Outcome.FAILED, EMPTY) for day in ("23", "24", "25")]
    assert (one.state, one.next, one.problem, one.failures) == (State.ERRORED, None, EMPTY, FAILURES_IN_A_ROW)
    begun = at.hour * 6 + at.minute // 10
    assert attempts == dict.fromkeys(("2026-11-23", "2026-11-24", "2026-11-25"), 144 - begun)


def test_nothing_leaves_after_its_day_once_it_was_tried() -> None:
    """SCHD-14: what failed on Monday does not leave on Tuesday, when it would work."""
    one, _ = ran(schedule(time(8), Every.WEEKLY), minutes(1))
    one, attempts = ran(one, minutes(4, after=1), works=lambda _: True)
    assert attempts == {}
    assert outcomes(one) == [("23", Outcome.FAILED, EMPTY)]
    assert (one.state, one.problem, one.next and one.next.key) == (State.SCHEDULED, EMPTY, "2026-11-30")


def test_after_an_outage_the_latest_is_tried_until_its_own_day_ends() -> None:
    """SCHD-13, SCHD-16, A-29: what was passed over is on record, and is no failure."""
    one, attempts = ran(schedule(time(8)), minutes(8, after=2.5))
    assert attempts.keys() == {"2026-11-25", "2026-11-26", "2026-11-27"}
    missed, failed = [(day, Outcome.MISSED, "") for day in ("23", "24")], ("25", "26", "27")
    assert outcomes(one) == [*missed, *((day, Outcome.FAILED, EMPTY) for day in failed)]
    assert one.state is State.ERRORED


def test_an_outage_after_a_failure() -> None:
    """SCHD-14, A-29: what was tried is a failure, what was not is missed, and what is due leaves."""
    one, _ = ran(schedule(time(8)), minutes(0.5))
    one, _ = ran(one, minutes(3, after=2.5), works=lambda _: True)
    assert outcomes(one) == [
        ("23", Outcome.FAILED, EMPTY),
        ("24", Outcome.MISSED, ""),
        ("25", Outcome.SENT, ""),
    ]
    assert (one.failures, one.problem) == (0, "")


def test_a_job_that_comes_after_the_day_tries_once() -> None:
    """A-15, SCHD-14"""
    one, attempts = ran(schedule(time(8), Every.ONCE), minutes(4, after=1.5))
    assert attempts == {"2026-11-23": 1}
    assert outcomes(one) == [("23", Outcome.FAILED, EMPTY)]
    assert (one.state, one.problem) == (State.ERRORED, EMPTY)


def test_the_last_one_fails() -> None:
    """SCHD-04, SCHD-14: a recurrence whose final date failed waits for its author."""
    one, _ = ran(
        schedule(time(8), until=date(2026, 11, 24)), minutes(3), works=lambda now: now.day == FIRST.day
    )
    assert [outcome for _, outcome, _ in outcomes(one)] == [Outcome.SENT, Outcome.FAILED]
    assert (one.state, one.next) == (State.ERRORED, None)


def test_one_that_is_sent_forgets_the_failures_before_it() -> None:
    """A-29: three in a row."""
    one, _ = ran(schedule(time(8)), minutes(12), works=lambda now: now.day in (25, 28) and now.hour > 12)
    assert one.state is State.ERRORED
    expected = {"23": "failed", "24": "failed", "25": "sent", "26": "failed", "27": "failed", "28": "sent"}
    assert {day: outcome.value for day, outcome, _ in outcomes(one)[:6]} == expected
    assert [outcome.value for _, outcome, _ in outcomes(one)[6:]] == ["failed"] * 3
