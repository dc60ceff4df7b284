"""Suppressed addresses (`directory/suppression.py`), each written in four forms in one transaction:

D#d#SUPPRESSED#channel         hash of the address       the record: asked by address
D#d#SUPPRESSED#channel#BY-TIME time#hash of the address  the same: listed, the newest first
D#d#SUPPRESSED#channel#WORDS   word#hash of the address  the same: found by a name, or a part of the address
D#d#SUPPRESSED                 first letter of the hash  in short: "channel cause" -> the hashes; read whole
D#d#SUPPRESSED#LIFTED          COUNT                     how often one was lifted: a copy of that is older then

Whose an address is stands under the address (D#d#ADDRESS#hash, `directory/index.py`), and is remembered in the
suppression, so that it is found by the name of somebody who has left.

The short form is 32 items however many addresses there are, so that a district with 20,000 of them is read in
one query and some milliseconds; an item of it holds 12,000 before it nears DynamoDB's 400 KB.
"""

import json
from collections.abc import Collection, Iterator
from dataclasses import asdict, replace

from chalicelib.kernel import dynamo
from chalicelib.kernel.keys import district_key, key
from chalicelib.kernel.settings import table

from ..index import address_partition
from ..suppression import (
    MOST_OWNERS,
    SUPPRESSION_ID,
    Cause,
    Owner,
    Suppressed,
    Suppression,
    address_hash,
    short_hash,
    shortened,
)
from ..suppression_words import found_by

LONGEST_WORD = 60  # characters of a word in a key
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
        known = old.owners if old else _owners(district, address)
        if _written(district, old, replace(new, owners=known), told):
            return True
    raise TooBusy


def meet(district: str, came: Collection[tuple[str, Owner]]) -> None:
    """People who have come to addresses: those that are suppressed are found by their names from now on."""
    causes = in_short(district).causes if came else {}
    for address, owner in came:
        for channel, known in causes.items():
            if short_hash(address) in known:
                _remember(district, channel, address, owner)


def _remember(district: str, channel: str, address: str, owner: Owner) -> None:
    for _ in range(_TRIES):
        old = find(district, channel, address)
        if old is None or owner in old.owners or len(old.owners) >= MOST_OWNERS:
            return
        if _written(district, old, replace(old, owners=(*old.owners, owner)), ()):
            return
    raise TooBusy


def _owners(district: str, address: str) -> tuple[Owner, ...]:
    """Whose an address is by the directory's records of this moment."""
    items, _ = dynamo.query(table("directory"), address_partition(district, address), limit=5 * MOST_OWNERS)
    found = dict.fromkeys(Owner(each["name"], each.get("student", "")) for each in items)
    return tuple(found)[:MOST_OWNERS]


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
    return read(item) if item else None


def named(district: str, suppression_id: str) -> Suppression | None:
    """The same by what a URL calls it; None for what is no such name."""
    found = SUPPRESSION_ID.fullmatch(suppression_id)
    return by_hash(district, *found.groups()) if found else None


def of(district: str, channel: str, addresses: Collection[str]) -> dict[str, Suppression]:
    """What is known of some addresses on a channel at this moment, by address."""
    asked = {(_records(district, channel), address_hash(each)): each for each in addresses}
    found = dynamo.get_many(table("directory"), asked, consistent=True)
    return {asked[at]: read(item) for at, item in found.items()}


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
    """Put one in the other's place, in all forms. False when the record is not `old` any more."""
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
    coming, gone = _rows(district, new), _rows(district, old)
    yield from (dynamo.replace(table("directory"), row) for row in coming.values())
    yield from (dynamo.remove(table("directory"), *at) for at in gone.keys() - coming.keys())
    if not (old and new and old.cause is new.cause):
        yield _short_change(district, one.hash, old, new)


def _rows(district: str, one: Suppression | None) -> dict[tuple[str, str], dynamo.Item]:
    """What lists and searches read, by key."""
    if one is None:
        return {}
    shown, found = {"info": _text(one), "why": one.cause}, found_by(one)
    listed = {"pk": by_time(district, one.channel), "sk": key(one.since, one.hash), **shown}
    spaced = "".join(f" {word}" for word in found)
    rows = [listed]
    for word in found:
        place = {"pk": by_word(district, one.channel), "sk": key(word[:LONGEST_WORD], one.hash)}
        rows.append({**place, **shown, "words": spaced})
    return {(row["pk"], row["sk"]): row for row in rows}


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


def by_time(district: str, channel: str) -> str:
    return district_key(district, "SUPPRESSED", channel, "BY-TIME")


def by_word(district: str, channel: str) -> str:
    return district_key(district, "SUPPRESSED", channel, "WORDS")


def _short(district: str) -> str:
    return district_key(district, "SUPPRESSED")


def _lifted(district: str) -> tuple[str, str]:
    return district_key(district, "SUPPRESSED", "LIFTED"), "COUNT"


def _text(one: Suppression) -> str:
    stored = {name: value for name, value in asdict(one).items() if name != "owners" or value}
    return json.dumps(stored, ensure_ascii=False, separators=(",", ":"))


def read(item: dynamo.Item) -> Suppression:
    """A suppression from any of its forms but the short one."""
    stored = json.loads(item["info"])
    owners = tuple(Owner(**each) for each in stored.get("owners", ()))
    return Suppression(**{**stored, "cause": Cause(stored["cause"]), "owners": owners})
