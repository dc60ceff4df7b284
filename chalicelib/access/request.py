"""One HTTP request as the wrapper sees it: headers, path, query and body taken from Chalice's request
and made safe, before any handler reads them (`access.endpoint` calls this).
"""

import json
from collections.abc import Mapping
from typing import Any, get_origin
from urllib.parse import unquote

from pydantic import BaseModel

from chalicelib.kernel.errors import Invalid, TooLarge
from chalicelib.kernel.words import say

from .validation import check_text, validated

MOST_BYTES = 1_000_000
MOST_PATH_PART = 256  # bytes; it becomes part of a key


def path_values(raw: Mapping[str, str]) -> dict[str, str]:
    """The path's values with URL escapes undone. Raises Invalid for text that cannot be an id."""
    values = {name: unquote(value, errors="surrogateescape") for name, value in raw.items()}
    check_text(values)
    for name, value in values.items():
        if not value or len(value.encode()) > MOST_PATH_PART:
            raise Invalid.one(name, "This is not an id that we gave out.")
    return values


def query_model(model: type[BaseModel], raw: Mapping[str, list[str]]) -> BaseModel:
    """The query string as a model. List fields take repeats and commas; other fields their last value."""
    data: dict[str, Any] = {}
    for name, values in raw.items():
        data[name] = _listed(values) if _is_list(model, name) else values[-1]
    return validated(model, {name: value for name, value in data.items() if value not in ("", [])})


def _listed(values: list[str]) -> list[str]:
    return [part for value in values for part in value.split(",") if part]


def _is_list(model: type[BaseModel], name: str) -> bool:
    """Whether the field (by its name or its alias) takes several values."""
    for field_name, field in model.model_fields.items():
        if name in (field.alias or field_name, field_name):
            return get_origin(field.annotation) in (list, tuple, set, frozenset)
    return False


def body_model(model: type[BaseModel], raw: bytes) -> BaseModel:
    """The JSON body as a model. Raises Invalid when it is no JSON object or does not fit."""
    data = parse_json(raw)
    if not isinstance(data, dict):
        raise Invalid('Send a JSON object, such as {"name": "value"}.')
    return validated(model, data)


def parse_json(raw: bytes) -> Any:
    """JSON as strictly as the standard has it: UTF-8, no NaN, no nesting beyond reason."""
    try:
        return json.loads(raw.decode("utf-8"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise Invalid("This is not valid JSON. Check commas, quotes and brackets, and send UTF-8.") from None


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def check_size(raw: bytes, most: int = MOST_BYTES) -> None:
    """Raises TooLarge above the limit of a request."""
    if len(raw) > most:
        raise TooLarge(
            say("A request may hold up to {most:,} bytes; this one has {size:,}.", most=most, size=len(raw))
        )


def query_values(incoming: Any) -> dict[str, list[str]]:
    """Every query value of a Chalice request, by name."""
    given = incoming.query_params
    return {name: given.getlist(name) for name in given} if given else {}
