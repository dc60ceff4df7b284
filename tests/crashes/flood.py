"""An emergency behind a district's flood (R12): how long until its first text leaves, and how fast it goes on.

a text to everybody --fanned out, waiting--> an emergency to some --> how many of the others leave before it?
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from chalicelib.audience.model import RecipientType, Selection, StudentSelection
from chalicelib.content.model import SmsPart
from chalicelib.delivery.store import keys
from chalicelib.directory import store as directory
from chalicelib.directory.model import Student
from chalicelib.kernel import settings
from chalicelib.messages import outbox
from chalicelib.messages import store as messages
from chalicelib.messages.model import Message
from tests.builders import families, people
from tests.builders import messages as build
from tests.support.line import settle_district

from .minutes import Minutes
from .report import Report
from .scenario import MORNING
from .stage import Stage, staged
from .weather import Weather

RATE = 100  # texts a second, as of a short code
URGENT, CHUNKS = 200, 4  # families that the emergency is for, and how many references that makes
MOST_BEFORE = 25  # others that may leave between its lane and its first hand-over
LEAST_SHARE = 0.5  # of the provider's rate, from then on
PATIENCE = 3600.0  # seconds that anything may take
QUEUE = "SmsEmergencyQueue"


def flood(others: int, latency: float = 0.006) -> Report:
    """So many normal texts wait when the emergency comes; `latency` in seconds, of each call on average."""
    with staged(MORNING, Weather(latency=latency), 0) as stage:
        with stage.baton.earlier(PATIENCE):
            settle_district(*_students(others))
            directory.put_district(people.district(settings={"texts_per_second": RATE}))
        Minutes(stage).begin()
        normal = _message(1, others, SmsPart("Bring lunch"))
        _send(stage, normal)
        _until(stage, lambda: _is_fanned_out(stage, normal))
        outcome = Outcome(stage, normal, _message(2, URGENT, SmsPart("Stay home", emergency=True)))
        outcome.watch()
        return Report.of(0, stage, outcome.problems(), outcome.figures())


@dataclass
class Outcome:
    """`accepted_at`: when its sender had the answer; `queued_at`: when it was in its lane. When its first text
    left, so many `references` had been put there, and each had been received so often at most (`receives`)."""

    stage: Stage
    normal: Message
    urgent: Message
    accepted_at: float = 0.0
    queued_at: float = 0.0
    references: int = 0
    receives: int = 0

    def watch(self) -> None:
        """Send the emergency, until all of it has left."""
        queue, since = self.stage.memory.sqs.queues[QUEUE], len(self.stage.handed.taken)
        _send(self.stage, self.urgent, self._accepted)
        _until(self.stage, lambda: queue.added > 0)
        self.queued_at = self.stage.baton.now
        _until(self.stage, lambda: _count(self.stage, self.urgent, since) > 0)
        self.references = queue.added
        self.receives = max((each.receives for each in queue.messages.values()), default=0)
        _until(self.stage, lambda: _count(self.stage, self.urgent, since) == URGENT)

    def _accepted(self) -> None:
        self.accepted_at = self.stage.baton.now

    def problems(self) -> Iterator[str]:
        if self._before(self.queued_at) > MOST_BEFORE:
            yield f"{self._before(self.queued_at)} normal texts left before the emergency"
        if self.references > CHUNKS or self.receives > 1:
            yield f"{self.references} references of {CHUNKS} chunks, received up to {self.receives} times"
        if self._rate() < LEAST_SHARE * RATE:
            yield f"the emergency had {self._rate():.0f} of {RATE} texts a second"

    def figures(self) -> str:
        return (
            f"{self._since(self.accepted_at)} since its sender had the answer; "
            f"{self._since(self.queued_at)} since it was in its lane; "
            f"{self._rate():.0f} of {RATE} texts a second"
        )

    def _since(self, moment: float) -> str:
        return f"{self._urgent[0] - moment:.2f} s and {self._before(moment)} other texts"

    @property
    def _urgent(self) -> list[float]:
        return _left(self.stage, self.urgent)

    def _before(self, since: float) -> int:
        """How many others left between a moment and the emergency's first."""
        return sum(since <= at < self._urgent[0] for at in _left(self.stage, self.normal))

    def _rate(self) -> float:
        return (URGENT - 1) / (self._urgent[-1] - self._urgent[0])


def _students(count: int) -> Iterator[Student]:
    """Each with a mother who has a phone, and no account."""
    for at in range(count):
        yield families.reached_at(f"s{at}", number=f"+1303{2_000_000 + at}")


def _message(number: int, count: int, text: SmsPart) -> Message:
    """The first to the whole school, the second to so many of its families."""
    chosen = tuple(f"s{at}" for at in range(count)) if number == 2 else ()
    schools = () if chosen else ("lincoln",)
    everybody = StudentSelection(RecipientType.PRIMARY_CONTACTS, schools=schools, students=chosen)
    return build.message(
        number,
        accepted_at=MORNING,
        content=build.content(html="", sms=text),
        selection=Selection(everybody),
        people=count,
    )


def _send(stage: Stage, message: Message, then: Callable[[], None] = lambda: None) -> None:
    def accept() -> None:
        messages.accept(message)
        outbox.publish(message)
        then()

    stage.act(accept)


def _until(stage: Stage, there: Callable[[], bool]) -> None:
    end = stage.baton.now + PATIENCE
    while not there():
        assert stage.baton.now < end, "it does not come to that"
        stage.baton.step()


def _is_fanned_out(stage: Stage, message: Message) -> bool:
    """Whether every recipient has a delivery."""
    table = stage.memory.dynamodb.tables[settings.table("deliveries")]
    found = table.get(keys.plan("demo", message.message_id))
    if found is None or "finished" not in found.item:
        return False
    return len(found.item["finished"]["SS"]) == int(found.item["shards"]["N"])


def _left(stage: Stage, message: Message) -> list[float]:
    """When texts of a message left, in order."""
    return sorted(each.taken_at for each in stage.handed.taken if message.message_id in each.who)


def _count(stage: Stage, message: Message, since: int) -> int:
    """How many texts of a message are among those that left since."""
    return sum(message.message_id in each.who for each in stage.handed.taken[since:])
