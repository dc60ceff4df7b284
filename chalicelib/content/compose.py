"""From what a sender wrote to frozen content (SEND-10): limits are checked, the HTML is cleaned, once.

    Written --prepare--> Prepared: the content as it will stay, a FieldError for each thing in the way, warnings

A part that holds only spaces or empty tags counts as not written (COMP-35). Signatures go under what is left of
it, and count with it (SMS-03).
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from typing import Literal

from chalicelib.directory.signatures import Signatures
from chalicelib.kernel.errors import FieldError
from chalicelib.kernel.values import value
from chalicelib.kernel.words import say

from . import fields
from .cleaning import active_content, clean_html, lost_picture, too_deep
from .limits import Limits as Limits
from .limits import fits
from .model import DEFAULT_SUBJECT, Content, SmsPart, VoicePart
from .plain import plain_text
from .signed import signed, under_text
from .text import characters, is_blank, lines, one_line, readable
from .tokens import one_spelling, without

SUBJECT_LIMIT = 200  # characters
HTML_LIMIT = 256 * 1024  # bytes, as sent and as cleaned
# In clean HTML, angle brackets within text and attributes are escaped.
_ANY_TAG = re.compile(r"<[^>]*>")
_PICTURE = re.compile(r'<img\b[^>]*\ssrc="')
Holder = Literal["email", "signature", "announcement"]
_HOLDS: dict[Holder, str] = {
    "email": "The email holds {found}, which cannot be sent. Remove it and try again.",
    "signature": "The signature holds {found}, which cannot be sent. Remove it and try again.",
    "announcement": "The announcement holds {found}, which cannot be shown. Remove it and try again.",
}
_TOO_DEEP: dict[Holder, str] = {
    "email": "The email's formatting is too deeply nested. Paste the text again without formatting.",
    "signature": "The signature's formatting is too deeply nested. Paste the text again without formatting.",
    "announcement": "The announcement's formatting is too deeply nested. Paste the text again without "
    "formatting.",
}
_LOST_PICTURE: dict[Holder, str] = {
    "email": "A picture in the email has the address {address}. Only one that begins with https:// can be "
    "sent. Change the picture's address, or remove it.",
    "signature": "A picture in the signature has the address {address}. Only one that begins with https:// can "
    "be sent. Change the picture's address, or remove it.",
    "announcement": "A picture in the announcement has the address {address}. Only one that begins with "
    "https:// can be shown. Change the picture's address, or remove it.",
}
_ADDRESS_SHOWN = 80  # characters
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@value
class Written:
    """The parts as the sender wrote them; None for a part that is not there. `signatures`, clean as they are
    kept, go under the email and the text."""

    subject: str = ""
    html: str | None = None
    sms: SmsPart | None = None
    voice: VoicePart | None = None
    push: bool = False
    secure: bool = False
    signatures: Signatures = Signatures()


@value
class Prepared:
    """The content as it will be sent if there are no faults. `warnings` do not stand in the way."""

    content: Content
    faults: tuple[FieldError, ...] = ()
    warnings: tuple[FieldError, ...] = ()


def prepare(written: Written, limits: Limits, allowed: frozenset[str] = fields.ALL) -> Prepared:
    """What was written as content, with everything that stands in the way of sending it.

    `allowed` are the insert fields that the sender may use; others are left blank, with a warning (FLDS-06).
    """
    html, plain, html_faults = _html(written.html or "")
    typed = Content(
        subject=one_line(one_spelling(written.subject)),
        html=html,
        plain=plain,
        sms=written.sms and replace(written.sms, text=lines(one_spelling(written.sms.text))),
        voice=written.voice and replace(written.voice, text=lines(one_spelling(written.voice.text))),
        push=written.push,
        secure=written.secure,
    )
    content = signed(_sendable(_without_hidden(typed, allowed)), written.signatures)
    faults = (
        *(html_faults or _check_size(content)),
        *_faults(typed, limits, written.signatures),
        *_emptiness(content, has_html=bool(html_faults)),
    )
    return Prepared(content, faults, tuple(_warnings(typed, allowed)))


def _without_hidden(typed: Content, allowed: frozenset[str]) -> Content:
    """The fields that the sender may not use, left blank."""
    gone = fields.ALL - allowed
    return replace(
        typed,
        subject=without(typed.subject, gone),
        html=without(typed.html, gone),
        plain=without(typed.plain, gone),
        sms=typed.sms and replace(typed.sms, text=without(typed.sms.text, gone)),
        voice=typed.voice and replace(typed.voice, text=without(typed.voice.text, gone)),
    )


def _sendable(content: Content) -> Content:
    """Without the parts in which a reader would see nothing, and never without a subject."""
    blank = html_is_blank(content.html)
    return replace(
        content,
        subject=DEFAULT_SUBJECT if is_blank(content.subject) else content.subject,
        html="" if blank else content.html,
        plain="" if blank else content.plain,
        sms=None if content.sms is None or is_blank(content.sms.text) else content.sms,
        voice=content.voice if content.is_recorded or not _says_nothing(content.voice) else None,
    )


def _says_nothing(part: VoicePart | None) -> bool:
    return part is None or is_blank(part.text)


def _html(written: str) -> tuple[str, str, tuple[FieldError, ...]]:
    """The clean HTML and its plain twin, empty when refused, and the reason of a refusal."""
    html, problem = tidied(written)
    plain = plain_text(html)
    problem = problem or fields.problem_in_html(html, plain)
    return ("", "", (FieldError("parts.email.html", problem),)) if problem else (html, plain, ())


def tidied(html: str, of: Holder = "email") -> tuple[str, str]:
    """The clean HTML, empty when refused; and why it was refused, empty when it was not."""
    problem = _problem(html, of)
    return ("", problem) if problem else (one_spelling(readable(clean_html(html))), "")


def _check_size(content: Content) -> Iterator[FieldError]:
    """Cleaning, and a signature, may have made it longer."""
    if len(content.html.encode()) > HTML_LIMIT:
        yield FieldError("parts.email.html", _too_long(content.html))


def _problem(html: str, of: Holder) -> str:
    """Why HTML is refused, before any time is spent on cleaning it; empty when it is not."""
    if len(html.encode()) > HTML_LIMIT:
        return _too_long(html)
    if too_deep(html):
        return _TOO_DEEP[of]
    if found := active_content(html):
        return say(_HOLDS[of], found=found)
    if address := lost_picture(html):
        return say(_LOST_PICTURE[of], address=address[:_ADDRESS_SHOWN])
    return ""


def _too_long(html: str) -> str:
    size = len(html.encode()) // 1024
    return say(
        "The email may have up to {most} KB of text; it has {size} KB. Shorten it.",
        most=HTML_LIMIT // 1024,
        size=size,
    )


def html_is_blank(clean: str) -> bool:
    """Whether a reader of clean HTML would see neither text nor picture; a bullet or a line is neither."""
    return not _PICTURE.search(clean) and is_blank(unescape(_ANY_TAG.sub("", clean)))


def _faults(typed: Content, limits: Limits, by: Signatures) -> Iterator[FieldError]:
    """What is wrong with each text as it was typed: limits count tokens, not values (A-76)."""
    yield from _check_text("subject", "subject", typed.subject, SUBJECT_LIMIT)
    if typed.sms:
        whole, words = under_text(typed.sms.text, by), "signed sms" if by.text else "sms"
        yield from _check_text("sms", "parts.sms.text", whole, limits.sms, words)
    if typed.voice and not typed.is_recorded:
        yield from _check_text("voice", "parts.voice.text", typed.voice.text, limits.voice)
        if typed.voice.text and not _LANGUAGE.fullmatch(typed.voice.language):
            yield FieldError("parts.voice.language", "Give the language as a short code, such as en or es.")


def _emptiness(content: Content, *, has_html: bool) -> Iterator[FieldError]:
    """A push announces a message; alone it would announce nothing (COMP-35)."""
    if not (has_html or content.html or content.sms or content.voice):
        yield FieldError("parts", "There is nothing to send yet. Write an email, a text message or a call.")


def _warnings(typed: Content, allowed: frozenset[str]) -> Iterator[FieldError]:
    """The fields that the sender may not use (FLDS-06)."""
    for field, text in fields.texts_of(typed).items():
        if gone := fields.among(text, fields.ALL - allowed):
            told = say("Your profile does not let you insert {fields}. It is left blank.", fields=gone)
            yield FieldError(field, told)


_TOO_LONG = {
    "subject": "A subject may have up to {most:,} characters; this one has {length:,}. Shorten it.",
    "sms": "A text message may have up to {most:,} characters; this one has {length:,}. Shorten it.",
    "signed sms": "A text message may have up to {most:,} characters, your signature included; this one has "
    "{length:,}. Shorten it, or leave the signature out.",
    "voice": "A call may have up to {most:,} characters; this one has {length:,}. Shorten it.",
}


def _check_text(kind: str, field: str, text: str, limit: int, words: str = "") -> Iterator[FieldError]:
    """`words` says which of the sentences above tells it; that of the kind otherwise."""
    if problem := fields.problem(text):
        yield FieldError(field, problem)
    if not fits(kind, text, limit):
        told = say(_TOO_LONG[words or kind], most=limit, length=max(characters(text), limit + 1))
        yield FieldError(field, told)
