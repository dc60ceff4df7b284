"""Sentences of the server's in the reader's language, today and from a table."""

import copy
import json

import pytest

from chalicelib.kernel.words import Sentence, again, asked_for, joined, kept, listed, say, spoken

FULL = "A group holds up to {most:,} people."


def test_a_sentence_is_english_text_that_can_be_said_again() -> None:
    told = say(FULL, most=1500)
    assert told == "A group holds up to 1,500 people."
    assert spoken(told, "es") == "Un grupo puede tener hasta 1,500 personas."
    assert spoken(told, "en") == told


def test_a_text_without_blanks_is_its_own_key() -> None:
    assert spoken("Please sign in first.", "es") == "Primero inicie sesión."
    assert spoken('Send a JSON object, such as {"name": "value"}.', "es").endswith('{"name": "value"}.')
    assert spoken("Nobody ever said this.", "es") == "Nobody ever said this."


def test_sentences_within_a_sentence_are_translated_and_names_are_not() -> None:
    """A school may be called like a word of ours, and a name may hold braces."""
    places = ["Principal", say("{count} student", count=1)]
    told = say("Primary contacts of {who}", who=listed(places))
    assert told == "Primary contacts of Principal and 1 student"
    assert spoken(told, "es") == "Contactos principales de Principal y 1 estudiante"
    assert spoken(say("Students: {who}", who="{a} {0}"), "es") == "Estudiantes: {a} {0}"


@pytest.mark.parametrize(
    ("parts", "words"), [([], ""), (["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")]
)
def test_a_list_in_words(parts: list[str], words: str) -> None:
    assert listed(parts) == words


@pytest.mark.parametrize(
    "text",
    ["plain", say(FULL, most=5), joined([say("{count:,} staff", count=2), "Ann"], "; ")],
    ids=["text", "sentence", "sentences"],
)
def test_what_was_kept_is_said_again_in_any_language(text: str) -> None:
    found = again(json.loads(json.dumps(kept(text))))
    assert (found, type(found)) == (text, type(text))
    assert spoken(found, "es") == spoken(text, "es")
    assert spoken(copy.deepcopy(text), "es") == spoken(text, "es")


def test_a_sentence_that_is_said_again_stays_what_it_was() -> None:
    told = say(FULL, most=5)
    assert say(told) is told
    assert isinstance(say("plain"), Sentence)


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("es", "es"),
        ("es-MX,es;q=0.9,en;q=0.8", "es"),
        ("fr, en;q=0.5, es;q=0.7", "es"),
        ("fr", "en"),
        ("es;q=0, en", "en"),
        ("es;q=much", "en"),
        ("*", "en"),
        (";q=1,,=", "en"),
    ],
)
def test_the_language_that_a_client_asks_for(header: str, language: str) -> None:
    assert asked_for(header) == language
