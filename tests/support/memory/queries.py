"""Query: one page of a partition, of a table or an index."""

from itertools import takewhile
from typing import Any

from .conditions import condition
from .errors import invalid
from .grammar import Places, Reader
from .tables import Key, Place, Shelf, Stored, Table
from .values import Item, Value

LARGEST_PAGE = 1024 * 1024  # bytes read, before a filter
_LAST = "\U0010ffff"


def query(table: Table, request: dict[str, Any]) -> dict[str, Any]:
    """See DynamoDB's Query."""
    name, consistent = request.get("IndexName"), request.get("ConsistentRead", False)
    if name and consistent:
        raise invalid("Consistent reads are not supported on global secondary indexes")
    shelf, places = table.index(name) if name else table.partitions(consistent=consistent), Places.of(request)
    pk, low, high = _bounds(Reader(request["KeyConditionExpression"]), shelf, places)
    newest_first = not request.get("ScanIndexForward", True)
    if start := request.get("ExclusiveStartKey"):
        at: Place = (start[shelf.sk]["S"], table.key_of(start))
        if not low <= at < high:
            raise invalid("The provided starting key is outside query boundaries based on provided conditions")
        low, high = (low, min(high, at)) if newest_first else (max(low, _after(at)), high)
    page = _Page(request.get("Limit"))
    read = list(takewhile(page.takes, shelf.between(pk, low, high, newest_first=newest_first)))
    items = [stored.item for stored in read if _wanted(request, stored, places)]
    answer: dict[str, Any] = {"Items": items, "Count": len(items), "ScannedCount": len(read)}
    if page.full and read:
        names = {shelf.pk, shelf.sk, table.shelf.pk, table.shelf.sk}
        answer["LastEvaluatedKey"] = {each: read[-1].item[each] for each in sorted(names)}
    return answer


class _Page:
    """What fits one answer. It is full with the last item that its limit allows, whether or not more follow."""

    def __init__(self, limit: int | None) -> None:
        self.limit, self.count, self.size, self.full = limit, 0, 0, False

    def takes(self, stored: Stored) -> bool:
        if self.full or self.size + stored.size > LARGEST_PAGE:
            self.full = True
            return False
        self.count, self.size = self.count + 1, self.size + stored.size
        self.full = self.count == self.limit
        return True


def _wanted(request: dict[str, Any], stored: Stored, places: Places) -> bool:
    text = request.get("FilterExpression")
    return condition(text)(stored.item, places) if text else True


def _after(place: Place) -> Place:
    sort, (pk, sk) = place
    return sort, (pk, sk + "\0")


# ---- Which part of the partition ----------------------------------------------------------------------------


def _bounds(reader: Reader, shelf: Shelf, places: Places) -> tuple[str, Place, Place]:
    """The partition, the first place of the part that is asked for, and the first behind it."""
    if places.attribute(reader.name()) != shelf.pk:
        raise invalid(f"Query condition missed key schema element: {shelf.pk}")
    reader.expect("=")
    pk, low, high = _text(reader, places), "", _LAST
    if reader.take("AND"):
        low, high = _sort_bounds(reader, shelf, places)
    first: Key = ("", "")
    return pk, (low, first), (high, first)


def _sort_bounds(reader: Reader, shelf: Shelf, places: Places) -> tuple[str, str]:
    begins = reader.take("BEGINS_WITH") and reader.expect("(")
    if places.attribute(reader.name()) != shelf.sk:
        raise invalid(f"Query key condition not supported: {shelf.sk} is missing")
    if begins:
        reader.expect(",")
        text = _text(reader, places)
        reader.expect(")")
        return text, text + _LAST
    sign = reader.expect("BETWEEN", "=").upper()
    low = high = _text(reader, places)
    if sign == "BETWEEN":
        reader.expect("AND")
        high = _text(reader, places)
        if low > high:
            raise invalid("Invalid KeyConditionExpression: The BETWEEN operator requires upper bound >= lower")
    return low, high + "\0"


def _text(reader: Reader, places: Places) -> str:
    value: Value = places.value(reader.next())
    if "S" not in value:
        raise invalid("One or more parameter values were invalid: Condition parameter type does not match")
    return str(value["S"])


def projected(item: Item, text: str | None, places: Places) -> Item:
    """Only the attributes that a ProjectionExpression names."""
    if text is None:
        return item
    reader, names = Reader(text), list[str]()
    while reader.peek():
        names.append(places.attribute(reader.name()))
        reader.take(",")
    return {name: item[name] for name in names if name in item}
