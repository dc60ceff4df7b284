"""The system of `template.yaml` as processes on an AWS in memory: queues call functions, minutes the queue job.

with staged(begin, weather, seed) as stage:
    ...                      # put people into the tables
    stage.act(work)          # what a process of the API does, from now on
    stage.run(until)
"""

import importlib
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from itertools import count
from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib.delivery import last_answer
from chalicelib.delivery.channels import base
from chalicelib.delivery.last_checks import stopped
from chalicelib.delivery.store import gates
from chalicelib.kernel import aws, kept
from chalicelib.kernel.dynamo import pauses
from tests.support import stack
from tests.support.memory import Call, Memory, Work
from tests.support.memory.calls import Answer
from tests.support.memory.tables import Lag
from tests.support.providers import make_providers
from tests.support.rights import Rights

from .baton import Baton
from .claims import Claims
from .events import Events
from .fates import Fates
from .handed import HandOvers
from .pool import Pool, StrandLock
from .process import Crash, Process
from .sources import Poller, arrange, sources, timeouts
from .trace import Trace
from .weather import Weather

API = "api"


class Stage:
    """See the module. Make one by `staged`."""

    def __init__(self, begin: datetime, weather: Weather, seed: int, traced: bool) -> None:
        self.weather, self._chance = weather, random.Random(f"weather {seed}")
        self.baton = Baton(begin)
        self.trace = Trace((lambda: self.baton.now) if traced else None)
        self.fates = Fates(self.baton, weather, self._chance, self.trace)
        self.memory = Memory(lambda: self.baton.now, self._around, self._lag())
        self.claims = Claims(self.memory, minds=weather.recipients > 0)
        self.handed = HandOvers(self.baton, self.memory.simulator, self.claims)
        self.rights = Rights()
        self._idle: dict[str, list[Process]] = {}
        self._numbers = count(1)

    def _lag(self) -> Lag | None:
        most = self.weather.lag
        return Lag(lambda: self.baton.now, lambda: self._chance.uniform(0, most)) if most else None

    def take_over(self, patch: pytest.MonkeyPatch) -> None:
        """Put this in the place of AWS, time and chance."""
        self.memory.install(patch)
        for name, value in stack.create(self.memory.for_tests).items():
            patch.setenv(name, value)
        make_providers(self.memory.for_tests, patch)
        watch = SimpleNamespace(sleep=self.baton.wait, monotonic=lambda: self.baton.now)
        for module in (pauses, gates, kept):
            patch.setattr(module, "time", watch)
        patch.setattr(base, "ThreadPoolExecutor", partial(Pool, self.baton))
        for module in (stopped, last_answer):
            patch.setattr(module, "Lock", partial(StrandLock, self.baton))
        patch.setattr("ulid.ULID", lambda: f"{next(self._numbers):026}")
        functions = {each.function for each in sources()} | {"queue_job"}
        self._handlers = {name: self._handler(name, patch) for name in functions}
        self._open_queues()

    def _handler(self, name: str, patch: pytest.MonkeyPatch) -> Callable[[Any, Any], Any]:
        module = importlib.import_module(f"functions.{name}.handler")
        patch.setattr(module, "SystemClock", lambda: self.baton.clock, raising=False)
        handle: Callable[[Any, Any], Any] = module.handle
        return handle

    def _open_queues(self) -> None:
        arrange(self.memory.sqs)
        queues, parts = self.memory.sqs.queues, (self.baton, self.weather, self._chance)
        for each in sources():
            Poller(each, queues[each.queue], *parts, self.invoke)
        Events(*parts, self.trace, queues["ReceiptsQueue"], self.handed)

    def _around(self, call: Call, work: Work) -> Answer:
        process = self.baton.process
        if process is None:
            return work()
        if process.function != API and call.service in ("dynamodb", "sqs"):
            self.rights.check(process.function, call.operation, call.params)
        self.claims.note(process.invocation, call)
        return self.fates.carry_out(process, call, self.handed.watched(call, work))

    # ---- Processes ------------------------------------------------------------------------------------------

    def invoke(self, function: str, event: Any, ended: Callable[[Any], None] = lambda _answer: None) -> None:
        """Let a function work at an event; `ended` is told its answer, or None when its process died."""
        process = self._process(function, timeouts()[function])

        def work() -> None:
            answer = None
            try:
                answer = self._handlers[function](event, self._context(process))
            except Crash:
                self.fates.in_doubt.add(process.invocation)
            except Exception as error:
                self.trace.note(f"{process} raises {error!r}")
            self._rest(process)
            ended(answer)

        self.baton.start(process, work)

    def act(self, work: Callable[[], None]) -> Process:
        """What a process of the API does; gives back the process."""
        process = self._process(API, 30)

        def guarded() -> None:
            try:
                work()
            except Crash:
                return
            except Exception as error:
                self.trace.note(f"{process} raises {error!r}")

        self.baton.start(process, guarded)
        return process

    def _process(self, function: str, seconds: float) -> Process:
        """One that has nothing to do, or a new one."""
        idle = self._idle.setdefault(function, [])
        process = idle.pop() if idle else Process(function, next(self._numbers))
        process.deadline = self.baton.now + seconds
        process.invocation = f"{process} {next(self._numbers)}"
        return process

    def _rest(self, process: Process) -> None:
        if not process.dead:
            self._idle[process.function].append(process)

    def _context(self, process: Process) -> Any:
        def left() -> float:
            return (process.deadline - self.baton.now) * 1000

        return SimpleNamespace(get_remaining_time_in_millis=left)


@contextmanager
def staged(
    begin: datetime, weather: Weather, seed: int, *, traced: bool = False, kind: type[Stage] = Stage
) -> Iterator[Stage]:
    """A stage in the place of AWS, as long as this lasts."""
    stage = kind(begin, weather, seed, traced)
    with pytest.MonkeyPatch.context() as patch:
        random.seed(seed)  # product code's own jitter
        stage.take_over(patch)
        yield stage
    aws.client.cache_clear()
