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
MOST_BEFORE = 25  # others that may leave while it waits in its lane
LEAST_SHARE = 0.5  # of the provider's rate, from then on
PATIENCE = 3600.0  # seconds that anything may take
QUEUE = "SmsEmergencyQueue"


def flood(others: int, *, traced: bool = False) -> Report:
    """So many normal texts wait when the emergency comes."""
    with staged(MORNING, Weather(latency=0.006), 0, traced=traced) as stage:
        with stage.baton.earlier(PATIENCE):
            settle_district(*_students(others))
            directory.put_district(people.district(settings={"texts_per_second": RATE}))
        Minutes(stage).begin()
        normal = _send(stage, _message(1, others, SmsPart("Bring lunch")))
        _until(stage, lambda: _is_fanned_out(stage, normal))
        urgent = _send(stage, _message(2, URGENT, SmsPart("Stay home", emergency=True)))
        queue = stage.memory.sqs.queues[QUEUE]
        _until(stage, lambda: bool(queue.messages))
        queued_at, since = stage.baton.now, len(stage.handed.taken)
        _until(stage, lambda: _count(stage, urgent, since) > 0)
        receives = queue.receives
        _until(stage, lambda: _count(stage, urgent, since) == URGENT)
        return Report.of(0, stage, Outcome(stage, normal, urgent, queued_at, receives).problems())


@dataclass
class Outcome:
    """`queued_at`: when the emergency was in its lane. `receives`: how often that had been taken from when its
    first text left."""

    stage: Stage
    normal: Message
    urgent: Message
    queued_at: float
    receives: int

    def problems(self) -> Iterator[str]:
        urgent = _left(self.stage, self.urgent)
        before = [at for at in _left(self.stage, self.normal) if self.queued_at <= at < urgent[0]]
        if len(before) > MOST_BEFORE:
            yield f"{len(before)} normal texts left before the emergency"
        if self.receives > CHUNKS:
            yield f"the emergency was received {self.receives} times before it left"
        rate = (URGENT - 1) / (urgent[-1] - urgent[0])
        if rate < LEAST_SHARE * RATE:
            yield f"the emergency had {rate:.0f} of {RATE} texts a second"


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


def _send(stage: Stage, message: Message) -> Message:
    def accept() -> None:
        messages.accept(message)
        outbox.publish(message)

    stage.act(accept)
    return message


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
