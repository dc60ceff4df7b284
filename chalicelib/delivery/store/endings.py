"""A waiting chunk comes to its end without a worker: all that it would still hand over is settled."""

from datetime import datetime

from chalicelib.kernel.clock import stamp

from ..events import Change
from ..model import Chunk, DeliveryStatus
from ..reasons import Reason
from . import chunks, ledger


def stop(chunk: Chunk, reason: Reason, now: datetime) -> bool:
    """In one transaction with its rows, which expire, or end as unconfirmed when some may have left; False when
    a worker was faster."""
    status, why = DeliveryStatus.EXPIRED, reason
    if chunk.perhaps_left:
        status, why = DeliveryStatus.ERROR, Reason.UNCONFIRMED
    left = (chunk.delivery(each.delivery_id) for each in chunk.remaining)
    changes = [Change(ref, status, stamp(now), why) for ref in left]
    return ledger.settle_all(changes, chunks.stopped(chunk)).closed
