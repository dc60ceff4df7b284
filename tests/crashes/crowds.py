"""Schools of any size, and texts to them: what the measurements of floods have in common."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from chalicelib.audience.model import RecipientType, Selection, StudentSelection
from chalicelib.content.model import SmsPart
from chalicelib.delivery.store import keys
from chalicelib.directory import store as directory
from chalicelib.directory.model import RollEntry, Student
from chalicelib.kernel import settings
from chalicelib.messages import outbox
from chalicelib.messages import store as messages
from chalicelib.messages.model import Message
from tests.builders import families, people
from tests.builders import messages as build

from .stage import Stage

RATE = 100  # texts a second, as of a short code
PATIENCE = 3600.0  # seconds that anything may take


def settle_school(school: str, count: int, first: int) -> None:
    """A school whose students each have a mother with a phone, and no account; `first` of all phone numbers."""
    students = list(_students(school, count, first))
    directory.put_school("demo", people.school(school))
    directory.put_students("demo", students)
    roll = [RollEntry(each.student_id, each.grade, each.student_id, "") for each in students]
    directory.put_roll("demo", school, roll)


def _students(school: str, count: int, first: int) -> Iterator[Student]:
    for at in range(count):
        one = families.reached_at(f"{school}{at}", number=f"+1303{2_000_000 + first + at}")
        yield replace(one, schools=(school,))


def text_to(stage: Stage, number: int, school: str, count: int, **changes: Any) -> Message:
    """A text to a whole school, by somebody who works there, accepted now."""
    text = {"content": build.content(html="", sms=SmsPart("Bring lunch"))}
    everybody = StudentSelection(RecipientType.PRIMARY_CONTACTS, schools=(school,))
    usual: dict[str, Any] = {"selection": Selection(everybody), "sender": build.sender(school_id=school)}
    now = stage.baton.moment(stage.baton.now)
    return build.message(number, accepted_at=now, people=count, **text | usual | changes)


def emergency_to(stage: Stage, number: int, school: str, count: int) -> Message:
    """An emergency to so many families of a school."""
    chosen = tuple(f"{school}{at}" for at in range(count))
    return text_to(
        stage,
        number,
        school,
        count,
        content=build.content(html="", sms=SmsPart("Stay home", emergency=True)),
        selection=Selection(StudentSelection(RecipientType.PRIMARY_CONTACTS, students=chosen)),
    )


def send(stage: Stage, message: Message, then: Callable[[], None] = lambda: None) -> None:
    """As the API does it; `then` is called when its sender has the answer."""

    def accept() -> None:
        messages.accept(message)
        outbox.publish(message)
        then()

    stage.act(accept)


def until(stage: Stage, there: Callable[[], bool]) -> None:
    """Let time go on until something is so."""
    end = stage.baton.now + PATIENCE
    while not there():
        assert stage.baton.now < end, "it does not come to that"
        stage.baton.step()


def is_planned(stage: Stage, message: Message) -> bool:
    return _plan(stage, message) is not None


def is_fanned_out(stage: Stage, message: Message) -> bool:
    """Whether every recipient has a delivery."""
    plan = _plan(stage, message)
    return bool(plan and "finished" in plan and len(plan["finished"]["SS"]) == int(plan["shards"]["N"]))


def _plan(stage: Stage, message: Message) -> dict[str, Any] | None:
    table = stage.memory.dynamodb.tables[settings.table("deliveries")]
    found = table.get(keys.plan("demo", message.message_id))
    return found.item if found else None


def left(stage: Stage, *sent: Message, since: int = 0) -> list[float]:
    """When texts of some messages left, in order; of the hand-overs from a number on."""
    ids = [each.message_id for each in sent]
    taken = stage.handed.taken[since:]
    return sorted(each.taken_at for each in taken if any(id_ in each.who for id_ in ids))
