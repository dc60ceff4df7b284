"""What went wrong with one thing while others went on: logged, and counted for whoever asked.

with collected() as troubles:          # the queue job
    ...                                # deep inside: note("A district was left early", error, district=d)
record(troubles)
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from chalicelib.kernel.values import value

from .log import failure, logger


@value
class Trouble:
    """`what` in words and the error's kind; its text may hold a person's data. `district` is empty for all."""

    what: str
    kind: str
    district: str = ""


_found: ContextVar[list[Trouble] | None] = ContextVar("troubles", default=None)


@contextmanager
def collected() -> Iterator[list[Trouble]]:
    """The troubles noted while this lasts."""
    troubles: list[Trouble] = []
    token = _found.set(troubles)
    try:
        yield troubles
    finally:
        _found.reset(token)


def note(what: str, error: Exception, *, district: str = "", **ids: Any) -> None:
    """Log it by its kind and place, with the ids of what it is about."""
    logger().error(what, **failure(error), district=district, **ids)
    found = _found.get()
    if found is not None:
        found.append(Trouble(what, type(error).__name__, district))
