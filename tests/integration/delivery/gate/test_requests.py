"""What it costs to ask a gate, and to look at it under way."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from chalicelib.content.model import Channel
from chalicelib.delivery.gate import keeper, kept
from chalicelib.delivery.gate.breaker import Breaker
from chalicelib.delivery.gate.line import Go, Wait
from chalicelib.delivery.gate.line import Line as Booked
from chalicelib.delivery.refs import ChunkRef
from chalicelib.delivery.store import gates
from chalicelib.messages import store as messages
from chalicelib.messages.model import Message
from tests.builders import messages as build
from tests.support.ground import watched
from tests.support.line import Line
from tests.support.memory import Call, Work
from tests.support.memory.calls import Answer

from .test_gate import families_of, limited

D = "demo"


@contextmanager
def requests(line: Line) -> Iterator[Counter[str]]:
    """Those to the gate meanwhile."""
    made: Counter[str] = Counter()

    def note(call: Call, work: Work) -> Answer:
        if "GATE" in call.params.get("Key", {}).get("pk", {}).get("S", ""):
            made[call.operation] += 1
        return work()

    with watched(line.ground, note, "dynamodb"):
        yield made


def accepted(line: Line, channel: Channel = Channel.SMS) -> Message:
    content = build.content(html="", plain="") if channel is Channel.SMS else build.content(sms=None)
    message = build.message(accepted_at=line.clock.now(), content=content)
    messages.accept(message)
    return message


def ask(line: Line, message: Message) -> Go | Wait:
    (channel,) = set(message.parts) - {Channel.PORTAL}
    ref = ChunkRef(D, message.message_id, channel, 0, 0, size=50)
    return keeper.ask(message, ref, line.clock, 40)


def another_writes(channel: Channel = Channel.SMS) -> None:
    """Another worker writes to the gate."""

    def more(breaker: Breaker, booked: Booked) -> tuple[Breaker, Booked, None]:
        return breaker.failed(1, "somebody"), booked, None

    gates.change(D, channel, more)


@pytest.mark.parametrize("channel", [Channel.SMS, Channel.EMAIL])
def test_who_asks_of_a_gate_that_nobody_changed_makes_one_request(line: Line, channel: Channel) -> None:
    """QUEUE-03: however long ago it was seen, a write that passes shows that it is still so."""
    families_of(1)
    limited(texts_per_second=100, emails_per_second=100)
    message = accepted(line, channel)
    ask(line, message)
    line.clock.advance(seconds=10)
    with requests(line) as made:
        assert isinstance(ask(line, message), Go)
    assert made == Counter(UpdateItem=1)


def test_who_was_too_late_is_told_how_the_gate_is(line: Line) -> None:
    """QUEUE-03: the refusal has the gate with it."""
    families_of(1)
    limited(texts_per_second=100)
    message = accepted(line)
    ask(line, message)
    another_writes()
    line.clock.advance(seconds=10)
    with requests(line) as made:
        assert isinstance(ask(line, message), Go)
    assert made == Counter(UpdateItem=2)
    assert gates.read(D, Channel.SMS).breaker.failures == 1


def test_what_was_seen_long_ago_makes_nobody_wait(line: Line) -> None:
    """R8: an answer that writes nothing is one of the gate as it is."""
    families_of(1)
    limited(texts_per_second=100)
    message = accepted(line)
    ask(line, message)
    now = line.clock.now().timestamp()
    down = Breaker(3, now, now + 1_000)
    gates.change(D, Channel.SMS, lambda _breaker, booked: (down, booked, None))
    kept.forget()
    assert isinstance(ask(line, message), Wait)
    gates.change(D, Channel.SMS, lambda _breaker, booked: (Breaker(), booked, None))
    line.clock.advance(seconds=3)
    assert isinstance(ask(line, message), Go)


def test_emails_that_were_paused_meanwhile_wait_and_hold_no_time(line: Line) -> None:
    """QUEUE-12: the gate that answers says so too."""
    families_of(1)
    limited(emails_per_second=1)
    message = accepted(line, Channel.EMAIL)
    ask(line, message)
    line.clock.advance(seconds=60)
    before = gates.read(D, Channel.EMAIL).line.until["*"]
    gates.pause(D, Channel.EMAIL, line.clock.now().timestamp())
    later = (line.clock.now() + timedelta(minutes=10)).timestamp()
    assert ask(line, message) == Wait(later, down=True)
    assert gates.read(D, Channel.EMAIL).line.until["*"] <= max(before, line.clock.now().timestamp())
    with requests(line) as made:
        assert ask(line, message) == Wait(later, down=True)
    assert made == Counter()
