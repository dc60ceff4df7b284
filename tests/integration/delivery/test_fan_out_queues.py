"""Which queue a message's fan-out waits in: emergencies in one of their own, from Send to the last shard."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.content.model import Channel, SmsPart
from chalicelib.delivery import plan as plan_file
from chalicelib.delivery.halting import carry_out, command
from chalicelib.delivery.halting.model import Halt
from chalicelib.delivery.store import halts
from chalicelib.messages import outbox
from chalicelib.messages import store as messages
from chalicelib.messages.model import Message, Resend
from tests.builders import families
from tests.builders import messages as build
from tests.support.ground import Ground, watched
from tests.support.line import Line, settle_district
from tests.support.memory import Call, Work
from tests.support.memory.calls import Answer

from .halting.test_halts import ANN, pause, resume
from .test_dispatch import record
from .test_planning import SCHOOL
from .test_planning import small_shards as small_shards  # a fixture
from .test_whole_line import to

URGENT, OTHERS = "FanOutEmergencyQueue", "FanOutQueue"


def texted(line: Line, *, emergency: bool, **changes: Any) -> Message:
    """A text to a school of seven, with an email beside it unless told otherwise."""
    settle_district(*(families.student(f"s{at}") for at in range(7)))
    content = build.content(sms=SmsPart("Stay home", emergency=emergency))
    usual: dict[str, Any] = {"accepted_at": line.clock.now(), "content": content, "selection": SCHOOL}
    return build.message(**usual | changes)


@pytest.mark.usefixtures("small_shards")
@pytest.mark.parametrize("emergency", [True, False])
def test_an_emergency_is_planned_and_worked_out_where_nothing_else_waits(line: Line, emergency: bool) -> None:
    """QUEUE-04, R12: the reference that asks for its plan, its first shards, and those that they ask for."""
    message = texted(line, emergency=emergency)
    messages.accept(message)
    outbox.publish(message)
    mine, other = (URGENT, OTHERS) if emergency else (OTHERS, URGENT)
    (asked,) = line.waiting(mine)
    line.call("fan_out", record(asked))
    shards = [each for each in line.waiting(mine) if "shard" in each]
    assert len(shards) == 2
    line.call("fan_out", record(shards[0]))
    assert len(line.waiting(mine)) == 1 + 2 + 1
    assert line.waiting(other) == []


@pytest.mark.usefixtures("small_shards")
def test_what_a_crash_left_of_an_emergency_comes_back_to_its_queue(line: Line) -> None:
    """QUEUE-01, R12: its outbox entry knows what it is, and so does the queue job for its shards."""
    message = texted(line, emergency=True)
    messages.accept(message)
    line.clock.advance(seconds=61)
    line.call("queue_job", {})
    (asked,) = line.waiting(URGENT)
    line.call("fan_out", record(asked))
    line.drop_queues()
    line.clock.advance(seconds=61)
    line.call("queue_job", {})
    assert {each["shard"] for each in line.waiting(URGENT)} >= {0, 1}
    assert line.waiting(OTHERS) == []


def test_an_emergency_that_goes_on_does_so_before_others(line: Line) -> None:
    """R12, R14: what was set aside is queued again by the fan-out function."""
    message = line.send(texted(line, emergency=True, selection=to("s1")))
    pause(line, message)
    line.run(minutes=1)
    line.queues_used.clear()
    resume(line, message)
    assert [url.rpartition("/")[2] for url in line.queues_used] == [URGENT]


def test_messages_are_the_tenants_of_the_fan_out_queues(line: Line, ground: Ground) -> None:
    """R12: SQS lets a plan pass before another message's twenty shards."""
    tenants: set[str] = set()

    def note(call: Call, work: Work) -> Answer:
        if call.operation == "SendMessageBatch" and call.params["QueueUrl"].endswith((URGENT, OTHERS)):
            tenants.update(each.get("MessageGroupId", "") for each in call.params["Entries"])
        return work()

    message = texted(line, emergency=False)
    with watched(ground, note, "sqs"):
        line.send(message)
        pause(line, message)
        line.run(minutes=1)
    assert tenants == {message.message_id}


def test_only_what_is_sent_makes_an_emergency() -> None:
    """R12: another try of an emergency's emails is none, nor is what goes first among others."""
    urgent = build.message(content=build.content(sms=SmsPart("Stay home", emergency=True)))
    assert urgent.emergency
    assert not replace(urgent, resend=Resend(urgent.message_id, 1, (Channel.EMAIL,), (0,))).emergency
    assert not build.message(priority=True).emergency


def test_a_halt_lines_up_again_after_two_seconds(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """R12, R14: ten big messages are canceled, and their walks hold none of the places for long."""
    monkeypatch.setattr(plan_file, "SHARD_SIZE", 1)
    walk = carry_out._walk

    def slowly(*given: Any) -> Halt:
        line.clock.advance(seconds=1)
        return walk(*given)

    message = texted(line, emergency=False)
    messages.accept(message)
    asked = {"district": "demo", "message": message.message_id}
    line.call("fan_out", record(asked))
    monkeypatch.setattr(carry_out, "_walk", slowly)
    command.pause(ANN, message.message_id, line.clock)
    line.call("fan_out", record(asked | {"halt": True}))
    halt = halts.read("demo", message.message_id)
    assert halt is not None
    assert halt.place == 4, "two shards in the request, two in the function"
    assert sum("halt" in each for each in line.waiting(OTHERS)) == 2
