"""A fault of our own interrupts a hand-over: what is known is written down, and the rest may have left."""

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.content.model import Channel
from chalicelib.delivery.channels.base import HandOver, Outcome
from chalicelib.delivery.channels.sms import SMS
from chalicelib.delivery.chunk import Chunk, ChunkState
from chalicelib.delivery.dispatch import dispatch
from chalicelib.delivery.gate import keeper
from chalicelib.delivery.model import DeliveryStatus, Totals
from chalicelib.delivery.store import chunks, halts
from chalicelib.delivery.store.contended import Contended
from chalicelib.directory.store import suppressions
from chalicelib.messages.model import Message
from tests.builders import families
from tests.support.heard import heard
from tests.support.line import Line
from tests.support.memory import refused

from .gate.test_gate import families_of, keep_time, limited, texts
from .test_dispatch import TEXT_ONLY, chunk, fan_out, only, record, send


def text_chunk(message: Message) -> Chunk:
    (found,) = chunks.read([chunk(message, Channel.SMS)]).values()
    return found


def test_what_left_is_known_although_the_gate_could_not_be_told(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """QUEUE-12: the provider throttles one of two, all workers tell its gate at once, and this one fails to."""
    throttled, other = "+19075550132", "+12065550101"
    students = (families.reached_at("sam", number=throttled), families.reached_at("kim", number=other))
    message = send(line, *students, emergency=True, html="", plain="")
    fan_out(line, message)

    def tell(*_: Any) -> None:
        raise Contended(Channel.SMS)

    monkeypatch.setattr(keeper, "tell", tell)
    with heard() as lines:
        answer = line.call("dispatch_sms", record(chunk(message, Channel.SMS).body()))
    assert answer == {"batchItemFailures": []}
    assert any("was not told" in each and "chalicelib/delivery/dispatch.py:" in each for each in lines)
    found = text_chunk(message)
    assert found.state is ChunkState.WAITING
    assert [entry.address for entry in found.remaining] == [throttled]


@pytest.mark.parametrize("emergency", [False, True])
def test_a_look_that_has_no_answer_interrupts_nobody(
    line: Line, monkeypatch: pytest.MonkeyPatch, emergency: bool
) -> None:
    """QUEUE-12: at three texts a second the table fails each time that somebody asks for a pause."""
    keep_time(line, monkeypatch)
    students = families_of(40)
    limited(texts_per_second=3)
    message = texts(line, students, emergency=emergency)
    fan_out(line, message)
    read, failed = halts.read, []

    def fails(*asked: str) -> Any:
        if text_chunk(message).attempt and line.handed_over():
            failed.append(asked)
            raise refused("InternalServerError", status=500)
        return read(*asked)

    monkeypatch.setattr(halts, "read", fails)
    line.call("dispatch_sms", record(chunk(message, Channel.SMS).body()))
    assert failed
    assert text_chunk(message).state is not ChunkState.CLAIMED
    line.run(minutes=2)
    assert line.totals(message, Channel.SMS) == Totals(total=40, sent=40)
    assert len(line.handed_over()) == 40


class BreaksOff:
    """Tells of so many, and then raises."""

    channel = Channel.SMS

    def __init__(self, told: int) -> None:
        self.told = told

    def hand_over(self, work: HandOver) -> Iterator[Outcome]:
        for at, outcome in enumerate(SMS.hand_over(work)):
            if at == self.told:
                raise RuntimeError("a fault of ours")
            yield outcome


def test_of_a_hand_over_that_breaks_off_those_not_told_of_are_in_doubt(line: Line) -> None:
    """QUEUE-12: whoever was told of has left; the others may have."""
    message = send(line, *(families.student(name) for name in ("sam", "kim", "lee")), **TEXT_ONLY)
    fan_out(line, message)
    dispatch(chunk(message, Channel.SMS), BreaksOff(1), line.clock, lambda: 50.0)
    found = text_chunk(message)
    assert (found.state, len(found.handed), len(found.doubted)) == (ChunkState.CLAIMED, 1, 2)
    line.run(minutes=4)
    assert line.totals(message, Channel.SMS) == Totals(total=3, sent=3)
    assert len(line.handed_over()) == 3


def test_a_hand_over_that_does_not_begin_leaves_nobody_in_doubt(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """QUEUE-12: the devices cannot be read, so that nothing was pushed."""
    message = send(line, families.student("sam"), **TEXT_ONLY)
    fan_out(line, message)

    def fails(_work: HandOver) -> Iterator[Outcome]:
        raise refused("InternalServerError", status=500)

    with monkeypatch.context() as broken:
        broken.setattr(SMS, "hand_over", fails, raising=False)
        line.call("dispatch_sms", record(chunk(message, Channel.SMS).body()))
    assert text_chunk(message).state is ChunkState.WAITING
    line.run(minutes=2)
    assert line.totals(message, Channel.SMS) == Totals(total=1, sent=1)


def test_a_suppression_that_cannot_be_noted_loses_no_outcome(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CHAN-10: the next message to that number is refused again, and then it is noted."""
    message = send(line, families.reached_at("sam", number="+19075550130"), **TEXT_ONLY)
    fan_out(line, message)

    def fails(*_: object) -> None:
        raise refused("InternalServerError", status=500)

    monkeypatch.setattr(suppressions, "suppress", fails)
    with heard() as lines:
        line.call("dispatch_sms", record(chunk(message, Channel.SMS).body()))
    assert any("was not noted" in each and "chalicelib/delivery/record.py:" in each for each in lines)
    assert only(line, message, Channel.SMS) == (DeliveryStatus.ERROR, "opted_out")


def test_a_chunk_of_which_nobody_could_begin_does_not_come_back_at_once(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """QUEUE-02: whatever stands in the way; it would stand there again and again."""
    message = send(line, families.student("sam"), **TEXT_ONLY)
    fan_out(line, message)
    line.drop_queues()
    with monkeypatch.context() as closed:
        closed.setattr(HandOver, "may_go_on", lambda _work: False)
        line.call("dispatch_sms", record(chunk(message, Channel.SMS).body()))
    assert text_chunk(message).state is ChunkState.WAITING
    assert line.waiting("SmsNormalQueue") == []
    line.clock.advance(seconds=15)
    assert line.waiting("SmsNormalQueue") == [chunk(message, Channel.SMS).body() | {"size": 1}]
