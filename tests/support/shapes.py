"""Bodies made from a route's schema, and their mutations: a value of another kind at each place in turn."""

import copy
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

Place = tuple[str | int, ...]


def example(model: type[BaseModel]) -> Any:
    """A body with every field filled in."""
    schema = model.model_json_schema()
    return _example(schema, schema.get("$defs", {}))


def _example(schema: dict[str, Any], known: dict[str, Any]) -> Any:
    if "$ref" in schema:
        return _example(known[schema["$ref"].rsplit("/", 1)[1]], known)
    for choice in ("anyOf", "oneOf", "allOf"):
        if choice in schema:
            return _example(schema[choice][0], known)
    if "enum" in schema:
        return schema["enum"][0]
    return schema.get("const", _plain(schema, known))


def _plain(schema: dict[str, Any], known: dict[str, Any]) -> Any:
    kind = schema.get("type")
    if kind == "object":
        return {name: _example(each, known) for name, each in schema.get("properties", {}).items()}
    if kind == "array":
        return [_example(schema.get("items", {}), known)]
    return {"integer": 1, "number": 1.5, "boolean": True}.get(str(kind), "word")


def places(value: Any, at: Place = ()) -> Iterator[Place]:
    """Every place in a body, the whole included."""
    yield at
    if isinstance(value, dict):
        for name, each in value.items():
            yield from places(each, (*at, name))
    if isinstance(value, list):
        for number, each in enumerate(value):
            yield from places(each, (*at, number))


def replaced(value: Any, at: Place, new: Any) -> Any:
    """The body with another value at one place."""
    if not at:
        return new
    changed = copy.deepcopy(value)
    inner = changed
    for step in at[:-1]:
        inner = inner[step]
    inner[at[-1]] = new
    return changed


def worded(value: Any, text: str) -> Any:
    """The body with this text wherever there was text."""
    if isinstance(value, dict):
        return {name: worded(each, text) for name, each in value.items()}
    if isinstance(value, list):
        return [worded(each, text) for each in value]
    return text if isinstance(value, str) else value
