"""Two processes at the same work: one stands still before each of its calls in turn, while the other does all
of its own and the line goes on. Nobody is written to twice, nobody is forgotten, and the numbers add up."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest

from chalicelib.content.model import Channel
from chalicelib.delivery import store
from chalicelib.delivery.model import Totals
from chalicelib.messages.model import Message
from tests.builders import families
from tests.builders import messages as build
from tests.support.line import Line, settle_district

from .queue_job.test_doubt import kill
from .test_dispatch import TEXT_ONLY, chunk, fan_out, record
from .test_whole_line import to

Work = Callable[[], object]


def accepted(line: Line) -> Message:
    """A text to two mothers."""
    settle_district(families.student("sam"), families.student("kim"))
    content = build.content(**TEXT_ONLY)
    return line.send(build.message(accepted_at=line.clock.now(), content=content, selection=to("sam", "kim")))


def planning(line: Line, message: Message) -> Work:
    return lambda: line.call("fan_out", record({"district": "demo", "message": message.message_id}))


def resolving(line: Line, message: Message) -> Work:
    planning(line, message)()
    plan = store.plan("demo", message.message_id)
    assert plan is not None
    body = {"district": "demo", "message": message.message_id, "shard": 0, "plan": plan.plan_id}
    return lambda: line.call("fan_out", record(body))


def dispatching(line: Line, message: Message) -> Work:
    fan_out(line, message)
    return lambda: line.call("dispatch_sms", record(chunk(message, Channel.SMS).body()))


def recovering(line: Line, message: Message) -> Work:
    """After a worker died at the provider, and a canary has come back."""
    fan_out(line, message)
    kill(line, message, Channel.SMS, "SendTextMessage", after=False)
    line.drop_queues()
    for _ in range(2):
        line.clock.advance(seconds=61)
        line.call("queue_job", {})
        while line._work_events():
            pass
    line.clock.advance(seconds=61)
    return lambda: line.call("queue_job", {})


def interleavings(line: Line, begin: Callable[[Line, Message], Work]) -> Iterator[tuple[Message, int]]:
    """The work begun anew, done by two, once for each call of the first between whose neighbours the second
    comes; with the number of that call."""
    at, met = 0, True
    while met:
        at += 1
        line.wipe()
        message = accepted(line)
        work = begin(line, message)
        line.saboteur.meet(at, partial(_whole, line, work))
        work()
        met = line.saboteur.done
        if met:
            yield message, at


def _whole(line: Line, work: Work) -> None:
    work()
    line.pump()


@pytest.mark.parametrize(
    "begin", [planning, resolving, dispatching, recovering], ids=lambda each: each.__name__
)
def test_of_two_at_once_the_outcome_is_that_of_one(line: Line, begin: Callable[[Line, Message], Work]) -> None:
    """QUEUE-02, QUEUE-12 (R4)"""
    tried = 0
    for message, tried in interleavings(line, begin):
        line.run()
        for _ in range(8):
            if line.rows(message) and not line.pending(message):
                break
            line.run(minutes=1)
        assert len(line.handed_over()) == 2, tried
        assert len({each.destination for each in line.handed_over()}) == 2, tried
        assert line.totals(message, Channel.SMS) == Totals(total=2, sent=2), tried
    assert tried > 2
