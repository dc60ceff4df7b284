"""The words by which a district flags messages of families (FLAG-08): one item, written where it still is as it
was read, with the entry that tells of it."""

import json

from chalicelib.kernel import dynamo
from chalicelib.kernel.keys import district_key
from chalicelib.kernel.settings import table

from ..audit import Entry
from . import audit

SORT = "FLAGGED-WORDS"


def words(district: str) -> tuple[str, ...] | None:
    """The district's list; None when it never changed the one that it began with."""
    item = dynamo.get(table("directory"), district_key(district, "DISTRICT"), SORT, consistent=True)
    return tuple(json.loads(item["words"])) if item else None


def change(district: str, before: tuple[str, ...] | None, after: tuple[str, ...], entry: Entry) -> bool:
    """False when somebody else changed it meanwhile; nothing is written then."""
    written = dynamo.change(
        table("directory"),
        district_key(district, "DISTRICT"),
        SORT,
        "SET words = :after",
        {":after": _text(after), **({} if before is None else {":before": _text(before)})},
        condition="attribute_not_exists(pk)" if before is None else "words = :before",
    )
    try:
        dynamo.transact([written, audit.write(district, entry)])
    except dynamo.Refused:
        return False
    return True


def _text(listed: tuple[str, ...]) -> str:
    return json.dumps(listed, ensure_ascii=False, separators=(",", ":"))
