"""The third step of the line: one chunk leaves.

    lane queue {chunk} --claim--> window? expired? suppressed? flags? --hand over--> provider
        --record--> done | waits again (throttled) | stays claimed (in doubt: recover)

A claim is taken before the provider is called and ends after it. Whoever dies in between leaves a claim without
outcome: it is never handed over again blindly (`recover`).
"""

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from chalicelib.content.model import Channel
from chalicelib.kernel import queue
from chalicelib.kernel.clock import Clock, moment, stamp
from chalicelib.kernel.settings import lane_queue_url

from . import flags, known, store
from .channels.base import LONGEST_CALL, HandOver, Outcome, Provider, Verdict
from .events import Change
from .model import Chunk, ChunkRef, DeliveryStatus, Ending, Entry
from .reasons import Reason
from .store import chunks, ledger, suppression
from .switches import switched_off
from .window import concerns

# Seconds to wait after a throttled attempt: doubling from the first to the second, then at most that.
_WAITS = {True: (2, 20), False: (5, 300)}  # by whether it is an emergency
_RESCUE = timedelta(seconds=90)  # after the delayed reference should have come, the queue job looks
ONE_ATTEMPT = timedelta(minutes=15)
_NO_TIME = LONGEST_CALL + 2  # seconds that must be left to begin with a chunk


def dispatch(ref: ChunkRef, provider: Provider, clock: Clock, seconds_left: Callable[[], float]) -> None:
    """Hand over a chunk's deliveries, those that may leave. Does nothing for a chunk that is not waiting."""
    if seconds_left() < _NO_TIME:
        lane = known.message(ref.district, ref.message_id).lane(ref.channel)
        queue.send_many(lane_queue_url(ref.channel, lane), [ref.body()])
        return
    chunk = chunks.claim(ref, clock.now())
    if chunk is None:
        return
    try:
        if not switched_off(ref) and _held(chunk, clock):
            return
        work, settled = _prepare(chunk, clock, seconds_left)
    except Exception:
        # Nothing has left: the chunk waits again, and the queue brings the reference back.
        ledger.settle((), chunks.put_back(chunk, clock.now() + chunks.first_look(chunk), Ending.CUT_SHORT))
        raise
    record = Record(chunk, settled)
    if work.entries:
        record.take(provider.hand_over(work))
    _record(record, work, clock)


def _held(chunk: Chunk, clock: Clock) -> bool:
    """Whether the call window is closed; the chunk then waits for its opening (QUEUE-05, QUEUE-06)."""
    if not concerns(chunk.ref.channel, chunk.lane):
        return False
    window = known.window(known.message(chunk.ref.district, chunk.ref.message_id))
    opening, expires = window.opening(clock.now()), moment(chunk.expires_at)
    if opening is None or (chunk.tried and clock.now() >= expires):
        return False
    if chunk.held and chunk.tried:
        # It had its day: the window that closes again does not give it another.
        chunks.hold(chunk, min(opening, expires), chunk.expires_at)
    else:
        chunks.hold(chunk, opening, stamp(window.expiry(opening)))
    return True


def _prepare(chunk: Chunk, clock: Clock, seconds_left: Callable[[], float]) -> tuple[HandOver, list[Change]]:
    """What may leave, and what is settled without leaving."""
    message = known.message(chunk.ref.district, chunk.ref.message_id)
    entries = _unsettled(chunk)
    status, reasons = _held_up(chunk, entries, clock)
    kept = tuple(entry for entry in entries if entry.delivery_id not in reasons)
    now = stamp(clock.now())
    settled = [Change(chunk.delivery(each), status, now, reason) for each, reason in reasons.items()]
    sender, expiry = known.sender_name(message), _expiry(chunk, clock)
    return HandOver(message, sender, chunk, kept, clock, seconds_left, expiry), settled


def _expiry(chunk: Chunk, clock: Clock) -> datetime:
    """When its deliveries expire. What the window held gets one attempt, however late that comes (A-15)."""
    expiry = moment(chunk.expires_at)
    if chunk.held and not chunk.tried:
        return max(expiry, clock.now() + ONE_ATTEMPT)
    return expiry


def _held_up(chunk: Chunk, entries: Sequence[Entry], clock: Clock) -> tuple[DeliveryStatus, dict[str, str]]:
    """Who does not leave, by delivery id, why, and what status that means."""
    closed = switched_off(chunk.ref)
    if closed:
        return DeliveryStatus.EXPIRED, {entry.delivery_id: closed for entry in entries}
    if clock.now() >= _expiry(chunk, clock):
        return DeliveryStatus.EXPIRED, {entry.delivery_id: Reason.EXPIRED for entry in entries}
    return DeliveryStatus.ERROR, _forbidden(chunk, entries, clock)


def _unsettled(chunk: Chunk) -> tuple[Entry, ...]:
    """Whom this attempt is about. A later attempt asks the rows, because events may have come meanwhile."""
    if chunk.attempt <= 1:
        return chunk.remaining
    final = {row.ref.delivery_id for row in store.chunk_rows(chunk.ref) if row.status.final}
    return tuple(entry for entry in chunk.remaining if entry.delivery_id not in final)


def _forbidden(chunk: Chunk, entries: Sequence[Entry], clock: Clock) -> dict[str, str]:
    """Who must not be written to after all, by delivery id, and why. In-app copies always go (CHAN-02)."""
    reasons: dict[str, str] = {}
    if chunk.ref.channel is Channel.PORTAL or not entries:
        return reasons
    if chunk.ref.channel in suppression.CHANNELS:
        addresses = {entry.address for entry in entries}
        stopped = suppression.among(chunk.ref.district, chunk.ref.channel, addresses, emergency=chunk.emergency)
        reasons = {each.delivery_id: stopped[each.address] for each in entries if each.address in stopped}
    if clock.now() - moment(chunk.created_at) > flags.FRESH:
        reasons |= flags.forbidden(chunk, entries)
    return reasons


# ---- Recording ----------------------------------------------------------------------------------------------


@dataclass
class Record:
    """What became of a chunk's entries in one attempt."""

    chunk: Chunk
    settled: list[Change]
    handed: set[str] = field(default_factory=set)
    refused: list[Outcome] = field(default_factory=list)
    sent: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)
    ending: Ending = Ending.CUT_SHORT

    def take(self, outcomes: Iterable[Outcome]) -> None:
        for outcome in outcomes:
            if outcome.verdict is Verdict.REFUSED:
                self.refused.append(outcome)
            elif outcome.verdict is Verdict.SENT:
                self.sent.add(outcome.delivery_id)
            elif outcome.verdict is Verdict.UNKNOWN:
                self.unknown.add(outcome.delivery_id)
            elif outcome.verdict in (Verdict.HANDED, Verdict.RECORDED):
                self.handed.add(outcome.delivery_id)
            elif outcome.verdict is Verdict.LATER:
                self.ending = Ending.THROTTLED

    @property
    def finished(self) -> set[str]:
        """Those that this attempt brought to an end for the chunk."""
        ended = {change.ref.delivery_id for change in self.settled}
        return ended | self.handed | self.sent | {outcome.delivery_id for outcome in self.refused}


def _record(record: Record, work: HandOver, clock: Clock) -> None:
    chunk, now = record.chunk, clock.now()
    open_ones = {entry.delivery_id for entry in work.entries} - record.finished
    changes = [*record.settled, *_changes(record, stamp(now))]
    _suppress(work, record.refused, stamp(now))
    if not open_ones:
        ledger.settle(changes, chunks.done(chunk))
    elif record.unknown:
        # Some may have left. All that is open waits until events or the canary tell.
        again = moment(chunk.claimed_at) + patience(chunk)
        ledger.settle(changes, chunks.keep_claim(chunk, again, handed=record.finished))
    else:
        _wait_again(chunk, changes, record, clock)


def patience(chunk: Chunk) -> timedelta:
    """How long a claim without outcome is left alone: longer with every attempt that ended so."""
    doublings = min(chunk.in_doubt, 8)
    return min(chunks.LONGEST_WAIT, chunks.grace() * (1 << doublings))


def _wait_again(chunk: Chunk, changes: Sequence[Change], record: Record, clock: Clock) -> None:
    """The chunk waits with what is open: for the provider's rate, or because this worker's time is over."""
    delay = _delay(chunk) if record.ending is Ending.THROTTLED else 0
    due_at = clock.now() + timedelta(seconds=delay) + _RESCUE
    back = chunks.put_back(chunk, due_at, record.ending, handed=record.finished)
    if ledger.settle(changes, back).closed:
        queue.send_many(lane_queue_url(chunk.ref.channel, chunk.lane), [chunk.ref.body()], delay=delay)


def _delay(chunk: Chunk) -> int:
    """Seconds, growing with each throttled attempt and never the same for two chunks."""
    first, longest = _WAITS[chunk.emergency]
    most = min(longest, first << min(chunk.throttled + 1, 10))
    return random.randint(first, most)


def _changes(record: Record, now: str) -> list[Change]:
    chunk = record.chunk
    sent = [Change(chunk.delivery(each), DeliveryStatus.SENT, now) for each in sorted(record.sent)]
    refused = [
        Change(chunk.delivery(each.delivery_id), DeliveryStatus.ERROR, now, each.reason)
        for each in record.refused
    ]
    return sent + refused


def _suppress(work: HandOver, refused: Sequence[Outcome], now: str) -> None:
    """Whom the provider said never to write to again."""
    addresses = {entry.delivery_id: entry.address for entry in work.entries}
    for each in refused:
        if each.suppress:
            cause = suppression.cause_of(each.reason)
            channel = work.chunk.ref.channel
            suppression.put(work.message.district, channel, addresses[each.delivery_id], cause, now)
