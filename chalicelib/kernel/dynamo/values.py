"""Values as they travel: DynamoDB's typed form, and back."""

from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from typing import Any

Item = dict[str, Any]
Value = dict[str, Any]


def wire(value: Any) -> Value:
    """One value in DynamoDB's typed form, as it travels (`aws.client`). Raises TypeError for any other type."""
    if isinstance(value, str):
        return {"S": value}
    if isinstance(value, bool):
        return {"BOOL": value}
    if isinstance(value, int | float):
        return {"N": repr(value)}
    if value is None:
        return {"NULL": True}
    if isinstance(value, bytes):
        return {"B": b64encode(value).decode("ascii")}
    return _wire_collection(value)


def _wire_collection(value: Any) -> Value:
    if isinstance(value, Mapping):
        return {"M": wire_item(value)}
    if isinstance(value, list | tuple):
        return {"L": [wire(each) for each in value]}
    if isinstance(value, set | frozenset):
        return {"SS": sorted(value)}
    raise TypeError(f"Cannot store a {type(value).__name__}")


def wire_item(item: Mapping[str, Any]) -> dict[str, Value]:
    """A whole item in typed form."""
    return {name: wire(value) for name, value in item.items()}


def _number(text: str) -> int | float:
    return int(text) if text.lstrip("-").isdigit() else float(text)


_PLAIN: dict[str, Callable[[Any], Any]] = {
    "S": str,
    "N": _number,
    "BOOL": bool,
    "NULL": lambda _: None,
    "B": b64decode,
    "M": lambda fields: plain_item(fields),
    "L": lambda values: [plain(each) for each in values],
    "SS": set,
}


def plain(value: Value) -> Any:
    """The inverse of `wire`."""
    ((kind, content),) = value.items()
    return _PLAIN[kind](content)


def plain_item(item: Mapping[str, Value]) -> Item:
    """The inverse of `wire_item`."""
    return {name: plain(value) for name, value in item.items()}
