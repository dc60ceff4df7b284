"""The queue job's run as a whole: its parts and its districts neither stop nor starve each other."""

from datetime import UTC, datetime, time
from typing import Any

import pytest

from chalicelib.directory import contact_settings, roster
from chalicelib.directory import store as directory
from chalicelib.directory.everywhere import everywhere
from chalicelib.messages import store as messages
from tests.builders import families, people
from tests.builders import messages as build
from tests.support.line import Line, settle_district

from ..test_dispatch import fan_out
from ..test_scheduled_line import schedule, sent
from ..test_whole_line import to

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def _fails(*_: object) -> int:
    raise RuntimeError("the table stumbles")


@pytest.fixture
def towns(aws: None) -> tuple[str, ...]:
    ids = ("ash", "birch", "cedar")
    for each in ids:
        directory.put_district(people.district(district_id=each))
    return ids


def test_a_district_that_fails_holds_up_no_other(towns: tuple[str, ...]) -> None:
    """QUEUE-14"""
    assert everywhere("test", lambda each: _fails() if each == "birch" else 1, NOW).total() == 2


def test_each_minute_another_district_comes_first(towns: tuple[str, ...]) -> None:
    """QUEUE-14: one that takes all the time there is does not starve those behind it."""
    order: list[str] = []

    def work(district: str) -> int:
        order.append(district)
        return 1

    for minute in range(3):
        assert everywhere("test", work, NOW.replace(minute=minute)).total() == 3
    runs = [order[at : at + 3] for at in (0, 3, 6)]
    assert all(sorted(run) == list(towns) for run in runs)
    assert {run[0] for run in runs} == set(towns)


def test_what_fails_in_one_district_stops_neither_the_others_nor_the_rest_of_the_run(
    line: Line, monkeypatch: pytest.MonkeyPatch, towns: tuple[str, ...]
) -> None:
    """QUEUE-14: flags that cannot be copied, and a roster bucket that does not answer."""
    seen: list[str] = []

    def finish(district: str, *_: Any) -> int:
        seen.append(f"flags of {district}")
        return _fails() if district == "birch" else 1

    def resume(district: str) -> int:
        seen.append(f"roster of {district}")
        return _fails() if district == "ash" else 1

    monkeypatch.setattr(contact_settings, "finish", finish)
    monkeypatch.setattr(roster, "resume", resume)
    answer = line.call("queue_job", {})
    assert answer is not None
    assert (answer["flagged"], answer["resumed"]) == (2, 2)
    assert sorted(seen) == sorted(f"{what} of {each}" for what in ("flags", "roster") for each in towns)


def test_schedules_leave_time_for_what_a_crash_left(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """QUEUE-01, SCHD-16: however many are due, an accepted message is published in the same minute."""
    schedule(line, time(10))
    accepted = build.message(accepted_at=line.clock.now(), selection=to("sam"))
    messages.accept(accepted)
    line.clock.at = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
    with monkeypatch.context() as busy:
        busy.setattr("functions.queue_job.handler.seconds_left", lambda *_, **__: lambda: 20.0)
        line.call("queue_job", {})
    assert line.waiting("FanOutQueue") == [{"district": "demo", "message": accepted.message_id}]
    assert sent(line) == []
    line.run(minutes=1)
    assert len(sent(line)) == 1


def test_a_run_that_stays_knows_the_districts(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """QUEUE-01: it reads them no more often when it looks every two seconds than when nothing is due."""
    read, districts = [0], directory.districts

    def counted() -> tuple[str, ...]:
        read[0] += 1
        return districts()

    settle_district(*(families.student(f"s{at}") for at in range(3)))
    monkeypatch.setattr(directory, "districts", counted)
    line.call("queue_job", {})
    idle, read[0] = read[0], 0
    for number in range(3):
        message = build.message(number, accepted_at=line.clock.now(), selection=to(f"s{number}"))
        fan_out(line, line.send(message))
        line.clock.advance(seconds=3)
    line.drop_queues()
    line.clock.advance(seconds=70)
    looked_at = line.call("queue_job", {})
    assert looked_at is not None
    assert looked_at["looked_at_later"] >= 3
    assert read[0] == idle
