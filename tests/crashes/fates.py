"""What becomes of each call that a process makes, by the weather.

    call --time passes--> crash? --> tried up to five times (providers once): error | done | done, no answer
         --time passes--> crash? --> answer, or of a batch a part of it

The tries are botocore's, below product code: each does again what the one before did, on what that left there.
"""

from collections.abc import Callable
from random import Random
from typing import Any

from botocore.exceptions import ConnectTimeoutError, ReadTimeoutError

from chalicelib.kernel.aws import PROVIDERS
from tests.support.memory import Call, Work, refused
from tests.support.memory.calls import Answer

from .baton import Baton
from .left_over import left_over
from .process import Crash, Process
from .trace import Trace
from .weather import Weather

TRIES = 5  # as `kernel.aws` has it
SENDING = frozenset({"SendBulkEmail", "SendEmail", "SendTextMessage", "SendVoiceMessage", "Publish"})
_LATE = 14.0  # seconds until a provider does what a dead process asked for, at most


class Fates:
    """See the module."""

    def __init__(self, baton: Baton, weather: Weather, chance: Random, trace: Trace) -> None:
        self._baton, self._weather, self._chance, self._trace = baton, weather, chance, trace
        self._end = baton.now + weather.until
        self._crashes = weather.crashes
        self._calls_per_second = 2 / weather.latency  # half of a call's time passes before it happens
        self.calls = self.killed = 0
        self.in_doubt: set[str] = set()  # invocations of which nobody knows for certain what they did

    def carry_out(self, process: Process, call: Call, work: Work) -> Answer:
        """One call of a process, from beginning to end, or not so far."""
        self.calls += 1
        process.check(self._baton.now)
        self._trace.call(process, call)
        at_once = self._draw(0.5)
        crash = self._crash_comes(call)
        self._pass_time(process)
        if crash and at_once:
            self._die(process, call, work)
        answer = self._tried(process, call, work)
        self._pass_time(process)
        if crash:
            self._kill(process, "after")
        return answer

    def _draw(self, probability: float) -> bool:
        """Whether something that is so likely happens now; never on a quiet day."""
        return self._baton.now < self._end and self._chance.random() < probability

    def _crash_comes(self, call: Call) -> bool:
        weather = self._weather
        likely = weather.crash_at_provider if call.operation in SENDING else weather.crash
        comes = self._crashes > 0 and self._draw(likely)
        self._crashes -= comes
        return comes

    def _pass_time(self, process: Process) -> None:
        """A call takes some milliseconds, and now and then many seconds."""
        slow = self._draw(self._weather.slow)
        self._baton.wait(
            self._chance.uniform(2, 18) if slow else self._chance.expovariate(self._calls_per_second)
        )
        process.check(self._baton.now)

    def _die(self, process: Process, call: Call, work: Work) -> None:
        """Before the call; or in it, so that what it asked for happens a while later."""
        if self._draw(0.4):
            self._baton.after(self._chance.uniform(0, _LATE), lambda: _quietly(work))
            self._kill(process, "in")
        self._kill(process, "before")

    def _kill(self, process: Process, when: str) -> None:
        self._trace.note(f"{process} is killed {when} the call")
        process.dead = True
        self.killed += 1
        raise Crash

    # ---- Errors ---------------------------------------------------------------------------------------------

    def _tried(self, process: Process, call: Call, work: Work) -> Answer:
        if call.service in PROVIDERS:
            return self._asked_of_provider(process, call, work)
        if self._weather.crowded and _is_of_a_gate(call) and self._draw(self._weather.crowded):
            self._trace.note(f"{call.operation} finds no way to the gate")
            raise refused("ProvisionedThroughputExceededException")
        for attempt in range(TRIES):
            unheard = not attempt and _is_conditional(call) and self._draw(self._weather.unheard)
            if not unheard and not self._draw(self._weather.stumble):
                return self._done(call, work)
            if unheard or self._draw(0.5):  # it happens, and nobody hears of it
                _quietly(work)
            self._trace.note(f"{call.operation} stumbles")
            self._baton.wait(self._chance.uniform(0, 2**attempt))
            process.check(self._baton.now)
        if call.operation == "TransactWriteItems":  # how it went could not be written down
            self.in_doubt.add(process.invocation)
        raise self._chance.choice(_STUMBLES)()

    def _done(self, call: Call, work: Work) -> Answer:
        """Wholly, or of a batch a part."""
        if self._draw(self._weather.left_over) and (part := left_over(call, self._chance)):
            self._trace.note(f"{call.operation} leaves something over")
            return part(work)
        return work()

    def _asked_of_provider(self, process: Process, call: Call, work: Work) -> Answer:
        if self._draw(self._weather.too_fast):
            self._trace.note(f"{call.operation} is too fast")
            raise _TOO_FAST[call.service]()
        if not self._draw(self._weather.broken):
            return work()
        if self._draw(0.3):
            self._trace.note(f"{call.operation} does not reach the provider")
            raise ConnectTimeoutError(endpoint_url=call.service)
        if self._draw(0.5):
            if self._draw(0.3):
                self._baton.after(self._chance.uniform(0, _LATE), lambda: _quietly(work))
            else:
                _quietly(work)
        self._trace.note(f"{call.operation} breaks")
        self.in_doubt.add(process.invocation)
        self._baton.wait(self._chance.choice((0.1, 15)))
        raise self._chance.choice(_BROKEN)()


def _is_conditional(call: Call) -> bool:
    return call.operation == "TransactWriteItems" or "ConditionExpression" in call.params


def _is_of_a_gate(call: Call) -> bool:
    return call.operation == "UpdateItem" and bool(call.params["Key"]["pk"]["S"].endswith("#GATE"))


def _quietly(work: Callable[[], Any]) -> None:
    """What happens when nobody is there any more to hear how it went."""
    try:
        work()
    except Exception:
        return


_STUMBLES: tuple[Callable[[], Exception], ...] = (
    lambda: refused("InternalServerError", status=500),
    lambda: refused("ProvisionedThroughputExceededException"),
    lambda: ReadTimeoutError(endpoint_url="aws"),
)
_TOO_FAST: dict[str, Callable[[], Exception]] = {
    "sesv2": lambda: refused("TooManyRequestsException", "Maximum sending rate exceeded.", status=429),
    "pinpoint-sms-voice-v2": lambda: refused("ThrottlingException", "Rate exceeded"),
    "sns": lambda: refused("Throttled", "Rate exceeded", status=429),
}
_BROKEN: tuple[Callable[[], Exception], ...] = (
    lambda: refused("InternalServerException", status=500),
    lambda: ReadTimeoutError(endpoint_url="provider"),
)
