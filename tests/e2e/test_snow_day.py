"""A principal's snow day on the deployed stack: one message to every family of the largest school."""

from collections import Counter

import pytest

from infra.local.engine import Place
from tests.e2e.client import Client, Json
from tests.e2e.sending import SnowDay, assert_nobody_twice, done, largest_school, snow_day

pytestmark = pytest.mark.e2e
LARGEST = 1345


def test_a_snow_day_reaches_every_family_once(principal: Client, sent: SnowDay, place: Place) -> None:
    """SEND-01, SEND-02, SEND-09, SEND-13, REPT-14, REPT-19: asked, sent, counted, nobody twice."""
    assert largest_school(principal)["students"] == LARGEST
    assert sent.unconfirmed.status == 409
    assert sent.unconfirmed.body["type"] == "/problems/confirmation-required"
    assert (sent.accepted.status, sent.again.status) == (202, 202)
    assert sent.again.body["message_id"] == sent.accepted.body["message_id"]
    message = sent.message
    assert message["people"] == sent.unconfirmed.body["recipients"]
    for part in message["parts"]:
        assert part["total"] == part["sent"] + part["pending"] + part["expired"] + part["errors"]
        assert part["pending"] == 0
    email = next(part for part in message["parts"] if part["channel"] == "email")
    assert email["total"] >= LARGEST
    assert_report_agrees(principal, message)
    assert_nobody_twice(place, message)


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


def test_a_parent_finds_the_message_in_the_inbox(
    place: Place, sign_ins: dict[str, dict[str, str]], principal: Client
) -> None:
    """RCPT-20, CHAN-02, SEND-08: the in-app copy under the sender's name, in the parent's own thread."""
    school = largest_school(principal)
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
