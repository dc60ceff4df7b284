"""From a request's text to a model: refusals name the field and say what to do."""

from datetime import date, time
from typing import Annotated, Any, Literal

import pytest
from pydantic import Field

from chalicelib.access.request import MOST_BYTES, body_model, check_size, path_values, query_model
from chalicelib.access.validation import Day, Schema, TimeOfDay, validated
from chalicelib.access.wording import DATE, TIME
from chalicelib.kernel.errors import Invalid, TooLarge


class Inner(Schema):
    text: Annotated[str, Field(max_length=5)]


class Outer(Schema):
    name: Annotated[str, Field(min_length=1)]
    kind: Literal["a", "b"] = "a"
    parts: dict[str, Inner] = Field(default_factory=dict)
    count: int = 0


class Query(Schema):
    limit: int = 20
    channel: tuple[str, ...] = ()
    from_: str = Field(default="", alias="from")


def refusal(data: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        validated(Outer, data)
    return {each.field: each.message for each in refused.value.fields}


@pytest.mark.parametrize(
    ("data", "field", "message"),
    [
        ({}, "name", "This is required."),
        ({"name": ""}, "name", "This cannot be empty."),
        ({"name": 5}, "name", "This must be text."),
        ({"name": "x", "kind": "c"}, "kind", "Choose one of: a or b."),
        ({"name": "x", "parts": {"sms": {"text": "toolong"}}}, "parts.sms.text", "Use at most 5 characters."),
        ({"name": "x", "parts": []}, "parts", "This must be an object with named fields."),
        ({"name": "x", "count": "many"}, "count", "This must be a whole number."),
        ({"name": "x", "count": 1.5}, "count", "This must be a whole number."),
        ({"name": "a\x00b"}, "name", "This holds an invisible zero character. Remove it and try again."),
        ({"name": "a\ud800b"}, "name", "This holds a broken character. Type it again, or leave it out."),
        (
            {"name": "x", "parts": {"\ud800": {}}},
            "parts",
            "This holds a broken character. Type it again, or leave it out.",
        ),
        (
            {"name": "x", "other": ["\x00"]},
            "other.0",
            "This holds an invisible zero character. Remove it and try again.",
        ),
    ],
)
def test_a_field_that_does_not_fit_is_named_with_a_sentence(data: Any, field: str, message: str) -> None:
    assert refusal(data)[field] == message


class Everything(Schema):
    """One field for each kind of fault that schemas can find."""

    code: Annotated[str, Field(min_length=2, max_length=5)] = "abc"
    letter: Annotated[str, Field(max_length=1)] = "a"
    only: Literal["tts"] = "tts"
    one_of: Literal["", "on", "off"] = ""
    several: Annotated[tuple[str, ...], Field(min_length=2, max_length=3)] = ("a", "b")
    some: Annotated[tuple[str, ...], Field(min_length=1)] = ("a",)
    number: Annotated[int, Field(gt=0, le=2_000)] = 1
    since: Annotated[Day, Field(ge=date(2000, 1, 1), lt=date(2999, 12, 31))] = date(2026, 1, 1)
    at: TimeOfDay = time(8, 30)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("code", "a", "Use at least 2 characters."),
        ("letter", "ab", "Use one character."),
        ("only", "recorded", "Only tts can be used here."),
        ("one_of", "x", "Choose one of: on or off; or leave it empty."),
        ("several", ["a"], "Give at least 2 entries."),
        ("several", ["a"] * 4, "Give at most 3 entries."),
        ("some", [], "Give at least one entry."),
        ("number", 0, "This must be more than 0."),
        ("number", 2_001, "This must be 2000 or less."),
        ("since", "0001-01-01", "This must be 2000-01-01 or later."),
        ("since", "2999-12-31", "This must be earlier than 2999-12-31."),
        ("since", "2026-02-30", DATE),
        ("since", "2026-11-26T00:00:00", DATE),
        ("since", 1_700_000_000, DATE),
        ("at", "10:00Z", TIME),
        ("at", "10:00:30", TIME),
        ("at", "25:00", TIME),
        ("at", "10", TIME),
        ("at", "", TIME),
        ("at", 600, TIME),
    ],
)
def test_every_kind_of_fault_has_its_sentence(field: str, value: Any, message: str) -> None:
    with pytest.raises(Invalid) as refused:
        validated(Everything, {field: value})
    assert [(each.field, each.message) for each in refused.value.fields] == [(field, message)]


def test_a_list_whose_only_entry_does_not_fit_is_not_too_short_as_well() -> None:
    with pytest.raises(Invalid) as refused:
        validated(Everything, {"some": [7]})
    assert [each.field for each in refused.value.fields] == ["some.0"]


def test_a_time_is_answered_as_it_is_written() -> None:
    assert validated(Everything, {"at": "05:30"}).model_dump(mode="json")["at"] == "05:30"


def test_several_faults_are_all_named() -> None:
    assert set(refusal({"kind": "c", "count": "x"})) == {"name", "kind", "count"}


def test_thousands_of_faults_are_not_all_echoed() -> None:
    assert len(refusal({"name": "x", "parts": {str(n): {} for n in range(5000)}})) == 20


def test_fields_that_we_do_not_know_are_ignored() -> None:
    """ABUSE-03: an extra field such as a role is never obeyed."""
    assert validated(Outer, {"name": "x", "role": "admin"}) == Outer(name="x")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b'{"name": NaN}',
        b'{"name": Infinity}',
        b"\xff\xfe",
        b'{"name": "caf\xe9"}',
        b'{"count": ' + b"9" * 5000 + b"}",
        b"[" * 100_000,
        b'{"a":' * 50_000,
    ],
)
def test_what_is_no_json_object_is_refused(raw: bytes) -> None:
    with pytest.raises(Invalid):
        body_model(Outer, raw)


def test_lists_in_a_query_take_repeats_and_commas() -> None:
    query = query_model(Query, {"channel": ["sms,email", "push"], "limit": ["5"], "from": ["2026-01-01"]})
    assert query == Query.model_validate(
        {"limit": 5, "channel": ("sms", "email", "push"), "from": "2026-01-01"}
    )


def test_an_empty_value_in_a_query_counts_as_not_given() -> None:
    assert query_model(Query, {"limit": [""], "channel": [""]}) == Query()


def test_path_values_are_decoded_and_checked() -> None:
    assert path_values({"id": "lin%23x%20y"}) == {"id": "lin#x y"}
    for bad in ("", "%00", "%ff", "%ed%a0%80", "a" * 300):
        with pytest.raises(Invalid):
            path_values({"id": bad})


def test_a_body_may_be_a_million_bytes_and_no_more() -> None:
    check_size(b"x" * MOST_BYTES)
    with pytest.raises(TooLarge):
        check_size(b"x" * (MOST_BYTES + 1))
