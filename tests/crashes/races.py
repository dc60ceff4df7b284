"""Ten schedulers at once: each occurrence of a scheduled message becomes one message (S1).

Every other one goes out once a year, to an imported list, which somebody tries to delete: it is the schedule's
own and lives past the next occurrence, as long as there is one.
"""

from collections.abc import Iterator
from math import inf
from random import Random

from chalicelib.access.model import Principal
from chalicelib.access.principal import principal_of_user
from chalicelib.audience.imported import lists
from chalicelib.audience.imported import store as imported
from chalicelib.audience.imported.keeping import KEPT_AFTER
from chalicelib.kernel import dynamo, settings
from chalicelib.messages.schedules import orders, store, write
from chalicelib.messages.schedules.model import Schedule
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
TIMES = 3  # that it is due
LIST = "list0"
_FAMILY = {"students": {"recipient_type": "primary_contacts", "students": ["sam"]}}
_IMPORTED = {"imported": {"list_id": LIST}}
_DAILY = {"every": "daily", "until": "2026-11-26"}
_YEARLY = {"every": "yearly", "until": "2028-11-24"}


def _asked(*, listed: bool) -> ScheduleIn:
    message = {
        "school_id": "lincoln",
        "subject": "Field trip",
        "audience": _IMPORTED if listed else _FAMILY,
        "parts": {"email": {"html": "<p>Bring lunch.</p>"}},
    }
    first = {"date": "2026-11-24", "time": "09:00"}
    return ScheduleIn.model_validate({"message": message, "schedule": first | (_YEARLY if listed else _DAILY)})


def race(seed: int, *, traced: bool = False) -> Report:
    """Three times ten queue jobs begin within a second, and some die or are not answered."""
    chance, listed = Random(f"race {seed}"), seed % 2 == 1
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
            schedule = _scheduled(stage, listed=listed)
        problems: list[str] = []
        for _ in range(TIMES):
            due = _state(schedule).next
            if due:
                _start(stage, due.due.timestamp(), chance)
            problems += _of_list(_state(schedule)) if listed else []
        problems += _problems(stage, _state(schedule))
        return Report.of(seed, stage, problems)


def _settle() -> None:
    """One family, and who writes to it."""
    head = people.user("head", profiles=("principal",))
    settle_district(families.student("sam"), staff=(head,))
    settle_list(LIST, MORNING, STRANGERS[:1], "head")


def _scheduled(stage: Stage, *, listed: bool) -> Schedule:
    """A message to the family each day at nine, or each year to the list."""
    asked = _asked(listed=listed)
    when = asked.schedule
    wish = write.Wish(orders.order_of(asked, "the-key"), when.date, when.time, when.every, when.until)
    return write.create(_head(), wish, stage.baton.clock).schedule


def _head() -> Principal:
    return principal_of_user("demo", "head")


def _start(stage: Stage, due: float, chance: Random) -> None:
    """All of them, and then each minute one, until nothing is due. Somebody would delete the list meanwhile."""
    stage.baton.at(due + chance.uniform(-5, 30), lambda: until_answered(stage, _delete_list))
    for _ in range(SCHEDULERS):
        stage.baton.at(due + chance.random(), lambda: stage.invoke("queue_job", {}))
    stage.baton.at(due + 60, Minutes(stage, until=due + 3600).begin)
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


def _problems(stage: Stage, schedule: Schedule) -> list[str]:
    table = stage.memory.dynamodb.tables[settings.table("messages")]
    items = [dynamo.plain_item(stored.item) for stored in table.shelf.items.values()]
    messages = {item["message_id"] for item in items if item["sk"] == "MESSAGE"}
    runs = [run for run in schedule.runs if run.message_id]
    mails = [each for each in stage.handed.taken if each.operation == "SendBulkEmail"]
    found = [len(messages), len(runs), len(mails)]
    if found != [TIMES, TIMES, TIMES]:
        return [f"{TIMES} occurrences made {found} of messages, runs and mails; next {schedule.next}"]
    return []
