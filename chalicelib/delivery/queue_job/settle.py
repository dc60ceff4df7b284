"""The end of what nobody ever reported on: when a message expires, what is still pending gets a final status.

    row of a chunk that was handed over   Sent, "handed over, no receipt": the provider took it
    row of a chunk that never left        left to dispatch, which expires it (QUEUE-09); Expired here when no
                                          worker could ever work on the chunk (`give_up`)
    row of a claim without outcome        left to recover, which ends it as unconfirmed

Works shard by shard and stops when its time is over; the plan's `due_at` brings the queue job back.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta

from chalicelib.content.model import Channel
from chalicelib.kernel.clock import moment, stamp
from chalicelib.kernel.log import logger
from chalicelib.messages.model import Message

from .. import store
from ..chunk import Chunk, ChunkState
from ..events import Change
from ..model import Delivery, DeliveryStatus, Totals
from ..reasons import Reason
from ..shards import PlanState
from ..store import chunks, ledger
from ..store.endings import ended

AFTER = timedelta(minutes=5)  # past the expiry, so that the last receipts and attempts are in
ROUND = timedelta(minutes=10)  # until rows that others have to settle are looked at again
ENOUGH_TIME = 10.0  # seconds that must be left to begin with another shard


def settle(
    message: Message, plan: PlanState, now: datetime, seconds_left: Callable[[], float]
) -> tuple[datetime | None, int]:
    """Settle what is pending, from the plan's place on; when to come back (None: nothing is left) and where."""
    channels = message.parts
    still_open = _open_channels(message)
    for place in range(plan.place, len(channels) * plan.shards):
        if seconds_left() < ENOUGH_TIME:
            return now, place
        channel, number = channels[place // plan.shards], place % plan.shards
        if channel in still_open:
            rows = store.pending_rows(message.district, message.message_id, channel, number)
            ledger.settle(list(_changes(rows, now)))
    totals = _totals(message)
    if any(each.pending for each in totals.values()):
        return now + ROUND, 0
    _report(message, totals)
    return None, 0


def _open_channels(message: Message) -> set[Channel]:
    return {channel for channel, totals in _totals(message).items() if totals.pending}


def _totals(message: Message) -> dict[Channel, Totals]:
    asked = [(message.message_id, channel, message.slices) for channel in message.parts]
    return {channel: found for (_, channel), found in store.totals(message.district, asked).items()}


def _report(message: Message, totals: Mapping[Channel, Totals]) -> None:
    """A line that `template.yaml` counts for its alarm: fewer left than should have. What somebody
    canceled is not among them."""
    if expired := sum(each.expired - each.canceled for each in totals.values()):
        expected = sum(each.total for each in totals.values())
        logger().warning("sent_differs", message_id=message.message_id, count=expired, expected=expected)


def _changes(rows: list[Delivery], now: datetime) -> Iterator[Change]:
    found = chunks.read({row.ref.chunk_ref for row in rows})
    for row in rows:
        chunk = found.get(row.ref.chunk_ref)
        # What the call window held expires later than its message.
        if chunk is not None and chunk.state is ChunkState.DONE and now >= moment(row.expires_at) + AFTER:
            yield Change(row.ref, DeliveryStatus.SENT, stamp(now), Reason.NO_RECEIPT)


def give_up(waiting: Chunk, now: datetime) -> None:
    """What waits in a chunk past its time ends. Claimed first, so that no worker has it meanwhile."""
    chunk = chunks.claim(waiting.ref, now, most=0)
    if chunk is None:
        return
    ids = {entry.delivery_id for entry in chunk.remaining}
    rows = [row for row in store.chunk_rows(chunk.ref) if row.ref.delivery_id in ids and not row.status.final]
    ledger.settle([ended(chunk, row.ref, Reason.EXPIRED, now) for row in rows], chunks.done(chunk))
    logger().error("A chunk was given up: no worker could work on it", chunk=chunk.ref.body())
