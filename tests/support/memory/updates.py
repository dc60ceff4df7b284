"""Update expressions: SET to a value (or to what is there already), REMOVE, ADD to a number or a set.

Read once, then done to an item.
"""

from collections.abc import Callable
from functools import cache

from .errors import invalid
from .grammar import Places, Reader
from .values import Item, Value, kind_of

Change = Callable[[Item, Item, Places], None]  # the item as it was, as it becomes


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
    there = _perhaps_there(reader)
    word = reader.next()
    if there:
        reader.expect(")")

    def change(before: Item, after: Item, places: Places) -> None:
        kept = before.get(places.attribute(there)) if there else None
        after[places.attribute(name)] = kept or places.value(word)

    return change


def _perhaps_there(reader: Reader) -> str:
    """The attribute of `if_not_exists(attribute, `; empty where a value stands alone."""
    if not reader.take("IF_NOT_EXISTS"):
        return ""
    reader.expect("(")
    name = reader.name()
    reader.expect(",")
    return name


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


_CLAUSES: dict[str, Callable[[Reader, str], Change]] = {"SET": _set, "REMOVE": _remove, "ADD": _add}
