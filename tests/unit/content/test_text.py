"""Characters as people count them, emptiness as they see it."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.content.text import characters, is_blank, lines, one_line

# The web app's tests count the same texts (`web/tests/text-size.test.ts`).
COUNTED = json.loads(Path(__file__).with_name("characters.json").read_text("utf-8"))


@pytest.mark.parametrize(("text", "count", "what"), COUNTED, ids=[what for _, _, what in COUNTED])
def test_a_character_is_what_a_reader_sees(text: str, count: int, what: str) -> None:
    """SMS-03: an emoji is one, however it is made."""
    assert characters(text) == count, what


@pytest.mark.parametrize(
    "text", ["", " ", "\n\t", "\u00a0", "\u200b\u200d\ufeff", "\u3164", "\u2800", "\u00ad", "\ufe0f"]
)
def test_what_looks_empty_is_blank(text: str) -> None:
    """COMP-22, COMP-35."""
    assert is_blank(text)


@pytest.mark.parametrize("text", [".", " a ", "😀", "\u200b日", "-"])
def test_what_shows_something_is_not(text: str) -> None:
    """COMP-22, COMP-35."""
    assert not is_blank(text)


@given(st.text())
def test_a_header_line_has_no_break(text: str) -> None:
    """CHAN-01: whatever the text, nothing that a mail program takes for the end of a header."""
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    assert not any(char < " " or "\x7f" <= char < "\xa0" for char in line)
    assert one_line(line) == line


@given(st.text())
def test_lines_keep_what_is_written_and_no_control_characters(text: str) -> None:
    kept = lines(text)
    assert lines(kept) == kept
    assert not any(char < " " and char not in "\n\t" for char in kept)
    assert [char for char in kept if char.isalnum()] == [char for char in text if char.isalnum()]
