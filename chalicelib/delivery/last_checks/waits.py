"""Whether a claimed chunk waits again as a whole: its message is paused, or the call window is closed."""

from datetime import datetime, timedelta

from chalicelib.kernel.clock import Clock, moment, stamp

from .. import known
from ..chunk import Chunk
from ..halting.model import Halt, HaltState
from ..store import chunks, ledger
from ..window import concerns
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
    if opening is None or ((chunk.tried or message.announcement) and clock.now() >= expires):
        return False
    if message.announcement or (chunk.held and chunk.tried):
        # It has its end, or had its day: the window that closes again does not give it another.
        chunks.hold(chunk, min(opening, expires), chunk.expires_at)
    else:
        chunks.hold(chunk, opening, stamp(window.expiry(opening)))
    return True


def expiry(chunk: Chunk, clock: Clock) -> datetime:
    """When its deliveries expire. What the window held gets one attempt, however late that comes; but none of
    an announcement that has ended (A-15)."""
    expiry = moment(chunk.expires_at)
    if chunk.held and not chunk.tried and not known.message_of(chunk.ref).announcement:
        return max(expiry, clock.now() + ONE_ATTEMPT)
    return expiry
