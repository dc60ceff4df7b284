"""A message with steps for those who do not read it, at the API: what may be asked, and what is shown of it."""

from typing import Any

import pytest

from tests.support.api import HttpApi

from .conftest import Send, stored

PARTS = {
    "email": {"html": "<p>Bring lunch.</p>"},
    "sms": {"text": "Bring lunch."},
    "voice": {"kind": "tts", "text": "Bring lunch."},
    "push": {},
}
TEXT, CALL = {"channel": "sms", "after_minutes": 30}, {"channel": "voice", "after_minutes": 60}


def test_its_steps_are_kept_and_shown(send: Send, api: HttpApi) -> None:
    """SEND-09: each waiting part says when, and has its numbers."""
    answer = send(parts=PARTS, if_not_read=[TEXT, CALL])
    assert answer.status == 202, answer.text
    shown = api.get(answer.headers["location"], as_="head").json
    assert [(each["channel"], each["after_minutes"]) for each in shown["if_not_read"]] == [
        ("sms", 30),
        ("voice", 60),
    ]
    assert shown["if_not_read"][0]["at"] > shown["sent_at"]
    assert {each["spared"] for each in shown["parts"]} == {0}


@pytest.mark.parametrize(
    ("steps", "field"),
    [
        ([{"channel": "email", "after_minutes": 30}], "if_not_read.0.channel"),
        ([{"channel": "portal", "after_minutes": 30}], "if_not_read.0.channel"),
        ([TEXT | {"after_minutes": 4}], "if_not_read.0.after_minutes"),
        ([TEXT | {"after_minutes": 721}], "if_not_read.0.after_minutes"),
        ([TEXT | {"after_minutes": "30"}], "if_not_read.0.after_minutes"),
        ([TEXT | {"after_minutes": None}], "if_not_read.0.after_minutes"),
        ([TEXT, CALL | {"after_minutes": 29}], "if_not_read.1.after_minutes"),
        ([CALL, TEXT], "if_not_read.1.after_minutes"),
        ([TEXT, TEXT | {"after_minutes": 60}], "if_not_read.1.channel"),
        ([TEXT | {"again": True}], "if_not_read.0.again"),
        ([TEXT] * 4, "if_not_read"),
        ("later", "if_not_read"),
    ],
)
def test_a_step_that_cannot_be_is_named(send: Send, steps: Any, field: str) -> None:
    """COMP-35: nothing is stored, and the sentence says what to do."""
    before = stored()
    answer = send(parts=PARTS, if_not_read=steps)
    assert (answer.status, answer.fields[0]) == (400, field)
    assert stored() == before


def test_a_step_needs_its_part(send: Send) -> None:
    """COMP-35: only what is written can go."""
    answer = send(if_not_read=[TEXT])
    assert answer.fields == ["if_not_read.0.channel"]
    assert "Write its text" in answer.json["detail"]


def test_families_have_no_steps(send: Send) -> None:
    """RCPT-25"""
    audience = {"students": None, "staff": {"users": ["tom"]}}
    answer = send(as_="mum", audience=audience, if_not_read=[TEXT])
    assert (answer.status, answer.fields) == (400, ["if_not_read"])


def test_the_parts_ask_for_the_same_rights(send: Send) -> None:
    """PERM-02: a call later is a call."""
    answer = send(as_="kay", parts=PARTS, if_not_read=[CALL])
    assert (answer.status, answer.fields) == (403, ["parts.voice"])
