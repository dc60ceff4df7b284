"""Who has which place when chunks that waited in the table may leave."""

from datetime import timedelta

import pytest

from chalicelib.content.model import Channel, Lane
from chalicelib.delivery.chunk import Chunk, Entry
from chalicelib.delivery.queue_job.release import release
from chalicelib.delivery.refs import ChunkRef
from chalicelib.delivery.store import chunks, codec, keys
from chalicelib.kernel import dynamo, settings
from chalicelib.kernel.clock import moment, stamp
from chalicelib.messages import store as messages
from tests.builders import messages as build
from tests.support.line import Line

from ..gate.test_gate import families_of, limited


def waiting(line: Line, number: int, school: str, count: int) -> list[Chunk]:
    """A message of a school whose chunks of 50 texts each the call window has held until now."""
    now = line.clock.now()
    message = build.message(
        number, accepted_at=now, sender=build.sender(school_id=school), content=build.content(html="", plain="")
    )
    messages.accept(message)
    held = [_chunk(message.message_id, at, stamp(now)) for at in range(count)]
    for each in held:
        due = {"due_in": keys.due("demo"), "due_at": stamp(now)}
        dynamo.put(settings.table("deliveries"), codec.chunk_item(each) | due)
    return _now(held)


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
