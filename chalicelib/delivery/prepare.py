"""What of a claimed chunk may leave now, as its channel takes it.

its entries --without those that events settled, and those who do not leave after all--> whose turn it is
            --with the pace, and what may still stop them while they leave--> HandOver
"""

from collections.abc import Callable
from datetime import datetime

from chalicelib.kernel.clock import Clock, stamp
from chalicelib.messages.model import Message

from . import known, store
from .channels.base import HandOver, never
from .channels.pace import Pace
from .chunk import Chunk, Entry
from .events import Change
from .gate import keeper
from .gate.line import Go
from .halting.model import Halt
from .halting.watch import Watch
from .last_answer import LastAnswer
from .last_checks.held_up import held_up
from .last_checks.stopped import Stopped
from .last_checks.waits import expiry
from .window import concerns


def prepare(
    chunk: Chunk, halt: Halt | None, leave: Go, clock: Clock, seconds_left: Callable[[], float]
) -> tuple[HandOver, list[Change], set[str]]:
    """What may leave now, what is settled without leaving, and the ids of all that are open."""
    message = known.message_of(chunk.ref)
    entries, read_at = _unsettled(chunk), clock.now()
    resting = chunk.resting(stamp(read_at))
    asked = tuple(entry for entry in entries if entry.delivery_id not in resting)
    no_more = held_up(chunk, halt, asked, clock)
    kept = tuple(entry for entry in asked if entry.delivery_id not in no_more)
    now = stamp(clock.now())
    settled = [Change(chunk.delivery(each), end, now, reason) for each, (end, reason) in no_more.items()]
    work = HandOver(
        message,
        known.sender_name(message),
        chunk,
        _turn(chunk, kept, leave.count),
        clock,
        seconds_left,
        until=_until(message, chunk, expiry(chunk, clock), clock.now()),
        pace=Pace(leave.per_second, leave.start),
        careful=keeper.shaky(message.district, chunk.ref.channel, clock.now()),
        overtaken=_overtaken(chunk, leave, clock.now()),
        stopped=Stopped(chunk, read_at, {entry.delivery_id: entry for entry in kept}),
    )
    return work, settled, {entry.delivery_id for entry in entries}


def _unsettled(chunk: Chunk) -> tuple[Entry, ...]:
    """Whom this attempt is about. A later attempt asks the rows, because events may have come meanwhile."""
    if chunk.attempt <= 1:
        return chunk.remaining
    final = {row.ref.delivery_id for row in store.chunk_rows(chunk.ref) if row.status.final}
    return tuple(entry for entry in chunk.remaining if entry.delivery_id not in final)


def _turn(chunk: Chunk, entries: tuple[Entry, ...], count: int) -> tuple[Entry, ...]:
    """Those whose turn it is: `count` of them, others at each attempt, so that nobody holds up the rest."""
    if count >= len(entries):
        return entries
    first = chunk.attempt * count % len(entries)
    return (*entries[first:], *entries[:first])[:count]


def _until(message: Message, chunk: Chunk, expiry: datetime, now: datetime) -> datetime:
    """When its deliveries stop leaving: at their expiry, or when the call window closes before that."""
    if not concerns(chunk.ref.channel, chunk.lane, announced=bool(message.announcement)):
        return expiry
    closing = known.window_at(message, chunk.window_of).closing(now)
    return min(expiry, closing) if closing else expiry


def _overtaken(chunk: Chunk, leave: Go, now: datetime) -> Callable[[datetime], bool]:
    """Who leaves as fast as they can is gone before an emergency, or its sender, could mind."""
    if leave.per_second is None:
        return never
    halted = LastAnswer(Watch(chunk.ref, now))
    if chunk.emergency:
        return halted
    others = LastAnswer(keeper.overtaken(chunk.ref.district, chunk.ref.channel, leave.per_second))
    return lambda at: others(at) or halted(at)
