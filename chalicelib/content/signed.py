"""What is written, with its author's signatures under it (COMP-27, SMS-08). Pure."""

from dataclasses import replace

from chalicelib.directory.signatures import Signatures

from .model import Content
from .plain import plain_text
from .text import is_blank


def signed(content: Content, by: Signatures) -> Content:
    """The content with both signatures. A part that is not there gets none: a signature alone says nothing."""
    sms = content.sms and replace(content.sms, text=under_text(content.sms.text, by))
    if not (content.html and by.html):
        return replace(content, sms=sms)
    html = f"{content.html}<div>{by.html}</div>"
    return replace(content, html=html, plain=plain_text(html), sms=sms)


def under_text(text: str, by: Signatures) -> str:
    """A text message with the signature on a line of its own; the line end counts as well (SMS-03)."""
    return text if is_blank(text) or not by.text else f"{text}\n{by.text}"
