"""Answers that a process keeps for a minute: what nearly never changes and every step asks for."""

import time
from collections.abc import Callable
from functools import lru_cache
from typing import Generic, TypeVar

Value = TypeVar("Value")

SECONDS = 60
MOST = 16  # keys at a time


class ForAMinute(Generic[Value]):
    """A function of one key, such as a district's id, that is asked at most once in each minute of the clock:

    @ForAMinute
    def schools(district_id: str) -> dict[str, School]: ...
    """

    def __init__(self, read: Callable[[str], Value]) -> None:
        self.__doc__ = read.__doc__
        self._read = lru_cache(maxsize=MOST)(lambda key, _minute: read(key))

    def __call__(self, key: str) -> Value:
        return self._read(key, int(time.monotonic() // SECONDS))

    def forget(self) -> None:
        """Drop what was kept, as a new process would."""
        self._read.cache_clear()
