"""The record of changes (ADMIN-16): entries are inserted with what they tell of, and never touched again."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from chalicelib.kernel import dynamo
from chalicelib.kernel.keys import district_key
from chalicelib.kernel.paging import Page, encode_cursor, position
from chalicelib.kernel.settings import table

from ..audit import Change, Entry, Subject, Who


def write(district: str, entry: Entry) -> dynamo.Write:
    """The entry, as part of the transaction of its change."""
    data = json.dumps(asdict(entry), ensure_ascii=False, separators=(",", ":"))
    item = {"pk": _key(district), "sk": f"{entry.at}#{entry.entry_id}", "data": data}
    return dynamo.insert(table("directory"), item)


def newest(district: str, limit: int, cursor: str | None) -> Page[Entry]:
    """A page of entries, newest first."""
    before = (position(cursor, before=str) or {"before": "~"})["before"]
    items, _ = dynamo.query(
        table("directory"), _key(district), between=("0", before), newest_first=True, limit=limit + 2
    )
    found = [item for item in items if item["sk"] != before]
    more = encode_cursor({"before": found[limit - 1]["sk"]}) if len(found) > limit else None
    return Page(tuple(_entry(json.loads(item["data"])) for item in found[:limit]), more)


def _entry(stored: Mapping[str, Any]) -> Entry:
    known = {
        "who": Who(**stored["who"]),
        "subject": Subject(stored["subject"]),
        "changes": tuple(Change(**each) for each in stored["changes"]),
    }
    return Entry(**{**stored, **known})


def _key(district: str) -> str:
    return district_key(district, "AUDIT")
