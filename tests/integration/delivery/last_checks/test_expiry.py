"""What did not leave in time is Expired, whatever stood in the way."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.content.model import Channel, VoicePart
from chalicelib.delivery import dispatch as dispatching
from chalicelib.delivery import known, store
from chalicelib.delivery.channels import eum
from chalicelib.delivery.channels.base import HandOver
from chalicelib.delivery.channels.errors import Verdict
from chalicelib.delivery.channels.sms import SMS
from chalicelib.delivery.chunk import ChunkState, Ending
from chalicelib.delivery.model import DeliveryStatus, Totals
from chalicelib.delivery.queue_job import settle
from chalicelib.delivery.store import chunks, ledger
from chalicelib.directory import store as directory
from tests.builders import families, people
from tests.support.heard import heard
from tests.support.line import Line
from tests.support.memory.calls import Answer, Call, Work

from ..test_dispatch import TEXT_ONLY, chunk, fan_out, only, send
from .test_window import HOURS


def test_what_has_not_left_when_the_message_expires_is_expired_and_not_sent(line: Line) -> None:
    """QUEUE-09, A-15: a day after sending; the operator is told."""
    message = send(line, families.student("sam"))
    fan_out(line, message)
    line.clock.advance(hours=24)
    with heard() as lines:
        line.run(minutes=15)
    assert only(line, message, Channel.EMAIL) == (DeliveryStatus.EXPIRED, "expired")
    assert line.totals(message, Channel.SMS) == Totals(total=1, expired=1)
    assert line.handed_over() == []
    assert "sent_differs" in "".join(lines)


def test_a_record_that_expires_during_a_run_is_not_sent_after_its_time(line: Line) -> None:
    """QUEUE-09: the first call takes the message past its expiry."""
    students = [families.student(name) for name in ("sam", "kim")]
    message = send(line, *students, **TEXT_ONLY)
    fan_out(line, message)
    line.clock.advance(hours=23, minutes=59, seconds=59)
    claimed = chunks.claim(chunk(message, Channel.SMS), line.clock.now(), most=50)
    assert claimed is not None
    line.clock.advance(seconds=2)
    work = HandOver(
        message,
        "Ada",
        claimed,
        claimed.entries,
        line.clock,
        lambda: 50.0,
        message.expires_at,
    )
    assert {each.verdict for each in SMS.hand_over(work)} == {Verdict.NOT_TRIED}
    assert line.handed_over() == []


def test_who_asks_whether_it_was_canceled_looks_at_the_clock_after_the_answer(line: Line) -> None:
    """QUEUE-09: the table takes two seconds for each answer, and the message expires meanwhile."""
    message = send(line, families.student("sam"), **TEXT_ONLY)
    fan_out(line, message)
    line.clock.advance(hours=23, minutes=59, seconds=55)
    claimed = chunks.claim(chunk(message, Channel.SMS), line.clock.now(), most=50)
    assert claimed is not None

    def asked(_now: datetime) -> bool:
        line.clock.advance(seconds=2)
        return False

    until, entries = message.expires_at, claimed.entries
    work = HandOver(message, "Ada", claimed, entries, line.clock, lambda: 50.0, until, overtaken=asked)
    assert {each.verdict for each in SMS.hand_over(work)} == {Verdict.NOT_TRIED}
    assert line.handed_over() == []


def test_the_provider_keeps_to_the_window_too(line: Line) -> None:
    """QUEUE-05: what it could not deliver until the window closes, it drops, and rings nobody at night."""
    asked: list[Any] = []

    def noted(call: Call, work: Work) -> Answer:
        asked.append(call.params["TimeToLive"])
        return work()

    line.ground.watch(noted, "pinpoint-sms-voice-v2")
    line.clock.at = datetime(2026, 11, 24, 3, 50, tzinfo=UTC)  # 20:50 in Denver
    message = send(line, families.student("sam"), html="", voice=VoicePart("Bring lunch"))
    directory.put_district(people.district(settings=HOURS))
    known.forget()
    line.run()
    assert asked == [660, 660]
    assert line.pending(message) == 0


@pytest.mark.parametrize(("left", "told"), [(timedelta(days=5), 259_200), (timedelta(seconds=1), 5)])
def test_the_provider_is_told_a_time_that_it_takes(line: Line, left: timedelta, told: int) -> None:
    """QUEUE-09, ANN-16: an announcement may run for a week; the service refuses more than three days."""
    message = send(line, families.student("sam"), **TEXT_ONLY)
    fan_out(line, message)
    claimed = chunks.claim(chunk(message, Channel.SMS), line.clock.now(), most=50)
    assert claimed is not None
    until = line.clock.now() + left
    work = HandOver(message, "Ada", claimed, claimed.entries, line.clock, lambda: 50.0, until)
    assert eum.common(work, claimed.entries[0], "")["TimeToLive"] == told


def test_what_no_worker_can_ever_work_on_is_given_up(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """QUEUE-09: every delivery of a chunk that fails at each attempt still ends with a final status."""

    def fail(*_: object) -> None:
        raise RuntimeError("poison")

    monkeypatch.setattr(dispatching, "prepare", fail)
    message = send(line, families.student("sam"), families.student("kim"), **TEXT_ONLY)
    fan_out(line, message)
    ref = chunk(message, Channel.SMS)
    taken, other = (row.ref.delivery_id for row in line.rows(message, Channel.SMS))
    chunks.note_accepted(ref, [taken])
    for _ in range(11):
        line.clock.advance(hours=4, minutes=15)
        line.run(minutes=1)
    assert chunks.read([ref])[ref].state is ChunkState.WAITING, "a day of grace"
    line.clock.advance(hours=2)
    line.run(minutes=1)
    line.clock.advance(minutes=15)
    line.run(minutes=1)
    ends = {row.ref.delivery_id: (row.status, row.reason) for row in line.rows(message, Channel.SMS)}
    assert ends == {taken: (DeliveryStatus.SENT, "no_receipt"), other: (DeliveryStatus.EXPIRED, "expired")}
    assert line.totals(message, Channel.SMS) == Totals(total=2, sent=1, expired=1)
    assert list(store.due("demo", line.clock.now())) == []


def test_an_emergency_that_is_given_up_after_it_may_have_left_is_unconfirmed(line: Line) -> None:
    """QUEUE-08, QUEUE-09: nobody says that it expired."""
    message = send(line, families.student("sam"), emergency=True, html="")
    fan_out(line, message)
    ref, now = chunk(message, Channel.SMS), line.clock.now()
    claimed = chunks.claim(ref, now, most=50)
    assert claimed
    ledger.settle((), chunks.put_back(claimed, now, Ending.IN_DOUBT))
    settle.give_up(chunks.read([ref])[ref], now)
    assert only(line, message, Channel.SMS) == (DeliveryStatus.ERROR, "unconfirmed")


def test_what_nobody_tried_for_days_is_not_given_up(line: Line) -> None:
    """A-15: the queue job was down; its first run after that still brings the chunk to a worker."""
    message = send(line, families.student("sam"), **TEXT_ONLY)
    fan_out(line, message)
    line.drop_queues()
    line.clock.advance(days=5)
    line.call("queue_job", {})
    assert line.waiting("SmsNormalQueue") == [chunk(message, Channel.SMS).body() | {"size": 1}]
