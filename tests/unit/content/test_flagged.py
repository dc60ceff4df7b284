"""How flagged words match (A-65)."""

import time

import pytest

from chalicelib.content.cleaning import clean_html
from chalicelib.content.flagged import FlaggedWords, spelled, start_list
from chalicelib.content.plain import plain_text

LIST = FlaggedWords.of(["damn", "Coño", "go to hell", "  ", "***", "O'Hell"])


@pytest.mark.parametrize(
    "text",
    [
        "damn",
        "DAMN!",
        "Well, damn.",
        "well,damn;you",
        "dámñ",
        "da\u0301mn",
        "da\u200bmn",
        "da\u00admn",
        "ｄａｍｎ",
        "cono",
        "¡COÑO!",
        "Just go to hell, please",
        "Go\n TO   hell",
        "go-to-hell",
        "ohell",
        "o’hell",
    ],
)
def test_whole_words_in_any_case_without_accents(text: str) -> None:
    """FLAG-08, A-65: and phrases, whatever stands between their words; the invisible is ignored."""
    assert LIST.found_in(text)
    assert LIST.found_in("Good morning", text)


@pytest.mark.parametrize(
    "text", ["", "damnation", "undamn", "go to the hell", "hello, go to", "to hell", "conos", "d a m n"]
)
def test_a_part_of_a_word_is_no_word(text: str) -> None:
    """A-65"""
    assert not LIST.found_in(text)


@pytest.mark.parametrize(
    "html",
    [
        "<p>da<b>mn</b></p>",
        "<p>d<i></i>a<span>m</span>n</p>",
        "<p>da<!-- x -->mn</p>",
        "<p>da<foo>mn</foo></p>",
        "<p>d&#97;mn</p>",
        "<p>da&shy;mn</p>",
        "<p>go</p><p>to</p><p>hell</p>",
        "<table><tr><td>damn</td></tr></table>",
    ],
)
def test_tags_inside_words_do_not_evade(html: str) -> None:
    """FLAG-07, A-65: it is the text that is read."""
    assert LIST.found_in(plain_text(clean_html(html)))


def test_the_start_list_flags_what_it_lists_and_no_everyday_word() -> None:
    """FLAG-08: in both languages; class, assess, Essex and Scunthorpe are nobody's fault."""
    words = FlaggedWords.of(start_list())
    assert all(words.found_in(each) for each in start_list())
    assert len({spelled(each) for each in start_list()}) == len(start_list()), "each once"
    everyday = (
        "My class must assess the assignment in Essex, Scunthorpe, with Dick. El cono, la zorra y la disputa."
    )
    assert not words.found_in(everyday)


def test_long_texts_and_lists_take_no_time() -> None:
    """FLAG-07: the longest email against the longest list."""
    words = FlaggedWords.of([f"word{n}" for n in range(900)] + [f"two words {n}" for n in range(100)])
    before = time.process_time()
    assert not words.found_in("good morning " * 20_000)
    assert time.process_time() - before < 2
