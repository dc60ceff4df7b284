"""Update expressions: SET to a value, to what is there already, or to the sum of two; REMOVE; ADD to a number
or a set; DELETE from a set.

Read once, then done to an item.
"""

from collections.abc import Callable
from functools import cache

from .errors import invalid
from .grammar import Places, Reader
from .values import Item, Value, kind_of

Change = Callable[[Item, Item, Places], None]  # the item as it was, as it becomes
Operand = Callable[[Item, Places], Value]


@cache
def update(text: str) -> Callable[[Item, Places], Item]:
    """The item as it is afterwards. Raises ValidationException."""
    reader, changes, names = Reader(text), list[Change](), list[str]()
    while reader.peek():
        clause = _CLAUSES[reader.expect(*_CLAUSES).upper()]
        while True:
            name = reader.name()
            names.append(name)
            changes.append(clause(reader, name))
            if not reader.take(","):
                break
    if not changes:
        raise invalid("Invalid UpdateExpression: The expression can not be empty;")

    def changed(item: Item, places: Places) -> Item:
        attributes = [places.attribute(name) for name in names]
        if len(set(attributes)) < len(attributes):
            raise invalid("Invalid UpdateExpression: Two document paths overlap with each other")
        after = dict(item)
        for change in changes:
            change(item, after, places)
        return after

    return changed


def _set(reader: Reader, name: str) -> Change:
    reader.expect("=")
    one = _operand(reader)
    other = _operand(reader) if reader.take("+") else None

    def change(before: Item, after: Item, places: Places) -> None:
        value = one(before, places)
        after[places.attribute(name)] = _sum(value, other(before, places)) if other else value

    return change


def _operand(reader: Reader) -> Operand:
    """`:value`, `attribute`, or `if_not_exists(attribute, :value)`."""
    if reader.take("IF_NOT_EXISTS"):
        reader.expect("(")
        name = reader.name()
        reader.expect(",")
        word = reader.next()
        reader.expect(")")
        return lambda before, places: before.get(places.attribute(name)) or places.value(word)
    if reader.peek()[:1] in ":":
        word = reader.next()
        return lambda _before, places: places.value(word)
    name = reader.name()
    return lambda before, places: _there(before, places.attribute(name))


def _there(before: Item, attribute: str) -> Value:
    if attribute not in before:
        raise invalid("The provided expression refers to an attribute that does not exist in the item")
    return before[attribute]


def _remove(_reader: Reader, name: str) -> Change:
    def change(_before: Item, after: Item, places: Places) -> None:
        after.pop(places.attribute(name), None)

    return change


def _add(reader: Reader, name: str) -> Change:
    word = reader.next()

    def change(before: Item, after: Item, places: Places) -> None:
        attribute, more = places.attribute(name), places.value(word)
        after[attribute] = _sum(before.get(attribute), more)

    return change


def _delete(reader: Reader, name: str) -> Change:
    word = reader.next()

    def change(before: Item, after: Item, places: Places) -> None:
        attribute, gone = places.attribute(name), places.value(word)
        there = before.get(attribute, gone)
        if kind_of(gone) != "SS" or kind_of(there) != "SS":
            raise invalid("Invalid UpdateExpression: Incorrect operand type; operator: DELETE")
        left = sorted({*there["SS"]} - {*gone["SS"]})
        after.pop(attribute, None)
        after.update({attribute: {"SS": left}} if left else {})

    return change


def _sum(value: Value | None, more: Value) -> Value:
    kind = kind_of(more)
    if kind not in ("N", "SS"):
        raise invalid("Invalid UpdateExpression: Incorrect operand type; operator: ADD")
    if value is None:
        return more
    if kind_of(value) != kind:
        raise invalid("An operand in the update expression has an incorrect data type")
    if kind == "SS":
        return {"SS": sorted({*value["SS"], *more["SS"]})}
    return {"N": _number(value["N"], more["N"])}


def _number(one: str, other: str) -> str:
    return str(int(one) + int(other)) if "." not in one + other else repr(float(one) + float(other))


_CLAUSES: dict[str, Callable[[Reader, str], Change]] = {
    "SET": _set,
    "REMOVE": _remove,
    "ADD": _add,
    "DELETE": _delete,
}
