"""Whether a claimed chunk waits again as a whole: its message is paused, or the call window is closed."""

from datetime import datetime, timedelta

from chalicelib.kernel.clock import Clock, moment

from .. import known
from ..chunk import Chunk
from ..halting.model import Halt, HaltState
from ..store import chunks, ledger
from ..window import Window, concerns
from .switches import switched_off

ONE_ATTEMPT = timedelta(minutes=15)


def waits_again(chunk: Chunk, halt: Halt | None, clock: Clock) -> bool:
    """What will never leave does not wait: it is settled, window or not."""
    return _set_aside(chunk, halt, clock) or (not _is_over(chunk, halt) and _held(chunk, clock))


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
    message = known.message_of(chunk.ref)
    if not concerns(chunk.ref.channel, chunk.lane, announced=bool(message.announcement)):
        return False
    window = known.window_at(message, chunk.window_of)
    opening, expires = window.opening(clock.now()), moment(chunk.expires_at)
    ends = bool(message.announcement) or _had_its_chance(chunk, window)
    if opening is None or (ends and clock.now() >= expires):
        return False
    if message.announcement or (chunk.held and ends):
        # It has its end, or had its day: the window that closes again does not give it another.
        chunks.hold(chunk, min(opening, expires))
    else:
        chunks.hold(chunk, opening, ends=window.expiry(opening))
    return True


def expiry(chunk: Chunk, clock: Clock) -> datetime:
    """When its deliveries expire. What the window held gets one attempt, however late that comes, unless others
    were in its place all the time that it had; but none of an announcement that has ended (A-15)."""
    expiry, message = moment(chunk.expires_at), known.message_of(chunk.ref)
    if not chunk.held or message.announcement:
        return expiry
    if _had_its_chance(chunk, known.window_at(message, chunk.window_of)):
        return expiry
    return max(expiry, clock.now() + ONE_ATTEMPT)


def _had_its_chance(chunk: Chunk, window: Window) -> bool:
    """Whether it was tried, or stood in line in time while the window was open: what kept it there, a low rate
    or a provider that was down, gives it no other day. Not while the queue job itself did not run."""
    at = chunk.let_go_at
    return chunk.tried or (bool(at) and at < chunk.expires_at and window.opening(moment(at)) is None)
