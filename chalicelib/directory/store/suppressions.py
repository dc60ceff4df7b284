"""Suppressed addresses (`directory/suppression.py`), each written three times in one transaction:

D#d#SUPPRESSED#channel         hash of the address       the record: asked by address
D#d#SUPPRESSED#channel#BY-TIME time#hash of the address  the same: listed, the newest first
D#d#SUPPRESSED                 first letter of the hash  in short: "channel cause" -> the hashes; read whole
D#d#SUPPRESSED#LIFTED          COUNT                     how often one was lifted: a copy of that is older then

The short form is 32 items however many addresses there are, so that a district with 20,000 of them is read in
one query and some milliseconds; an item of it holds 12,000 before it nears DynamoDB's 400 KB.
"""

import json
from collections.abc import Collection, Iterator
from dataclasses import asdict

from chalicelib.kernel import dynamo
from chalicelib.kernel.keys import district_key, key
from chalicelib.kernel.paging import Page, encode_cursor, position
from chalicelib.kernel.settings import table

from ..suppression import SUPPRESSION_ID, Cause, Suppressed, Suppression, address_hash, shortened

MOST_QUERIES = 5  # for one page
EXAMINED = 1000  # rows that a query for one cause looks at
_TRIES = 5  # somebody else may write the same address at the same moment


class TooBusy(RuntimeError):
    """Others kept changing the same address; whoever asked tries again."""


def suppress(
    district: str,
    channel: str,
    address: str,
    cause: Cause,
    at: str,
    *,
    by: str = "",
    note: str = "",
    told: Collection[dynamo.Write] = (),
) -> bool:
    """Write no more to an address on one channel; `told` is written with it. False when that was so already: of
    two causes the weightier stays, of two alike the first. Repeating it changes nothing."""
    new = Suppression(str(channel), address.strip(), cause, at, by, note)
    for _ in range(_TRIES):
        old = find(district, channel, address)
        if old and not new.cause.outweighs(old.cause):
            return False
        if _written(district, old, new, told):
            return True
    raise TooBusy


def lift(district: str, found: Suppression, *told: dynamo.Write) -> bool:
    """An address may be written to again; `told` is written with it. False when it was lifted or changed
    meanwhile."""
    counted = dynamo.change(table("directory"), *_lifted(district), "ADD lifted :one", {":one": 1})
    return _written(district, found, None, (counted, *told))


def lifted(district: str) -> int:
    """How often something was lifted up to this moment."""
    item = dynamo.get(table("directory"), *_lifted(district), consistent=True)
    return int(item["lifted"]) if item else 0


def find(district: str, channel: str, address: str) -> Suppression | None:
    """What is known of an address on a channel, as it is at this moment."""
    return by_hash(district, channel, address_hash(address))


def by_hash(district: str, channel: str, full: str) -> Suppression | None:
    """The same by the hash of the address."""
    item = dynamo.get(table("directory"), _records(district, channel), full, consistent=True)
    return _suppression(item) if item else None


def named(district: str, suppression_id: str) -> Suppression | None:
    """The same by what a URL calls it; None for what is no such name."""
    found = SUPPRESSION_ID.fullmatch(suppression_id)
    return by_hash(district, *found.groups()) if found else None


def of(district: str, channel: str, addresses: Collection[str]) -> dict[str, Suppression]:
    """What is known of some addresses on a channel at this moment, by address."""
    asked = {(_records(district, channel), address_hash(each)): each for each in addresses}
    found = dynamo.get_many(table("directory"), asked, consistent=True)
    return {asked[at]: _suppression(item) for at, item in found.items()}


def newest(
    district: str, channel: str, cause: Cause | None, limit: int, cursor: str | None
) -> Page[Suppression]:
    """A page of a channel's, newest first. With a rare cause a page may be short and have a next one."""
    place = position(cursor, before=str)
    pk, before = _by_time(district, channel), place["before"] if place else ""
    found: list[dynamo.Item] = []
    for _ in range(MOST_QUERIES):
        items, last = dynamo.query(
            table("directory"),
            pk,
            newest_first=True,
            after={"pk": pk, "sk": before} if before else None,
            limit=EXAMINED if cause else limit + 1,
            where="why = :why" if cause else None,
            values={":why": cause.value} if cause else None,
        )
        found += items
        if len(found) > limit:
            return Page(
                tuple(map(_suppression, found[:limit])), encode_cursor({"before": found[limit - 1]["sk"]})
            )
        if last is None:
            return Page(tuple(map(_suppression, found)))
        before = last["sk"]
    return Page(tuple(map(_suppression, found)), encode_cursor({"before": before}))


def among(district: str, channel: str, addresses: Collection[str]) -> dict[str, Cause]:
    """Which addresses are suppressed on a channel at this moment, and why."""
    return {address: each.cause for address, each in of(district, channel, addresses).items()}


def in_short(district: str) -> Suppressed:
    """Everything that is suppressed in a district."""
    causes: dict[str, dict[str, Cause]] = {}
    for bucket in dynamo.query_all(table("directory"), _short(district)):
        for name, hashes in bucket.items():
            if name not in ("pk", "sk"):
                channel, cause = name.split(" ")
                causes.setdefault(channel, {}).update(dict.fromkeys(hashes, Cause(cause)))
    return Suppressed(causes)


# ---- Writing ------------------------------------------------------------------------------------------------


def _written(
    district: str, old: Suppression | None, new: Suppression | None, told: Collection[dynamo.Write]
) -> bool:
    """Put one in the other's place, in all three forms. False when the record is not `old` any more."""
    try:
        dynamo.transact([*_changes(district, old, new), *told])
    except dynamo.Refused:
        return False
    return True


def _changes(district: str, old: Suppression | None, new: Suppression | None) -> Iterator[dynamo.Write]:
    one = new or old
    if one is None:
        return
    pk = _records(district, one.channel)
    condition = "info = :old" if old else "attribute_not_exists(pk)"
    values = {":old": _text(old)} if old else {}
    if new is None:
        yield dynamo.remove(table("directory"), pk, one.hash, condition=condition, values=values)
    else:
        values |= {":new": _text(new)}
        yield dynamo.change(table("directory"), pk, new.hash, "SET info = :new", values, condition=condition)
        yield dynamo.replace(
            table("directory"), {**_listed(district, new), "info": _text(new), "why": new.cause}
        )
    if old and (new is None or new.since != old.since):
        place = _listed(district, old)
        yield dynamo.remove(table("directory"), place["pk"], place["sk"])
    yield _short_change(district, one.hash, old, new)


def _short_change(district: str, full: str, old: Suppression | None, new: Suppression | None) -> dynamo.Write:
    parts, names = [], {}
    for verb, one in (("DELETE", old), ("ADD", new)):
        if one:
            names[f"#{verb}"] = f"{one.channel} {one.cause}"
            parts.append(f"{verb} #{verb} :hash")
    return dynamo.change(
        table("directory"),
        _short(district),
        full[0],
        " ".join(parts),
        {":hash": {shortened(full)}},
        names=names,
    )


# ---- Keys and items -----------------------------------------------------------------------------------------


def _records(district: str, channel: str) -> str:
    return district_key(district, "SUPPRESSED", channel)


def _by_time(district: str, channel: str) -> str:
    return district_key(district, "SUPPRESSED", channel, "BY-TIME")


def _short(district: str) -> str:
    return district_key(district, "SUPPRESSED")


def _lifted(district: str) -> tuple[str, str]:
    return district_key(district, "SUPPRESSED", "LIFTED"), "COUNT"


def _listed(district: str, one: Suppression) -> dict[str, str]:
    return {
        "pk": _by_time(district, one.channel),
        "sk": key(one.since, one.hash),
    }


def _text(one: Suppression) -> str:
    return json.dumps(asdict(one), ensure_ascii=False, separators=(",", ":"))


def _suppression(item: dynamo.Item) -> Suppression:
    stored = json.loads(item["info"])
    return Suppression(**{**stored, "cause": Cause(stored["cause"])})
