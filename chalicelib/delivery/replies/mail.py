"""An incoming mail, read: who wrote, to which addresses, what is new, whether a machine wrote it. Pure.

A mail is a stranger's bytes: every header may be missing, doubled or broken, and nothing here raises for it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from email.utils import getaddresses, parseaddr

import nh3

from chalicelib.content.cleaning import TAGS
from chalicelib.content.plain import plain_text

from .newest import MOST_READ, new_text

_QUOTED = frozenset({"blockquote", "script", "style", "title"})
# RFC 3834 5.1, and what older programs write in its place.
_BULK = frozenset({"bulk", "junk", "list", "auto_reply"})
_MACHINE_HEADERS = ("X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress", "List-Id", "List-Unsubscribe")


@dataclass(frozen=True, slots=True)
class Mail:
    """`text` is what the writer added: no quoted history, no signature; empty when nothing else was there.

    `attachments` are the names of files that came along. `automatic`: absence notices, bounces, lists
    (RPLY-10).
    """

    sender: str
    sender_name: str
    recipients: tuple[str, ...]
    subject: str
    text: str
    attachments: tuple[str, ...] = ()
    automatic: bool = False


def read(raw: bytes) -> Mail:
    """The mail in these bytes (RFC 5322)."""
    message: EmailMessage = message_from_bytes(raw, policy=policy.default)
    name, sender = parseaddr(_header(message, "From"))
    return Mail(
        sender=sender.strip(),
        sender_name=name.strip(),
        recipients=tuple(_recipients(message)),
        subject=" ".join(_header(message, "Subject").split()),
        text=new_text(_body(message)),
        attachments=tuple(each.get_filename() or "" for each in message.iter_attachments()),
        automatic=_is_automatic(message),
    )


def _header(message: EmailMessage, name: str) -> str:
    try:
        return str(message.get(name) or "")
    except (
        ValueError,
        IndexError,
        AttributeError,
        TypeError,
    ):
        # The standard library's parser stumbles over some broken headers.
        return ""


def _recipients(message: EmailMessage) -> Iterable[str]:
    lines = [_header(message, name) for name in ("To", "Cc", "Delivered-To", "X-Original-To")]
    return (address.lower() for _, address in getaddresses([line for line in lines if line]) if "@" in address)


def _body(message: EmailMessage) -> str:
    """The plain part, or the HTML one as text."""
    try:
        part = message.get_body(preferencelist=("plain", "html"))
    except (KeyError, ValueError, AttributeError, TypeError):
        return ""  # parts that are not what they say they are; the original is kept
    if part is None:
        return ""
    text = _decoded(part)[:MOST_READ]
    return _unquoted(text) if part.get_content_type() == "text/html" else text


def _unquoted(html: str) -> str:
    """As plain text, without what is quoted."""
    return plain_text(
        nh3.clean(html, tags=TAGS - _QUOTED, clean_content_tags=_QUOTED, attributes={"a": {"href"}})
    )


def _decoded(part: MIMEPart) -> str:
    """As text; a character set that nobody knows is read as UTF-8."""
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    try:
        return payload.decode(part.get_content_charset("utf-8"), "replace")
    except LookupError:
        return payload.decode("utf-8", "replace")


def _is_automatic(message: EmailMessage) -> bool:
    submitted = _header(message, "Auto-Submitted").split(";")[0].strip().lower()
    return_path = _header(message, "Return-Path").strip()
    return (
        submitted not in ("", "no")
        or _header(message, "Precedence").strip().lower() in _BULK
        or return_path == "<>"
        or any(_header(message, name) for name in _MACHINE_HEADERS)
        or message.get_content_type() == "multipart/report"
    )
