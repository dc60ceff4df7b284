"""The third step of the line: one chunk leaves.

    lane queue {chunk} --ask the gate--> not yet: back to the queue, or to the queue job when that is long
        --claim--> halted? window? expired? suppressed? flags? --hand over--> provider
        --write--> done | waits again (trouble, its turn was over, or some of an emergency are in doubt)
                        | stays claimed (in doubt else: recover)

Whether its message was paused or canceled is read once per chunk, after the claim: whoever says so later
finds the claim, and counts it (`halting`).

A claim is taken before the provider is called and ends after it. Whoever dies in between leaves a claim without
outcome: it is never handed over again blindly (`recover`).
"""

import math
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.content.model import Lane
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.log import failure, logger
from chalicelib.messages.model import Message

from . import known, lanes, record
from .channels.base import LONGEST_CALL, Provider
from .chunk import Chunk, ChunkState, Ending
from .gate import keeper
from .gate.line import Go, Wait
from .last_checks.switches import switched_off
from .last_checks.waits import expiry, waits_again
from .prepare import prepare
from .refs import ChunkRef
from .store import chunks, halts, ledger
from .window import concerns

_NO_TIME = LONGEST_CALL + 2  # seconds that must be left to begin with a chunk
_SHORT_WAIT = 60  # seconds that a reference may wait in its queue; longer is the queue job's
_QUEUED_AGAIN = timedelta(seconds=60)  # until an emergency's chunk that waits has a second reference
_SPREAD = 90  # seconds over which chunks look again at a provider that was down


def dispatch(ref: ChunkRef, provider: Provider, clock: Clock, seconds_left: Callable[[], float]) -> None:
    """Hand over a chunk's deliveries, those that may leave. Does nothing for a chunk that is not waiting.

    Raises ValueError for a reference of another channel: it is in a queue that is not its own.
    """
    if ref.channel is not provider.channel:
        raise ValueError(ref.channel)
    try:
        message = known.message_of(ref)
    except known.UnknownMessage:
        if chunks.open_among([ref]):
            raise
        return
    if seconds_left() < _NO_TIME:
        _later(message, ref, 0)
        return
    begins = message.begins(ref.channel)
    if begins and clock.now() < begins:
        chunks.postpone(ref, begins, turn=None)  # whatever queued it, its readers have time
        return
    if not _has_gone(message, ref, clock.now()):
        _ask(message, ref, provider, clock, seconds_left)


def _ask(
    message: Message, ref: ChunkRef, provider: Provider, clock: Clock, seconds_left: Callable[[], float]
) -> None:
    """Whether it may leave now; then it does."""
    leave = _leave(message, ref, clock, seconds_left)
    if isinstance(leave, Wait):
        _wait(message, ref, leave, clock.now())
        return
    chunk = chunks.claim(ref, clock.now(), leave.count)
    if chunk is None:
        keeper.give_back(ref, leave, leave.count, clock.now())
        return
    _attempt(chunk, leave, provider, clock, seconds_left)


def _attempt(
    chunk: Chunk, leave: Go, provider: Provider, clock: Clock, seconds_left: Callable[[], float]
) -> None:
    """What a worker does with a chunk that it has claimed."""
    try:
        halt = halts.read(chunk.ref.district, chunk.ref.message_id)
        if waits_again(chunk, halt, clock):
            keeper.give_back(chunk.ref, leave, leave.count, clock.now())
            return
        work, settled, open_ones = prepare(chunk, halt, leave, clock, seconds_left)
        outcomes = provider.hand_over(work) if work.entries else ()
    except Exception:
        # Nothing has left: the chunk waits again, and the queue brings the reference back.
        ledger.settle((), chunks.put_back(chunk, clock.now() + chunks.first_look(chunk), Ending.CUT_SHORT))
        keeper.give_back(chunk.ref, leave, leave.count, clock.now())
        raise
    attempt = record.Record(chunk, settled)
    if work.entries:
        attempt.take(work, outcomes)
    record.write(attempt, work, open_ones)
    _tell(attempt, leave, len(work.entries), clock)


def _tell(attempt: record.Record, leave: Go, called: int, clock: Clock) -> None:
    """The gate hears of it last, and may fail to: nobody waits for that, and nobody's outcome depends on it."""
    ref = attempt.chunk.ref
    if leave.probe and attempt.called_nobody:
        called = 0
    keeper.give_back(ref, leave, leave.count - called, clock.now())
    try:
        keeper.tell(ref.district, ref.channel, attempt.tally, clock.now())
    except Exception as error:
        logger().error("A gate was not told how it went", **failure(error), channel=ref.channel)


def _leave(message: Message, ref: ChunkRef, clock: Clock, seconds_left: Callable[[], float]) -> Go | Wait:
    """How many may leave: none, where there may be something to settle but nothing leaves anyway."""
    nobody, now = Go(clock.now().timestamp(), 0), clock.now()
    if not ref.size or _is_closed(message, ref, now):
        return nobody
    leave = keeper.ask(message, ref, clock, seconds_left() - LONGEST_CALL)
    if isinstance(leave, Wait) and (switched_off(ref) or _is_over(message, ref, clock)):
        return nobody
    return leave


def _has_gone(message: Message, ref: ChunkRef, now: datetime) -> bool:
    """Whether an emergency's chunk waits no more. After a while the queue job puts more references to it in its
    queue; each would be given time of the provider's, which stays empty when others have booked behind it."""
    since = message.begins(ref.channel) or message.accepted_at
    if message.lane(ref.channel) is not Lane.EMERGENCY or now < since + _QUEUED_AGAIN:
        return False
    found = chunks.read([ref]).get(ref)
    return found is None or found.state is not ChunkState.WAITING


def _is_over(message: Message, ref: ChunkRef, clock: Clock) -> bool:
    """Whether a chunk that would have to wait has expired. What the call window held does so later than its
    message, which the chunk alone knows."""
    if clock.now() < message.ends(ref.channel):
        return False
    found = chunks.read([ref]).get(ref)
    return found is None or clock.now() >= expiry(found, clock)


def _is_closed(message: Message, ref: ChunkRef, now: datetime) -> bool:
    """Whether the call window is closed, as far as one can tell without reading the chunk."""
    keeps = concerns(ref.channel, message.lane(ref.channel), announced=bool(message.announcement))
    if not keeps or known.follows_recipients(ref.district):
        return False
    return known.window(message).opening(now) is not None


# ---- Not yet ------------------------------------------------------------------------------------------------


def _wait(message: Message, ref: ChunkRef, answer: Wait, now: datetime) -> None:
    """Emergencies stay in their queue. What has long to wait is the queue job's until then."""
    seconds = max(1, math.ceil(answer.until - now.timestamp()))
    if message.lane(ref.channel) is Lane.EMERGENCY:
        away = 0 if answer.turn else ref.turned_away + 1
        _later(message, replace(ref, turned_away=away), seconds + random.randint(0, 2))
    elif answer.down:
        chunks.postpone(ref, now + timedelta(seconds=seconds + random.randint(1, _SPREAD)), turn=None)
    elif seconds > _SHORT_WAIT:
        chunks.postpone(ref, now + timedelta(seconds=seconds), turn=True)
    else:
        _later(message, replace(ref, turn=ref.turn or answer.turn), seconds + random.randint(0, 3))


def _later(message: Message, ref: ChunkRef, delay: int) -> None:
    lanes.put(ref.channel, message.lane(ref.channel), message.sender.school_id, [ref], delay=delay)
