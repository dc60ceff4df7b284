"""Insert fields as they are typed, `{{student.first_name}}`: a grammar of our own, no template language. Pure.

    as typed --one_spelling, without--> known tokens in one spelling, the sender's hidden ones gone
    as stored --parse--> Template --fill(values of one reader)--> text

A token's name is looked up and nothing else: no dots are followed, nothing is computed, and what a value holds
is never read again.
"""

import re
from collections.abc import Callable, Iterator, Mapping

from chalicelib.kernel.values import value

from .field_list import FIELDS

# What somebody means as a token: braces around words. `{{7*7}}` or `{{}}` is text.
_MEANT = re.compile(r"\{\{\s{0,5}([^\W\d_][\w.\- ]{0,60}?)\s{0,5}\}\}")
# A token whose closing braces are not there, before the next one begins.
_OPEN = re.compile(r"\{\{\s{0,5}[^\W\d_][\w.\- ]{0,60}+(?![^{]*\}\})")
# How tokens are stored.
_STORED = re.compile(r"\{\{(" + "|".join(map(re.escape, FIELDS)) + r")\}\}")
# A space before a token goes with a blank value when one of these follows the token (`<` begins a tag).
_CLOSING = frozenset(" \t\n,.;:!?)]}'\"<\u2019\u201d\u00bb\u2026")

Values = Mapping[str, str]
Escape = Callable[[str], str]


@value
class Slot:
    """A token's place, with the space that it takes along when its value is blank (FLDS-03)."""

    name: str
    before: str = ""
    after: str = ""

    def filled(self, value: str) -> str:
        return f"{self.before}{value}{self.after}" if value else ""


@value
class Template:
    """A text cut at its tokens."""

    pieces: tuple[str | Slot, ...]

    @property
    def slots(self) -> tuple[Slot, ...]:
        return tuple(piece for piece in self.pieces if isinstance(piece, Slot))

    def fill(self, values: Values, escape: Escape | None = None) -> str:
        """The text with values in it, blank where there is none; `escape` is applied to values alone."""
        return "".join(
            piece if isinstance(piece, str) else piece.filled(_value(values, piece.name, escape))
            for piece in self.pieces
        )


def _value(values: Values, name: str, escape: Escape | None) -> str:
    value = values.get(name, "")
    return escape(value) if escape and value else value


def token(name: str) -> str:
    """How a field is written in a text."""
    return "{{" + name + "}}"


def meant(text: str) -> Iterator[str]:
    """The name in every token of a text, known or not, in lower case."""
    if "{{" in text:
        yield from (match[1].lower() for match in _MEANT.finditer(text))


def unclosed(text: str) -> str:
    """The beginning of a token that is opened and never closed, as it was typed; empty for none."""
    found = _OPEN.search(text) if "{{" in text else None
    return found[0].strip() if found else ""


def one_spelling(text: str) -> str:
    """The text with its tokens as they are stored; nothing else is touched."""
    return _MEANT.sub(lambda match: token(match[1].lower()), text) if "{{" in text else text


def parse(text: str) -> Template:
    """The text cut at its tokens. Other braces stay text."""
    if "{{" not in text:
        return Template((text,))
    pieces: list[str | Slot] = []
    at, line_start = 0, True
    for match in _STORED.finditer(text):
        literal = text[at : match.start()]
        at = match.end()
        if literal:
            line_start = literal[-1] in "\n>"
        slot = _slot(match[1], literal, text[at : at + 1], line_start=line_start)
        at += len(slot.after)
        pieces += (literal[: len(literal) - len(slot.before)], slot)
    pieces.append(text[at:])
    return Template(tuple(piece for piece in pieces if piece))


def _slot(name: str, before: str, following: str, *, line_start: bool) -> Slot:
    """With one of the two spaces around it, so that no two stand together when the value is blank."""
    if before.endswith(" ") and (not following or following in _CLOSING):
        return Slot(name, before=" ")
    return Slot(name, after=" " if line_start and following == " " else "")


def without(text: str, names: frozenset[str]) -> str:
    """The text with these tokens left blank, the others as they are."""
    if names.isdisjoint(meant(text)):
        return text
    return "".join(
        piece if isinstance(piece, str) else "" if piece.name in names else piece.filled(token(piece.name))
        for piece in parse(text).pieces
    )
