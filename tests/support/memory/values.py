"""DynamoDB's typed values as they travel: `{"S": "x"}`, `{"N": "1"}`; binary ones as base64 text."""

from base64 import b64decode
from typing import Any

Value = dict[str, Any]
Item = dict[str, Value]

LARGEST_ITEM = 400 * 1024  # bytes


def kind_of(value: Value) -> str:
    return next(iter(value))


def comparable(value: Value) -> tuple[str, Any]:
    """What tells values apart and orders those of one kind."""
    ((kind, content),) = value.items()
    if kind == "N":
        return kind, float(content)
    if kind in ("SS", "NS", "BS"):
        return kind, frozenset(content)
    return kind, b64decode(content) if kind == "B" else content


def size_of(item: Item) -> int:
    """About as many bytes as DynamoDB counts: names and contents."""
    return sum(len(name.encode()) + _size(value) for name, value in item.items())


def _size(value: Value) -> int:
    ((kind, content),) = value.items()
    if kind == "S":
        return len(content) if content.isascii() else len(content.encode())
    if kind == "B":
        return len(content) * 3 // 4
    if kind == "N":
        return len(content) // 2 + 1
    if kind == "M":
        return 3 + size_of(content)
    if kind == "L":
        return 3 + sum(map(_size, content))
    return sum(len(each.encode()) for each in content) if kind == "SS" else 1
