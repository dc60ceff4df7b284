"""Condition and filter expressions: read once, then asked of an item.

or --and--> not --> comparison | function | ( or )
"""

import operator
from collections.abc import Callable
from functools import cache
from typing import Any

from .errors import invalid
from .grammar import Places, Reader
from .values import Item, Value, comparable, kind_of

Condition = Callable[[Item, Places], bool]
Operand = Callable[[Item, Places], Value | None]

_ORDERS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@cache
def condition(text: str) -> Condition:
    """Whether an item (an empty one where there is none) meets it. Raises ValidationException."""
    reader = Reader(text)
    read = _either(reader)
    if reader.peek():
        raise invalid(f"Invalid expression: Syntax error; token: {reader.peek()}")
    return read


def _either(reader: Reader) -> Condition:
    parts = [_both(reader)]
    while reader.take("OR"):
        parts.append(_both(reader))
    return parts[0] if len(parts) == 1 else lambda item, places: any(part(item, places) for part in parts)


def _both(reader: Reader) -> Condition:
    parts = [_not(reader)]
    while reader.take("AND"):
        parts.append(_not(reader))
    return parts[0] if len(parts) == 1 else lambda item, places: all(part(item, places) for part in parts)


def _not(reader: Reader) -> Condition:
    if reader.take("NOT"):
        inner = _not(reader)
        return lambda item, places: not inner(item, places)
    if reader.take("("):
        inside = _either(reader)
        reader.expect(")")
        return inside
    if reader.peek() in _FUNCTIONS:
        return _function(reader)
    return _comparison(reader)


def _operand(reader: Reader) -> Operand:
    word = reader.peek()
    if word.startswith(":"):
        reader.next()
        return lambda _item, places: places.value(word)
    name = reader.name()
    return lambda item, places: item.get(places.attribute(name))


def _comparison(reader: Reader) -> Condition:
    left = _operand(reader)
    if reader.take("BETWEEN"):
        low = _operand(reader)
        reader.expect("AND")
        high = _operand(reader)
        return lambda item, places: (
            _ordered(operator.ge, left, low, item, places) and _ordered(operator.le, left, high, item, places)
        )
    sign = reader.expect("=", "<>", *_ORDERS)
    right = _operand(reader)
    if sign in _ORDERS:
        return lambda item, places: _ordered(_ORDERS[sign], left, right, item, places)
    return lambda item, places: _same(left(item, places), right(item, places)) is (sign == "=")


def _same(one: Value | None, other: Value | None) -> bool:
    return one is not None and other is not None and comparable(one) == comparable(other)


def _ordered(
    order: Callable[[Any, Any], bool], left: Operand, right: Operand, item: Item, places: Places
) -> bool:
    one, other = left(item, places), right(item, places)
    if one is None or other is None or kind_of(one) != kind_of(other):
        return False
    return order(comparable(one)[1], comparable(other)[1])


# ---- Functions ----------------------------------------------------------------------------------------------


def _function(reader: Reader) -> Condition:
    kind = reader.next()
    reader.expect("(")
    name = reader.name()
    second: Operand | None = None
    if kind in ("begins_with", "contains"):
        reader.expect(",")
        second = _operand(reader)
    reader.expect(")")

    def asked(item: Item, places: Places) -> bool:
        return _FUNCTIONS[kind](item.get(places.attribute(name)), second(item, places) if second else None)

    return asked


def _begins(value: Value | None, start: Value | None) -> bool:
    return bool(value and start and "S" in value and "S" in start and value["S"].startswith(start["S"]))


def _contains(value: Value | None, part: Value | None) -> bool:
    if not value or not part:
        return False
    ((kind, content),) = value.items()
    if kind == "L":
        return any(_same(each, part) for each in content)
    return "S" in part and kind in ("S", "SS") and part["S"] in content


_FUNCTIONS: dict[str, Callable[[Value | None, Value | None], bool]] = {
    "attribute_exists": lambda value, _: value is not None,
    "attribute_not_exists": lambda value, _: value is None,
    "begins_with": _begins,
    "contains": _contains,
}
