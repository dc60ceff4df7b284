"""Pages by cursor. A cursor holds a position inside the caller's own list, never a partition key:
whose list it is, the server decides anew at each call, so that a forged cursor reaches nothing. The names in a
position tell lists apart: where two could be confused, each has its own."""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from chalicelib.kernel.values import value

from .errors import Invalid

Item = TypeVar("Item")
DEFAULT_LIMIT = 20
LONGEST_KEY = 1024  # bytes of a sort key
FARTHEST = 2**40


@value
class Page(Generic[Item]):
    """Some rows, and where the next ones begin (None at the end)."""

    items: tuple[Item, ...]
    next_cursor: str | None = None


def encode_cursor(position: Mapping[str, Any]) -> str:
    """A position as opaque text for a URL."""
    return base64.urlsafe_b64encode(json.dumps(position, separators=(",", ":")).encode()).decode().rstrip("=")


def position(cursor: str | None, **kinds: type[str] | type[int]) -> dict[str, Any] | None:
    """The position again, under each name a text or a whole number from 0; None for the first page.

    Raises Invalid for text that no page handed out, and for a position in another list.
    """
    if not cursor:
        return None
    found = _decoded(cursor)
    if found.keys() != kinds.keys() or not all(_fits(found[name], kind) for name, kind in kinds.items()):
        raise foreign()
    return found


def foreign() -> Invalid:
    """A cursor was given out, but not for this list as it is now."""
    return Invalid.one("cursor", "This page marker belongs to another list. Start again from the first page.")


def _decoded(cursor: str) -> dict[str, Any]:
    try:
        found = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError, RecursionError):  # the last: nested too deeply for the parser
        found = None
    if not isinstance(found, dict):
        raise Invalid.one("cursor", "We did not give out this page marker. Start again from the first page.")
    return found


def _fits(value: object, kind: type[str] | type[int]) -> bool:
    """Whether DynamoDB would take it: text is a part of a key, a number a place in something."""
    if kind is str:
        return isinstance(value, str) and value.isprintable() and len(value.encode()) <= LONGEST_KEY
    return type(value) is int and 0 <= value <= FARTHEST
