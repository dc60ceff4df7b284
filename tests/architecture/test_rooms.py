"""app.py serves every room that has routes."""

from importlib import import_module
from pathlib import Path

import app
from chalicelib.access.registry import declared

ROOT = Path(app.__file__).parent


def test_every_file_of_routes_is_registered() -> None:
    files = list((ROOT / "chalicelib").rglob("*routes.py"))
    modules = [import_module(".".join(path.relative_to(ROOT).with_suffix("").parts)) for path in files]

    assert {id(module.api) for module in modules} == {id(room) for room in app.ROOMS}


def test_what_is_declared_is_what_chalice_serves() -> None:
    served = {f"{method} {path}" for path, methods in app.app.routes.items() for method in methods}
    assert served == {route.name for route in declared()}
