"""Sending again over HTTP: the numbers before saying yes, the try, and where both stand afterwards."""

from typing import Any

import pytest

from chalicelib.audience.model import RecipientType, Selection, StudentSelection
from chalicelib.content.model import Channel
from chalicelib.delivery.model import DeliveryStatus
from chalicelib.delivery.shards import ShardList
from chalicelib.delivery.store import plans
from chalicelib.directory import store as directory
from chalicelib.directory.model import EmailAddress
from tests.builders import deliveries, families, people
from tests.builders.messages import message_id
from tests.support.api import Answer, HttpApi

from .test_progress import town

__all__ = ["town"]  # a fixture
ONE = f"/v1/messages/{message_id(1)}"
AGAIN = f"{ONE}/resend"
SENT, ERROR = DeliveryStatus.SENT, DeliveryStatus.ERROR


@pytest.fixture(autouse=True)
def not_reached(aws: None, town: None) -> None:
    """Contacts of two students; to the second the email came back, and the address was corrected since."""
    whose = [
        families.student(f"s{at}", families.contact(f"c{at}", emails=(EmailAddress(f"new-{at}@home.example"),)))
        for at in range(2)
    ]
    directory.put_students("demo", whose)
    students = StudentSelection(RecipientType.PRIMARY_CONTACTS, students=("s0", "s1"))
    deliveries.sent_out(1, {Channel.EMAIL: [SENT, ERROR]}, selection=Selection(students))
    plans.put_shards("demo", message_id(1), "plan", [ShardList(("s0", "s1"))])


def ask(api: HttpApi, as_: str = "principal", **body: Any) -> Answer:
    return api.post(AGAIN, as_=as_, body={"number": 1} | body)


def test_the_offer_says_how_many_and_why(api: HttpApi) -> None:
    """RCPT-23, QUEUE-10: by part and reason."""
    offer = api.get(AGAIN, as_="principal").json
    assert (offer["number"], offer["deliveries"], offer["approximate"]) == (1, 1, False)
    (line,) = offer["reasons"]
    assert (line["channel"], line["reason"], line["count"], line["again"]) == ("email", "no_mailbox", 1, 1)
    assert line["words"].startswith("There is no such mailbox")


def test_the_try_stands_beside_the_first_report(api: HttpApi) -> None:
    """REPT-19, REPT-25, QUEUE-08: twice asked it is made once; both stand in Communication History."""
    first, second = ask(api), ask(api)
    assert (first.status, second.status) == (202, 202)
    assert first.json["message_id"] == second.json["message_id"]
    assert (first.json["resend_of"], first.json["resend_number"]) == (message_id(1), 1)
    assert [each["channel"] for each in first.json["parts"]] == ["email"]
    whole = api.get(ONE, as_="teacher-1").json
    assert whole["parts"][0]["errors"] == 1, "the first report stays as it was"
    (shown,) = whole["resends"]
    assert (shown["number"], shown["message_id"], shown["by"]["user_id"]) == (
        1,
        first.json["message_id"],
        "principal",
    )
    assert api.get(f"/v1/messages/{first.json['message_id']}/recipients", as_="teacher-1").status == 200
    listed = api.get("/v1/messages", as_="teacher-1").json["items"]
    assert [each["message_id"] for each in listed] == [message_id(1)], "in Sent it stands with the first"
    rows = api.get("/v1/reports/history", as_="superintendent", query={"all_users": True}).json["items"]
    assert {(each["resend_of"], each["resend_number"]) for each in rows} == {(None, 0), (message_id(1), 1)}


def test_what_cannot_be_sent_again_says_why(api: HttpApi) -> None:
    """PERM-02: 4xx with a way out, and nothing stored."""
    assert ask(api, as_="teacher-2").status == 404
    assert ask(api, as_="parent-1").status == 403
    wrong = ask(api, number=7)
    assert (wrong.status, wrong.fields) == (400, ["number"])
    for bad in ("one", 0, True, None):
        assert ask(api, number=bad).status == 400
    directory.put_district(people.district(settings={"always_confirm": True}))
    refused = ask(api)
    assert (refused.status, refused.json["type"]) == (409, "/problems/confirmation-required")
    assert refused.json["recipients"] == 1
    assert api.get(ONE, as_="teacher-1").json["resends"] == []
    assert ask(api, confirmed_recipients=1).status == 202
