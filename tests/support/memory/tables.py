"""A table: items by partition and sort key, and its indexes. They, and whatever is read without asking for
consistency, may lag behind it as DynamoDB's do."""

from bisect import bisect_left, insort
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from .errors import invalid
from .values import LARGEST_ITEM, Item, size_of

Key = tuple[str, str]
Place = tuple[str, Key]  # a sort key's value, and whose it is


@dataclass(frozen=True, slots=True)
class Stored:
    """An item as it lies in a table, and its size in bytes. Nobody changes it in place."""

    item: Item
    size: int


@dataclass(frozen=True)
class Lag:
    """How far whatever is not read consistently may be behind: seconds, drawn anew for each write."""

    now: Callable[[], float]
    draw: Callable[[], float]


class Shelf:
    """Items in order: those of a table, or the copies that an index has of them."""

    def __init__(self, pk: str, sk: str) -> None:
        self.pk, self.sk = pk, sk
        self.items: dict[Key, Stored] = {}
        self._order: dict[str, list[Place]] = {}

    def put(self, key: Key, new: Stored | None) -> None:
        """Keep it in place of what was there; None, or an item without this shelf's keys, is kept no more."""
        old = self.items.pop(key, None)
        before = self._place(key, old)
        after = self._place(key, new)
        if before != after:
            self._move(before, after)
        if new and after:
            self.items[key] = new

    def _place(self, key: Key, stored: Stored | None) -> tuple[str, Place] | None:
        if stored is None or self.pk not in stored.item or self.sk not in stored.item:
            return None
        return stored.item[self.pk]["S"], (stored.item[self.sk]["S"], key)

    def _move(self, before: tuple[str, Place] | None, after: tuple[str, Place] | None) -> None:
        if before:
            partition = self._order[before[0]]
            del partition[bisect_left(partition, before[1])]
        if after:
            insort(self._order.setdefault(after[0], []), after[1])

    def between(self, pk: str, low: Place, high: Place, *, newest_first: bool) -> Iterator[Stored]:
        """The items of a partition from a place up to but not including another."""
        partition = self._order.get(pk, [])
        places = partition[bisect_left(partition, low) : bisect_left(partition, high)]
        for _, key in reversed(places) if newest_first else places:
            yield self.items[key]


@dataclass
class Index:
    """A copy of the items that have its keys. `pending` are changes that it has not heard of yet."""

    shelf: Shelf
    pending: deque[tuple[float, Key, Stored | None]] = field(default_factory=deque)

    def at(self, now: float) -> Shelf:
        """As whoever asks it now sees it."""
        while self.pending and self.pending[0][0] <= now:
            _, key, new = self.pending.popleft()
            self.shelf.put(key, new)
        return self.shelf


class Table:
    """See the module. `properties` are those of the template."""

    def __init__(self, properties: Mapping[str, Any], lag: Lag | None = None) -> None:
        self._lag, self._properties = lag, properties
        self.clear()

    def clear(self) -> None:
        """Nothing was ever in it."""
        self.shelf = Shelf(*_keys(self._properties))
        self._late = Index(Shelf(*_keys(self._properties)))
        self.indexes = {
            each["IndexName"]: Index(Shelf(*_keys(each)))
            for each in self._properties.get("GlobalSecondaryIndexes", ())
        }
        self._before: dict[Key, tuple[float, Stored | None]] = {}

    @property
    def lag(self) -> Lag | None:
        return self._lag

    @lag.setter
    def lag(self, lag: Lag | None) -> None:
        """From now on; None: it is behind no longer."""
        self._lag, self._late = lag, Index(Shelf(*_keys(self._properties)))
        self._before.clear()
        for key, stored in self.shelf.items.items():
            self._late.shelf.put(key, stored)

    def key_of(self, item: Item) -> Key:
        """The key of an item, or a key as requests name it. Raises ValidationException."""
        try:
            key = item[self.shelf.pk]["S"], item[self.shelf.sk]["S"]
        except KeyError:
            raise invalid("The provided key element does not match the schema") from None
        if not all(key):
            raise invalid("One or more parameter values are not valid: an empty string value for a key")
        return key

    def get(self, key: Key, *, consistent: bool = True) -> Stored | None:
        now_there = self.shelf.items.get(key)
        if consistent or not self.lag:
            return now_there
        until, before = self._before.get(key, (0.0, None))
        return before if self.lag.now() < until else now_there

    def put(self, item: Item) -> None:
        """Keep an item. Raises ValidationException when it is too big."""
        self.keep(self.key_of(item), Stored(item, self.measured(item)))

    def measured(self, item: Item) -> int:
        """An item's size. Raises ValidationException when it is too big."""
        if (size := size_of(item)) > LARGEST_ITEM:
            raise invalid("Item size has exceeded the maximum allowed size")
        return size

    def remove(self, key: Key) -> None:
        self.keep(key, None)

    def keep(self, key: Key, new: Stored | None) -> None:
        """What is there from now on; None for nothing."""
        until = 0.0
        if self.lag:
            until = self.lag.now() + self.lag.draw()
            self._before[key] = until, self.shelf.items.get(key)
            self._late.pending.append((until, key, new))
        self.shelf.put(key, new)
        for index in self.indexes.values():
            index.pending.append((until, key, new))

    def index(self, name: str) -> Shelf:
        """An index as whoever asks it now sees it. Raises ValidationException."""
        if name not in self.indexes:
            raise invalid("The table does not have the specified index")
        return self.indexes[name].at(self.lag.now() if self.lag else 0.0)

    def partitions(self, *, consistent: bool) -> Shelf:
        """Its own items in order, as a query sees them now."""
        return self.shelf if consistent or not self.lag else self._late.at(self.lag.now())


def _keys(properties: Mapping[str, Any]) -> tuple[str, str]:
    kinds = {each["KeyType"]: each["AttributeName"] for each in properties["KeySchema"]}
    return kinds["HASH"], kinds["RANGE"]
