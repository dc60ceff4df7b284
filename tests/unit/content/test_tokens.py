"""Insert fields: what is one, what stays text, and how a blank one leaves no hole."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.content import tokens
from chalicelib.content.field_list import FIELDS
from chalicelib.content.text import characters, cut

NAMES = st.sampled_from(sorted(FIELDS))
TEXTS = st.lists(
    st.one_of(
        NAMES.map(tokens.token), st.text("ab {}.,\n<>é👩‍👧", max_size=6), st.sampled_from(["{{", "}}", " "])
    ),
    max_size=8,
).map("".join)


@given(TEXTS, st.dictionaries(NAMES, st.text(min_size=1, max_size=5)))
def test_whatever_is_written_each_token_becomes_its_value_and_nothing_else_changes(
    text: str, given_values: dict[str, str]
) -> None:
    """FLDS-03: also beside braces, tags and other tokens."""
    values = dict.fromkeys(FIELDS, "-") | given_values
    plainly = re.sub(r"\{\{([a-z_]+\.[a-z_]+)\}\}", lambda match: values[match[1]], text)
    assert tokens.parse(text).fill(values) == plainly


@given(TEXTS, st.dictionaries(NAMES, st.text("a{}. ", max_size=5)))
def test_blank_values_leave_no_token_and_take_no_word(text: str, given_values: dict[str, str]) -> None:
    """FLDS-03: only spaces go with a blank value."""
    filled = tokens.parse(text).fill({})
    without_tokens = "".join(
        each if isinstance(each, str) else each.before + each.after for each in tokens.parse(text).pieces
    )
    assert filled.replace(" ", "") == without_tokens.replace(" ", "")


@pytest.mark.parametrize(
    ("text", "blank", "filled"),
    [
        ("Dear {{recipient.first_name}}, hello", "Dear, hello", "Dear Ana, hello"),
        ("{{student.first_name}} was absent", "was absent", "Ana was absent"),
        ("For {{student.full_name}} of grade {{student.grade}}", "For of grade", "For Ana of grade Ana"),
        ("{{student.first_name}} {{student.last_name}}: hi", ": hi", "Ana Ana: hi"),
        ("Hi\n{{student.grade}} x", "Hi\nx", "Hi\nAna x"),
        ("<p>{{student.grade}} x</p>", "<p>x</p>", "<p>Ana x</p>"),
        ("<p>Dear <b>{{student.grade}}</b></p>", "<p>Dear <b></b></p>", "<p>Dear <b>Ana</b></p>"),
        ("{{{student.grade}}}", "{}", "{Ana}"),
    ],
)
def test_a_missing_value_is_blank_and_no_two_spaces_stay(text: str, blank: str, filled: str) -> None:
    """FLDS-03."""
    template = tokens.parse(text)
    assert template.fill({}) == blank
    assert template.fill(dict.fromkeys(FIELDS, "Ana")) == filled


def test_a_value_is_never_read_again() -> None:
    """FLDS-05: one that looks like a token stays as it is."""
    template = tokens.parse("{{student.first_name}}{{student.last_name}}")
    values = {"student.first_name": "{{student.last_name}}", "student.last_name": "Li"}
    assert template.fill(values) == "{{student.last_name}}Li"


@pytest.mark.parametrize("text", ["{{7*7}}", "{{}}", "{student.grade}", "{{ }}", "{{#if x}}", "{% x %}"])
def test_other_braces_are_text(text: str) -> None:
    assert list(tokens.meant(text)) == []
    assert tokens.parse(text).fill({}) == text


def test_hand_typed_tokens_come_to_one_spelling() -> None:
    assert tokens.one_spelling("{{ Student.First_Name }} {{ no }}") == "{{student.first_name}} {{no}}"


# ---- Cutting ------------------------------------------------------------------------------------------------

SEEN = st.text(st.sampled_from("ab \r\n👩‍👧🇲🇽é\u0301👍🏽\u200d각"), max_size=40)


@given(SEEN, st.integers(0, 20), st.integers(0, 40))
def test_a_cut_keeps_whole_characters_and_as_many_as_fit(text: str, most: int, most_code_points: int) -> None:
    """SMS-04, CALL-09: never in the middle of a character."""
    import regex

    whole = regex.findall(r"\X", text)
    kept = cut(text, most, most_code_points)
    count = next(n for n in range(len(whole) + 1) if "".join(whole[:n]) == kept)
    assert count <= most
    assert len(kept) <= most_code_points
    assert characters(kept) <= most
    more = "".join(whole[: count + 1])
    assert kept == text or count == most or len(more) > most_code_points
