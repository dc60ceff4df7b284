"""In the place of `ThreadPoolExecutor` and `Lock`: threads of a channel, as strands that take turns."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from .baton import Baton


@dataclass
class _Task:
    """One call of a pool: its result, or what it raised."""

    work: Callable[[], Any]
    done: bool = False
    result: Any = None
    error: BaseException | None = None

    def run(self) -> None:
        try:
            self.result = self.work()
        except BaseException as error:
            self.error = error
        self.done = True


class Pool:
    """As many strands at once as the executor has threads."""

    def __init__(self, baton: Baton, size: int) -> None:
        self._baton, self._size = baton, size
        self._waiting: deque[_Task] = deque()
        self._running = 0
        self._wake: Callable[[], None] | None = None

    def __enter__(self) -> "Pool":
        return self

    def __exit__(self, *_: object) -> None:
        while self._running:
            self._rest()

    def map(self, call: Callable[[Any], Any], items: Iterable[Any]) -> Iterator[Any]:
        """All are begun before the first result is given back, as the executor does."""
        tasks = [self._begin(_Task(partial(call, item))) for item in items]
        return map(self._result, tasks)

    def _begin(self, task: _Task) -> _Task:
        self._waiting.append(task)
        if self._running < self._size:
            self._running += 1
            assert self._baton.process
            self._baton.start(self._baton.process, self._thread)
        return task

    def _thread(self) -> None:
        while self._waiting:
            self._waiting.popleft().run()
        self._running -= 1
        if self._wake:
            wake, self._wake = self._wake, None
            wake()

    def _rest(self) -> None:
        self._wake = self._baton.park()
        self._baton.rest()

    def _result(self, task: _Task) -> Any:
        while not task.done:
            self._rest()
        if task.error:
            raise task.error
        return task.result


class StrandLock:
    """Strands wait for it as threads do; a thread's own lock would stop all of them."""

    def __init__(self, baton: Baton) -> None:
        self._baton = baton
        self._held = False
        self._waiting: deque[Callable[[], None]] = deque()

    def __enter__(self) -> None:
        while self._held:
            self._waiting.append(self._baton.park())
            self._baton.rest()
        self._held = True

    def __exit__(self, *_: object) -> None:
        self._held = False
        if self._waiting:
            self._waiting.popleft()()
