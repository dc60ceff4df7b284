"""The audience room's door to its table for what is put in order once, to be paged through for a while.

    D#d#ORDER#hash of what was asked   PAGE#nnnnn   1,000 rows, packed, and how many there are in all

Rows are three short texts; `order.py` says which. They expire; what is asked for again is ordered again.
"""

import json
import zlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from chalicelib.kernel import dynamo
from chalicelib.kernel.batches import batched
from chalicelib.kernel.keys import district_key
from chalicelib.kernel.settings import table
from chalicelib.kernel.values import value

PAGE = 1_000
KEPT = timedelta(minutes=20)  # the table itself may take days to remove what expired

Row = tuple[str, str, str]


@value
class Rows:
    """A page, and how many rows there are in all."""

    rows: tuple[Row, ...]
    of: int


def keep(district: str, key: str, rows: Sequence[Row], now: datetime) -> None:
    """Every page of an order, in place of those kept before."""
    expires = int((now + KEPT).timestamp())
    pk, total = district_key(district, "ORDER", key), len(rows)
    dynamo.write_many(
        table("audience"),
        (
            {"pk": pk, "sk": f"PAGE#{number:05}", "rows": _packed(some), "of": total, "expires": expires}
            for number, some in enumerate(batched(rows, PAGE))
        ),
    )


def page(district: str, key: str, number: int, now: datetime) -> Rows | None:
    """The page of an order; None when it is not kept, or no longer."""
    item = dynamo.get(table("audience"), district_key(district, "ORDER", key), f"PAGE#{number:05}")
    if item is None or item["expires"] <= now.timestamp():
        return None
    return Rows(
        tuple((one, two, three) for one, two, three in json.loads(zlib.decompress(item["rows"]))), item["of"]
    )


def _packed(rows: Sequence[Row]) -> bytes:
    return zlib.compress(json.dumps(rows, separators=(",", ":")).encode(), 6)
