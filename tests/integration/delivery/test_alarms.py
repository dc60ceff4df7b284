"""Each alarm that watches the log comes for what the operator's page says, and for nothing else."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from chalicelib.content.model import Channel
from chalicelib.delivery.gate.bounces import Count
from chalicelib.delivery.model import Totals
from chalicelib.delivery.store import bounces
from chalicelib.messages.model import Message
from functions.fan_out import handler as fan_out
from tests.builders import families
from tests.builders import messages as build
from tests.support.alarms import Alarms, of_logs
from tests.support.line import Line, settle_district

from .gate.test_gate import families_of, limited, texts
from .last_checks.test_window import held_at_night
from .test_dispatch import TEXT_ONLY, send
from .test_dispatch import fan_out as worked_out
from .test_whole_line import to

MINUTE = timedelta(minutes=1)
DOWN = {"action": "refuse", "code": "InternalServerException", "kind": "text", "calls": 100_000}
FULL = {"action": "throttle", "kind": "text", "calls": 100_000}


def broken(*_: Any, **__: Any) -> Any:
    raise RuntimeError


def prioritized(line: Line, students: list[str]) -> Message:
    content = build.content(**TEXT_ONLY)
    now = line.clock.now()
    return line.send(build.message(accepted_at=now, content=content, selection=to(*students), priority=True))


def test_a_day_without_trouble_is_a_day_without_alarms(line: Line) -> None:
    """R12"""
    with Alarms(line.clock).listening() as alarms:
        message = texts(line, families_of(120), emergency=True)
        line.run(minutes=20)
    assert line.totals(message, Channel.SMS) == Totals(total=120, sent=120)
    assert alarms.fired == set()


@pytest.mark.parametrize("trouble", [DOWN, FULL])
def test_an_emergency_that_does_not_leave_is_told_within_two_minutes(
    line: Line, trouble: dict[str, object]
) -> None:
    """R12: its reference comes back as a new message each time; its queue's age never shows."""
    students = families_of(60)
    line.simulator.control(trouble)
    sent_at = line.clock.now()
    with Alarms(line.clock).listening() as alarms:
        texts(line, students, emergency=True)
        line.run(minutes=6)
    assert alarms.first["EmergencyWaitsAlarm"] - sent_at <= 3 * MINUTE
    assert "PriorityWaitsAlarm" not in alarms.fired


def test_an_emergency_larger_than_a_minute_of_its_provider_is_told_though_all_is_well(line: Line) -> None:
    """R12: the operator's page says so, and how to tell it from one that does not leave."""
    students = families_of(200)
    limited(texts_per_second=1)
    with Alarms(line.clock).listening() as alarms:
        message = texts(line, students, emergency=True)
        line.run(minutes=4)
    assert line.totals(message, Channel.SMS) == Totals(total=200, sent=200)
    assert alarms.fired == {"EmergencyWaitsAlarm"}


def test_a_provider_that_is_down_is_told(line: Line) -> None:
    """R10: its errors, and that nobody calls it any more."""
    students = families_of(200)
    line.simulator.control(DOWN)
    with Alarms(line.clock).listening() as alarms:
        texts(line, students)
        line.run(minutes=9)
    assert {"ProviderErrorsAlarm", "BreakerOpenAlarm"} <= alarms.fired
    assert "NormalWaitsAlarm" not in alarms.fired


@pytest.mark.parametrize("trouble", [DOWN, FULL])
def test_what_has_priority_and_waits_for_its_provider_is_told_after_a_quarter_of_an_hour(
    line: Line, trouble: dict[str, object]
) -> None:
    """R12"""
    students = families_of(3)
    line.simulator.control(trouble)
    sent_at = line.clock.now()
    with Alarms(line.clock).listening() as alarms:
        prioritized(line, students)
        line.run(minutes=24)
    assert 15 * MINUTE <= alarms.first["PriorityWaitsAlarm"] - sent_at <= 22 * MINUTE


def test_a_big_send_at_a_low_rate_is_told_after_four_hours(line: Line) -> None:
    """R12: it waits in the table, where no queue's age shows it."""
    students = families_of(300)
    limited(texts_per_second=0.02)
    with Alarms(line.clock).listening() as alarms:
        worked_out(line, texts(line, students))
        line.run()
        line.clock.advance(hours=3)
        line.run(minutes=1)
        assert alarms.fired == set()
        line.clock.advance(hours=1)
        line.run(minutes=1)
    assert alarms.fired == {"NormalWaitsAlarm"}


def test_what_the_night_held_has_waited_since_the_morning(line: Line) -> None:
    """R12, QUEUE-05"""
    held_at_night(line, 20)
    line.run(minutes=1)
    limited(call_window_not_before="08:00", call_window_not_after="21:00", texts_per_second=0.1)
    with Alarms(line.clock).listening() as alarms:
        line.clock.advance(hours=9, minutes=55)
        line.run(minutes=6)
    assert len(line.handed_over()) > 0
    assert alarms.fired == set()


@pytest.mark.parametrize("step", ["plan", "fan_out"])
def test_an_emergency_whose_recipients_nobody_works_out_is_told_as_well(
    line: Line, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """R12: nothing of it is in any lane yet."""
    monkeypatch.setattr(fan_out, step, broken)
    students, sent_at = families_of(3), line.clock.now()
    with Alarms(line.clock).listening() as alarms:
        texts(line, students, emergency=True)
        line.run(minutes=24)
    assert alarms.first["EmergencyWaitsAlarm"] - sent_at <= 3 * MINUTE
    assert 10 * MINUTE <= alarms.first["RecipientsWaitAlarm"] - sent_at <= 21 * MINUTE


def test_a_queue_job_that_fails_and_goes_on_is_told(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """QUEUE-01, QUEUE-14: its function ends without an error each time."""
    settle_district(families.student("sam"))
    monkeypatch.setattr("chalicelib.directory.roster.resume", broken)
    with Alarms(line.clock).listening() as alarms:
        line.run(minutes=2)
        assert alarms.fired == set()
        line.run(minutes=3)
    assert alarms.fired == {"QueueJobTroublesAlarm"}


def test_what_expired_before_it_left_is_told(line: Line) -> None:
    """QUEUE-09 (R10)"""
    message = send(line, families.student("sam"), **TEXT_ONLY)
    worked_out(line, message)
    line.drop_queues()
    line.clock.advance(hours=24)
    with Alarms(line.clock).listening() as alarms:
        line.run(minutes=15)
    assert line.totals(message, Channel.SMS) == Totals(total=1, expired=1)
    assert "SentDiffersAlarm" in alarms.fired


@pytest.mark.parametrize(
    ("before", "told"),
    [(Count(999, 60), {"BouncesHighAlarm"}), (Count(999, 99), {"BouncesHighAlarm", "EmailsPausedAlarm"})],
)
def test_emails_that_come_back_are_told(line: Line, before: Count, told: set[str]) -> None:
    """ADMIN-16"""
    settle_district(families.reached_at("gone", "gone@nomailbox.example", "+12065550101"))
    bounces.add("demo", f"{line.clock.now():%Y%m%d}", before)
    with Alarms(line.clock).listening() as alarms:
        line.send(build.message(accepted_at=line.clock.now(), selection=to("gone")))
        line.run(minutes=1)
    assert alarms.fired == told


def test_each_alarm_on_the_log_comes_in_one_of_these_tests() -> None:
    here = Path(__file__).read_text()
    assert [each for each in of_logs() if f'"{each}"' not in here] == []
