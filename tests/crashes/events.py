"""The providers' events on their way to the queue of receipts: late, twice, in another order, held, or lost."""

import json
from collections.abc import Callable
from random import Random
from typing import Any

from infra.local.simulator.core import PendingEvent
from tests.support.memory.sqs import Queue

from .baton import Baton
from .handed import HandOvers
from .trace import Trace
from .weather import Stream, Weather

RETRIED = 20.0  # seconds between two tries of SNS, so at most so long after a queue can be reached again
USUALLY = 5.0  # seconds, at most, when all is well


class Events:
    """Carries each event where it goes."""

    def __init__(
        self, baton: Baton, weather: Weather, chance: Random, trace: Trace, receipts: Queue, handed: HandOvers
    ) -> None:
        self._baton, self._weather, self._chance, self._trace = baton, weather, chance, trace
        self._receipts, self._handed = receipts, handed
        self._begin = baton.now
        handed.tell = self.carry

    def carry(self, event: PendingEvent) -> None:
        for _ in range(1 + (self._bad_day() and self._chance.random() < 0.2)):
            delay = self._delay()
            if delay is None:
                self._trace.note(f"an event is lost: {_reference(event.body)} {event.body['eventType']}")
            else:
                self._baton.after(delay, self._arrives(event.body))

    def _bad_day(self) -> bool:
        return self._baton.now < self._begin + self._weather.until

    def _delay(self) -> float | None:
        """Seconds; None for one that never comes."""
        usual = min(USUALLY, self._chance.expovariate(1))
        if self._weather.stream is Stream.HELD:
            first, last = (self._begin + each for each in self._weather.held)
            if first <= self._baton.now < last:
                return last - self._baton.now + self._chance.uniform(0, RETRIED)
        if self._weather.stream is Stream.LOSSY and self._bad_day():
            return self._chance.choice((None, usual, usual, self._chance.uniform(0, 900)))
        return usual

    def _arrives(self, body: Any) -> Callable[[], None]:
        def arrives() -> None:
            reference = _reference(body)
            self._trace.note(f"an event arrives: {reference} {body['eventType']}")
            for each in self._handed.of(reference):
                each.heard_at = min(each.heard_at, self._baton.now)
                if _decides(body):
                    each.decided_at = min(each.decided_at, self._baton.now)
            self._receipts.add(json.dumps(body))

        return arrives


def _reference(body: Any) -> str:
    """Which delivery, or canary, an event is about."""
    if "mail" in body:
        return str(body["mail"]["tags"]["ref"][0])
    return str(body.get("context", {}).get("ref", ""))


def _decides(body: Any) -> bool:
    return bool(body.get("isFinal", body["eventType"] not in ("Send", "DeliveryDelay")))
