"""A message's content as one reader sees it in the app, its insert fields filled (FLDS-03, FLDS-05). Pure."""

from collections.abc import Sequence
from dataclasses import replace
from html import escape

from .fields import names_used
from .model import DEFAULT_SUBJECT, Content
from .text import one_line
from .tokens import parse


def filled(content: Content, values: Sequence[str]) -> Content:
    """The whole content for a reader with these values, in the order of `names_used`. Nothing is cut (A-75)."""
    names = names_used(content)
    if not names:
        return content
    by_name = dict(zip(names, values, strict=False))

    def said(text: str) -> str:
        return parse(text).fill(by_name)

    return replace(
        content,
        subject=one_line(said(content.subject)) or DEFAULT_SUBJECT,
        html=parse(content.html).fill(by_name, escape),
        plain=said(content.plain),
        sms=content.sms and replace(content.sms, text=said(content.sms.text)),
        voice=content.voice and replace(content.voice, text=said(content.voice.text)),
    )


def in_app_html(content: Content) -> str:
    """What the in-app copy shows: the email as it is, else the first other part's text."""
    return content.html or f"<p>{escape(content.text_in_app)}</p>".replace("\n", "<br>")
