"""Who of a claimed chunk does not leave after all, and what that makes of their delivery."""

from collections.abc import Sequence

from chalicelib.content.model import Channel
from chalicelib.kernel.clock import Clock, moment

from .. import known
from ..chunk import Chunk, Entry
from ..gate import keeper
from ..halting.model import Halt
from ..model import DeliveryStatus
from ..reasons import Reason
from ..store.endings import End, end_of
from . import flags, stopped
from .spared import spared
from .switches import switched_off
from .waits import expiry


def held_up(chunk: Chunk, halt: Halt | None, entries: Sequence[Entry], clock: Clock) -> dict[str, End]:
    """Who does not leave, by delivery id, what status that means, and why."""
    closed = Reason.CANCELED if halt and halt.canceled else switched_off(chunk.ref)
    if closed:
        return _all(chunk, entries, closed)
    if (halt and halt.paused) or clock.now() >= expiry(chunk, clock):
        message = known.message_of(chunk.ref)
        paused = keeper.paused(message, chunk.ref.channel, clock.now())
        return _all(chunk, entries, Reason.EMAILS_PAUSED if paused else Reason.EXPIRED)
    done = spared(known.message_of(chunk.ref), entries) if _waited(chunk) and entries else {}
    left = [entry for entry in entries if entry.delivery_id not in done]
    wrong = _forbidden(chunk, left, clock)
    return {each: (DeliveryStatus.DUPLICATE, why) for each, why in done.items()} | {
        each: end_of(chunk, each, why, DeliveryStatus.ERROR) for each, why in wrong.items()
    }


def _waited(chunk: Chunk) -> bool:
    """Whether its part waits for readers first."""
    return known.message_of(chunk.ref).begins(chunk.ref.channel) is not None


def _all(chunk: Chunk, entries: Sequence[Entry], reason: Reason) -> dict[str, End]:
    """None of them leaves any more."""
    return {each.delivery_id: end_of(chunk, each.delivery_id, reason) for each in entries}


def _forbidden(chunk: Chunk, entries: Sequence[Entry], clock: Clock) -> dict[str, str]:
    """Who must not be written to after all, by delivery id, and why. In-app copies always go (CHAN-02)."""
    if chunk.ref.channel is Channel.PORTAL or not entries:
        return {}
    reasons = stopped.among(chunk, entries)
    if clock.now() - moment(chunk.created_at) > flags.FRESH:
        reasons |= flags.forbidden(chunk, entries)
    return reasons
