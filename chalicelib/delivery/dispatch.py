"""The third step of the line: one chunk leaves.

    lane queue {chunk} --ask the gate--> not yet: back to the queue, or to the queue job when that is long
        --claim--> halted? window? expired? suppressed? flags? --hand over--> provider
        --write--> done | waits again (trouble, or its turn was over) | stays claimed (in doubt: recover)

Whether its message was paused or canceled is read once per chunk, after the claim: whoever says so later
finds the claim, and counts it (`halting`).

A claim is taken before the provider is called and ends after it. Whoever dies in between leaves a claim without
outcome: it is never handed over again blindly (`recover`).
"""

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.content.model import Channel, Lane
from chalicelib.kernel.clock import Clock, moment, stamp
from chalicelib.messages.model import Message

from . import known, lanes, record, store
from .channels.base import LONGEST_CALL, HandOver, Provider, never
from .channels.pace import Pace
from .chunk import Chunk, Ending, Entry
from .events import Change
from .gate import keeper
from .gate.line import Go, Wait
from .halting.model import Halt, HaltState
from .halting.watch import Watch
from .last_checks import flags, stopped
from .last_checks.spared import spared
from .last_checks.switches import switched_off
from .model import DeliveryStatus
from .reasons import Reason
from .refs import ChunkRef
from .store import chunks, halts, ledger
from .store.endings import End, end_of
from .window import concerns

ONE_ATTEMPT = timedelta(minutes=15)
_NO_TIME = LONGEST_CALL + 2  # seconds that must be left to begin with a chunk
_SHORT_WAIT = 60  # seconds that a reference may wait in its queue; longer is the queue job's
_SPREAD = 90  # seconds over which chunks look again at a provider that was down


def dispatch(ref: ChunkRef, provider: Provider, clock: Clock, seconds_left: Callable[[], float]) -> None:
    """Hand over a chunk's deliveries, those that may leave. Does nothing for a chunk that is not waiting."""
    try:
        message = known.message(ref.district, ref.message_id)
    except known.UnknownMessage:
        if chunks.open_among([ref]):
            raise
        return
    if seconds_left() < _NO_TIME:
        _later(message, ref, 0)
        return
    begins = message.begins(ref.channel)
    if begins and clock.now() < begins:
        chunks.postpone(ref, begins, turn=False)  # whatever queued it, its readers have time
        return
    leave = _leave(message, ref, clock, seconds_left)
    if isinstance(leave, Wait):
        _wait(message, ref, leave, clock.now())
        return
    chunk = chunks.claim(ref, clock.now())
    if chunk is None:
        keeper.give_back(message, ref, leave, clock.now())
        return
    _attempt(chunk, leave, provider, clock, seconds_left)


def _attempt(
    chunk: Chunk, leave: Go, provider: Provider, clock: Clock, seconds_left: Callable[[], float]
) -> None:
    """What a worker does with a chunk that it has claimed."""
    try:
        halt = halts.read(chunk.ref.district, chunk.ref.message_id)
        if _set_aside(chunk, halt, clock) or (not _is_over(chunk, halt) and _held(chunk, clock)):
            keeper.give_back(_message(chunk), chunk.ref, leave, clock.now())
            return
        work, settled, open_ones = _prepare(chunk, halt, leave, clock, seconds_left)
    except Exception:
        # Nothing has left: the chunk waits again, and the queue brings the reference back.
        ledger.settle((), chunks.put_back(chunk, clock.now() + chunks.first_look(chunk), Ending.CUT_SHORT))
        raise
    attempt = record.Record(chunk, settled)
    if work.entries:
        attempt.take(provider.hand_over(work))
        keeper.tell(chunk.ref.district, chunk.ref.channel, attempt.tally, clock.now())
    record.write(attempt, work, open_ones)


def _leave(message: Message, ref: ChunkRef, clock: Clock, seconds_left: Callable[[], float]) -> Go | Wait:
    """How many may leave: none, where there may be something to settle but nothing leaves anyway."""
    nobody, now = Go(clock.now().timestamp(), 0), clock.now()
    if _is_closed(message, ref, now):
        return nobody
    leave = keeper.ask(message, ref, now, seconds_left() - LONGEST_CALL)
    if isinstance(leave, Wait) and (now >= message.ends(ref.channel) or switched_off(ref)):
        return nobody
    return leave


def _is_closed(message: Message, ref: ChunkRef, now: datetime) -> bool:
    """Whether the call window is closed, as far as one can tell without reading the chunk."""
    keeps = concerns(ref.channel, message.lane(ref.channel), message.announcement)
    if not keeps or known.follows_recipients(ref.district):
        return False
    return known.window(message).opening(now) is not None


# ---- Not yet ------------------------------------------------------------------------------------------------


def _wait(message: Message, ref: ChunkRef, answer: Wait, now: datetime) -> None:
    """Emergencies stay in their queue. What has long to wait is the queue job's until then."""
    seconds = max(1, math.ceil(answer.until - now.timestamp()))
    if message.lane(ref.channel) is Lane.EMERGENCY:
        _later(message, ref, seconds + random.randint(0, 2))
    elif answer.down:
        chunks.postpone(ref, now + timedelta(seconds=seconds + random.randint(1, _SPREAD)), turn=False)
    elif seconds > _SHORT_WAIT:
        chunks.postpone(ref, now + timedelta(seconds=seconds), turn=True)
    else:
        _later(message, replace(ref, turn=True), seconds + random.randint(0, 3))


def _later(message: Message, ref: ChunkRef, delay: int) -> None:
    lanes.put(ref.channel, message.lane(ref.channel), message.sender.school_id, [ref], delay=delay)


# ---- Before it leaves ---------------------------------------------------------------------------------------


def _message(chunk: Chunk) -> Message:
    return known.message(chunk.ref.district, chunk.ref.message_id)


def _set_aside(chunk: Chunk, halt: Halt | None, clock: Clock) -> bool:
    """Whether its message is paused; the chunk then waits until it goes on, at most until it expires."""
    if halt is None or not halt.paused or clock.now() >= moment(chunk.expires_at):
        return False
    ledger.settle((), chunks.put_aside(chunk))
    return True


def _is_over(chunk: Chunk, halt: Halt | None) -> bool:
    """Whether nothing of a chunk will ever leave: it is settled, window or not."""
    return (halt is not None and halt.state is not HaltState.RESUMED) or switched_off(chunk.ref) is not None


def _held(chunk: Chunk, clock: Clock) -> bool:
    """Whether the call window is closed; the chunk then waits for its opening (QUEUE-05, QUEUE-06)."""
    message = _message(chunk)
    if not concerns(chunk.ref.channel, chunk.lane, message.announcement):
        return False
    window = known.window_at(message, chunk.window_of)
    opening, expires = window.opening(clock.now()), moment(chunk.expires_at)
    if opening is None or ((chunk.tried or message.announcement) and clock.now() >= expires):
        return False
    if message.announcement or (chunk.held and chunk.tried):
        # It has its end, or had its day: the window that closes again does not give it another.
        chunks.hold(chunk, min(opening, expires), chunk.expires_at)
    else:
        chunks.hold(chunk, opening, stamp(window.expiry(opening)))
    return True


def _prepare(
    chunk: Chunk, halt: Halt | None, leave: Go, clock: Clock, seconds_left: Callable[[], float]
) -> tuple[HandOver, list[Change], set[str]]:
    """What may leave now, what is settled without leaving, and the ids of all that are open."""
    message = _message(chunk)
    entries, read_at = _unsettled(chunk), clock.now()
    held_up = _held_up(chunk, halt, entries, clock)
    kept = tuple(entry for entry in entries if entry.delivery_id not in held_up)
    now = stamp(clock.now())
    settled = [Change(chunk.delivery(each), end, now, reason) for each, (end, reason) in held_up.items()]
    work = HandOver(
        message,
        known.sender_name(message),
        chunk,
        _turn(chunk, kept, leave.count),
        clock,
        seconds_left,
        until=_until(message, chunk, _expiry(chunk, clock), clock.now()),
        pace=Pace(leave.per_second, leave.start),
        careful=keeper.shaky(message.district, chunk.ref.channel, clock.now()),
        overtaken=_overtaken(chunk, leave, clock.now()),
        stopped=stopped.Stopped(chunk, read_at, {entry.delivery_id: entry for entry in kept}),
    )
    return work, settled, {entry.delivery_id for entry in entries}


def _overtaken(chunk: Chunk, leave: Go, now: datetime) -> Callable[[datetime], bool]:
    """Who leaves as fast as they can is gone before an emergency, or its sender, could mind."""
    if leave.per_second is None:
        return never
    halted = Watch(chunk.ref, now)
    if chunk.emergency:
        return halted
    others = keeper.overtaken(chunk.ref.district, chunk.ref.channel, leave.per_second)
    return lambda at: others(at) or halted(at)


def _turn(chunk: Chunk, entries: tuple[Entry, ...], count: int) -> tuple[Entry, ...]:
    """Those whose turn it is: `count` of them, others at each attempt, so that nobody holds up the rest."""
    if count >= len(entries):
        return entries
    first = chunk.attempt * count % len(entries)
    return (*entries[first:], *entries[:first])[:count]


def _until(message: Message, chunk: Chunk, expiry: datetime, now: datetime) -> datetime:
    """When its deliveries stop leaving: at their expiry, or when the call window closes before that."""
    if not concerns(chunk.ref.channel, chunk.lane, message.announcement):
        return expiry
    closing = known.window_at(message, chunk.window_of).closing(now)
    return min(expiry, closing) if closing else expiry


def _waited(chunk: Chunk) -> bool:
    """Whether its part waits for readers first."""
    return _message(chunk).begins(chunk.ref.channel) is not None


def _expiry(chunk: Chunk, clock: Clock) -> datetime:
    """When its deliveries expire. What the window held gets one attempt, however late that comes; but none of
    an announcement that has ended (A-15)."""
    expiry = moment(chunk.expires_at)
    if chunk.held and not chunk.tried and not _message(chunk).announcement:
        return max(expiry, clock.now() + ONE_ATTEMPT)
    return expiry


def _held_up(chunk: Chunk, halt: Halt | None, entries: Sequence[Entry], clock: Clock) -> dict[str, End]:
    """Who does not leave, by delivery id, what status that means, and why."""
    closed = Reason.CANCELED if halt and halt.canceled else switched_off(chunk.ref)
    if closed:
        return _all(chunk, entries, closed)
    if (halt and halt.paused) or clock.now() >= _expiry(chunk, clock):
        message = _message(chunk)
        paused = keeper.paused(message, chunk.ref.channel, clock.now())
        return _all(chunk, entries, Reason.EMAILS_PAUSED if paused else Reason.EXPIRED)
    done = spared(_message(chunk), entries) if _waited(chunk) and entries else {}
    left = [entry for entry in entries if entry.delivery_id not in done]
    wrong = _forbidden(chunk, left, clock)
    return {each: (DeliveryStatus.DUPLICATE, why) for each, why in done.items()} | {
        each: end_of(chunk, why, DeliveryStatus.ERROR) for each, why in wrong.items()
    }


def _all(chunk: Chunk, entries: Sequence[Entry], reason: Reason) -> dict[str, End]:
    """None of them leaves any more."""
    return {entry.delivery_id: end_of(chunk, reason) for entry in entries}


def _unsettled(chunk: Chunk) -> tuple[Entry, ...]:
    """Whom this attempt is about. A later attempt asks the rows, because events may have come meanwhile."""
    if chunk.attempt <= 1:
        return chunk.remaining
    final = {row.ref.delivery_id for row in store.chunk_rows(chunk.ref) if row.status.final}
    return tuple(entry for entry in chunk.remaining if entry.delivery_id not in final)


def _forbidden(chunk: Chunk, entries: Sequence[Entry], clock: Clock) -> dict[str, str]:
    """Who must not be written to after all, by delivery id, and why. In-app copies always go (CHAN-02)."""
    if chunk.ref.channel is Channel.PORTAL or not entries:
        return {}
    reasons = stopped.among(chunk, entries)
    if clock.now() - moment(chunk.created_at) > flags.FRESH:
        reasons |= flags.forbidden(chunk, entries)
    return reasons
