"""SES's inline templates: `{{name}}` and `{{{name}}}`, neither escaped, dotted names, defaults by key.

SES documents that it escapes nothing; a missing value fails the rendering after the call was accepted. Blocks
and helpers are not simulated: a template that has one is refused, rather than rendered wrongly.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from .errors import ServiceError

_TAG = re.compile(r"\{\{\{\s*([^{}]*?)\s*\}\}\}|\{\{\s*([^{}]*?)\s*\}\}")
_NAME = re.compile(r"[A-Za-z0-9_@$-]+(?:\.[A-Za-z0-9_@$-]+)*")
_MISSING = object()


@dataclass(frozen=True)
class Template:
    """Literal pieces and names in turn: pieces[0] names[0] pieces[1] ... names[n-1] pieces[n]."""

    pieces: tuple[str, ...]
    names: tuple[str, ...]

    def missing(self, values: Mapping[str, Any]) -> str:
        """The first name without a value, or ''."""
        return next((name for name in self.names if _look_up(values, name) is _MISSING), "")

    def render(self, values: Mapping[str, Any]) -> str:
        out = [self.pieces[0]]
        for name, piece in zip(self.names, self.pieces[1:], strict=True):
            value = _look_up(values, name)
            out += (_written("" if value is _MISSING else value), piece)
        return "".join(out)


@lru_cache(maxsize=256)
def compile_template(text: str) -> Template:
    """Raises ServiceError for what is not simulated."""
    pieces, names, at = [""], [], 0
    for tag in _TAG.finditer(text):
        pieces[-1] += text[at : tag.start()]
        at = tag.end()
        name = tag[1] if tag[1] is not None else tag[2]
        if name.startswith("!"):
            continue
        if not _NAME.fullmatch(name):
            raise ServiceError(
                "BadRequestException", f"Template part '{tag[0]}' is not known to the simulator."
            )
        names.append(name)
        pieces.append("")
    pieces[-1] += text[at:]
    return Template(tuple(pieces), tuple(names))


@lru_cache(maxsize=512)
def template_data(text: str) -> Mapping[str, Any]:
    """TemplateData's JSON object. Raises ValueError if it is none."""
    data = json.loads(text or "{}")
    if not isinstance(data, dict):
        raise ValueError("Template data must be a JSON object.")
    return data


def _look_up(values: Mapping[str, Any], name: str) -> Any:
    if name in values:
        return values[name]
    found: Any = values
    for part in name.split("."):
        if not isinstance(found, Mapping) or part not in found:
            return _MISSING
        found = found[part]
    return found


def _written(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return (
        value if isinstance(value, str) else json.dumps(value) if isinstance(value, dict | list) else str(value)
    )
