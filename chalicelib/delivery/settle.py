"""The end of what nobody ever reported on: when a message expires, what is still pending gets a final status.

    row of a chunk that was handed over   Sent, "handed over, no receipt": the provider took it
    row of a chunk that never left        left to dispatch, which expires it (QUEUE-09)
    row of a claim without outcome        left to recover, which ends it as unconfirmed

Works shard by shard and stops when its time is over; the plan's `due_at` brings the queue job back.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from chalicelib.content.model import Channel
from chalicelib.kernel.clock import moment, stamp
from chalicelib.messages.model import Message

from . import store
from .model import Change, ChunkState, Delivery, DeliveryStatus, PlanState
from .reasons import Reason
from .store import chunks, ledger

AFTER = timedelta(minutes=5)  # past the expiry, so that the last receipts and attempts are in
ROUND = timedelta(minutes=10)  # until rows that others have to settle are looked at again
ENOUGH_TIME = 10.0  # seconds that must be left to begin with another shard


def settle(
    message: Message, plan: PlanState, now: datetime, seconds_left: Callable[[], float]
) -> datetime | None:
    """Settle what is pending; when to come back, or None when nothing is."""
    for channel in _open_channels(message):
        for number in range(plan.shards):
            if seconds_left() < ENOUGH_TIME:
                return now
            changes = list(
                _changes(store.pending_rows(message.district, message.message_id, channel, number), now)
            )
            ledger.settle(changes)
    return now + ROUND if list(_open_channels(message)) else None


def _open_channels(message: Message) -> Iterator[Channel]:
    asked = [(message.message_id, channel, message.slices) for channel in message.content.channels()]
    for (_, channel), totals in store.totals(message.district, asked).items():
        if totals.pending:
            yield channel


def _changes(rows: list[Delivery], now: datetime) -> Iterator[Change]:
    found = chunks.read({row.ref.chunk_ref for row in rows})
    for row in rows:
        chunk = found.get(row.ref.chunk_ref)
        # What the call window held expires later than its message.
        if chunk is not None and chunk.state is ChunkState.DONE and now >= moment(row.expires_at) + AFTER:
            yield Change(row.ref, DeliveryStatus.SENT, stamp(now), Reason.NO_RECEIPT)
