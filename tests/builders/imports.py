"""CSV files of people, and lists made of them."""

import base64
import gzip
from collections.abc import Sequence
from typing import Any

from chalicelib.audience.imported.model import Column

COLUMNS = {Column.FULL_NAME: 0, Column.EMAIL: 1, Column.PHONE: 2}
PLAIN = {field.value: place for field, place in COLUMNS.items()}
HEADINGS = "Name,Email,Phone"
GOOD = ("Ana Ruiz,ana@mail.example,(505) 555-0101", "Bo Li,bo@mail.example,", "Cy Dee,,+1 505 555 0103")


def csv(*rows: str, header: str | None = HEADINGS) -> bytes:
    """A file of rows, three good ones unless given."""
    lines: Sequence[str] = rows or GOOD
    return "\r\n".join([*([header] if header else []), *lines, ""]).encode()


def many(count: int, start: int = 0) -> bytes:
    """A file of that many different people with an email each."""
    return csv(*(f"Person {each},p{each}@mail.example," for each in range(start, start + count)))


def body(raw: bytes, *, packed: bool = False, **changes: Any) -> dict[str, Any]:
    """A request that imports a file."""
    sent = base64.b64encode(gzip.compress(raw) if packed else raw).decode()
    return {"csv": sent, "header": True, "columns": PLAIN} | changes
