"""Pages by cursor. A cursor holds a position inside the caller's own list, never a partition key:
whose list it is, the server decides anew at each call, so that a forged cursor reaches nothing."""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from .errors import Invalid

Item = TypeVar("Item")
DEFAULT_LIMIT = 20


@dataclass(frozen=True)
class Page(Generic[Item]):
    """Some rows, and where the next ones begin (None at the end)."""

    items: tuple[Item, ...]
    next_cursor: str | None = None


def encode_cursor(position: Mapping[str, Any]) -> str:
    """A position as opaque text for a URL."""
    return base64.urlsafe_b64encode(json.dumps(position, separators=(",", ":")).encode()).decode().rstrip("=")


def decode_cursor(cursor: str | None) -> dict[str, Any] | None:
    """The position again. Raises Invalid for text that no page handed out."""
    if not cursor:
        return None
    try:
        position = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        json.dumps(position, ensure_ascii=False).encode()  # half of a surrogate pair fits no key
    except (binascii.Error, ValueError):
        position = None
    if not isinstance(position, dict):
        raise Invalid.one("cursor", "We did not give out this page marker. Start again from the first page.")
    return position
