"""What every channel has in common: the contract, and calling a provider for many at its pace.

    dispatch --HandOver--> channel.hand_over --Outcome for each entry--> dispatch records

To add a channel, see docs/adding-a-channel.md.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Protocol

from chalicelib.audience.model import Unreachable
from chalicelib.content.fields import names_used
from chalicelib.content.model import Channel
from chalicelib.directory.suppression import Cause
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.values import value
from chalicelib.messages.model import Message

from ..chunk import Chunk, Entry
from ..refs import DeliveryRef
from .errors import Fault, Verdict, judge
from .pace import Pace

_FAULTS_TAKEN = 3  # calls of one chunk that showed a fault of the provider, before the rest of it waits
THREADS = 8  # calls at once where a provider takes one recipient per call


@value
class Outcome:
    """One delivery's verdict; a refusal has its reason. `suppress`: why never to write to the address again.

    `fault` is what the call showed about the provider.
    """

    delivery_id: str
    verdict: Verdict
    reason: str = ""
    suppress: Cause | None = None
    fault: Fault = Fault.NONE


def never(_now: datetime) -> bool:
    """No emergency comes."""
    return False


def nobody(_entry: Entry, _now: datetime) -> Outcome | None:
    """Nobody asks for no more messages meanwhile."""
    return None


@dataclass(frozen=True)
class HandOver:
    """What a channel is asked to hand over: some entries of one claimed chunk, at a pace.

    `until`: the message's expiry, or the end of the call window before that. `careful`: the provider made
    trouble, so that one call must pass before others begin. `overtaken`: whether an emergency needs the
    provider now, or the message was paused or canceled. `stopped`: what becomes of an entry that must not leave
    any more.
    """

    message: Message
    sender_name: str
    chunk: Chunk
    entries: tuple[Entry, ...]
    clock: Clock
    seconds_left: Callable[[], float]
    until: datetime
    pace: Pace = field(default_factory=Pace)
    careful: bool = False
    overtaken: Callable[[datetime], bool] = never
    stopped: Callable[[Entry, datetime], Outcome | None] = nobody

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """The message's insert fields, in the order of each entry's values."""
        return names_used(self.message.content)

    def values(self, entry: Entry) -> dict[str, str]:
        """What the insert fields say to one recipient."""
        return dict(zip(self.fields, entry.values, strict=False))

    def ref(self, entry: Entry) -> DeliveryRef:
        return self.chunk.delivery(entry.delivery_id)

    def may_go_on(self) -> bool:
        """Whether another call may begin: there is time for it, the message has not expired (QUEUE-09), the
        call window is open (QUEUE-05), and no emergency needs the provider."""
        if self.overtaken(self.clock.now()):
            return False
        # Only now: whoever is asked that may read the table, and wait for its answer.
        return self.seconds_left() > LONGEST_CALL and self.clock.now() < self.until


LONGEST_CALL = 3 + 15 + 2  # seconds: connect and read timeouts of `kernel.aws`, and writing down how it went


class Provider(Protocol):
    """A channel. One small file each implements it as a module-level object."""

    @property
    def channel(self) -> Channel: ...

    def hand_over(self, work: HandOver) -> Iterable[Outcome]:
        """Hand entries over and tell of each how it went; an entry not told of is NOT_TRIED.

        Calls nobody before it is asked for the first outcome: when it raises before that, nothing has left.
        Raises nothing for what a provider answers: that is what verdicts are for. Whatever it raises after
        all, whoever it has not told of may have left.
        """
        ...


# ---- One call per recipient ---------------------------------------------------------------------------------


def one_by_one(work: HandOver, call: Callable[[Entry], Outcome]) -> Iterator[Outcome]:
    """Call for each entry, several at once and no faster than the pace, until the provider makes trouble or the
    time is over.

    Where there was trouble before, one call must pass first, and each attempt begins elsewhere, so that neither
    an outage nor a single number that is always refused makes a storm or holds up its neighbours.
    """
    turn = work.chunk.attempt % len(work.entries)
    entries = [*work.entries[turn:], *work.entries[:turn]]
    calls = _Calls(work, call)
    if work.careful or work.chunk.throttled or len(entries) == 1:
        first, *entries = entries
        outcome = calls.make(*calls.paced([first]))
        yield outcome
        if outcome.fault is not Fault.NONE:
            return
    if entries:
        with ThreadPoolExecutor(min(THREADS, len(entries))) as pool:
            yield from pool.map(calls.make, calls.paced(entries))


@dataclass
class _Calls:
    """The calls of one attempt, and those that showed a fault of the provider: all threads add to them."""

    work: HandOver
    call: Callable[[Entry], Outcome]
    faulty: list[Outcome] = field(default_factory=list)

    def paced(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """The entries, each at its time; at once when nothing will be called any more."""
        for entry in entries:
            if self._may_go_on():
                self.work.pace.wait(self.work.clock)
            yield entry

    def make(self, entry: Entry) -> Outcome:
        if not self._may_go_on():
            return Outcome(entry.delivery_id, Verdict.NOT_TRIED)
        if stopped := self.work.stopped(entry, self.work.clock.now()):
            return stopped
        if not self._may_go_on():  # whoever asks who said STOP may wait for the answer
            return Outcome(entry.delivery_id, Verdict.NOT_TRIED)
        outcome = judged(entry.delivery_id, lambda: self.call(entry))
        if outcome.fault is not Fault.NONE:
            self.faulty.append(outcome)
        return outcome

    def _may_go_on(self) -> bool:
        return len(self.faulty) < _FAULTS_TAKEN and self.work.may_go_on()


def judged(delivery_id: str, call: Callable[[], Outcome]) -> Outcome:
    """The call's outcome, or what its error means."""
    try:
        return call()
    except Exception as error:
        verdict, reason, fault = judge(error)
        suppress = Cause.OPT_OUT if reason == Unreachable.OPTED_OUT else None
        return Outcome(delivery_id, verdict, reason, suppress, fault)
