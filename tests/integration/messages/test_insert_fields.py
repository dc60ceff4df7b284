"""Insert fields at the API: who is offered which, and what sending says of those typed by hand."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.access import store as access
from chalicelib.access.model import Level, Permission, Profile
from chalicelib.directory import store as directory
from chalicelib.directory.model import Role
from tests.builders import people
from tests.support.api import HttpApi

from .conftest import D, Send, body, stored

FIRST = "{{student.first_name}}"


@pytest.fixture
def staff_writer(town: None) -> str:
    """Somebody who may write to staff and to no family."""
    held = (Permission.COMMUNICATION, Permission.SEND_MESSAGES, Permission.SEND_TO_STAFF, Permission.SEND_SMS)
    grants = dict.fromkeys(held, Level.EDIT)
    access.put_profiles(D, [Profile("office", "Office", Role.ADMIN, grants)])
    directory.put_users(D, [people.user("rob", profiles=("office",))])
    return "rob"


def test_the_window_shows_student_fields_first(api: HttpApi, town: None) -> None:
    """FLDS-01."""
    groups = api.get("/v1/insert-fields", as_="tom").json["items"]
    assert [group["group"] for group in groups] == ["student", "user"]
    assert groups[0]["fields"][0] == {
        "name": "student.first_name",
        "token": "{{student.first_name}}",
        "title": "Student's first name",
    }


def test_a_group_without_permission_is_hidden(api: HttpApi, staff_writer: str) -> None:
    """FLDS-01, FLDS-06."""
    groups = api.get("/v1/insert-fields", as_=staff_writer).json["items"]
    assert [group["group"] for group in groups] == ["user"]


def test_an_unknown_field_is_refused_and_nothing_stored(send: Send) -> None:
    """FLDS-03: the answer names the place and the token."""
    before = stored()
    answer = send(parts={"sms": {"text": "Hi {{student.nickname}}"}})
    assert answer.status == 400
    (fault,) = answer.json["errors"]
    assert fault["field"] == "parts.sms.text"
    assert "{{student.nickname}}" in fault["message"]
    assert stored() == before


def test_a_hidden_field_is_left_blank_and_the_sender_warned(send: Send, staff_writer: str) -> None:
    """FLDS-06: also when the request is repeated."""
    asked = {
        "audience": {"students": None, "staff": {"users": ["tom"]}},
        "parts": {"sms": {"text": f"Hi {FIRST}!"}},
    }
    for _ in range(2):
        answer = send(as_=staff_writer, key="the-same-key", **asked)
        assert answer.status == 202
        assert answer.json["sms_text"] == "Hi!"
        (warning,) = answer.json["warnings"]
        assert warning["field"] == "parts.sms.text"
        assert FIRST in warning["message"]


def test_a_schedule_warns_likewise(api: HttpApi, staff_writer: str) -> None:
    """FLDS-06, SCHD-06: also when the request is repeated."""
    audience = {"students": None, "staff": {"users": ["tom"]}}
    message = body(audience=audience, parts={"sms": {"text": f"Hi {FIRST}!"}})
    next_week = str((datetime.now(UTC) + timedelta(days=7)).date())
    asked = {"message": message, "schedule": {"date": next_week, "time": "08:00"}}
    for _ in range(2):
        headers = {"Idempotency-Key": "the-same-key"}
        answer = api.post("/v1/scheduled-messages", asked, as_=staff_writer, headers=headers)
        assert answer.status == 201, answer.text
        assert [each["field"] for each in answer.json["warnings"]] == ["message.parts.sms.text"]


def test_a_message_keeps_its_tokens_and_warns_of_nothing(send: Send) -> None:
    answer = send(parts={"email": {"html": f"<p>Dear parents of {FIRST}</p>"}})
    assert answer.status == 202
    assert answer.json["html"] == f"<p>Dear parents of {FIRST}</p>"
    assert answer.json["warnings"] == []
