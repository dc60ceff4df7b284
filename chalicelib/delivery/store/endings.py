"""How deliveries end that do not leave any more; and a chunk that comes to its end without a worker.

It waits: all of it, and it is done. It is in doubt, and its worker said of whom: all others, and it stays so.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from chalicelib.kernel.clock import stamp

from ..chunk import Chunk, Entry
from ..events import Change
from ..model import DeliveryStatus
from ..reasons import Reason
from ..refs import DeliveryRef
from . import chunks, ledger

End = tuple[DeliveryStatus, str]


def end_of(chunk: Chunk, delivery_id: str, reason: str, status: DeliveryStatus = DeliveryStatus.EXPIRED) -> End:
    """Of a delivery that is not handed over again: the reason why, unless it may have left already. Then nobody
    says that it did not."""
    doubtful = chunk.perhaps_left(delivery_id)
    return (DeliveryStatus.ERROR, Reason.UNCONFIRMED) if doubtful else (status, reason)


def stop(chunk: Chunk, reason: Reason, now: datetime) -> bool:
    """All that it would still hand over ends in one transaction with it; False when a worker was faster."""
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
    ids = [entry.delivery_id for entry in entries]
    return [ended(chunk, chunk.delivery(each), reason, now) for each in ids]


def ended(chunk: Chunk, ref: DeliveryRef, reason: Reason, now: datetime) -> Change:
    """The same as a change."""
    status, why = end_of(chunk, ref.delivery_id, reason)
    return Change(ref, status, stamp(now), why)
