"""Reads and checks request members by a service's botocore model; part of `wire`.

Each shape is compiled once into a reader, a closure that converts a JSON value (base64 to bytes, numbers to
times) and notes what the real service would refuse: missing members, lengths, patterns, enumerations.
botocore's own client-side check knows no patterns, maxima or enumerations; the services do.
"""

from __future__ import annotations

import base64
import binascii
import re
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from botocore.loaders import Loader
from botocore.model import ListShape, MapShape, ServiceModel, Shape, StringShape, StructureShape

Problem = tuple[str, str]
"""A member's path and what is wrong with it."""
Reader = Callable[[Any, str, list[Problem]], Any]


@lru_cache(maxsize=8)
def service_model(service: str) -> ServiceModel:
    """The installed botocore's model of a service, loaded once per process."""
    return ServiceModel(Loader().load_service_model(service, "service-2"), service)


class Readers:
    """The compiled readers of one service, by shape name."""

    def __init__(self) -> None:
        self._known: dict[str, Reader] = {}
        # Two threads compiling at once would hand each other placeholders that only find themselves.
        self._lock = threading.RLock()

    def of(self, shape: Shape) -> Reader:
        """The reader of a shape; recursive shapes find themselves through the table."""
        with self._lock:
            if shape.name not in self._known:
                self._known[shape.name] = lambda value, path, out: self._known[shape.name](value, path, out)
                self._known[shape.name] = self._compile(shape)
            return self._known[shape.name]

    def _compile(self, shape: Shape) -> Reader:
        if isinstance(shape, StructureShape):
            return self._structure(shape)
        if isinstance(shape, ListShape):
            return self._list(shape)
        if isinstance(shape, MapShape):
            return self._map(shape)
        if isinstance(shape, StringShape):
            return _string(shape)
        return _SCALARS.get(shape.type_name, _anything)

    def _structure(self, shape: StructureShape) -> Reader:
        members = {
            name: (member.serialization.get("name", name), self.of(member))
            for name, member in shape.members.items()
        }
        required = frozenset(shape.required_members)

        def read(value: Any, path: str, out: list[Problem]) -> Any:
            if not isinstance(value, dict):
                out.append((path, "must be an object"))
                return None
            result = {}
            for name, (key, reader) in members.items():
                if (given := value.get(key)) is not None:
                    result[name] = reader(given, f"{path}.{name}" if path else name, out)
                elif name in required:
                    out.append((f"{path}.{name}" if path else name, "must not be null"))
            return result

        return read

    def _list(self, shape: ListShape) -> Reader:
        reader, check = self.of(shape.member), _size(shape)

        def read(value: Any, path: str, out: list[Problem]) -> Any:
            if not isinstance(value, list):
                out.append((path, "must be a list"))
                return None
            check(len(value), path, out)
            return [reader(item, f"{path}.{at}", out) for at, item in enumerate(value, 1)]

        return read

    def _map(self, shape: MapShape) -> Reader:
        key_reader, reader, check = self.of(shape.key), self.of(shape.value), _size(shape)

        def read(value: Any, path: str, out: list[Problem]) -> Any:
            if not isinstance(value, dict):
                out.append((path, "must be a map"))
                return None
            check(len(value), path, out)
            return {
                key_reader(key, f"{path}.key", out): reader(item, f"{path}.{key}", out)
                for key, item in value.items()
            }

        return read


def _size(shape: Shape) -> Callable[[int, str, list[Problem]], None]:
    low, high = shape.metadata.get("min", 0), shape.metadata.get("max")

    def check(size: int, path: str, out: list[Problem]) -> None:
        if size < low:
            out.append((path, f"must have length greater than or equal to {low}"))
        if high is not None and size > high:
            out.append((path, f"must have length less than or equal to {high}"))

    return check


def _string(shape: StringShape) -> Reader:
    check, pattern = _size(shape), _pattern(shape.metadata.get("pattern"))
    allowed = frozenset(shape.enum)

    def read(value: Any, path: str, out: list[Problem]) -> Any:
        if not isinstance(value, str):
            out.append((path, "must be a string"))
            return None
        check(len(value), path, out)
        if pattern is not None and not pattern.fullmatch(value):
            out.append((path, f"must satisfy regular expression pattern: {pattern.pattern}"))
        if allowed and value not in allowed:
            out.append((path, f"must satisfy enum value set: [{', '.join(shape.enum)}]"))
        return value

    return read


def _pattern(text: str | None) -> re.Pattern[str] | None:
    if not text:
        return None
    try:
        return re.compile(text)
    except re.error:  # a Java-only expression: the real service checks it, we cannot
        return None


def _blob(value: Any, path: str, out: list[Problem]) -> Any:
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, TypeError, ValueError):
        out.append((path, "must be base64"))
        return None


def _time(value: Any, path: str, out: list[Problem]) -> Any:
    try:
        return datetime.fromtimestamp(float(value), UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        out.append((path, "must be a time in seconds"))
        return None


def _number(kind: type) -> Reader:
    def read(value: Any, path: str, out: list[Problem]) -> Any:
        try:
            return kind(value)
        except (TypeError, ValueError):
            out.append((path, "must be a number"))
            return None

    return read


def _boolean(value: Any, path: str, out: list[Problem]) -> Any:
    if value in (True, False):
        return bool(value)
    if value in ("true", "false"):  # the query protocol and query strings write booleans so
        return value == "true"
    out.append((path, "must be true or false"))
    return None


def _anything(value: Any, _path: str, _out: list[Problem]) -> Any:
    return value


_SCALARS: dict[str, Reader] = {
    "blob": _blob,
    "timestamp": _time,
    "boolean": _boolean,
    "integer": _number(int),
    "long": _number(int),
    "float": _number(float),
    "double": _number(float),
}
