"""An imported list and the scheduled message that it belongs to: its own, there when needed, gone with it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.audience.imported import store as lists
from chalicelib.kernel import dynamo
from chalicelib.kernel.clock import FixedClock
from chalicelib.kernel.keys import district_key
from chalicelib.kernel.settings import table
from chalicelib.messages import store as messages
from chalicelib.messages.schedules import fire
from tests.builders import imports
from tests.support.api import Answer, HttpApi
from tests.support.firing import fired

from .conftest import Add

Begin = Callable[[], str]
Schedule = Callable[..., Answer]
SCHEDULES = "/v1/scheduled-messages"
NAMED = "audience.imported.list_id"


def _message(list_id: str, subject: str = "Open house") -> dict[str, Any]:
    return {
        "school_id": "lincoln",
        "subject": subject,
        "audience": {"imported": {"list_id": list_id}},
        "parts": {"email": {"html": "<p>Come and see.</p>"}},
    }


@pytest.fixture
def full(begin: Begin, add: Add) -> Callable[[], str]:
    """A list of three people."""

    def made() -> str:
        list_id = begin()
        add(list_id, imports.csv())
        return list_id

    return made


@pytest.fixture
def schedule(api: HttpApi) -> Schedule:
    """Ann schedules a message to a list, some days ahead."""

    def done(list_id: str, key: str = "the-first-one", days: int = 2, **when: Any) -> Answer:
        day = datetime.now(UTC) + timedelta(days=days)
        order = {"message": _message(list_id), "schedule": {"date": f"{day:%Y-%m-%d}", "time": "09:00", **when}}
        return api.post(SCHEDULES, order, as_="ann", headers={"Idempotency-Key": key})

    return done


def _send(api: HttpApi, list_id: str) -> Answer:
    return api.post("/v1/messages", _message(list_id), as_="ann", headers={"Idempotency-Key": "at-once-then"})


def _there(list_id: str) -> str:
    return f"/v1/imported-lists/{list_id}"


def test_a_schedules_list_is_its_own(api: HttpApi, full: Begin, add: Add, schedule: Schedule) -> None:
    """IMPT-09, IMPT-08: no second message and no second schedule takes it, and nobody deletes it."""
    list_id = full()
    made = schedule(list_id)
    assert made.status == 201, made.text
    other = schedule(list_id, key="the-second-one")
    refusals = (_send(api, list_id), other, api.call("DELETE", _there(list_id), as_="ann"))
    for refused, field in zip(refusals, (NAMED, NAMED, "list_id"), strict=True):
        assert (refused.status, refused.fields) == (409, [field])
        assert "“Open house”" in refused.json["detail"]
    assert add(list_id, imports.csv("Zoe Zed,zoe@x.example,")).status == 200
    entry = api.get(f"{_there(list_id)}/entries", as_="ann").json["items"][0]["entry_id"]
    assert api.call("DELETE", f"{_there(list_id)}/entries/{entry}", as_="ann").status == 204
    seen = api.get(_there(list_id), as_="ann").json
    assert (seen["people"], seen["scheduled_message_id"]) == (3, made.json["schedule_id"])


def test_a_list_that_went_out_is_not_scheduled(api: HttpApi, full: Begin, schedule: Schedule) -> None:
    """IMPT-09: it belongs to the message that took it."""
    list_id = full()
    assert _send(api, list_id).status == 202
    refused = schedule(list_id)
    assert (refused.status, refused.fields) == (409, [NAMED])


def test_deleting_the_message_takes_its_list_along(api: HttpApi, full: Begin, schedule: Schedule) -> None:
    """IMPT-09, SCHD-19: nobody's data stay behind."""
    list_id = full()
    made = schedule(list_id).json
    assert api.call("DELETE", f"{SCHEDULES}/{made['schedule_id']}", as_="ann").status == 204
    assert api.get(_there(list_id), as_="ann").status == 404
    assert not list(dynamo.query_all(table("audience"), district_key("demo", "IMPORTED", list_id)))


def test_another_list_takes_its_place(api: HttpApi, full: Begin, schedule: Schedule) -> None:
    """IMPT-09, SCHD-07: the new one is held, the old one goes; without a list there is none."""
    old, new = full(), full()
    path = f"{SCHEDULES}/{schedule(old).json['schedule_id']}"
    staff = {"audience": {"staff": {"users": ["eve"]}}}
    for message, kept in ((_message(new), [new]), (_message(new) | staff, [])):
        whole = api.get(path, as_="ann")
        order = {"message": message, "schedule": whole.json["schedule"]}
        saved = api.call("PUT", path, as_="ann", body=order, headers={"If-Match": whole.headers["etag"]})
        assert saved.status == 200, saved.text
        assert [each for each in (old, new) if api.get(_there(each), as_="ann").status == 200] == kept


def test_a_list_lives_past_the_dates_of_its_schedule(api: HttpApi, full: Begin, schedule: Schedule) -> None:
    """IMPT-09: it is there when a date is half a year away, and again a year later, its pages with it."""
    list_id = full()
    made = schedule(list_id, days=180, every="yearly").json
    for turn in range(2):
        due = datetime.fromisoformat(api.get(f"{SCHEDULES}/{made['schedule_id']}", as_="ann").json["next_at"])
        assert _shortest_life(list_id) > due + timedelta(days=89), turn
        fired(fire.SCHEDULES, FixedClock(due + timedelta(minutes=1)))
    kept = lists.get("demo", list_id)
    assert kept
    assert kept.taken_by
    assert kept.held_by == made["schedule_id"]
    assert api.call("DELETE", f"{SCHEDULES}/{made['schedule_id']}", as_="ann").status == 204
    assert lists.get("demo", list_id), "what was sent stands as it was sent"


def test_a_list_that_changes_while_it_is_due_is_tried_again_and_its_author_told(
    api: HttpApi, full: Begin, add: Add, schedule: Schedule, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SCHD-13, SCHD-14, IMPT-09: somebody adds to it between counting and sending."""
    list_id, accept = full(), messages.accept
    path = f"{SCHEDULES}/{schedule(list_id).json['schedule_id']}"
    due = FixedClock(datetime.fromisoformat(api.get(path, as_="ann").json["next_at"]))

    def overtaken(*what: Any, **more: Any) -> None:
        add(list_id, imports.csv("Zoe Zed,zoe@x.example,"))
        accept(*what, **more)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(messages, "accept", overtaken)
        fired(fire.SCHEDULES, due)
    seen = api.get(path, as_="ann").json
    assert (seen["state"], seen["retrying"], seen["last_sent"]) == ("scheduled", True, None)
    assert "changed meanwhile" in seen["problem"]
    fired(fire.SCHEDULES, due)
    assert api.get(path, as_="ann").json["last_sent"]


def _shortest_life(list_id: str) -> datetime:
    items = dynamo.query_all(table("audience"), district_key("demo", "IMPORTED", list_id))
    return datetime.fromtimestamp(min(each["expires"] for each in items), UTC)


def test_a_change_while_the_list_is_kept_longer_is_noticed(full: Begin, add: Add) -> None:
    """IMPT-09: a page written at that moment has the old time, so it is done again."""
    list_id = full()
    before = lists.get("demo", list_id)
    assert before
    add(list_id, imports.csv("Zoe Zed,zoe@x.example,"))
    assert not lists.lengthen(before, before.expires_at + timedelta(days=1))
