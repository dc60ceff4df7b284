"""The email as it arrives: a frame of ours around the message, with a plain twin. Composed once per message.

    compose(content, head) --> a template in the form that SES fills (`{{name}}`), and what all readers share
    values_for(head, reader) --> the few values of one reader; they travel fifty to a call

What people wrote never takes part in the filling: plain text travels as values, and in the HTML an opening pair
of braces is written as a character reference. SES does not escape values: those that go into the HTML are
escaped here. No picture, font or style is fetched from anywhere.
"""

import re
from dataclasses import dataclass
from functools import cache
from html import escape

from .letter_frame import ABOUT, HTML, TEXT
from .letter_words import Words, words_in
from .model import Content
from .text import one_line

LONGEST_TEXT = 60_000  # characters of the plain twin; with the other values it must fit SES's 262,144 bytes
_BRACES = re.compile(r"\{(?=\{)")
_PLACE = re.compile(r"\[\[(\w+)\]\]")
Values = dict[str, str]


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes: the school that the sender works for, and the name that readers know the sender by."""

    school: str
    sender: str


@dataclass(frozen=True, slots=True)
class Reader:
    """What differs between two readers of a letter. Without `inbox_url` there is no link.

    `kind` is the recipient's `PersonKind`: it decides the sentence that says why they get this.
    """

    kind: str = ""
    language: str = ""
    student: str = ""
    inbox_url: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """An inline template of SES, and the values that are the same for everybody."""

    subject: str
    html: str
    text: str
    values: Values


def compose(content: Content, head: Letterhead) -> Letter:
    """The letter of one message; its values are whole even for a reader of whom nothing is known."""
    page = _placed(
        title=escape(content.subject),
        head=escape(head.school or head.sender),
        sender=escape(head.sender) if head.school != head.sender else "",
        body=content.html,
    )
    shared = {
        "subject": one_line(content.subject),
        "head_text": one_line(", ".join(dict.fromkeys(filter(None, (head.school, head.sender))))),
        "body_text": _shortened(content.plain),
    }
    return Letter("{{subject}}", page, TEXT, shared | values_for(head, Reader()))


def values_for(head: Letterhead, reader: Reader) -> Values:
    """The values that one reader's copy has of its own."""
    words = words_in(reader.language)
    about = words.about.format(student=reader.student) if reader.student else ""
    why = _why(words, head, reader)
    return {
        "language": words.code,
        "about": ABOUT.format(escape(about)) if about else "",
        "why": escape(why),
        "link": _link(words.read_online, reader.inbox_url) if reader.inbox_url else "",
        "about_text": f"{about}\n\n" if about else "",
        "why_text": why,
        "link_text": f"\n{words.read_online}: {reader.inbox_url}" if reader.inbox_url else "",
    }


def _why(words: Words, head: Letterhead, reader: Reader) -> str:
    sentence = words.why.get(reader.kind, words.why_unknown)
    return sentence.format(student=reader.student, school=one_line(head.school) or words.your_school)


def _link(text: str, url: str) -> str:
    return f' <a href="{escape(url)}" style="color:inherit">{escape(text)}</a>'


def _placed(**texts: str) -> str:
    """The frame with a message's HTML in its places, and no template in it but the frame's own."""
    return "".join(_inert(texts[piece]) if at % 2 else piece for at, piece in enumerate(_pieces()))


@cache
def _pieces() -> tuple[str, ...]:
    """The frame cut at its places: text, name, text, name, ..., text."""
    return tuple(_PLACE.split(HTML))


def _inert(html: str) -> str:
    """HTML that reads the same and holds no template."""
    return _BRACES.sub("&#123;", html)


def _shortened(plain: str) -> str:
    if len(plain) <= LONGEST_TEXT:
        return plain
    return plain[:LONGEST_TEXT] + "\n\n[The rest is in the formatted version of this email and in your inbox.]"
