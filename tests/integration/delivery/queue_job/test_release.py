"""Who has which place when chunks that waited in the table may leave."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.content.model import Channel, Lane
from chalicelib.delivery.chunk import Chunk, Ending, Entry
from chalicelib.delivery.queue_job import still_allowed, still_to_reach
from chalicelib.delivery.queue_job.in_one_go import next_in_line
from chalicelib.delivery.queue_job.recover import recover
from chalicelib.delivery.queue_job.release import release
from chalicelib.delivery.refs import ChunkRef
from chalicelib.delivery.store import chunks, codec, keys, ledger
from chalicelib.kernel import dynamo, settings
from chalicelib.kernel.clock import moment, stamp
from chalicelib.messages import store as messages
from chalicelib.messages.model import Rung
from tests.builders import messages as build
from tests.support.line import Line
from tests.support.memory import refused

from ..gate.test_gate import families_of, limited


def waiting(line: Line, number: int, school: str, count: int, *, ladder: tuple[Rung, ...] = ()) -> list[Chunk]:
    """A message of a school whose chunks of 50 texts each the call window has held until now."""
    now = line.clock.now()
    message = build.message(
        number,
        accepted_at=now,
        sender=build.sender(school_id=school),
        content=build.content(html="", plain=""),
        ladder=ladder,
    )
    messages.accept(message)
    held = [_chunk(message.message_id, at, stamp(now)) for at in range(count)]
    for each in held:
        due = {"due_in": keys.due("demo"), "due_at": stamp(now)}
        dynamo.put(settings.table("deliveries"), codec.chunk_item(each) | due)
    return _now(held)


@pytest.mark.parametrize("lane", [Lane.NORMAL, Lane.EMERGENCY])
def test_a_part_whose_readers_cannot_be_looked_up_goes_all_the_same(
    line: Line, monkeypatch: pytest.MonkeyPatch, lane: Lane
) -> None:
    """QUEUE-04: who has read is only asked for the room in the line, and asked again before each leaves."""
    families_of(1)
    limited(texts_per_second=5)
    (each,) = waiting(line, 1, "lincoln", 1, ladder=(Rung(Channel.SMS, 0),))
    asked: list[object] = []

    def fails(*some: object) -> None:
        asked.append(some)
        raise refused("ProvisionedThroughputExceededException")

    monkeypatch.setattr(still_to_reach, "spared", fails)
    monkeypatch.setattr(still_allowed, "still_allowed", lambda *_: True)
    assert release([replace(each, lane=lane)], line.clock.now()) == []
    queue = "SmsEmergencyQueue" if lane is Lane.EMERGENCY else "SmsNormalQueue"
    assert [body["size"] for body in line.waiting(queue)] == [50]
    assert len(asked) == (0 if lane is Lane.EMERGENCY else 1)


def _chunk(message_id: str, at: int, now: str) -> Chunk:
    entries = tuple(Entry(f"{at}-{one}", "+12065550100") for one in range(50))
    ref = ChunkRef("demo", message_id, Channel.SMS, 0, at)
    return Chunk(ref, Lane.NORMAL, 0, now, now, entries, held=True)


def _now(some: list[Chunk]) -> list[Chunk]:
    found = chunks.read([each.ref for each in some])
    return [found[each.ref] for each in some]


def places(line: Line, some: list[Chunk]) -> list[float]:
    """In how many seconds each that stays in the table is due; of those in their queue it is the safety net."""
    return [(moment(each.due_at) - line.clock.now()).total_seconds() for each in _now(some) if each.postponed]


@pytest.mark.parametrize("down_before", [False, True])
def test_when_the_window_opens_a_small_school_does_not_wait_behind_a_flood(
    line: Line, down_before: bool
) -> None:
    """QUEUE-03, QUEUE-05: two chunks of one school have the places they would have alone, be it that all were
    held, or that the provider was down when they first asked."""
    families_of(1)
    limited(texts_per_second=3)
    flood, few = waiting(line, 1, "lincoln", 20), waiting(line, 2, "roosevelt", 2)
    if down_before:
        for each in (*flood, *few):
            chunks.postpone(each.ref, line.clock.now(), turn=None)
        flood, few = _now(flood), _now(few)
    assert release([*flood, *few], line.clock.now()) == []
    assert places(line, few) == [], "both are in their queue"
    assert len(places(line, flood)) == 16
    assert max(places(line, flood)) == pytest.approx(19 * 50 / 3, abs=1)


def test_who_waited_for_a_slot_gets_a_turn_behind_the_lane(line: Line) -> None:
    """QUEUE-03: when both schools' slots have come, they share the provider."""
    families_of(1)
    limited(texts_per_second=3)
    flood, few = waiting(line, 1, "lincoln", 10), waiting(line, 2, "roosevelt", 2)
    release([*flood, *few], line.clock.now())
    line.clock.advance(seconds=100)
    due = [each for each in _now(flood) if each.slot]
    assert len(due) == 6
    release(due, line.clock.now())
    assert all(each.turn for each in _now(due) if each.postponed)
    line.clock.advance(seconds=600)
    assert release(_now(due), line.clock.now() + timedelta(seconds=1)) == []
    assert not any(each.postponed for each in _now(due))


@pytest.mark.parametrize("texts_per_second", [None, 0.1])
def test_what_a_worker_had_and_put_back_meanwhile_stays_as_it_was_put_back(
    line: Line, texts_per_second: float | None
) -> None:
    """QUEUE-01: fifty chunks are read at once, and looked at one after the other: the provider took no more for
    now, and the pause that the worker gave it holds."""
    families_of(1)
    limited(texts_per_second=texts_per_second)
    as_read = waiting(line, 1, "lincoln", 2)
    later = line.clock.now() + timedelta(minutes=9)
    for each in as_read:
        claimed = chunks.claim(each.ref, line.clock.now(), most=50)
        assert claimed
        ledger.settle((), chunks.put_back(claimed, later, Ending.THROTTLED))
    release(as_read, line.clock.now())
    assert [(moment(each.due_at), each.postponed) for each in _now(as_read)] == [(later, False)] * 2
    assert line.waiting("SmsNormalQueue") == []


def test_a_line_comes_to_its_queue_half_a_minute_at_a_time(line: Line) -> None:
    """QUEUE-03: whose places come soon goes along with whose has come, each at its place; what only becomes due
    by then, as its call window opens, does not."""
    families_of(1)
    limited(texts_per_second=5)
    now = line.clock.now()
    first, second, third, fourth, held = waiting(line, 1, "lincoln", 5)
    for each, seconds in ((first, 0), (second, 10), (third, 20), (fourth, 40)):
        chunks.postpone(each.ref, now + timedelta(seconds=seconds), turn=True)
    chunks.postpone(held.ref, now + timedelta(seconds=15), turn=None)
    recover(line.clock, lambda: 50.0)
    assert [each.postponed for each in _now([first, second, third, fourth, held])] == [False] * 3 + [True] * 2
    for seconds, there in ((0, [0]), (10, [0, 1]), (10, [0, 1, 2])):
        line.clock.advance(seconds=seconds)
        assert [each["chunk"] for each in line.waiting("SmsNormalQueue")] == there


def test_nothing_is_looked_for_ahead_where_nobody_stands_in_a_line(line: Line) -> None:
    """QUEUE-05: at half a minute to eight a flood that the window holds is left alone."""
    families_of(1)
    due, held = waiting(line, 1, "lincoln", 2)
    chunks.postpone(held.ref, line.clock.now() + timedelta(seconds=15), turn=None)
    assert next_in_line("demo", _now([due]), line.clock.now()) == []
