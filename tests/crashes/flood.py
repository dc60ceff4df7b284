"""An emergency behind a district's flood (R12): how long until its first text leaves, and how fast it goes on.

sixty messages --planned--> an emergency to some --> does it wait for their shards?
               --all fanned out, waiting--> another one --> how many of the others leave before it?
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chalicelib.directory import store as directory
from chalicelib.messages.model import Message
from tests.builders import people
from tests.support.line import settle_district

from .crowds import (
    RATE,
    emergency_to,
    is_fanned_out,
    is_planned,
    left,
    send,
    settle_school,
    text_to,
    until,
)
from .minutes import Minutes
from .report import Report
from .scenario import MORNING
from .stage import Stage, staged
from .weather import Weather

SCHOOL, MESSAGES = "lincoln", 60  # of eight o'clock
URGENT, CHUNKS = 200, 4  # families that an emergency is for, and how many references that makes
MOST_BEFORE = 25  # others that may leave between its lane and its first hand-over
MOST_CALLS = 80  # of AWS, one after the other, between its sender's answer and its first hand-over
LEAST_SHARE = 0.5  # of the provider's rate, from then on
QUEUE = "SmsEmergencyQueue"


def flood(others: int, latency: float = 0.006) -> Report:
    """So many normal texts are to be worked out, then wait, when an emergency comes; `latency` in seconds, of
    each call on average."""
    size = max(URGENT, others // MESSAGES)
    with staged(MORNING, Weather(latency=latency), 0) as stage:
        settle_district()
        settle_school(SCHOOL, size, 0)
        directory.put_district(people.district(settings={"texts_per_second": RATE}))
        Minutes(stage).begin()
        normal = [text_to(stage, number, SCHOOL, size) for number in range(others // size)]
        for each in normal:
            send(stage, each)
        until(stage, lambda: all(is_planned(stage, each) for each in normal))
        early = Outcome(stage, normal, emergency_to(stage, 1001, SCHOOL, URGENT))
        early.watch()
        until(stage, lambda: all(is_fanned_out(stage, each) for each in normal))
        late = Outcome(stage, normal, emergency_to(stage, 1002, SCHOOL, URGENT))
        late.watch()
        told = {"before the flood is worked out": early, "after it": late}
        problems = [f"{when}: {each}" for when, one in told.items() for each in one.problems(latency)]
        figures = [f"{when}: {one.figures()}" for when, one in told.items()]
        return Report.of(0, stage, problems, "\n    ".join(figures))


@dataclass
class Outcome:
    """`accepted_at`: when its sender had the answer; `queued_at`: when it was in its lane. When its first text
    left, so many `references` had been put there, and each had been received so often at most (`receives`)."""

    stage: Stage
    normal: Sequence[Message]
    urgent: Message
    accepted_at: float = 0.0
    queued_at: float = 0.0
    references: int = 0
    receives: int = 0

    def watch(self) -> None:
        """Send the emergency, until all of it has left."""
        queue, since = self.stage.memory.sqs.queues[QUEUE], len(self.stage.handed.taken)
        before = queue.added
        send(self.stage, self.urgent, self._accepted)
        until(self.stage, lambda: queue.added > before)
        self.queued_at = self.stage.baton.now
        until(self.stage, lambda: bool(left(self.stage, self.urgent, since=since)))
        self.references = queue.added - before
        self.receives = max((each.receives for each in queue.messages.values()), default=0)
        until(self.stage, lambda: len(left(self.stage, self.urgent, since=since)) == URGENT)

    def _accepted(self) -> None:
        self.accepted_at = self.stage.baton.now

    def problems(self, latency: float) -> Iterator[str]:
        if self._first - self.accepted_at > MOST_CALLS * latency:
            yield f"its first text left {self._first - self.accepted_at:.2f} s after its sender had the answer"
        if self._before(self.queued_at) > MOST_BEFORE:
            yield f"{self._before(self.queued_at)} normal texts left before it"
        if self.references > CHUNKS or self.receives > 1:
            yield f"{self.references} references of {CHUNKS} chunks, received up to {self.receives} times"
        if self._rate() < LEAST_SHARE * RATE:
            yield f"it had {self._rate():.0f} of {RATE} texts a second"

    def figures(self) -> str:
        return (
            f"{self._since(self.accepted_at)} since its sender had the answer; "
            f"{self._since(self.queued_at)} since it was in its lane; "
            f"{self._rate():.0f} of {RATE} texts a second"
        )

    def _since(self, moment: float) -> str:
        return f"{self._first - moment:.2f} s and {self._before(moment)} other texts"

    @property
    def _first(self) -> float:
        return left(self.stage, self.urgent)[0]

    def _before(self, since: float) -> int:
        """How many others left between a moment and the emergency's first."""
        return sum(since <= at < self._first for at in left(self.stage, *self.normal))

    def _rate(self) -> float:
        times = left(self.stage, self.urgent)
        return (URGENT - 1) / (times[-1] - times[0])
