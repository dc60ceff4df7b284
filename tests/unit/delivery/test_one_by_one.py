"""Calling a provider for one recipient after the other: when the next call still begins."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.content.model import Channel, Lane
from chalicelib.delivery.channels.base import HandOver, Outcome, one_by_one
from chalicelib.delivery.channels.errors import Fault, Verdict
from chalicelib.delivery.chunk import Chunk, Entry
from chalicelib.delivery.refs import ChunkRef
from chalicelib.kernel.clock import FixedClock, stamp
from tests.builders import messages as build


def work(clock: FixedClock, *, throttled: int = 0) -> HandOver:
    """Twelve texts, with all the time that they need."""
    message, end = build.message(), clock.now() + timedelta(hours=1)
    ref = ChunkRef("demo", message.message_id, Channel.SMS, 0, 0)
    entries = tuple(Entry(f"id-{at}", f"+120655501{at:02}") for at in range(12))
    chunk = Chunk(ref, Lane.NORMAL, 0, stamp(clock.now()), stamp(end), entries, throttled=throttled)
    return HandOver(message, "Ada", chunk, entries, clock, lambda: 50.0, end)


def tried(asked: HandOver, fault: Fault) -> list[str]:
    """Whom the provider was called for, while it shows that fault."""
    called: list[str] = []

    def call(entry: Entry) -> Outcome:
        called.append(entry.delivery_id)
        return Outcome(entry.delivery_id, Verdict.HANDED if fault is Fault.NONE else Verdict.LATER, fault=fault)

    told = list(one_by_one(asked, call))
    assert len(called) <= len(told)
    return called


@pytest.mark.parametrize("careful", [True, False], ids=["the provider", "the chunk"])
def test_after_trouble_one_call_must_pass_before_others_begin(clock: FixedClock, careful: bool) -> None:
    """QUEUE-10 (R10): an outage costs one call a try, not one a recipient."""
    asked = replace(work(clock, throttled=int(not careful)), careful=careful)
    assert len(tried(asked, Fault.FAILED)) == 1
    assert len(tried(asked, Fault.NONE)) == 12


def test_at_its_expiry_none_begins_any_more(clock: FixedClock) -> None:
    """QUEUE-09: that moment is too late already."""
    assert tried(replace(work(clock), until=clock.now()), Fault.NONE) == []
    assert len(tried(replace(work(clock), until=clock.now() + timedelta(microseconds=1)), Fault.NONE)) == 12
