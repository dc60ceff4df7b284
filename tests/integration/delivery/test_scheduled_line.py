"""From a schedule through the whole line: the call window for what keeps to it, and a process that dies."""

import json
from collections import Counter
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from chalicelib.content.model import Channel
from chalicelib.delivery.model import DeliveryStatus
from chalicelib.directory import store as directory
from chalicelib.messages import store as messages
from chalicelib.messages.model import Message
from chalicelib.messages.schedules import store as schedules
from chalicelib.messages.schedules.model import Schedule, Summary
from chalicelib.messages.schedules.recurrence import Every, Recurrence
from tests.builders import families, people
from tests.support.line import Line, settle_district

from .test_crashes import everybody

PARTS = {"email": {"html": "<p>Bring lunch.</p>"}, "sms": {"text": "Bring lunch"}}


def schedule(line: Line, at: time, *, every: Every = Every.ONCE, after: int = 0, **parts: Any) -> Schedule:
    """A message to two mothers on the 24th of November, local time of New York. `after`: the text goes after
    so many minutes, to those who have not read."""
    staff = (people.user("head", profiles=("principal",)),)
    settle_district(*map(families.student, ("sam", "kim")), staff=staff)
    audience = {"students": {"recipient_type": "primary_contacts", "students": ["sam", "kim"]}}
    steps = [{"channel": "sms", "after_minutes": after}] if after else []
    body = {
        "school_id": "lincoln",
        "subject": "Field trip",
        "audience": audience,
        "parts": PARTS | parts,
        "if_not_read": steps,
    }
    rule = Recurrence(date(2026, 11, 24), at, "America/New_York", every)
    made = Schedule("trip", "demo", "head", Summary("Field trip"), rule, rule.on(rule.first))
    assert schedules.add(made, json.dumps(body))
    return made


def sent(line: Line) -> list[Message]:
    """What the schedule has become."""
    rows = messages.sent_by("demo", "head", limit=50, wanted=messages.Wanted(channels=("portal",))).items
    found = messages.load_many("demo", [row.message_id for row in rows])
    return [found[row.message_id] for row in rows]


def addresses(line: Line) -> Counter[str]:
    return Counter(each.destination for each in line.handed_over())


def test_killed_at_any_call_while_firing_it_is_sent_once(line: Line) -> None:
    """SCHD-13, SCHD-16, QUEUE-12: also when the job dies right before and after the message is stored."""
    due = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
    at, hit = 0, True
    while hit:
        at += 1
        line.wipe()
        schedule(line, time(10))
        line.clock.at = due
        line.saboteur.reset(at=at, after=True)
        line.call("queue_job", {})
        hit = line.saboteur.done
        line.run(minutes=6)
        (message,) = sent(line)
        assert addresses(line) == everybody(), (at, line.saboteur.calls)
        assert {row.status for row in line.rows(message)} == {DeliveryStatus.SENT}, at
    assert at > 12, "the sweep must have gone through the firing"


def test_texts_wait_for_the_window_and_emails_do_not(line: Line) -> None:
    """SCHD-17, A-15: for ten at night; the text leaves in the morning, and lives until that day ends."""
    schedule(line, time(22))
    district = people.district(time_zone="America/New_York", settings={"call_window_not_after": "20:00"})
    directory.put_district(district)
    line.clock.at = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
    line.run(minutes=1)
    (message,) = sent(line)
    assert {each.kind for each in line.handed_over()} == {"email"}
    texts = line.rows(message, Channel.SMS)
    assert {row.status for row in texts} == {DeliveryStatus.PENDING}
    line.clock.at = datetime(2026, 11, 25, 5, 1, tzinfo=UTC)
    line.run(minutes=2)
    assert {row.status for row in line.rows(message, Channel.SMS)} == {DeliveryStatus.SENT}


def test_an_emergency_text_goes_at_the_hour_it_was_scheduled_for(line: Line) -> None:
    """SCHD-17, QUEUE-06"""
    schedule(line, time(22), sms={"text": "Out!", "emergency": True})
    district = people.district(time_zone="America/New_York", settings={"call_window_not_after": "20:00"})
    directory.put_district(district)
    line.clock.at = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
    line.run(minutes=1)
    assert {each.kind for each in line.handed_over()} == {"email", "text"}


@pytest.mark.parametrize("night", [False, True], ids=["open", "held"])
def test_a_step_past_midnight_goes_at_its_time_or_when_the_window_opens(line: Line, night: bool) -> None:
    """SCHD-13, QUEUE-05, A-15: written for 20:00, the text after five hours, the message ends at midnight."""
    schedule(line, time(20), after=300)
    hours = {"call_window_not_before": "07:00", "call_window_not_after": "21:00"} if night else {}
    directory.put_district(people.district(time_zone="America/New_York", settings=hours))
    line.clock.at = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
    line.run(minutes=2)
    (message,) = sent(line)
    line.clock.at = datetime(2026, 11, 25, 5, 55, tzinfo=UTC)
    line.run(minutes=7)
    expected = DeliveryStatus.PENDING if night else DeliveryStatus.SENT
    assert {row.status for row in line.rows(message, Channel.SMS)} == {expected}
    line.clock.at = datetime(2026, 11, 25, 11, 59, tzinfo=UTC)
    line.run(minutes=3)
    assert {row.status for row in line.rows(message, Channel.SMS)} == {DeliveryStatus.SENT}


def test_each_day_of_a_recurrence_is_a_message_of_its_own(line: Line) -> None:
    """SCHD-21"""
    schedule(line, time(10), every=Every.DAILY)
    for day in (24, 25, 26):
        line.clock.at = datetime(2026, 11, day, 15, 0, tzinfo=UTC)
        line.run(minutes=1)
    assert [message.occurrence for message in sent(line)] == ["2026-11-26", "2026-11-25", "2026-11-24"]
    assert addresses(line) == Counter(dict.fromkeys(everybody(), 3))
