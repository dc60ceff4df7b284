"""What arrives in the roster bucket: zips to import, and the marker that has the work go on.

S3 tells at least once and in any order: an event seen before leads to the same import, one that is older than
another of the same object is left aside. Keys come URL-encoded, `a+b%2Bc.zip` for `a b+c.zip`.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote_plus

from chalicelib.directory import store
from chalicelib.directory.store import imports
from chalicelib.kernel.clock import stamp
from chalicelib.kernel.ids import hashed_id
from chalicelib.kernel.log import logger
from chalicelib.kernel.values import value

from .model import RosterImport, Source
from .run import arrived_at, new_import_id
from .values import tidy

_OWN = "imports"  # our own files in the bucket
_INCOMING = "incoming"


@value
class Arrival:
    """One object that was created."""

    bucket: str
    key: str
    version: str
    mark: str
    sequence: str
    at: datetime


def receive(event: Mapping[str, Any]) -> list[str]:
    """Begin what the event brings; the districts in which there is work now."""
    districts = (_begin(each) for each in _arrivals(event))
    return list(dict.fromkeys(each for each in districts if each))


def _arrivals(event: Mapping[str, Any]) -> Iterator[Arrival]:
    """The objects created; a test event and anything else has none."""
    for record in event.get("Records", ()):
        if not str(record.get("eventName", "")).startswith("ObjectCreated"):
            continue
        found = record["s3"]["object"]
        key, version = unquote_plus(found["key"]), found.get("versionId") or ""
        sequence, tag = found.get("sequencer") or "", found.get("eTag") or ""
        yield Arrival(
            bucket=record["s3"]["bucket"]["name"],
            key=key,
            version="" if version == "null" else version,
            mark=hashed_id(key, version, tag, sequence),
            sequence=sequence,
            at=arrived_at(record["eventTime"]),
        )


def _begin(arrival: Arrival) -> str | None:
    """The district to work on, or None when the object starts nothing."""
    parts = PurePosixPath(arrival.key).parts
    if parts[0] == _OWN:
        return parts[1] if arrival.key.endswith(".continue") and len(parts) > 2 else None
    if not arrival.key.casefold().endswith(".zip"):
        return None
    district = district_of(parts, store.districts())
    if district is None:
        logger().warning("A roster file names no district", mark=arrival.mark)
        return None
    if arrival.sequence and not imports.saw(district, arrival.key, arrival.sequence):
        logger().info("An older roster event came late", mark=arrival.mark)
        return None
    imports.begin(
        RosterImport(
            import_id=new_import_id(arrival.at, arrival.mark),
            district=district,
            file_name=tidy(parts[-1], 200),
            received_at=stamp(arrival.at),
            source=Source(arrival.bucket, arrival.key, arrival.version),
        )
    )
    return district


def district_of(parts: tuple[str, ...], districts: tuple[str, ...]) -> str | None:
    """The district that a key names (`incoming/<district>/...`), or, when it names none, the only one there is.

    A name that no district has is nobody's: one district's people must never become another's.
    """
    if len(parts) > 2 and parts[0] == _INCOMING:
        return parts[1] if parts[1] in districts else None
    return districts[0] if len(districts) == 1 else None
