"""What became due is looked at in bunches: what that costs, and that one thing holds up no other."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from chalicelib.delivery import overdue
from chalicelib.delivery.queue_job import recover as job
from chalicelib.delivery.queue_job.recover import recover
from chalicelib.delivery.store import codec, keys
from chalicelib.kernel import settings
from tests.support.ground import Ground, watched
from tests.support.line import Line
from tests.support.memory import Call, Work
from tests.support.memory.calls import Answer

from ..gate.test_gate import families_of, texts
from ..test_dispatch import fan_out, record
from .test_release import waiting

QUEUE = "SmsNormalQueue"


@contextmanager
def chunks_read(ground: Ground) -> Iterator[list[int]]:
    """How many chunks each request for any asked for, meanwhile."""
    counts: list[int] = []

    def note(call: Call, work: Work) -> Answer:
        asked = call.params.get("RequestItems", {}).get(settings.table("deliveries"), {})
        if call.operation == "BatchGetItem" and asked:
            names = [each["sk"]["S"] for each in asked["Keys"]]
            counts.append(sum(name.startswith(keys.CHUNK) for name in names))
        return work()

    with watched(ground, note, "dynamodb"):
        yield counts


def test_fifty_due_chunks_are_read_together(line: Line, ground: Ground) -> None:
    """QUEUE-01: a flood that the window held is no request for each chunk."""
    families_of(1)
    waiting(line, 1, "lincoln", 60)
    with chunks_read(ground) as counts:
        assert recover(line.clock, lambda: 50.0).total() == 60
    assert counts == [50, 10]
    assert len(line.waiting(QUEUE)) == 10, "as many as one asks for"


def test_a_chunk_that_cannot_be_read_holds_up_no_other(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """QUEUE-01, R5: then each is read alone."""
    families_of(1)
    poison, *others = waiting(line, 1, "lincoln", 4)
    usual = codec.chunk_from

    def read(item: dict[str, Any]) -> Any:
        if item["sk"] == keys.chunk(poison.ref)[1]:
            raise ValueError("of another release")
        return usual(item)

    monkeypatch.setattr(codec, "chunk_from", read)
    recover(line.clock, lambda: 50.0)
    assert {each["chunk"] for each in line.waiting(QUEUE)} == {each.ref.chunk for each in others}


def test_what_was_accepted_goes_on_before_anybody_is_told_how_long_it_waits(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SEND-09: its message is read for that, which may take long, or have no end in this run."""
    texts(line, families_of(1), emergency=True)
    line.drop_queues()
    line.clock.advance(minutes=2)
    published: list[int] = []
    monkeypatch.setattr(
        job, "tell_unresolved", lambda *_: published.append(len(line.waiting("FanOutEmergencyQueue")))
    )
    recover(line.clock, lambda: 50.0)
    assert published == [1]


@pytest.mark.parametrize("resolved", [False, True])
def test_a_plan_whose_message_is_not_there_is_no_trouble_each_minute(
    line: Line, monkeypatch: pytest.MonkeyPatch, resolved: bool
) -> None:
    """QUEUE-01, QUEUE-14: neither while its shards are open nor when it has expired."""
    message = texts(line, families_of(1))
    if resolved:
        fan_out(line, message)
    else:
        line.call("fan_out", record({"district": "demo", "message": message.message_id}))
    line.restart()
    line.drop_queues()
    monkeypatch.setattr("chalicelib.messages.store.load", lambda *_: None)
    troubles: list[str] = []
    for told in (job, overdue):
        monkeypatch.setattr(told, "note", lambda what, *_, **__: troubles.append(what))
    line.clock.advance(hours=30)
    recover(line.clock, lambda: 50.0)
    assert troubles == []
