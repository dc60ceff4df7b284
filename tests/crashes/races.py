"""Ten schedulers at once: each occurrence of a scheduled message becomes one message (S1).

Every other one goes out once a year, to an imported list, which somebody tries to delete: it is the schedule's
own and lives past the next occurrence, as long as there is one.

The others go out on some days in a row, each with a fate of its own: nobody is there to be written to, for a
while or all day, or no job comes. What failed all day stays failed, and three of those in a row are the end
(SCHD-13, SCHD-14, SCHD-16, A-29).
"""

from collections.abc import Iterator
from datetime import date, time, timedelta
from enum import StrEnum
from math import inf
from random import Random

from chalicelib.access.model import Principal
from chalicelib.access.principal import principal_of_user
from chalicelib.audience.imported import lists
from chalicelib.audience.imported import store as imported
from chalicelib.audience.imported.keeping import KEPT_AFTER
from chalicelib.directory import store as directory
from chalicelib.directory.model import RollEntry
from chalicelib.kernel import dynamo, settings
from chalicelib.kernel.values import value
from chalicelib.messages.schedules import orders, store, write
from chalicelib.messages.schedules.model import Outcome, Schedule, State
from chalicelib.messages.schedules.recurrence import Every, Occurrence
from chalicelib.messages.schedules.schemas import ScheduleIn
from tests.builders import families, people
from tests.support.line import settle_district

from .asking import until_answered
from .minutes import Minutes
from .report import Report
from .scenario import MORNING, STRANGERS, settle_list
from .stage import Stage, staged
from .weather import Weather

SCHEDULERS = 10
PATIENCE = 3600  # seconds for which the job comes each minute, as long as something is due,
IN_VAIN = 240  # and where nobody is there all day
YEARS = 3  # that the list's is due
LIST = "list0"
FIRST = date(2026, 11, 24)
_FAMILY = {"students": {"recipient_type": "primary_contacts", "students": ["sam"]}}
_IMPORTED = {"imported": {"list_id": LIST}}
# Local: the day ends as the next one is due, or soon; but not before there were more tries than processes die.
_TIMES = (time(9), time(0), time(23, 50))
_MENDED = 70  # seconds after it was due


class Fate(StrEnum):
    """What a day is like."""

    SENT = "sent"
    MENDED = "mended"  # nobody is there when it is due, and then somebody is
    FAILED = "failed"  # nobody is there all day
    MISSED = "missed"  # no job comes that day


@value
class Plan:
    """`fates` by occurrence."""

    listed: bool
    at: time
    every: Every
    fates: tuple[Fate, ...]

    @classmethod
    def of(cls, seed: int, chance: Random) -> "Plan":
        if seed % 2:
            return cls(True, time(9), Every.YEARLY, (Fate.SENT,) * YEARS)
        fates = chance.choices(tuple(Fate), (2, 1, 3, 1), k=chance.randint(3, 5))
        return cls(False, chance.choice(_TIMES), Every.DAILY, tuple(fates))

    @property
    def asked(self) -> ScheduleIn:
        last = FIRST.replace(year=FIRST.year + YEARS) if self.listed else FIRST + timedelta(len(self.fates) - 1)
        message = {
            "school_id": "lincoln",
            "subject": "Field trip",
            "audience": _IMPORTED if self.listed else _FAMILY,
            "parts": {"email": {"html": "<p>Bring lunch.</p>"}},
        }
        when = {"date": f"{FIRST}", "time": f"{self.at:%H:%M}", "every": self.every, "until": f"{last}"}
        return ScheduleIn.model_validate({"message": message, "schedule": when})

    @property
    def outcomes(self) -> list[Outcome]:
        """What becomes of its occurrences: of the last one always something, though late (A-15)."""
        found: list[Outcome] = []
        for fate in self.fates:
            failed = {Fate.FAILED: Outcome.FAILED, Fate.MISSED: Outcome.MISSED}
            found.append(failed.get(fate, Outcome.SENT))
            if [each for each in found if each is not Outcome.MISSED][-3:] == [Outcome.FAILED] * 3:
                return found
        return [*found[:-1], Outcome.SENT] if self.fates[-1] is Fate.MISSED else found


def race(seed: int, *, traced: bool = False) -> Report:
    """Three times ten queue jobs begin within a second, and some die or are not answered."""
    chance = Random(f"race {seed}")
    plan = Plan.of(seed, chance)
    weather = Weather(
        until=inf,
        crashes=chance.randint(0, 6),
        crash=chance.choice((0, 0.01, 0.05)),
        stumble=chance.choice((0, 0.02, 0.1)),
        lag=chance.choice((0, 0.5, 3)),
    )
    with staged(MORNING, weather, seed, traced=traced) as stage:
        with stage.baton.earlier(7200):
            _settle()
        with stage.baton.earlier(3600):
            schedule = _scheduled(stage, plan.asked)
        problems: list[str] = []
        for occurrence, fate in zip(schedule.rule.occurrences(), plan.fates, strict=False):
            if fate is not Fate.MISSED:
                _live(stage, occurrence, fate, chance)
            problems += _of_list(_state(schedule)) if plan.listed else []
        if not plan.listed:
            _start(stage, schedule.rule.end_of(occurrence.day).timestamp() + 60, chance)
        problems += _problems(stage, _state(schedule), plan)
        return Report.of(seed, stage, problems)


def _settle() -> None:
    """One family, and who writes to it."""
    head = people.user("head", profiles=("principal",))
    settle_district(families.student("sam"), staff=(head,))
    settle_list(LIST, MORNING, STRANGERS[:1], "head")


def _is_here(*, here: bool) -> None:
    """The family's student, on the roll; otherwise nobody is in the selection."""
    sam = families.student("sam")
    directory.put_roll("demo", "lincoln", [RollEntry("sam", sam.grade, "sam", "")] if here else [])


def _scheduled(stage: Stage, asked: ScheduleIn) -> Schedule:
    when = asked.schedule
    wish = write.Wish(orders.order_of(asked, "the-key"), when.date, when.time, when.every, when.until)
    return write.create(_head(), wish, stage.baton.clock).schedule


def _head() -> Principal:
    return principal_of_user("demo", "head")


def _live(stage: Stage, occurrence: Occurrence, fate: Fate, chance: Random) -> None:
    due = occurrence.due.timestamp()
    if fate in (Fate.MENDED, Fate.FAILED):
        stage.baton.at(due - 60, lambda: _is_here(here=False))
    if fate is Fate.MENDED:
        stage.baton.at(due + _MENDED, lambda: _is_here(here=True))
    _start(stage, due, chance, IN_VAIN if fate is Fate.FAILED else PATIENCE)
    _is_here(here=True)


def _start(stage: Stage, due: float, chance: Random, patience: float = PATIENCE) -> None:
    """All of them, and then each minute one, until nothing is due. Somebody would delete the list meanwhile."""
    stage.baton.at(due + chance.uniform(-5, 30), lambda: until_answered(stage, _delete_list))
    for _ in range(SCHEDULERS):
        stage.baton.at(due + chance.random(), lambda: stage.invoke("queue_job", {}))
    stage.baton.at(due + 60, Minutes(stage, until=due + patience).begin)
    while not stage.baton.idle:
        stage.baton.step()


def _state(schedule: Schedule) -> Schedule:
    found = store.load(schedule.district, schedule.author_id, schedule.schedule_id)
    assert found
    return found


def _delete_list() -> None:
    lists.delete(_head(), LIST)


def _of_list(schedule: Schedule) -> Iterator[str]:
    one = imported.get("demo", LIST)
    if one is None or one.held_by != schedule.schedule_id or not one.taken_by:
        yield f"the list of {schedule} is not its own: {one}"
    elif schedule.next and one.expires_at < schedule.next.due + KEPT_AFTER:
        yield f"the list lives until {one.expires_at}, and is needed at {schedule.next}"


def _problems(stage: Stage, schedule: Schedule, plan: Plan) -> Iterator[str]:
    table = stage.memory.dynamodb.tables[settings.table("messages")]
    items = [dynamo.plain_item(stored.item) for stored in table.shelf.items.values()]
    messages = {item["message_id"] for item in items if item["sk"] == "MESSAGE"}
    mails = [each for each in stage.handed.taken if each.operation == "SendBulkEmail"]
    outcomes = [run.outcome for run in schedule.runs]
    if outcomes != plan.outcomes:
        yield f"{plan} came out as {outcomes}; next {schedule.next}"
    found = [len(messages), len({run.message_id for run in schedule.runs if run.message_id}), len(mails)]
    if found != [plan.outcomes.count(Outcome.SENT)] * 3:
        yield f"{plan} made {found} of messages, runs and mails; next {schedule.next}"
    if (schedule.state is State.ERRORED) is not (plan.outcomes[-1] is Outcome.FAILED):
        yield f"{plan} left {schedule.state}; {schedule.problem}"
