"""The email as it arrives: a frame of ours around the message, with a plain twin. Rendered once per message.

    TEMPLATE (the same for ever) <- `of_message`: values of one message <- `of_recipient`: values of one reader

The frame is a template in the form that SES fills (`{{name}}`); what people wrote travels as values, so that
braces in it mean nothing. SES does not escape values: all but the message's own clean HTML is escaped before.
No picture, font or style is fetched from anywhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from .letter_frame import HTML, TEXT
from .letter_words import Words, words_in
from .model import Content

Values = dict[str, str]


@dataclass(frozen=True, slots=True)
class Template:
    """What SES fills with values: `{{name}}` in each of the three."""

    subject: str
    html: str
    text: str


TEMPLATE = Template(subject="{{subject}}", html=HTML, text=TEXT)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes. `sender` is the name that readers know: the person, the school or the district."""

    district: str
    school: str
    sender: str


@dataclass(frozen=True, slots=True)
class Reader:
    """What differs between two readers of a letter. Links empty are left out of the letter.

    `kind` is the recipient's `PersonKind`: it decides the sentence that says why they get this.
    """

    kind: str
    language: str = ""
    student: str = ""
    inbox_url: str = ""
    unsubscribe_url: str = ""


def of_message(content: Content, head: Letterhead) -> Values:
    """The values that are the same for all readers, and those of a reader of whom nothing is known."""
    return {
        "subject": content.subject,
        "title": escape(content.subject),
        "from": escape(head.school or head.district),
        "sender": escape(head.sender),
        "body": content.html,
        "from_text": head.school or head.district,
        "sender_text": head.sender,
        "body_text": content.plain,
        **of_recipient(head, Reader("")),
    }


def of_recipient(head: Letterhead, reader: Reader) -> Values:
    """The values that one reader's copy has of its own."""
    words = words_in(reader.language)
    why = _why(words, head, reader)
    links = [
        (words.read_online, reader.inbox_url),
        (words.unsubscribe, reader.unsubscribe_url),
    ]
    return {
        "language": words.code,
        "why": escape(why),
        "links": "".join(_link(text, url) for text, url in links if url),
        "why_text": why,
        "links_text": "".join(f"\n{text}: {url}" for text, url in links if url),
    }


def _why(words: Words, head: Letterhead, reader: Reader) -> str:
    sentence = words.why.get(reader.kind, words.why_unknown)
    return sentence.format(student=reader.student, school=head.school or head.district, district=head.district)


def _link(text: str, url: str) -> str:
    return f' <a href="{escape(url)}" style="color:inherit">{escape(text)}</a>'


def filled(template: str, values: Mapping[str, str]) -> str:
    """A template filled as SES does it, in one pass: for the preview and the tests."""
    pieces = template.split("{{")
    return pieces[0] + "".join(_piece(piece, values) for piece in pieces[1:])


def _piece(piece: str, values: Mapping[str, str]) -> str:
    name, rest = piece.split("}}", 1)
    return values[name] + rest
