"""Insert fields in what a sender wrote: unknown ones are refused, hidden ones blank, limits count tokens."""

from typing import Any

import pytest

from chalicelib.content.compose import Limits, Prepared, Written, prepare
from chalicelib.content.field_list import USER_FIELDS
from chalicelib.content.fields import ALL, MOST_TOKENS, names_student, names_used
from chalicelib.content.model import Content, SmsPart, VoicePart

FIRST = "{{student.first_name}}"


def prepared(*, allowed: frozenset[str] = ALL, **written: Any) -> Prepared:
    return prepare(Written(**{"subject": "Trip"} | written), Limits(), allowed)


def told(found: Prepared) -> dict[str, str]:
    return {fault.field: fault.message for fault in found.faults}


@pytest.mark.parametrize(
    ("field", "written"),
    [
        ("subject", {"subject": "{{student.frist_name}}", "sms": SmsPart("x")}),
        ("parts.email.html", {"html": "<p>Dear {{ Student.Frist_Name }}</p>"}),
        ("parts.sms.text", {"sms": SmsPart("{{student.frist_name}}")}),
        ("parts.voice.text", {"voice": VoicePart("{{student.frist_name}}")}),
    ],
)
def test_an_unknown_field_is_refused_by_name(field: str, written: dict[str, Any]) -> None:
    """FLDS-03: the token would be read by the recipient."""
    found = told(prepared(**written))
    assert list(found) == [field]
    assert "{{student.frist_name}}" in found[field]
    assert "remove the braces" in found[field]


@pytest.mark.parametrize(
    "typed", ["{{first name", "Dear {{ first name}, come", "{{first name, and {{sender.name}}"]
)
def test_a_field_that_is_not_closed_is_refused_by_what_was_typed(typed: str) -> None:
    """FLDS-03: the braces would be read by the recipient."""
    found = told(prepared(subject=typed, sms=SmsPart("x")))
    assert "{{first name" in found["subject"] or "{{ first name" in found["subject"]
    assert "parts.email.html" in told(prepared(html=f"<p>{typed}</p>"))


@pytest.mark.parametrize("text", ["{{7*7}}", "{{}}", "a {{ b! }} c", "x { y", "{{"])
def test_other_braces_are_text(text: str) -> None:
    """FLDS-03."""
    assert told(prepared(subject=text, sms=SmsPart(text))) == {}


def test_tokens_survive_the_cleaning_of_html_in_any_spelling() -> None:
    """FLDS-03: also written as character references."""
    found = prepared(html="<p>Dear &#123;{ Student.First_Name }}, </p>")
    assert found.content.html == f"<p>Dear {FIRST}, </p>"
    assert found.content.plain == f"Dear {FIRST},"
    assert names_used(found.content) == ("student.first_name",)


def test_a_token_that_formatting_broke_is_refused() -> None:
    """FLDS-03: the HTML would show it as text, the plain twin would fill it."""
    found = told(prepared(html="<p>Dear {{student.<b>first</b>_name}}</p>"))
    assert "formatted in the middle" in found["parts.email.html"]


@pytest.mark.parametrize(
    "html",
    [
        f'<a href="https://x.example/?n={FIRST}">x</a>',
        f'<img src="https://x.example/{FIRST}.png" alt="x">',
        f'<p><a title="{FIRST}" href="https://x.example">x</a></p>',
    ],
)
def test_a_token_in_an_address_is_refused(html: str) -> None:
    """FLDS-05: whatever a name holds, it never becomes part of a link."""
    assert "link's" in told(prepared(html=html))["parts.email.html"]


def test_a_field_that_the_sender_may_not_use_is_left_blank_with_a_warning() -> None:
    """FLDS-06."""
    allowed = frozenset(field.name for field in USER_FIELDS)
    found = prepared(
        allowed=allowed,
        subject=f"About {FIRST}",
        html="<p>Dear {{recipient.first_name}}, " + FIRST + " was absent.</p>",
        sms=SmsPart(f"{FIRST} was absent"),
    )
    assert found.faults == ()
    assert [warning.field for warning in found.warnings] == ["subject", "parts.email.html", "parts.sms.text"]
    assert FIRST in found.warnings[0].message
    assert found.content == Content(
        "About",
        html="<p>Dear {{recipient.first_name}}, was absent.</p>",
        plain="Dear {{recipient.first_name}}, was absent.",
        sms=SmsPart("was absent"),
    )


def test_a_text_of_nothing_but_a_hidden_field_is_no_text() -> None:
    """FLDS-06, COMP-35."""
    found = prepared(allowed=frozenset(), sms=SmsPart(FIRST))
    assert told(found) == {"parts": "There is nothing to send yet. Write an email, a text message or a call."}


def test_limits_count_tokens_as_typed() -> None:
    """SMS-04, A-76: neither a longer nor a shorter value matters before delivery."""
    text = FIRST + "a" * (130 - len(FIRST))
    assert told(prepared(sms=SmsPart(text))) == {}
    assert list(told(prepared(sms=SmsPart(text + "a")))) == ["parts.sms.text"]
    assert list(told(prepared(voice=VoicePart(FIRST + "a" * 1000)))) == ["parts.voice.text"]
    assert list(told(prepared(allowed=frozenset(), sms=SmsPart(text + "a")))) == ["parts.sms.text"]


def test_fields_are_limited_in_number() -> None:
    assert told(prepared(html=FIRST * MOST_TOKENS)) == {}
    assert "101" in told(prepared(html=FIRST * (MOST_TOKENS + 1)))["parts.email.html"]


def test_whether_a_message_names_the_student() -> None:
    """A-18: then the text differs between students."""
    assert not names_student(Content("x", html="<p>{{recipient.full_name}} {{student.shoe_size}}</p>"))
    assert names_student(Content("x {{students.first_names}}"))
    assert names_student(Content("x", voice=VoicePart("{{student.grade}}")))
