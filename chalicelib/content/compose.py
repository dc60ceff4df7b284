"""From what a sender wrote to frozen content (SEND-10): limits are checked, the HTML is cleaned, once.

    Written --prepare--> Prepared: the content as it will stay, and a FieldError for each thing in the way

A part that holds only spaces or empty tags counts as not written (COMP-35).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from html import unescape

from chalicelib.directory.model import DEFAULT_SETTINGS
from chalicelib.kernel.errors import FieldError

from .cleaning import active_content, clean_html, too_deep
from .model import Content, SmsPart, VoicePart
from .plain import plain_text
from .text import characters, is_blank, lines, one_line

SUBJECT_LIMIT = 200  # characters
HTML_LIMIT = 256 * 1024  # bytes, as sent and as cleaned
# A character can be made of many code points; carriers and voices limit those.
MOST_CODE_POINTS = {"subject": 2000, "sms": 1600, "voice": 3000}
DEFAULT_SUBJECT = "New Message"  # COMP-22
# In clean HTML, angle brackets within text and attributes are escaped.
_ANY_TAG = re.compile(r"<[^>]*>")
_PICTURE = re.compile(r'<img\b[^>]*\ssrc="')
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class Written:
    """The parts as the sender wrote them; None for a part that is not there."""

    subject: str = ""
    html: str | None = None
    sms: SmsPart | None = None
    voice: VoicePart | None = None
    push: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """The district's limits in characters, as a new district has them: SMS-02, CALL-08 (per minute of call)."""

    sms: int = DEFAULT_SETTINGS["sms_character_limit"]
    voice: int = DEFAULT_SETTINGS["call_character_limit"]

    @classmethod
    def of(cls, settings: Mapping[str, str | int | bool]) -> "Limits":
        """As the district's settings say; what is missing or no number keeps its default."""
        given = {"sms": settings.get("sms_character_limit"), "voice": settings.get("call_character_limit")}
        return cls(**{name: value for name, value in given.items() if type(value) is int and value > 0})


@dataclass(frozen=True, slots=True)
class Prepared:
    """The content as it will be sent if there are no faults."""

    content: Content
    faults: tuple[FieldError, ...] = ()


def prepare(written: Written, limits: Limits) -> Prepared:
    """What was written as content, with everything that stands in the way of sending it."""
    html, html_faults = _html(written.html or "")
    sms = written.sms and replace(written.sms, text=lines(written.sms.text))
    voice = written.voice and replace(written.voice, text=lines(written.voice.text))
    content = Content(
        subject=DEFAULT_SUBJECT if is_blank(written.subject) else one_line(written.subject),
        html=html,
        plain=plain_text(html),
        sms=None if sms is None or is_blank(sms.text) else sms,
        voice=None if voice is None or is_blank(voice.text) else voice,
        push=written.push,
    )
    return Prepared(content, (*html_faults, *_faults(content, limits, has_html=bool(html or html_faults))))


def _html(written: str) -> tuple[str, tuple[FieldError, ...]]:
    """The clean HTML, empty when blank or refused, and the reason of a refusal."""
    problem = _problem(written)
    if problem:
        return "", (FieldError("parts.email.html", problem),)
    html = clean_html(written)
    if len(html.encode()) > HTML_LIMIT:
        return "", (FieldError("parts.email.html", _too_long(html)),)
    return ("" if html_is_blank(html) else html), ()


def _problem(html: str) -> str | None:
    """Why HTML is refused, before any time is spent on cleaning it."""
    if len(html.encode()) > HTML_LIMIT:
        return _too_long(html)
    if too_deep(html):
        return "The email's formatting is too deeply nested. Paste the text again without formatting."
    found = active_content(html)
    return f"The email holds {found}, which cannot be sent. Remove it and try again." if found else None


def _too_long(html: str) -> str:
    size = len(html.encode()) // 1024
    return f"The email may have up to {HTML_LIMIT // 1024} KB of text; it has {size} KB. Shorten it."


def html_is_blank(clean: str) -> bool:
    """Whether a reader of clean HTML would see neither text nor picture; a bullet or a line is neither."""
    return not _PICTURE.search(clean) and is_blank(unescape(_ANY_TAG.sub("", clean)))


def _faults(content: Content, limits: Limits, *, has_html: bool) -> Iterator[FieldError]:
    yield from _check_length("subject", "subject", content.subject, SUBJECT_LIMIT)
    if content.sms:
        yield from _check_length("sms", "parts.sms.text", content.sms.text, limits.sms)
    if content.voice:
        yield from _check_length("voice", "parts.voice.text", content.voice.text, limits.voice)
        if not _LANGUAGE.fullmatch(content.voice.language):
            yield FieldError("parts.voice.language", "Give the language as a short code, such as en or es.")
    if not (has_html or content.sms or content.voice):
        # A push announces a message; alone it would announce nothing (COMP-35).
        yield FieldError("parts", "There is nothing to send yet. Write an email, a text message or a call.")


_NAMES = {"subject": "subject", "sms": "text message", "voice": "call"}


def _check_length(kind: str, field: str, text: str, limit: int) -> Iterator[FieldError]:
    length = characters(text)
    if length > limit or len(text) > MOST_CODE_POINTS[kind]:
        over = f"this one has {max(length, limit + 1):,}. Shorten it."
        yield FieldError(field, f"A {_NAMES[kind]} may have up to {limit:,} characters; {over}")
