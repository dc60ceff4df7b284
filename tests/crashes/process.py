"""A process of a function: what it remembers between its invocations, and its death."""

import gc
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from chalicelib.delivery import known
from chalicelib.delivery.gate import kept
from chalicelib.kernel.kept import ForAMinute


class Crash(BaseException):
    """The process was killed. Not an Exception: nothing may catch it."""


class Process:
    """One of a function's processes. Dead, none of its calls does anything any more."""

    def __init__(self, function: str, number: int) -> None:
        self.function, self.number = function, number
        self.dead = False
        self.deadline = 0.0  # seconds since 1970: when the invocation that it works at is over
        self.invocation = ""
        self._remembers = [place.empty() for place in _places()]

    def __repr__(self) -> str:
        return f"{self.function}.{self.number}"

    def check(self, now: float) -> None:
        """Raises Crash for a dead one, and for one whose time is over."""
        if now >= self.deadline:
            self.dead = True
        if self.dead:
            raise Crash

    def remember(self) -> None:
        """From now on it finds what it kept itself, and nothing of any other."""
        for place, value in zip(_places(), self._remembers, strict=True):
            setattr(place.owner, place.name, value)


@dataclass(frozen=True)
class _Place:
    """A place in a module where a process keeps something."""

    owner: Any
    name: str
    empty: Callable[[], Any]


@cache
def _places() -> tuple[_Place, ...]:
    minutes = (each for each in gc.get_objects() if isinstance(each, ForAMinute))
    return (
        _Place(known, "_messages", OrderedDict),
        _Place(kept, "_gates", dict),
        *(_Place(each, "_kept", dict) for each in minutes),
    )
