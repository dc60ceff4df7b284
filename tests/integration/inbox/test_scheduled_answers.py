"""Answers that leave later: the same dialog as for a message, and the rules of answering when they are due."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from chalicelib.directory import store as directory
from chalicelib.directory.model import Role
from chalicelib.messages.schedules.fire import SCHEDULES
from tests.builders import people
from tests.support.api import Answer, HttpApi
from tests.support.firing import fired
from tests.support.line import Line

from .test_replies import D, line, reply, send, talk, thread_of, to_tom

__all__ = ["line", "reply", "send"]  # fixtures
URL = "/v1/scheduled-messages"
Send = Callable[..., str]


def schedule(api: HttpApi, line: Line, as_: str = "tom", thread: str = "", **when: Any) -> Answer:
    """Tomorrow at six, Tom answers in his only conversation."""
    day = f"{line.clock.now() + timedelta(days=1):%Y-%m-%d}"
    order = {
        "answer": {"thread_id": thread or thread_of(api, "tom"), "html": "<p>Gladly.</p>"},
        "schedule": {"date": day, "time": "06:00"} | when,
    }
    return api.post(URL, order, as_=as_, headers={"Idempotency-Key": "the-answer"})


def wait_for(line: Line, scheduled: Answer) -> None:
    """Until it was due, and the queue job has come by."""
    line.clock.at = datetime.fromisoformat(scheduled.json["next_at"]) + timedelta(minutes=1)
    fired(SCHEDULES, line.clock)
    line.run()


def test_an_answer_waits_for_its_time_and_joins_the_conversation(api: HttpApi, line: Line, send: Send) -> None:
    """SCHD-05: nothing before; then the family reads it, and its author has a copy."""
    send("mum", **to_tom())
    made = schedule(api, line)
    assert made.status == 201, made.text
    assert (made.json["subject"], made.json["to"], made.json["message"]) == (
        "Re: Field trip",
        "Mary Miller",
        None,
    )
    assert made.json["secure"] is False
    assert talk(api, "mum") == [("<p>Bring lunch.</p>", True)]
    wait_for(line, made)
    assert talk(api, "mum")[-1] == ("<p>Gladly.</p>", False)
    assert talk(api, "tom")[-1] == ("<p>Gladly.</p>", True)
    assert api.get(f"{URL}/{made.json['schedule_id']}", as_="tom").json["state"] == "ended"


def test_an_answer_is_checked_when_it_is_scheduled(api: HttpApi, line: Line, send: Send) -> None:
    """SCHD-05, SCHD-02: a past time, a conversation of somebody else's, of the district, a body of neither."""
    send("mum", **to_tom())
    assert schedule(api, line, date="2020-01-01").fields == ["schedule.date"]
    assert schedule(api, line, as_="boss").status == schedule(api, line, thread="nowhere").status == 404
    assert schedule(api, line, as_="mum").status == 403
    both = {"message": {"school_id": "lincoln"}, "answer": {"thread_id": "t", "html": "x"}}
    when = {"schedule": {"date": "2030-01-01", "time": "06:00"}}
    for body in (both, {}):
        assert api.post(URL, body | when, as_="tom", headers={"Idempotency-Key": "either"}).status == 400
    send("boss", source="district", audience={"staff": {"users": ["eve"]}}, replies=False)
    refused = schedule(api, line, as_="eve", thread=thread_of(api, "eve"))
    assert refused.status == 403
    assert "cannot be answered" in refused.json["detail"]


def test_who_belongs_to_a_school_that_was_never_stored_answers_in_the_districts_time(
    api: HttpApi, line: Line, send: Send
) -> None:
    """SCHD-05, A-83: as their screens do."""
    send("mum", **to_tom())
    directory.put_users(D, [people.user("tom", schools=("planned", "lincoln"))])
    made = schedule(api, line)
    assert made.status == 201, made.text
    assert made.json["time_zone"] == directory.district(D).time_zone
    assert api.get("/v1/me", as_="tom").json["time_zone"] == made.json["time_zone"]


def test_the_rules_of_answering_hold_when_it_is_due(api: HttpApi, line: Line, send: Send) -> None:
    """SCHD-05, PERM-12: the account that is answered was closed meanwhile: given up, with the reason."""
    send("mum", **to_tom())
    made = schedule(api, line)
    directory.put_users(D, [people.user("mum", roles=(Role.PARENT,), students=("sam",), enabled=False)])
    wait_for(line, made)
    kept = api.get(f"{URL}/{made.json['schedule_id']}", as_="tom").json
    assert (kept["state"], kept["problem"]) == (
        "errored",
        "This account is closed, so nobody would read your answer.",
    )


def test_an_answer_is_changed_and_moved(api: HttpApi, line: Line, send: Send) -> None:
    """SCHD-05, SCHD-07, SCHD-08: its text and its time, under the tag that was read."""
    send("mum", **to_tom())
    path = f"{URL}/{schedule(api, line).json['schedule_id']}"
    whole = api.get(path, as_="tom")
    order = {
        "answer": whole.json["answer"] | {"html": "<p>With pleasure.</p>"},
        "schedule": whole.json["schedule"] | {"time": "07:15"},
    }
    changed = api.call("PUT", path, as_="tom", body=order, headers={"If-Match": whole.headers["etag"]})
    assert (changed.status, changed.json["snippet"]) == (200, "With pleasure.")
    wait_for(line, changed)
    assert talk(api, "mum")[-1][0] == "<p>With pleasure.</p>"
