"""Answers that a process keeps for a minute: what nearly never changes and every step asks for."""

import time
from collections.abc import Callable
from typing import Generic, TypeVar

Value = TypeVar("Value")

SECONDS = 60.0
MOST = 16  # keys at a time


class ForAMinute(Generic[Value]):
    """A function of one key, such as a district's id, that is asked at most once a minute:

    @ForAMinute
    def schools(district_id: str) -> dict[str, School]: ...

    schools("demo", within=2) asks again if the kept answer is older than two seconds.
    """

    def __init__(self, read: Callable[[str], Value]) -> None:
        self.__doc__ = read.__doc__
        self._read = read
        self._kept: dict[str, tuple[float, Value]] = {}

    def __call__(self, key: str, *, within: float = SECONDS) -> Value:
        now = time.monotonic()
        kept = self._kept.get(key)
        if kept and 0 <= now - kept[0] < within:
            return kept[1]
        found = self._read(key)
        self._kept.pop(key, None)
        self._kept[key] = now, found
        while len(self._kept) > MOST:
            self._kept.pop(next(iter(self._kept)), None)
        return found

    def forget(self) -> None:
        """Drop what was kept, as a new process would."""
        self._kept.clear()
