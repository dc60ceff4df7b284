"""A principal's snow day on the deployed stack: one message to every family of the largest school."""

import os
import signal
import subprocess
from collections import Counter
from typing import Any

import pytest
import urllib3

from infra.local.engine import Place
from infra.local.run import Carillon
from tests.e2e.client import Client, Json, eventually

pytestmark = pytest.mark.e2e
LARGEST = 1345


@pytest.fixture
def school(principal: Client) -> Json:
    schools: list[Json] = principal.get("/v1/schools").body["items"]
    return max(schools, key=lambda each: each["students"])


def snow_day(school: Json, **changes: Any) -> Json:
    body: Json = {
        "school_id": school["school_id"],
        "subject": "Snow day: school is closed today",
        "audience": {
            "students": {"recipient_type": "primary_contacts", "schools": [school["school_id"]]},
            "staff": None,
        },
        "parts": {
            "email": {"html": "<p>School is <strong>closed</strong> today. Stay warm.</p>"},
            "sms": {"text": "School is closed today because of snow. Stay warm."},
        },
    }
    return body | changes


def done(client: Client, message_id: str, seconds: float = 240) -> Json:
    def look() -> Json | None:
        answer = client.get(f"/v1/messages/{message_id}")  # not 200 while a killed worker is replaced
        return answer.body if answer.status == 200 and answer.body["status"] == "done" else None

    result: Json = eventually(look, seconds)
    return result


def handed_over(place: Place) -> Json:
    """What the simulated providers took: items, and the delivery references they met more than once."""
    answer = urllib3.request(
        "GET", f"{place.simulator_url}/_handed-over", fields={"limit": "50000", "by": "ref"}, timeout=60.0
    )
    found: Json = answer.json()
    return found


def test_a_snow_day_reaches_every_family_once(principal: Client, school: Json, place: Place) -> None:
    """SEND-01, SEND-02, SEND-09, SEND-13, REPT-14, REPT-19: asked, sent, counted, nobody twice."""
    assert school["students"] == LARGEST
    unconfirmed = principal.post("/v1/messages", snow_day(school), Idempotency_Key="snow-day-1")
    assert unconfirmed.status == 409
    assert unconfirmed.body["type"] == "/problems/confirmation-required"
    confirmed = snow_day(school, confirmed_recipients=unconfirmed.body["recipients"])
    accepted = principal.post("/v1/messages", confirmed, Idempotency_Key="snow-day-1")
    again = principal.post("/v1/messages", confirmed, Idempotency_Key="snow-day-1")
    assert (accepted.status, again.status) == (202, 202)
    assert again.body["message_id"] == accepted.body["message_id"]

    message = done(principal, accepted.body["message_id"])
    assert message["people"] == unconfirmed.body["recipients"]
    for part in message["parts"]:
        assert part["total"] == part["sent"] + part["pending"] + part["expired"] + part["errors"]
        assert part["pending"] == 0
    email = next(part for part in message["parts"] if part["channel"] == "email")
    assert email["total"] >= LARGEST
    assert_report_agrees(principal, message)
    assert_nobody_twice(place, message, "Snow day: school is closed today")


def assert_report_agrees(principal: Client, message: Json) -> None:
    rows = principal.everything("/v1/reports/history")
    mine = {row["channel"]: row for row in rows if row["message_id"] == message["message_id"]}
    for part in message["parts"]:
        if part["channel"] == "portal":  # in-app copies are shown when asked for: they cannot fail
            continue
        row = mine[part["channel"]]
        assert {name: row[name] for name in ("total", "sent", "pending", "expired", "errors")} == {
            name: part[name] for name in ("total", "sent", "pending", "expired", "errors")
        }
    recipients = principal.everything(f"/v1/messages/{message['message_id']}/recipients", channel="email")
    statuses = Counter(row["status"] for row in recipients)
    email = next(part for part in message["parts"] if part["channel"] == "email")
    assert statuses["sent"] == email["sent"]
    assert statuses["error"] == email["errors"]
    assert all(row["error"] for row in recipients if row["status"] == "error")


def assert_nobody_twice(place: Place, message: Json, subject: str) -> None:
    """What was handed over was handed over once, and as much of it as the report says."""
    taken = handed_over(place)
    assert taken["duplicates"] == []
    parts = {part["channel"]: part for part in message["parts"]}
    for kind, channel in (("email", "email"), ("text", "sms")):
        mine = [
            item
            for item in taken["items"]
            if item["kind"] == kind and message["message_id"] in str(item["tags"])
        ]
        assert len(mine) >= parts[channel]["sent"] > 0, subject


def test_killed_workers_lose_nobody_and_double_nobody(
    principal: Client, school: Json, place: Place, carillon: Carillon
) -> None:
    """Promise 2 of the line: the worker processes die in the middle of the send, and the report is the same."""
    subject = "Early release on Friday"
    before = principal.send(snow_day(school, subject=subject))
    message_id = before.body["message_id"]
    for _ in range(3):
        eventually(lambda: kill_workers(carillon) or finished(principal, message_id), pause=0.2)
    # Doubt is settled after minutes, by the provider's events and the canary.
    message = done(principal, message_id, seconds=900)
    reference = done(principal, principal.send(snow_day(school, subject="For comparison")).body["message_id"])
    assert [(part["channel"], part["total"], part["sent"], part["errors"]) for part in message["parts"]] == [
        (part["channel"], part["total"], part["sent"], part["errors"]) for part in reference["parts"]
    ]
    assert_nobody_twice(place, message, subject)


def finished(client: Client, message_id: str) -> bool:
    answer = client.get(f"/v1/messages/{message_id}")
    return answer.status == 200 and answer.body["status"] == "done"


def kill_workers(carillon: Carillon) -> int:
    """SIGKILL to every function process of the engine; how many there were."""
    assert carillon.engine
    shown = subprocess.run(
        ["ps", "--ppid", str(carillon.engine.child.process.pid), "-o", "pid="],
        capture_output=True,
        text=True,
        check=False,
    )
    return sum(map(killed, map(int, shown.stdout.split())))


def killed(pid: int) -> bool:
    """Whether the process was still there to be killed."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def test_a_parent_finds_the_message_in_the_inbox(
    place: Place, sign_ins: dict[str, dict[str, str]], principal: Client, school: Json
) -> None:
    """RCPT-20, CHAN-02, SEND-08: the in-app copy under the sender's name, in the parent's own thread."""
    tenth = {
        "recipient_type": "primary_contacts",
        "grades": [{"school_id": school["school_id"], "grade": "10"}],
    }
    note = snow_day(school, subject="Inbox copy", audience={"students": tenth, "staff": None})
    done(principal, principal.send(note).body["message_id"])
    parent = Client(place.web_url).sign_in(sign_ins["parent"]["username"], sign_ins["parent"]["password"])
    threads = parent.get("/v1/inbox").body["items"]
    newest = threads[0]
    assert newest["subject"] == "Inbox copy"
    assert newest["unread"] >= 1
    entries = parent.get(f"/v1/inbox/{newest['thread_id']}").body["items"]
    assert "closed" in entries[0]["html"]
    assert parent.post(f"/v1/inbox/{newest['thread_id']}/read").status == 204
    assert parent.get("/v1/inbox").body["items"][0]["unread"] == 0
