"""A chunk comes to its end without a worker: what it would still hand over is settled.

It waits: all of it, and it is done. It is in doubt, and its worker said of whom: all others, and it stays so.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from chalicelib.kernel.clock import stamp

from ..events import Change
from ..model import Chunk, DeliveryStatus, Entry
from ..reasons import Reason
from . import chunks, ledger


def stop(chunk: Chunk, reason: Reason, now: datetime) -> bool:
    """In one transaction with its rows, which expire, or end as unconfirmed when some may have left; False when
    a worker was faster."""
    changes = _changes(chunk, chunk.remaining, reason, now)
    return ledger.settle_all(changes, chunks.stopped(chunk)).closed


def stop_the_rest(chunk: Chunk, reason: Reason, now: datetime) -> Chunk:
    """The same for those in a claimed chunk that certainly have not left; gives back what the chunk then is."""
    rest = [entry for entry in chunk.remaining if entry.delivery_id not in chunk.doubted]
    if not chunk.doubted or not rest:
        return chunk
    ids = frozenset(entry.delivery_id for entry in rest)
    settled = ledger.settle_all(_changes(chunk, rest, reason, now), chunks.without(chunk, ids))
    return replace(chunk, handed=chunk.handed | ids) if settled.closed else chunk


def _changes(chunk: Chunk, entries: Iterable[Entry], reason: Reason, now: datetime) -> list[Change]:
    status, why = DeliveryStatus.EXPIRED, reason
    if chunk.perhaps_left:
        status, why = DeliveryStatus.ERROR, Reason.UNCONFIRMED
    return [Change(chunk.delivery(entry.delivery_id), status, stamp(now), why) for entry in entries]
