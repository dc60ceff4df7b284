"""A file as it travels in a request: base64, gzipped when it is large.

The gateway takes 6 MB a request, and base64 makes 5 MB to 6.7. So whoever sends a large file packs it; what
begins as gzip does is unpacked here, never further than a file may be large.
"""

import base64
import binascii
import zlib

from chalicelib.kernel.errors import Invalid, TooLarge

MOST_BYTES = 5_000_000  # of a file
MOST_SENT = 5_900_000  # of a request that carries one
_GZIP = b"\x1f\x8b"
_AS_GZIP = 16 + zlib.MAX_WBITS


def file_bytes(sent: str) -> bytes:
    """The file. Raises Invalid for what is no base64 or a broken package, TooLarge above 5 MB."""
    try:
        raw = base64.b64decode(sent, validate=True)
    except (binascii.Error, ValueError):
        raise Invalid.one("csv", "Send the file's bytes in base64.") from None
    file = _unpacked(raw) if raw.startswith(_GZIP) else raw
    if len(file) > MOST_BYTES:
        message = "A file may have up to 5 MB. Split it and upload the parts one after the other."
        raise TooLarge(message)
    return file


def _unpacked(raw: bytes) -> bytes:
    """At most one byte more than a file may have: enough to see that it is too much."""
    unpacking = zlib.decompressobj(_AS_GZIP)
    try:
        file = unpacking.decompress(raw, MOST_BYTES + 1)
    except zlib.error:
        raise _broken() from None
    if not unpacking.eof and len(file) <= MOST_BYTES:
        raise _broken()
    return file


def _broken() -> Invalid:
    return Invalid.one("csv", "This gzip package is broken. Pack the file again, or send it as it is.")
