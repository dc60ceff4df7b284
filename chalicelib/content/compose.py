"""From what a sender wrote to frozen content (SEND-10): limits are checked, then parts are cleaned.

    Written --check_content--> a FieldError per fault        Written --freeze--> Content

A part that holds only spaces or empty tags counts as not written (COMP-35).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from chalicelib.kernel.errors import FieldError

from .cleaning import active_content, clean_html
from .model import Content, SmsPart, VoicePart
from .plain import plain_text
from .text import characters, is_blank, lines, one_line

SUBJECT_LIMIT = 200  # characters
HTML_LIMIT = 256 * 1024  # bytes
# A character can be made of many code points; carriers and voices limit those.
MOST_CODE_POINTS = {"sms": 1600, "voice": 3000}
DEFAULT_SUBJECT = "New Message"  # COMP-22
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
    """The district's limits in characters: SMS-02 (130 unless set), CALL-08 (1,000 per minute of call)."""

    sms: int = 130
    voice: int = 1000

    @classmethod
    def of(cls, settings: Mapping[str, str | int | bool]) -> "Limits":
        """As the district's settings say; what is missing or no number keeps its default."""
        given = {"sms": settings.get("sms_character_limit"), "voice": settings.get("call_character_limit")}
        return cls(**{name: value for name, value in given.items() if type(value) is int and value > 0})


def without_blank_parts(written: Written) -> Written:
    """The parts that say something."""
    return replace(
        written,
        html=written.html if written.html and not html_is_blank(written.html) else None,
        sms=written.sms if written.sms and not is_blank(written.sms.text) else None,
        voice=written.voice if written.voice and not is_blank(written.voice.text) else None,
    )


def html_is_blank(html: str) -> bool:
    """Whether a reader would see neither text nor picture. What is refused is never blank."""
    if active_content(html):
        return False
    clean = clean_html(html)
    return "<img" not in clean and is_blank(plain_text(clean))


def check_content(written: Written, limits: Limits) -> list[FieldError]:
    """Everything that stands in the way of sending; `written` is without blank parts."""
    return [
        *_check_subject(written.subject),
        *_check_html(written.html),
        *_check_text("sms", written.sms.text if written.sms else "", limits.sms, "text message"),
        *_check_text("voice", written.voice.text if written.voice else "", limits.voice, "call"),
        *_check_language(written.voice),
        *_check_something(written),
    ]


def _check_subject(subject: str) -> Iterator[FieldError]:
    length = characters(one_line(subject))
    if length > SUBJECT_LIMIT or len(subject) > 10 * SUBJECT_LIMIT:
        yield FieldError(
            "subject",
            f"A subject may have up to {SUBJECT_LIMIT} characters; this one has {length}. Shorten it.",
        )


def _check_html(html: str | None) -> Iterator[FieldError]:
    if html is None:
        return
    size = len(html.encode())
    if size > HTML_LIMIT:
        yield FieldError(
            "parts.email.html",
            f"The email may have up to {HTML_LIMIT // 1024} KB of text; it has {size // 1024} KB. Shorten it.",
        )
    elif found := active_content(html):
        yield FieldError(
            "parts.email.html", f"The email holds {found}, which cannot be sent. Remove it and try again."
        )


def _check_text(part: str, text: str, limit: int, name: str) -> Iterator[FieldError]:
    text = lines(text)
    length = characters(text)
    if length > limit or len(text) > MOST_CODE_POINTS[part]:
        over = f"this one has {max(length, limit + 1):,}. Shorten it."
        yield FieldError(f"parts.{part}.text", f"A {name} may have up to {limit:,} characters; {over}")


def _check_language(voice: VoicePart | None) -> Iterator[FieldError]:
    if voice and not _LANGUAGE.fullmatch(voice.language):
        yield FieldError("parts.voice.language", "Give the language as a short code, such as en or es.")


def _check_something(written: Written) -> Iterator[FieldError]:
    """A push announces a message; alone it would announce nothing (COMP-35)."""
    if written.html is None and written.sms is None and written.voice is None:
        yield FieldError("parts", "There is nothing to send yet. Write an email, a text message or a call.")


def freeze(written: Written) -> Content:
    """The content as it will stay. `written` has passed `check_content`."""
    html = clean_html(written.html) if written.html else ""
    return Content(
        subject=one_line(written.subject) if not is_blank(written.subject) else DEFAULT_SUBJECT,
        html=html,
        plain=plain_text(html),
        sms=written.sms and replace(written.sms, text=lines(written.sms.text)),
        voice=written.voice and replace(written.voice, text=lines(written.voice.text)),
        push=written.push,
    )
