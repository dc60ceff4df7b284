"""A text with insert fields as a template that SES fills: a place for each field, and no other place in it.

In the HTML the text stands in the template, its braces as character references. Plain text has no such way of
writing them: there the pieces between the fields are values themselves, the same for all readers.
"""

import re
from collections.abc import Mapping
from html import escape
from typing import Self

from chalicelib.kernel.values import value

from .model import DEFAULT_SUBJECT
from .text import one_line
from .tokens import Slot, Template

Values = dict[str, str]
# An opening brace before another one, or before a place.
_BRACES = re.compile(r"\{(?=\{|$)")


@value
class LetterSlots:
    """The insert fields of one letter, which each reader's values fill."""

    subject: Template
    html: frozenset[Slot]
    text: frozenset[Slot]

    @classmethod
    def of(cls, subject: Template, heading: Template, body: Template, plain: Template) -> Self:
        return cls(subject, frozenset((*heading.slots, *body.slots)), frozenset(plain.slots))

    def values(self, values: Mapping[str, str]) -> Values:
        """What one reader's copy says in these places; a subject in which nothing is left is none (COMP-22)."""
        html = {name: escape(value) for name, value in values.items()}
        filled = {_place("h", slot): inert(slot.filled(html.get(slot.name, ""))) for slot in self.html}
        filled |= {_place("t", slot): slot.filled(values.get(slot.name, "")) for slot in self.text}
        if self.subject.slots:
            filled["subject"] = one_line(self.subject.fill(values)) or DEFAULT_SUBJECT
        return filled


def html_template(html: Template) -> str:
    """HTML for the template."""
    return "".join(inert(each) if isinstance(each, str) else _named(_place("h", each)) for each in html.pieces)


def text_template(plain: Template) -> tuple[str, Values]:
    """Plain text for the template, and the values of its pieces."""
    places: list[str] = []
    values: Values = {}
    for at, piece in enumerate(plain.pieces):
        places.append(f"text_{at}" if isinstance(piece, str) else _place("t", piece))
        if isinstance(piece, str):
            values[places[-1]] = piece
    return "".join(map(_named, places)), values


def _place(kind: str, slot: Slot) -> str:
    """The name of a field's value: `h_` or `t_`, the field, and on which side a space goes with it."""
    space = "_b" if slot.before else "_a" if slot.after else ""
    return f"{kind}_{slot.name.replace('.', '_')}{space}"


def _named(place: str) -> str:
    return "{{" + place + "}}"


def inert(html: str) -> str:
    """HTML that reads the same and holds no template."""
    return _BRACES.sub("&#123;", html)
