"""Time and turns: many strands of work, one at a time, each until it waits for something.

    at(moment, do)  --heap--> run: the earliest first, the clock is set to its moment
    strand --wait(seconds)--> others go on --> the same strand, so much later

There is no other thread and no other clock, so the same seed gives the same order of everything.
"""

import heapq
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from math import inf

from greenlet import getcurrent, greenlet

from .process import Process


class SimulatedClock:
    """`kernel.clock.Clock` for product code: its seconds are the baton's."""

    def __init__(self, baton: "Baton") -> None:
        self._baton = baton

    def now(self) -> datetime:
        return self._baton.moment(self._baton.now)

    def sleep(self, seconds: float) -> None:
        self._baton.wait(seconds)


class Strand:
    """Work that may wait. `process` is whose."""

    def __init__(self, process: Process, work: Callable[[], object], hub: greenlet) -> None:
        self.process = process
        self.greenlet = greenlet(work, hub)  # back to the hub when it is over, whoever began it


class Baton:
    """See the module. `now` in seconds since 1970."""

    def __init__(self, begin: datetime) -> None:
        self.now = begin.timestamp()
        self.clock = SimulatedClock(self)
        self._heap: list[tuple[float, int, Callable[[], object]]] = []
        self._order = count()
        self._hub = getcurrent()
        self._strand: Strand | None = None

    @property
    def process(self) -> Process | None:
        """Whose turn it is; None between turns."""
        return self._strand.process if self._strand else None

    @staticmethod
    def moment(seconds: float) -> datetime:
        return datetime.fromtimestamp(seconds, UTC)

    @property
    def next(self) -> float:
        """When the next thing happens; never, when nothing is to come."""
        return self._heap[0][0] if self._heap else inf

    @property
    def idle(self) -> bool:
        """Whether nothing is to come."""
        return not self._heap

    @contextmanager
    def earlier(self, seconds: float) -> Iterator[None]:
        """What is done while this lasts was done so long ago."""
        self.now -= seconds
        yield
        self.now += seconds

    def at(self, moment: float, do: Callable[[], object]) -> None:
        """Let something happen then."""
        heapq.heappush(self._heap, (max(moment, self.now), next(self._order), do))

    def after(self, seconds: float, do: Callable[[], object]) -> None:
        self.at(self.now + seconds, do)

    def start(self, process: Process, work: Callable[[], object]) -> None:
        """A new strand, which begins at its turn. `work` must raise nothing."""
        strand = Strand(process, work, self._hub)
        self.after(0, lambda: self._resume(strand))

    def wait(self, seconds: float) -> None:
        """Let others go on; come back so much later."""
        strand = self._mine()
        self.after(seconds, lambda: self._resume(strand))
        self._hub.switch()

    def park(self) -> Callable[[], None]:
        """What brings this strand back once `rest` is called."""
        strand = self._mine()
        return lambda: self.after(0, lambda: self._resume(strand))

    def rest(self) -> None:
        """Let others go on until somebody calls what `park` gave."""
        self._hub.switch()

    def _mine(self) -> Strand:
        assert self._strand, "only a strand may wait"
        assert self._strand.greenlet is getcurrent(), "a strand waits for itself alone"
        return self._strand

    def _resume(self, strand: Strand) -> None:
        self._strand = strand
        strand.process.remember()
        try:
            strand.greenlet.switch()
        finally:
            self._strand = None

    def step(self) -> None:
        """The next thing happens."""
        self.now, _, do = heapq.heappop(self._heap)
        do()
