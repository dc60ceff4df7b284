"""All routes of the API, and the table of who may call each: `route_matrix.csv`, kept by hand.

A cell says yes when a user with that profile gets past the door. What they then see is a question of scope.
"""

import csv
import re
from pathlib import Path

import app  # noqa: F401 - importing the rooms declares their routes
from chalicelib.access.registry import Route, declared

TABLE = Path(__file__).with_name("route_matrix.csv")


def routes() -> tuple[Route, ...]:
    return declared()


def matrix() -> dict[str, dict[str, bool]]:
    """Route name -> profile id (or `nobody`) -> may."""
    with TABLE.open() as file:
        rows = list(csv.DictReader(file))
    return {row.pop("route"): {who: cell == "yes" for who, cell in row.items()} for row in rows}


def filled(path: str, value: str = "not-there") -> str:
    """The path with something in place of each parameter."""
    return re.sub(r"{\w+}", lambda _: value, path)
