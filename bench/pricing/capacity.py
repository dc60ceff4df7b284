"""DynamoDB's request units, by its rules for on-demand tables. Pure.

A write costs a unit for each KB of the larger of the item before and after, twice that in a transaction, and
what the change takes in each index that shows the item. A read costs a unit for each 4 KB, half of it when it
is only eventually consistent.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Item = Mapping[str, Any]  # in DynamoDB's JSON

STORED_BESIDES = 100  # bytes that storage counts for each item and index entry
_WRITE, _READ = 1024, 4096


@dataclass(frozen=True, slots=True)
class Index:
    """A global secondary index; of a table keyed by `pk` and `sk`."""

    hash_key: str
    range_key: str
    keys_only: bool

    def entry(self, item: Item | None) -> Item | None:
        """What the index shows of an item; None when it lacks the index's keys."""
        if item is None or self.hash_key not in item or self.range_key not in item:
            return None
        if not self.keys_only:
            return item
        return {name: item[name] for name in ("pk", "sk", self.hash_key, self.range_key)}

    def place(self, entry: Item) -> tuple[Any, Any]:
        return entry[self.hash_key], entry[self.range_key]


def size(item: Item) -> int:
    """Bytes: names and values."""
    return sum(len(name.encode()) + _value(value) for name, value in item.items())


def _value(value: Mapping[str, Any]) -> int:
    ((kind, held),) = value.items()
    if kind == "S":
        return len(held.encode())
    if kind == "N":
        return len(held.lstrip("-0").replace(".", "")) // 2 + 2
    if kind == "B":
        return len(held) * 3 // 4
    if kind in ("SS", "NS", "BS"):
        return sum(_value({kind[0]: each}) for each in held)
    if kind == "L":
        return 3 + sum(1 + _value(each) for each in held)
    if kind == "M":
        return 3 + size(held) + len(held)
    return 1  # BOOL, NULL


def write_units(
    before: Item | None, after: Item | None, indexes: Iterable[Index], *, transaction: bool
) -> float:
    """Of one item's write; None is an item that is not there."""
    table = max(_units(before, _WRITE), _units(after, _WRITE), 1)
    return table * (2 if transaction else 1) + sum(_index_units(each, before, after) for each in indexes)


def _index_units(index: Index, before: Item | None, after: Item | None) -> float:
    old, new = index.entry(before), index.entry(after)
    if old is None or new is None or index.place(old) != index.place(new):
        return _units(old, _WRITE) + _units(new, _WRITE)
    return 0 if old == new else max(_units(old, _WRITE), _units(new, _WRITE))


def read_units(items: Iterable[Item], *, consistent: bool) -> float:
    """Of a query or of one read; nothing found costs as much as the smallest item."""
    units = max(math.ceil(sum(map(size, items)) / _READ), 1)
    return units if consistent else units / 2


def stored(item: Item, indexes: Iterable[Index]) -> int:
    """Bytes that storage counts, with the item's entries in indexes."""
    entries = [entry for each in indexes if (entry := each.entry(item))]
    return sum(size(each) + STORED_BESIDES for each in (item, *entries))


def _units(item: Item | None, step: int) -> int:
    return math.ceil(size(item) / step) if item else 0


def indexes_of(template: Mapping[str, Any]) -> dict[str, tuple[Index, ...]]:
    """By the tables' names here: `DIRECTORY` for the template's DirectoryTable."""
    return {
        name.removesuffix("Table").upper(): tuple(
            _index(each) for each in resource["Properties"].get("GlobalSecondaryIndexes", ())
        )
        for name, resource in template["Resources"].items()
        if resource["Type"] == "AWS::DynamoDB::Table"
    }


def _index(described: Mapping[str, Any]) -> Index:
    keys = {each["KeyType"]: each["AttributeName"] for each in described["KeySchema"]}
    keys_only = described["Projection"]["ProjectionType"] == "KEYS_ONLY"
    return Index(keys["HASH"], keys["RANGE"], keys_only)
