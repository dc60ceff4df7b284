"""Signatures on their way in: cleaned and limited as what they go under (SET-10, SET-11)."""

from chalicelib.directory.signatures import Signatures
from chalicelib.kernel.errors import FieldError, Invalid
from chalicelib.kernel.words import say

from . import tokens
from .compose import html_is_blank, tidied
from .limits import Limits, fits
from .text import characters, is_blank, lines

HTML_FIELD, TEXT_FIELD = "email_html", "sms_text"
HTML_MOST = 20 * 1024  # bytes
_NO_FIELDS = "A signature is the same for every reader, so it holds no insert fields. Take {field} out."


def checked(html: str, text: str, limits: Limits) -> Signatures:
    """The two as they are kept; one in which a reader would see nothing is none. Raises Invalid."""
    clean, problem = tidied(html, "signature")
    plain = lines(text)
    said = {HTML_FIELD: problem or _html_problem(clean), TEXT_FIELD: _text_problem(plain, limits)}
    faults = tuple(FieldError(field, told) for field, told in said.items() if told)
    if faults:
        raise Invalid(faults[0].message, faults)
    return Signatures("" if html_is_blank(clean) else clean, "" if is_blank(plain) else plain)


def _html_problem(clean: str) -> str:
    size = len(clean.encode())
    if size > HTML_MOST:
        return say(
            "An email signature may have up to {most} KB with its formatting; this one has {size} KB. "
            "Shorten it.",
            most=HTML_MOST // 1024,
            size=-(-size // 1024),
        )
    return _token_problem(clean)


def _text_problem(text: str, limits: Limits) -> str:
    if not fits("sms", text, limits.sms):
        return say(
            "A text signature may have up to {most:,} characters, as a text message; this one has {length:,}. "
            "Shorten it.",
            most=limits.sms,
            length=max(characters(text), limits.sms + 1),
        )
    return _token_problem(text)


def _token_problem(text: str) -> str:
    typed = next(tokens.meant(text), "")
    return say(_NO_FIELDS, field=tokens.token(typed)) if typed else ""
