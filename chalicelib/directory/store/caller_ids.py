"""A district's caller IDs: one item with all of them, so that a default moves from one number to another in one
write; changed only where it still is as it was read, with the entry that tells of it."""

import json
from dataclasses import asdict
from typing import Any

from chalicelib.kernel import dynamo
from chalicelib.kernel.keys import district_key
from chalicelib.kernel.settings import table

from ..audit import Entry
from ..caller_ids import CallerId, Listed
from ..codec_values import kept, text
from . import audit

SORT = "CALLER-IDS"


def read(district: str) -> tuple[Listed, int]:
    """The list, and its version; version 0: there never was one."""
    item = dynamo.get(table("directory"), district_key(district, "DISTRICT"), SORT, consistent=True)
    if item is None:
        return (), 0
    return tuple(_caller_id(each) for each in json.loads(item["data"])["items"]), int(item["version"])


def listed(district: str) -> Listed:
    return read(district)[0]


def write(district: str, after: Listed, version: int, entry: Entry) -> bool:
    """Store the list in place of the one of this version; False when somebody else was faster."""
    written = dynamo.change(
        table("directory"),
        district_key(district, "DISTRICT"),
        SORT,
        "SET #data = :data, #version = :now",
        {
            ":data": text({"items": [kept(asdict(each)) for each in after]}),
            ":now": version + 1,
            **({":was": version} if version else {}),
        },
        names={"#data": "data", "#version": "version"},
        condition="#version = :was" if version else "attribute_not_exists(pk)",
    )
    try:
        dynamo.transact([written, audit.write(district, entry)])
    except dynamo.Refused:
        return False
    return True


def _caller_id(stored: dict[str, Any]) -> CallerId:
    lists = {name: tuple(value) for name, value in stored.items() if isinstance(value, list)}
    return CallerId(**stored | lists)
