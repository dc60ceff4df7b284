"""What a good request leaves behind, and what a repeated one does."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from chalicelib.audience.model import RecipientType
from chalicelib.content.model import Channel
from chalicelib.directory import store as directory
from chalicelib.directory.model import RollEntry
from chalicelib.kernel import aws
from chalicelib.kernel.aws import sqs
from chalicelib.kernel.clock import FixedClock
from chalicelib.kernel.settings import setting
from chalicelib.messages import outbox, store
from tests.builders import families, people
from tests.support.api import HttpApi

from .conftest import D, Send, enrol, queued, stored, students

ALL_PARTS = {
    "email": {"html": '<p class="x">Bring <b>lunch</b>.</p>'},
    "sms": {"text": "Bring lunch"},
    "voice": {"kind": "tts", "text": "Bring lunch", "language": "es"},
    "push": {},
}


def test_a_message_is_stored_and_queued_once(send: Send) -> None:
    """SEND-01, SEND-09: one message, a row for each part, one outbox entry, one reference on the queue."""
    answer = send(parts=ALL_PARTS, priority=True)

    assert answer.status == 202
    made = answer.json
    assert answer.headers["location"] == f"/v1/messages/{made['message_id']}"
    message = store.load(D, made["message_id"])
    assert message is not None
    assert message.content.html == "<p>Bring <b>lunch</b>.</p>"
    assert message.content.plain == "Bring lunch."
    assert message.content.voice is not None
    assert message.content.voice.language == "es"
    assert (message.priority, message.people) == (True, 1)
    assert message.selection.students is not None
    assert message.selection.students.recipient_type is RecipientType.PRIMARY_CONTACTS
    assert {row.channel for row in store.parts(D, message.message_id)} == set(Channel)
    assert [each.message_id for each in outbox.waiting(D, message.expires_at)] == [message.message_id]
    queue = sqs().receive_message(QueueUrl=setting("FAN_OUT_QUEUE_URL"), MaxNumberOfMessages=10)
    assert [json.loads(each["Body"]) for each in queue["Messages"]] == [
        {"district": D, "message": message.message_id}
    ]


def test_the_answer_says_what_was_accepted(send: Send) -> None:
    """COMP-22: an empty subject becomes New Message."""
    made = send(subject=" \u00a0", parts={"sms": {"text": " Bring\r\nlunch "}}).json
    assert made["subject"] == "New Message"
    assert (made["sms_text"], made["html"], made["voice_text"]) == ("Bring\nlunch", "", None)
    assert made["sender"] == {"user_id": "head", "name": "Helen Miller"}
    assert (made["to"], made["recipient_type"]) == ("Primary contacts of Amy Miller", ["primary_contacts"])
    assert (made["people"], made["status"], made["source"]) == (1, "resolving", "user")
    assert [part["channel"] for part in made["parts"]] == ["sms", "portal"]


def test_header_injection_is_stripped_from_the_subject(send: Send) -> None:
    """CHAN-01."""
    made = send(subject="Trip\r\nBcc: everybody@x.example\u2028X").json
    assert made["subject"] == "Trip Bcc: everybody@x.example X"


def test_blank_parts_are_left_out_when_another_has_content(send: Send) -> None:
    """COMP-35: a part of only spaces counts as not there."""
    made = send(parts={"email": {"html": "<p><br></p>"}, "sms": {"text": "x"}, "voice": {"text": "  "}}).json
    assert [part["channel"] for part in made["parts"]] == ["sms", "portal"]


def test_an_emoji_is_one_character_of_a_text(send: Send) -> None:
    """SMS-03: 129 letters and a family of four make 130."""
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"
    assert send(parts={"sms": {"text": "a" * 129 + family}}).status == 202
    assert send(parts={"sms": {"text": "a" * 130 + family}}).status == 400


def test_the_districts_own_limits_count(send: Send) -> None:
    """SMS-02, CALL-08: 160 characters for texts, two minutes for calls."""
    settings: dict[str, Any] = {"sms_character_limit": 160, "call_character_limit": 2000}
    directory.put_district(people.district(settings=settings))
    assert send(parts={"sms": {"text": "a" * 160}, "voice": {"text": "a" * 2000}}).status == 202
    assert send(parts={"sms": {"text": "a" * 161}}).fields == ["parts.sms.text"]
    assert send(parts={"voice": {"text": "a" * 2001}}).fields == ["parts.voice.text"]


def test_the_same_request_again_makes_nothing_more(send: Send) -> None:
    """SEND-01: a retried request sends once and gets the same answer."""
    first = send(key="request-one")
    before = stored()
    again = send(key="request-one")
    assert (again.status, again.json) == (202, first.json)
    assert stored() == before


def test_the_same_key_for_something_else_is_refused(send: Send) -> None:
    """SEND-01."""
    send(key="request-one")
    before = stored()
    other = send(key="request-one", subject="Another")
    assert (other.status, other.fields) == (409, ["Idempotency-Key"])
    assert stored() == before


def test_the_same_key_of_somebody_else_is_their_own(send: Send) -> None:
    """SEND-01: keys belong to their sender."""
    assert send(key="request-one").json["message_id"] != send("tom", key="request-one").json["message_id"]


def test_a_retry_is_answered_even_when_it_would_be_refused_now(send: Send) -> None:
    """SEND-01, SEND-10: accepted stays accepted."""
    first = send(key="request-one")
    directory.put_students(D, [families.student("s1", active=False)])
    assert send(key="request-one").json == first.json


def test_of_two_identical_requests_at_once_one_makes_the_message(
    send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SEND-01: a double click. The other request passes between this one's look-up and its store."""
    look_up = store.answered
    others: list[str] = []

    def overtaken(*asked: str) -> store.Answered | None:
        found = look_up(*asked)
        monkeypatch.setattr(store, "answered", look_up)
        if not others:
            others.append(send(key="request-one").json["message_id"])
        return found

    monkeypatch.setattr(store, "answered", overtaken)
    mine = send(key="request-one")
    assert (mine.status, mine.json["message_id"]) == (202, others[0])
    assert queued() == 1


def test_a_message_that_was_not_stored_is_never_answered(send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    """SEND-01: another request was faster, and its message cannot be found: asked to try again."""

    def too_late(*_: Any, **__: Any) -> None:
        raise store.AlreadyAnswered

    monkeypatch.setattr(store, "accept", too_late)
    assert (send(key="request-one").status, queued()) == (503, 0)


def test_a_message_that_cannot_be_queued_is_accepted_all_the_same(
    send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SEND-01, A-14: the queue job finds the outbox entry."""

    def down(**_: Any) -> None:
        raise ClientError({"Error": {"Code": "ServiceUnavailable"}}, "SendMessageBatch")

    monkeypatch.setattr(aws.sqs(), "send_message_batch", down)
    made = send()
    assert (made.status, queued()) == (202, 0)
    message = store.load(D, made.json["message_id"])
    assert message is not None
    assert [each.message_id for each in outbox.waiting(D, message.expires_at)] == [message.message_id]


def test_students_staff_and_sections_together(send: Send) -> None:
    """COMP-01: one message addresses students and staff; a student chosen twice counts once (PICK-13)."""
    audience = {**students(students=["s1", "s1"], sections=["c1"]), "staff": {"users": ["tom", "tom", "boss"]}}
    made = send(audience=audience).json
    assert made["people"] == 4
    assert made["recipient_type"] == ["primary_contacts", "staff"]
    assert made["to"] == "Primary contacts of C1 and 1 student; 2 staff"


def test_a_teacher_writes_to_a_section(send: Send) -> None:
    """PERM-07."""
    made = send("tom", audience=students(sections=["c1"]))
    assert (made.status, made.json["people"]) == (202, 2)


def test_staff_with_the_rights_send_emergencies(send: Send) -> None:
    """PERM-11: Phone Calls, Send SMS and Emergency Calls together."""
    parts = {"sms": {"text": "x", "emergency": True}, "voice": {"text": "x", "emergency": True}}
    made = send(parts=parts)
    assert (made.status, made.json["emergency"]) == (202, True)


# ---- The confirmation ---------------------------------------------------------------------------------------


def crowd(size: int) -> None:
    """A roll of so many students at Hill, each with one contact."""
    found = [families.student(f"c{n}", families.contact(f"c{n}-dad"), schools=("hill",)) for n in range(size)]
    enrol("hill", *found)


def hill(**changes: Any) -> dict[str, Any]:
    return {"school_id": "hill", "audience": students(schools=["hill"])} | changes


def test_a_hundred_people_need_no_confirmation(send: Send) -> None:
    """SEND-02, A-26: exactly 100."""
    crowd(100)
    assert send("boss", **hill()).status == 202


def test_a_hundred_and_one_people_do(send: Send) -> None:
    """SEND-02, SEND-13: the server's number, from current data; nothing is stored before the yes."""
    crowd(101)
    asked = send("boss", key="request-one", **hill())
    assert (asked.status, asked.json["type"]) == (409, "/problems/confirmation-required")
    assert asked.json["recipients"] == 101
    assert asked.json["by_channel"]["email"] == {
        "reachable": 101,
        "unreachable": 0,
        "deliveries": 101,
    }
    assert stored() == 0
    wrong = send("boss", key="request-one", **hill(confirmed_recipients=100))
    assert (wrong.status, wrong.json["recipients"], stored()) == (409, 101, 0)
    right = send("boss", key="request-one", **hill(confirmed_recipients=101))
    assert (right.status, right.json["people"]) == (202, 101)
    again = send("boss", key="request-one", **hill())  # the script, run once more
    assert (again.status, again.json["message_id"]) == (202, right.json["message_id"])


def test_a_confirmation_of_a_number_that_changed_is_asked_again(send: Send) -> None:
    """SEND-13, RCPT-19: somebody enrolled in between."""
    crowd(101)
    entry = RollEntry("s1", "09", "s1", "")
    directory.put_roll(D, "hill", (*directory.roll(D, "hill"), entry))
    assert send("boss", **hill(confirmed_recipients=101)).json["recipients"] == 102


def test_a_district_may_ask_always_or_later(send: Send) -> None:
    """SEND-02: by the district's settings."""
    directory.put_district(people.district(settings={"always_confirm": True}))
    assert send().json["recipients"] == 1
    assert send(confirmed_recipients=1).status == 202
    directory.put_district(people.district(settings={"confirm_over": 500}))
    crowd(101)
    assert send("boss", **hill()).status == 202


def test_the_message_remembers_what_its_sender_was_shown(api: HttpApi, send: Send) -> None:
    """SEND-13: deliveries by channel, for comparing with the totals; not push, which needs devices."""
    parts = {"email": {"html": "<p>Hi</p>"}, "sms": {"text": "Hi"}, "push": {}}
    message_id = send(parts=parts).json["message_id"]
    shown = api.get(f"/v1/messages/{message_id}", as_="head").json
    assert shown["counted"] == {"email": 1, "sms": 1, "portal": 1}


def test_siblings_share_their_contact_and_count_once(send: Send) -> None:
    """A-26: people are counted after merging; the messages stay one per student (A-18)."""
    mother = families.contact("mother")
    enrol(
        "hill",
        families.student("x1", mother, schools=("hill",)),
        families.student("x2", mother, schools=("hill",)),
    )
    made = send("boss", **hill()).json
    assert made["people"] == 1


def test_time_comes_from_the_clock(send: Send, api: HttpApi, monkeypatch: pytest.MonkeyPatch) -> None:
    """A-15: an immediate message expires a day after it was sent."""
    clock = FixedClock(api.issuer.now)
    monkeypatch.setattr("chalicelib.access.endpoint.clock_source", lambda: clock)
    message = store.load(D, send().json["message_id"])
    assert message is not None
    assert message.accepted_at == clock.now()
    assert (message.expires_at - message.accepted_at).total_seconds() == 86_400
