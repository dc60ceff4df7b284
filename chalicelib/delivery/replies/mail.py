"""An incoming mail, read: who wrote, what is new, whether a machine wrote it. Pure.

A mail is a stranger's bytes: every header may be missing, doubled or broken, and nothing here raises for it.
"""

from collections.abc import Iterable
from email import message_from_bytes, policy
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr
from itertools import islice

import nh3

from chalicelib.content.cleaning import TAGS
from chalicelib.content.plain import plain_text
from chalicelib.kernel.values import value

from .newest import MOST_READ, new_text

LONGEST_HEADER = 10_000  # characters
MOST_PARTS = 100
_QUOTED = frozenset({"blockquote", "script", "style", "title"})
# RFC 3834 5.1, and what older programs write in its place.
_BULK = frozenset({"bulk", "junk", "list", "auto_reply"})
_MACHINE_HEADERS = ("X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress", "List-Id", "List-Unsubscribe")


@value
class Mail:
    """`text` is what the writer added: no quoted history, no signature; empty when nothing else was there.

    `attachments` are the names of files that came along. `automatic`: absence notices, bounces, lists
    (RPLY-10).
    """

    sender: str
    text: str
    attachments: tuple[str, ...] = ()
    automatic: bool = False


def read(raw: bytes) -> Mail:
    """The mail in these bytes (RFC 5322). Parsed by the standard library's older policy: the effort of the
    newer one grows with the square of a header's length."""
    message = message_from_bytes(raw, policy=policy.compat32)
    return Mail(
        sender=parseaddr(_header(message, "From"))[1].strip(),
        text=new_text(_body(message)),
        attachments=tuple(
            _header_text(part.get_filename() or "") for part in _parts(message) if _attached(part)
        ),
        automatic=_is_automatic(message),
    )


def _header(message: Message, name: str) -> str:
    """A header as people read it; none where it is longer than any that a person's program writes."""
    value = str(message.get(name) or "")
    return _header_text(value) if len(value) <= LONGEST_HEADER else ""


def _header_text(value: str) -> str:
    try:
        return str(make_header(decode_header(value[:LONGEST_HEADER])))
    except (ValueError, LookupError, UnicodeError, HeaderParseError):
        return value  # encoded in a way that nobody knows


def _parts(message: Message) -> Iterable[Message]:
    """The parts that hold something, the first hundred."""
    return islice((part for part in message.walk() if not part.is_multipart()), MOST_PARTS)


def _attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(part.get_filename())


def _body(message: Message) -> str:
    """The plain part, or the HTML one as text."""
    found = {part.get_content_type(): part for part in reversed(list(_parts(message))) if not _attached(part)}
    if plain := found.get("text/plain"):
        return _decoded(plain)[:MOST_READ]
    html = found.get("text/html")
    return _unquoted(_decoded(html)[:MOST_READ]) if html else ""


def _unquoted(html: str) -> str:
    """As plain text, without what is quoted."""
    return plain_text(
        nh3.clean(html, tags=TAGS - _QUOTED, clean_content_tags=_QUOTED, attributes={"a": {"href"}})
    )


def _decoded(part: Message) -> str:
    """As text; a character set that nobody knows is read as UTF-8."""
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    try:
        return payload.decode(part.get_content_charset("utf-8"), "replace")
    except LookupError:
        return payload.decode("utf-8", "replace")


def _is_automatic(message: Message) -> bool:
    submitted = _header(message, "Auto-Submitted").split(";")[0].strip().lower()
    return_path = _header(message, "Return-Path").strip()
    return (
        submitted not in ("", "no")
        or _header(message, "Precedence").strip().lower() in _BULK
        or return_path == "<>"
        or any(_header(message, name) for name in _MACHINE_HEADERS)
        or message.get_content_type() == "multipart/report"
    )
