"""Whether a text holds a word that flags it (FLAG-07, A-65). Pure.

    text without HTML -> plain lower-case words (`directory.names.plain`) -> a word of the list, or a phrase

Whole words only, in any case; accents are ignored, and so is what a reader does not see: tags inside a word are
gone with the HTML, invisible characters are dropped here.
"""

import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from chalicelib.directory.names import plain
from chalicelib.kernel.values import value

_START = Path(__file__).with_name("flagged_words.txt")


@cache
def start_list() -> tuple[str, ...]:
    """What a district begins with (FLAG-08)."""
    lines = (line.strip() for line in _START.read_text(encoding="utf-8").splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


def spelled(text: str) -> str:
    """As texts and entries are compared: plain words with one space between them."""
    return plain("".join(letter for letter in text if unicodedata.category(letter) != "Cf"))


@value
class FlaggedWords:
    """A list, ready to be looked for."""

    words: frozenset[str]
    phrases: tuple[str, ...]

    @classmethod
    def of(cls, entries: Iterable[str]) -> "FlaggedWords":
        """From entries as people wrote them; one without a letter is none."""
        known = {each for entry in entries if (each := spelled(entry))}
        return cls(frozenset(each for each in known if " " not in each), tuple(e for e in known if " " in e))

    def found_in(self, *texts: str) -> bool:
        """Whether one of the texts holds a word or a phrase of the list."""
        return any(self._found(spelled(text)) for text in texts)

    def _found(self, text: str) -> bool:
        return not self.words.isdisjoint(text.split()) or any(
            f" {each} " in f" {text} " for each in self.phrases
        )
