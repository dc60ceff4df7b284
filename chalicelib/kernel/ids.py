"""Ids: random ones that sort by time for new things, hashed ones for what must meet itself again."""

import base64
import hashlib
import re

DISTRICT_ID = re.compile(r"[a-z0-9]{1,32}")


def new_id() -> str:
    """A fresh id, 26 letters and digits, in order of creation (ULID)."""
    from ulid import ULID  # here, because most functions make no new ids and it is slow to import

    return str(ULID()).lower()


def hashed_id(*parts: str) -> str:
    """The same 26-letter id for the same parts, for ever: lower-case base32 of SHA-256, 130 bits.

    A delivery's id is one of these, so that a redelivered event or a retried shard meets the same record.
    """
    digest = hashlib.sha256("\x1f".join(parts).encode()).digest()
    return base64.b32encode(digest).decode().lower()[:26]
