"""Test Call: to a number of one's own, once, at once, and nowhere else to be seen (CALL-13)."""

from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.access import store as access
from chalicelib.access.profiles import STANDARD
from chalicelib.content.model import Channel
from chalicelib.delivery.preview import test_call
from chalicelib.directory import store as directory
from chalicelib.directory.model import Role
from chalicelib.directory.store import audit, suppressions
from chalicelib.directory.suppression import Cause
from chalicelib.kernel.aws import dynamodb
from chalicelib.kernel.settings import setting
from tests.builders import people
from tests.support.api import Answer, HttpApi
from tests.support.calling import can_call, cannot_call
from tests.support.line import Line

pytestmark = pytest.mark.moto

D = "demo"
NUMBER = "(206) 555-0123"


@pytest.fixture(autouse=True)
def town(line: Line) -> None:
    directory.put_district(people.district(settings={"voice_numbers": "+13035550142"}))
    directory.put_school(D, people.school())
    access.put_profiles(D, STANDARD.values())
    directory.put_users(
        D,
        [
            people.user("head", profiles=("principal",)),
            people.user("tom", roles=(Role.TEACHER,)),
            people.user("kay", roles=(Role.TEACHER,), profiles=("teacher-without-calls",)),
        ],
    )
    can_call()


def place(api: HttpApi, as_: str = "head", number: str = NUMBER, **voice: Any) -> Answer:
    body = {"school_id": "lincoln", "number": number, "voice": {"text": "No school today.", **voice}}
    return api.post("/v1/test-calls", body, as_=as_)


def items(table: str) -> int:
    return int(dynamodb().scan(TableName=setting(table), Select="COUNT")["Count"])


def test_one_call_with_what_is_written(line: Line, api: HttpApi) -> None:
    """CALL-13: from the caller ID that the message would have; nothing in history, an entry in the record."""
    answer = place(api)
    assert (answer.status, answer.json) == (202, {"number": "+12065550123"})
    (call,) = line.handed_over(kind="call")
    assert (call.destination, call.sender, call.words) == ("+12065550123", "+13035550142", "No school today.")
    assert items("MESSAGES_TABLE") == 0
    told = audit.newest(D, 1, None).items[0]
    assert (told.subject, told.who.user_id, told.changes[0].after) == ("test_call", "head", "…0123")
    line.run(minutes=1)
    assert len(line.handed_over()) == 1


def test_insert_fields_are_read_as_their_titles(line: Line, api: HttpApi) -> None:
    """CALL-13, CALL-10"""
    assert place(api, text="{{student.first_name}} was absent.").status == 202
    assert line.handed_over(kind="call")[0].words == "Student's first name was absent."


@pytest.mark.parametrize(
    ("changes", "status", "field"),
    [
        ({"number": "12"}, 400, "number"),
        ({"number": ""}, 400, "number"),
        ({"number": "206-555-0123 x4"}, 400, "number"),
        ({"number": "+1 900 555 1234"}, 400, "number"),
        ({"text": "  "}, 400, "voice"),
        ({"text": "a" * 1001}, 400, "parts.voice.text"),
        ({"kind": "recorded", "recording_id": "nowhere"}, 404, "parts.voice.recording_id"),
        ({"caller_id": "nowhere"}, 404, "parts.voice.caller_id"),
        ({"as_": "kay"}, 403, None),
        ({"as_": "tom", "emergency": True}, 403, "parts.voice.emergency"),
    ],
)
def test_what_cannot_be_tried(line: Line, api: HttpApi, changes: Any, status: int, field: str | None) -> None:
    """CALL-13: the number refused at its field; what could not be sent cannot be tried; nobody is called."""
    answer = place(api, **changes)
    assert (answer.status, answer.fields) == (status, [field] if field else [])
    assert line.handed_over() == []


def test_ten_an_hour(line: Line, api: HttpApi, monkeypatch: pytest.MonkeyPatch) -> None:
    """CALL-13: of each person; the next hour begins anew."""
    monkeypatch.setattr("chalicelib.access.endpoint.clock_source", lambda: line.clock)
    at = api.__class__(api.client, api.issuer.__class__(api.issuer.keys_file, line.clock.now()))
    assert [place(at).status for _ in range(11)] == [202] * 10 + [429]
    assert place(at, "tom").status == 202
    assert len(line.handed_over(kind="call")) == 11
    assert len(audit.newest(D, 50, None).items) == 12  # one of them tells of the caller ID
    line.clock.advance(seconds=3600)
    at = api.__class__(api.client, api.issuer.__class__(api.issuer.keys_file, line.clock.now()))
    assert place(at).status == 202


def test_whoever_opted_out_is_not_tried_on(line: Line, api: HttpApi) -> None:
    """CALL-13, CHAN-10"""
    now = datetime(2026, 1, 1, tzinfo=UTC).isoformat()
    suppressions.suppress(D, Channel.VOICE, "+12065550123", Cause.OPT_OUT, now)
    answer = place(api)
    assert (answer.status, answer.fields) == (409, ["number"])
    assert line.handed_over() == []


def test_without_a_default_nobody_tries(line: Line, api: HttpApi) -> None:
    """CALL-01, CALL-13"""
    cannot_call()
    assert place(api).fields == ["parts.voice"]


@pytest.mark.parametrize(
    ("number", "status"), [("+19075550131", 400), ("+19075550132", 429), ("+19075550133", 503)]
)
def test_what_the_provider_says_is_said(line: Line, api: HttpApi, number: str, status: int) -> None:
    """CALL-13: invalid, too fast, down."""
    assert place(api, number=number).status == status


def test_of_a_call_that_perhaps_rang_nobody_says_that_it_did_not(line: Line, api: HttpApi) -> None:
    """CALL-13: the connection broke after the provider took it; told to try again, one would be rung twice."""
    answer = place(api, number="+19075550136")
    assert (answer.status, answer.json["detail"]) == (503, test_call.PERHAPS)
    assert len(line.handed_over(kind="call")) == 1
