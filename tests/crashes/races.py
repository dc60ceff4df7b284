"""Ten schedulers at once: each occurrence of a scheduled message becomes one message (S1)."""

from random import Random

from chalicelib.access.principal import principal_of_user
from chalicelib.kernel import dynamo, settings
from chalicelib.messages.schedules import orders, store, write
from chalicelib.messages.schedules.model import Schedule
from chalicelib.messages.schedules.recurrence import Every
from chalicelib.messages.schedules.schemas import ScheduleIn
from tests.builders import families, people
from tests.support.line import settle_district

from .minutes import Minutes
from .report import Report
from .scenario import MORNING
from .stage import Stage, staged
from .weather import Weather

SCHEDULERS = 10
DAYS = 3
_ASKED = {
    "message": {
        "school_id": "lincoln",
        "subject": "Field trip",
        "audience": {
            "students": {"recipient_type": "primary_contacts", "students": ["sam"]},
            "staff": None,
        },
        "parts": {"email": {"html": "<p>Bring lunch.</p>"}},
    },
    "schedule": {"date": "2026-11-24", "time": "09:00", "every": "daily", "until": "2026-11-26"},
}


def race(seed: int, *, traced: bool = False) -> Report:
    """Three days on which ten queue jobs begin within a second, and some die or are not answered."""
    chance = Random(f"race {seed}")
    weather = Weather(
        until=DAYS * 86_400,
        crashes=chance.randint(0, 6),
        crash=chance.choice((0, 0.01, 0.05)),
        stumble=chance.choice((0, 0.02, 0.1)),
        lag=chance.choice((0, 0.5, 3)),
    )
    with staged(MORNING, weather, seed, traced=traced) as stage:
        with stage.baton.earlier(7200):
            _settle()
        with stage.baton.earlier(3600):
            schedule = _scheduled(stage)
        for _ in range(DAYS):
            due = _state(schedule).next
            if due:
                _start(stage, due.due.timestamp(), chance)
        return Report.of(seed, stage, _problems(stage, _state(schedule)))


def _settle() -> None:
    """One family, and who writes to it."""
    head = people.user("head", profiles=("principal",))
    settle_district(families.student("sam"), staff=(head,))


def _scheduled(stage: Stage) -> Schedule:
    """A message to the family each day at nine."""
    asked = ScheduleIn.model_validate(_ASKED)
    when = asked.schedule
    wish = write.Wish(orders.order_of(asked, "the-key"), when.date, when.time, Every.DAILY, when.until)
    return write.create(principal_of_user("demo", "head"), wish, stage.baton.clock).schedule


def _start(stage: Stage, due: float, chance: Random) -> None:
    """All of them, and then each minute one, until nothing is due."""
    for _ in range(SCHEDULERS):
        stage.baton.at(due + chance.random(), lambda: stage.invoke("queue_job", {}))
    stage.baton.at(due + 60, Minutes(stage, until=due + 3600).begin)
    while not stage.baton.idle:
        stage.baton.step()


def _state(schedule: Schedule) -> Schedule:
    found = store.load(schedule.district, schedule.author_id, schedule.schedule_id)
    assert found
    return found


def _problems(stage: Stage, schedule: Schedule) -> list[str]:
    table = stage.memory.dynamodb.tables[settings.table("messages")]
    items = [dynamo.plain_item(stored.item) for stored in table.shelf.items.values()]
    messages = {item["message_id"] for item in items if item["sk"] == "MESSAGE"}
    runs = [run for run in schedule.runs if run.message_id]
    mails = [each for each in stage.handed.taken if each.operation == "SendBulkEmail"]
    found = [len(messages), len(runs), len(mails)]
    if found != [DAYS, DAYS, DAYS]:
        return [f"{DAYS} occurrences made {found} of messages, runs and mails; next {schedule.next}"]
    return []
