"""The architecture holds: imports point one way, models are pure, stores alone open tables, nobody goes through
the doors from within. `.importlinter` has what it can say; the rest is here."""

import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

import pytest

from .imports import ROOT, Module, modules

PRODUCT = modules("chalicelib", "functions")
# What a model may not know, by dotted name and what lies below it.
IMPURE = ("boto3", "botocore", "chalice", "pydantic", "os", "chalicelib.kernel.aws", "chalicelib.kernel.dynamo")
IMPURE_TOO = (
    "chalicelib.kernel.settings",
    "chalicelib.kernel.queue",
    "*.store",
    "*.store.*",
    "*routes",
    "*schemas",
)
# Who opens tables: the kernel's calls, and each room's store, `store.py` or the package of that name.
STORES = ("chalicelib.kernel.*", "*.store", "*.store.*")


def test_import_contracts_hold() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def named(module: Module, *patterns: str) -> bool:
    return any(fnmatch(module.name, pattern) for pattern in patterns)


def uses(module: Module, *patterns: str) -> list[str]:
    return [
        f"{module.name} imports {each}" for each in module.imports if any(fnmatch(each, p) for p in patterns)
    ]


@pytest.mark.parametrize(
    "model", [each for each in PRODUCT if each.last == "model"], ids=lambda each: each.name
)
def test_models_are_pure(model: Module) -> None:
    """In every room and every part of one: no AWS, no web framework, no store, no clock, no environment."""
    below = [f"{name}.*" for name in IMPURE]
    assert uses(model, *IMPURE, *below, *IMPURE_TOO) == []
    assert "datetime.now" not in model.path.read_text()


def test_there_are_models_within_rooms_too() -> None:
    assert {each.name.count(".") for each in PRODUCT if each.last == "model"} >= {2, 3}


def test_only_stores_and_the_kernel_speak_to_dynamodb() -> None:
    others = [each for each in PRODUCT if not named(each, *STORES)]
    assert [found for each in others for found in uses(each, "chalicelib.kernel.dynamo*")] == []


def test_nobody_but_the_app_imports_routes() -> None:
    """Every file of routes is a door."""
    assert [found for each in PRODUCT for found in uses(each, "*routes", "*routes.*")] == []
