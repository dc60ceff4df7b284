"""The AWS that a test stands on, as the tests see it: moto (`moto.py`), or the one in memory (`memory`).

What product code asks of it is one and the same (`tests/contract`); this is what tests ask beside that.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from infra.local.simulator.core import Simulator

from .memory import Around
from .memory.tables import Lag


class Ground(Protocol):
    """Made empty for each test that asks for `aws`."""

    def client(self, service: str) -> Any:
        """A client of the test's own, at whose calls nobody stands."""

    def watch(self, around: Around, *services: str) -> Callable[[], None]:
        """From now on `around` stands at each call of product code's clients, before whoever stood there;
        gives back what ends it."""

    def provide(self, now: Callable[[], float]) -> Simulator:
        """The providers of email, texts, calls and push; their time, and that of the queues, in seconds."""

    def clear(self, table: str) -> None:
        """Forget a table's items."""

    def fall_behind(self, lag: Lag | None) -> None:
        """From now on the tables answer late whoever does not ask for consistency; None: no longer."""

    def purge(self, queue: str) -> None:
        """Forget a queue's messages."""


@contextmanager
def watched(ground: Ground, around: Around, *services: str) -> Iterator[None]:
    """`around` stands at the calls while this lasts."""
    leave = ground.watch(around, *services)
    try:
        yield
    finally:
        leave()
