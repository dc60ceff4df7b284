"""The email as it arrives: a frame of ours around the message, with a plain twin. Composed once per message.

    compose(content, head) --> a template in the form that SES fills (`{{name}}`), and what all readers share
    values_for(head, reader) --> the few values of one reader; they travel fifty to a call

What people wrote never takes part in the filling: plain text travels as values, and in the HTML an opening pair
of braces is written as a character reference. SES does not escape values: those that go into the HTML are
escaped here. No picture, font or style is fetched from anywhere.

Insert fields become places of ours too (`letter_places.py`), and their values travel with each reader.
"""

import re
from collections.abc import Mapping
from dataclasses import field, replace
from functools import cache
from html import escape

from chalicelib.kernel.values import value

from .letter_frame import ABOUT, ANSWER, DISCLAIMER, HTML, MARKER, TEXT
from .letter_places import LetterSlots, Values, html_template, inert, text_template
from .letter_words import Words, words_in
from .model import Content
from .text import one_line
from .tokens import parse

LONGEST_TEXT = 60_000  # characters of the plain twin; with the other values it must fit SES's 262,144 bytes
_HALF_A_TOKEN = re.compile(r"\{\{[^{}]*$")
_UNFLAGGED = {"disclaimer": "", "disclaimer_text": ""}
_PLACES = re.compile(r"\[\[(\w+)\]\]")


@value
class Letterhead:
    """Who writes: the school that the sender works for, and the name that readers know the sender by.
    `flagged` letters carry a disclaimer (CHAN-14, FLAG-10)."""

    school: str
    sender: str
    flagged: bool = False

    def values(self) -> Values:
        """What all readers' plain twins share."""
        told = one_line(", ".join(dict.fromkeys(filter(None, (self.school, self.sender)))))
        return {"head_text": told} if self.flagged else {"head_text": told, **_UNFLAGGED}


@value
class Reader:
    """What differs between two readers of a letter. Without `inbox_url` there is no link.

    `kind` is the recipient's `PersonKind`: it decides the sentence that says why they get this. `fields` are
    the values of the message's insert fields. `answerable`: an answer by email is read. `unsubscribe_url` ends
    emails to the reader; previews have none.
    """

    kind: str = ""
    language: str = ""
    student: str = ""
    inbox_url: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    answerable: bool = False
    unsubscribe_url: str = ""


@value
class Letter:
    """An inline template of SES, and the values that are the same for everybody.

    `slots` are its insert fields, if it has any.
    """

    subject: str
    html: str
    text: str
    values: Values
    slots: LetterSlots | None = None

    def values_for(self, head: Letterhead, reader: Reader) -> Values:
        """The values that one reader's copy has of its own."""
        own = values_for(head, reader)
        return own | self.slots.values(reader.fields) if self.slots else own


def compose(content: Content, head: Letterhead) -> Letter:
    """The letter of one message; its values are whole even for a reader of whom nothing is known."""
    heading, body, plain = parse(escape(content.subject)), parse(content.html), parse(_shortened(content.plain))
    page = placed(head, title=html_template(heading), body=html_template(body))
    text, pieces = text_template(plain)
    shared = {"subject": one_line(content.subject), **head.values(), **pieces}
    letter = Letter("{{subject}}", page, TEXT.replace("[[body]]", text), shared)
    if heading.slots or body.slots or plain.slots:
        letter = replace(letter, slots=LetterSlots.of(parse(content.subject), heading, body, plain))
    return replace(letter, values=letter.values_for(head, Reader()) | shared)


def values_for(head: Letterhead, reader: Reader) -> Values:
    """The values that one reader's copy has of its own."""
    words = words_in(reader.language)
    about = words.about.format(student=reader.student) if reader.student else ""
    why = _why(words, head, reader)
    flagged = _disclaimer(words) if head.flagged else {}
    links = _links(words, reader)
    return flagged | {
        "language": words.code,
        "answer": ANSWER.format(f"{MARKER} {escape(words.answer_above)}") if reader.answerable else "",
        "answer_text": f"{MARKER} {words.answer_above}\n\n" if reader.answerable else "",
        "about": ABOUT.format(escape(about)) if about else "",
        "why": escape(why),
        "link": " " + " · ".join(link(text, url) for text, url in links) if links else "",
        "about_text": f"{about}\n\n" if about else "",
        "why_text": why,
        "link_text": "".join(f"\n{text}: {url}" for text, url in links),
    }


def _links(words: Words, reader: Reader) -> tuple[tuple[str, str], ...]:
    """What stands at the foot: where to read it, and how to get no more."""
    offered = (words.read_online, reader.inbox_url), (words.unsubscribe, reader.unsubscribe_url)
    return tuple([(text, url) for text, url in offered if url])


def _disclaimer(words: Words) -> Values:
    told = words.disclaimer
    return {"disclaimer": DISCLAIMER.format(escape(told)), "disclaimer_text": f"{told}\n\n"}


def _why(words: Words, head: Letterhead, reader: Reader) -> str:
    sentence = words.why.get(reader.kind, words.why_unknown)
    return sentence.format(student=reader.student, school=one_line(head.school) or words.your_school)


def link(text: str, url: str) -> str:
    """A link in the frame's own words."""
    return f'<a href="{escape(url)}" style="color:inherit">{escape(text)}</a>'


def placed(head: Letterhead, *, title: str, body: str) -> str:
    """The frame with a letterhead, a title and a body in its places, both as templates."""
    texts = {
        "title": title,
        "head": inert(escape(head.school or head.sender)),
        "sender": inert(escape(head.sender)) if head.school != head.sender else "",
        "body": body,
    }
    return "".join(texts[piece] if at % 2 else piece for at, piece in enumerate(_pieces()))


@cache
def _pieces() -> tuple[str, ...]:
    """The frame cut at its places: text, name, text, name, ..., text."""
    return tuple(_PLACES.split(HTML))


def _shortened(plain: str) -> str:
    if len(plain) <= LONGEST_TEXT:
        return plain
    kept = _HALF_A_TOKEN.sub("", plain[:LONGEST_TEXT])
    return kept + "\n\n[The rest is in the formatted version of this email and in your inbox.]"
