"""What is refused when a message is sent: a clear answer that names the field, and nothing stored."""

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.directory import store as directory
from tests.builders import people
from tests.support.api import Answer, HttpApi

from .conftest import D, Send, body, stored, students

EMAIL = {"email": {"html": "<p>Hello</p>"}}


def refused(answer: Answer, status: int, field: str) -> str:
    """The sentence for the field; fails when anything was stored."""
    assert answer.status == status, answer.text
    assert stored() == 0
    sentences = {each["field"]: each["message"] for each in answer.json["errors"]}
    assert field in sentences, answer.text
    return str(sentences[field])


@pytest.mark.parametrize(
    "audience",
    [
        None,
        {},
        {"students": None, "staff": None},
        {"students": {"recipient_type": "students"}, "staff": {"users": []}},
    ],
)
def test_no_recipients(send: Send, audience: Any) -> None:
    """COMP-01: no recipient of any kind."""
    changes = {} if audience is None else {"audience": audience}
    answer = send(**{"audience": {}} | changes)
    assert "nobody" in refused(answer, 400, "audience")


def test_an_audience_that_is_empty_at_the_moment(send: Send) -> None:
    """COMP-01: a grade without students reaches nobody, which is no recipient either."""
    answer = send(audience=students(grades=[{"school_id": "lincoln", "grade": "12"}]))
    refused(answer, 400, "audience")


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"push": {}},
        {"email": {"html": ""}},
        {"email": {"html": "<p> &nbsp;</p><p>\u200b<br></p>"}},
        {"sms": {"text": " \u00a0\u200b\n"}, "email": {"html": "<ul><li></li></ul>"}},
        {"voice": {"kind": "tts", "text": "\u3164"}},
    ],
)
def test_no_part_with_content(send: Send, parts: Any) -> None:
    """COMP-35: spaces, empty tags and invisible characters are no content; nor is a push alone (A-81)."""
    refused(send(parts=parts), 400, "parts")


def test_an_unknown_recipient_type_names_those_there_are(send: Send) -> None:
    answer = send(audience={"students": {"recipient_type": "guardians", "students": ["s1"]}})
    sentence = refused(answer, 400, "audience.students.recipient_type")
    assert "primary_contacts" in sentence
    assert "students" in sentence


@pytest.mark.parametrize(
    ("choice", "field"),
    [
        ({"students": ["s1", "s5"]}, "audience.students.students"),
        ({"students": ["nobody"]}, "audience.students.students"),
        ({"schools": ["hill"]}, "audience.students.schools"),
        ({"schools": ["nowhere"]}, "audience.students.schools"),
        ({"grades": [{"school_id": "hill", "grade": "02"}]}, "audience.students.grades"),
        ({"sections": ["c9"]}, "audience.students.sections"),
        ({"sections": ["c1", "nothing"]}, "audience.students.sections"),
    ],
)
def test_students_of_another_school(send: Send, choice: Any, field: str) -> None:
    """PERM-07: what is out of reach is refused, not dropped, and looks as if it were not there."""
    refused(send(audience=students(**choice)), 404, field)


@pytest.mark.parametrize(
    ("choice", "field"),
    [
        ({"students": ["s3"]}, "audience.students.students"),
        ({"schools": ["lincoln"]}, "audience.students.schools"),
        ({"grades": [{"school_id": "lincoln", "grade": "09"}]}, "audience.students.grades"),
        ({"sections": ["c9"]}, "audience.students.sections"),
    ],
)
def test_a_teacher_reaches_only_their_own_students(send: Send, choice: Any, field: str) -> None:
    """PERM-07."""
    refused(send("tom", audience=students(**choice)), 404, field)


@pytest.mark.parametrize("user_id", ["far", "mum", "nobody"])
def test_staff_out_of_reach(send: Send, user_id: str) -> None:
    """PERM-07: staff of another school, somebody who is not staff, nobody at all: the same answer."""
    refused(send(audience={"staff": {"users": ["tom", user_id]}}), 404, "audience.staff.users")


def test_a_school_that_is_not_the_senders(send: Send) -> None:
    """PERM-07."""
    refused(send(school_id="hill"), 404, "school_id")


@pytest.mark.parametrize(
    ("html", "named"),
    [
        ("<p>Hi</p><script>alert(1)</script>", "a script"),
        ('<p onclick="steal()">Hi</p>', "onclick"),
        ('<a href="java&#10;script:alert(1)">x</a>', "javascript"),
        ('<iframe src="https://x.example"></iframe>', "embedded page"),
        ("<form><input></form>", "a form"),
        ('<img src="data:image/png;base64,AA==">', "picture"),
        ('<img src="http://x.example/a.png">', "begins with https://"),
    ],
)
def test_html_that_acts(send: Send, html: str, named: str) -> None:
    assert named in refused(send(parts={"email": {"html": html}}), 400, "parts.email.html")


@pytest.mark.parametrize("html", ["x" * (256 * 1024 + 1), "<div>" * 600])
def test_html_beyond_reason(send: Send, html: str) -> None:
    refused(send(parts={"email": {"html": html}}), 400, "parts.email.html")


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        ({"email": {"html": 5}}, "parts.email.html"),
        ({"email": {}}, "parts.email.html"),
        ({"email": "hello"}, "parts.email"),
        ({"sms": {"text": ["x"]}}, "parts.sms.text"),
        ({"voice": {"kind": "sung", "text": "x"}}, "parts.voice.kind"),
        ({"voice": {"text": "x", "language": "<en>"}}, "parts.voice.language"),
        ({**EMAIL, "fax": {}}, "parts.fax"),
    ],
)
def test_parts_of_the_wrong_form(send: Send, parts: Any, field: str) -> None:
    refused(send(parts=parts), 400, field)


def test_a_text_over_the_limit(send: Send) -> None:
    """SMS-02: without a setting the limit is 130."""
    assert "131" in refused(send(parts={"sms": {"text": "a" * 131}}), 400, "parts.sms.text")


def test_a_call_over_the_limit(send: Send) -> None:
    """CALL-08: one minute is 1,000 characters."""
    refused(send(parts={"voice": {"text": "a" * 1001}}), 400, "parts.voice.text")


def test_a_subject_over_the_limit(send: Send) -> None:
    refused(send(subject="a" * 201), 400, "subject")


@pytest.mark.parametrize(
    ("who", "changes", "field"),
    [
        ("kay", {"parts": {"voice": {"text": "x"}}}, "parts.voice"),
        ("tom", {"priority": True}, "priority"),
        ("tom", {"parts": {"sms": {"text": "x", "emergency": True}}}, "parts.sms.emergency"),
        ("plain", {"parts": {"voice": {"text": "x", "emergency": True}}}, "parts.voice.emergency"),
    ],
)
def test_rights_that_the_sender_lacks(send: Send, who: str, changes: Any, field: str) -> None:
    """PERM-02, PERM-11, PERM-A06: the flag in a request is refused, not ignored."""
    refused(send(who, **changes), 403, field)


@pytest.mark.parametrize("missing", ["send_sms", "push", "send_to_primary_contacts", "send_to_staff"])
def test_each_channel_and_type_has_its_right(send: Send, missing: str, without: Callable[[str], str]) -> None:
    """PERM-A10, PERM-A14, PERM-A15, PERM-A17."""
    fields = {
        "send_sms": "parts.sms",
        "push": "parts.push",
        "send_to_primary_contacts": "audience.students.recipient_type",
        "send_to_staff": "audience.staff",
    }
    everything = {
        "parts": {**EMAIL, "sms": {"text": "x"}, "push": {}},
        "audience": {**students(students=["s1"]), "staff": {"users": ["tom"]}},
    }
    answer = send(without(missing), **everything)
    refused(answer, 403, fields[missing])
    assert len(answer.json["errors"]) == 1


@pytest.mark.parametrize("key", [None, "short", "x" * 101, "with a space", "with-\u00e9-accent"])
def test_the_idempotency_key_is_asked_for(api: HttpApi, town: None, key: str | None) -> None:
    """SEND-01."""
    headers = {"Idempotency-Key": key} if key else {}
    refused(api.post("/v1/messages", body(), as_="head", headers=headers), 400, "Idempotency-Key")


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"\xff\xfe", b'{"a": NaN}', b"[" * 5000])
def test_wrong_json(api: HttpApi, town: None, raw: bytes) -> None:
    answer = api.call("POST", "/v1/messages", raw=raw, as_="head", headers={"Idempotency-Key": "request-1"})
    assert answer.status == 400
    assert stored() == 0


def test_ten_megabytes(api: HttpApi, town: None) -> None:
    big = body(parts={"email": {"html": "x" * 10_000_000}})
    answer = api.post("/v1/messages", big, as_="head", headers={"Idempotency-Key": "request-1"})
    assert (answer.status, stored()) == (413, 0)


def test_more_ids_than_one_message_takes(send: Send) -> None:
    refused(
        send(audience=students(students=[f"s{n}" for n in range(10_001)])), 400, "audience.students.students"
    )


@pytest.mark.parametrize("text", ["nul \x00 byte", "half \ud800 pair"])
def test_text_that_nothing_can_carry(send: Send, text: str) -> None:
    refused(send(parts={"sms": {"text": text}}), 400, "parts.sms.text")


@pytest.mark.parametrize("claims", [{"exp": 1_000_000_000}, {"key": "foreign"}])
def test_expired_and_foreign_tokens(api: HttpApi, town: None, claims: Any) -> None:
    token = api.issuer.token("head", **claims)
    headers = {"Idempotency-Key": "request-1", "Authorization": f"Bearer {token}"}
    answer = api.post("/v1/messages", body(), headers=headers)
    assert (answer.status, stored()) == (401, 0)


@pytest.mark.parametrize("who", ["mum"])
def test_families_do_not_send_here(send: Send, who: str) -> None:
    answer = send(who)
    assert (answer.status, stored()) == (403, 0)


def test_nothing_is_written_for_a_closed_school(api: HttpApi, send: Send) -> None:
    """PICK-03: a school outside its years is no session school: the answer is that of an unknown one."""
    told = refused(send(school_id="nowhere"), 404, "school_id")
    directory.put_school(D, people.school("lincoln", name="Lincoln High", last_year="2020"))
    assert refused(send(), 404, "school_id") == told
    counted = {"audience": students(students=["s5"]), "parts": ["email"], "school_id": "lincoln"}
    assert api.post("/v1/audience/count", counted, as_="boss").status == 404
