"""Writes docs/api/openapi.json from the routes: `python -m infra.openapi` (`make openapi`)."""

import json

import app  # noqa: F401 - importing the rooms declares their routes
from chalicelib.access.openapi import document
from chalicelib.access.registry import declared
from infra.template import ROOT

TARGET = ROOT / "docs" / "api" / "openapi.json"


def text() -> str:
    """The document as it is kept."""
    return json.dumps(document(declared()), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(text())
    print(f"{TARGET.relative_to(ROOT)}: {len(declared())} operations")
