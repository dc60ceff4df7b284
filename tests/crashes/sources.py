"""Event sources: queues call the functions that `template.yaml` names, with its batches, times and limits."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from random import Random
from typing import Any

from tests.support import stack
from tests.support.memory.sqs import Message, Queue, Sqs

from .baton import Baton
from .weather import Weather

MOST_AT_ONCE = 10  # processes of one source that the template does not limit
Answer = dict[str, Any] | None  # of a function; None when its process died
Invoke = Callable[[str, Any, Callable[[Answer], None]], None]


@dataclass(frozen=True)
class Source:
    """One queue that calls one function."""

    queue: str
    function: str
    batch: int
    at_once: int


@cache
def sources() -> tuple[Source, ...]:
    return tuple(_sources())


def _sources() -> Any:
    for properties in stack.resources("AWS::Serverless::Function").values():
        for event in properties.get("Events", {}).values():
            if event["Type"] == "SQS":
                asked = event["Properties"]
                function = properties["Handler"].split(".")[1]
                limit = asked.get("ScalingConfig", {}).get("MaximumConcurrency", MOST_AT_ONCE)
                at_once = limit if isinstance(limit, int) else _default(limit["Ref"])
                yield Source(asked["Queue"]["Fn::GetAtt"][0], function, min(10, asked["BatchSize"]), at_once)


def _default(parameter: str) -> int:
    return int(stack.template()["Parameters"][parameter]["Default"])


@cache
def timeouts() -> dict[str, float]:
    """Seconds that each function may take."""
    usual = stack.template()["Globals"]["Function"]["Timeout"]
    functions = stack.resources("AWS::Serverless::Function").values()
    return {
        each["Handler"].split(".")[1]: each.get("Timeout", usual) for each in functions if "Handler" in each
    }


class Poller:
    """Takes from one queue whatever it can, as Lambda's pollers do, and deletes what was done."""

    def __init__(
        self, source: Source, queue: Queue, baton: Baton, weather: Weather, chance: Random, invoke: Invoke
    ) -> None:
        self._source, self._queue, self._baton = source, queue, baton
        self._weather, self._chance, self._invoke = weather, chance, invoke
        self._end = baton.now + weather.until
        self._busy, self._repeats = 0, weather.repeats
        queue.seen = self._seen

    def _seen(self, at: float) -> None:
        self._baton.at(at + self._chance.uniform(0, 0.2), self._poll)

    def _poll(self) -> None:
        while self._busy < self._source.at_once:
            most = self._chance.randint(1, self._source.batch)
            found = self._queue.receive(most, self._queue.usually_hidden)
            if not found:
                return
            self._again(found)
            self._busy += 1
            handles = {each.message_id: each.handle for each in found}
            records = [_record(each, self._queue.name) for each in found]
            self._invoke(self._source.function, {"Records": records}, partial(self._ended, handles))

    def _again(self, found: list[Message]) -> None:
        """SQS delivers at least once: now and then somebody else gets the same message meanwhile."""
        for message in found:
            comes = self._baton.now < self._end and self._chance.random() < self._weather.again
            if comes and self._repeats:
                self._repeats -= 1
                self._baton.after(self._chance.uniform(0, 10), partial(self._queue.hide, message, 0))

    def _ended(self, handles: dict[str, str], answer: Answer) -> None:
        self._busy -= 1
        if answer is not None:
            failed = {each["itemIdentifier"] for each in answer.get("batchItemFailures", ())}
            for message_id, handle in handles.items():
                if message_id not in failed:
                    self._queue.delete(handle)
        self._poll()


def _record(message: Message, queue: str) -> dict[str, Any]:
    return {
        "messageId": message.message_id,
        "receiptHandle": message.handle,
        "body": message.body,
        "attributes": {"ApproximateReceiveCount": str(message.receives)},
        "eventSourceARN": f"arn:aws:sqs:us-east-1:123456789012:{queue}",
    }


def arrange(sqs: Sqs) -> None:
    """Queues give up on a message as often as the template says."""
    for name, properties in stack.resources("AWS::SQS::Queue").items():
        sqs.queues[name].most_receives = properties.get("RedrivePolicy", {}).get("maxReceiveCount", 0)
