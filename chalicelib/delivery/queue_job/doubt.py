"""A claim without outcome: its worker died, or the provider's answer got lost. Did it leave?
(`docs/decisions/0031-a-canary-decides-about-doubt.md`, `0039-a-canary-proves-after-a-while.md`)

    every delivery has an event            it left: done
    a canary sent since then came back,    events flow, so what has no event did not leave: handed over again
    promptly, and a while ago
    no proof yet                           a canary is sent; the deliveries are marked unconfirmed and wait
    an emergency                           handed over again, proof or not: twice is better than never
    canceled, an emergency as well         never handed over again: on proof it ends as canceled, else it waits
    push                                   nothing could ever prove it: ends as unconfirmed
    the in-app copy                        its status is its proof: handed over again, or expired
    expired                                ends as unconfirmed; the sender sees it and can send again
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from chalicelib.content.model import Channel
from chalicelib.kernel.clock import moment, stamp
from chalicelib.kernel.log import failure, logger

from .. import lanes, overdue, store
from ..channels.errors import Fault, judge
from ..chunk import Chunk, Ending
from ..events import Change
from ..gate import canary, keeper
from ..gate.keeper import Tally
from ..model import NEVER_CONFIRMED, Delivery, DeliveryStatus
from ..reasons import Reason
from ..store import chunks, halts, ledger
from ..store.endings import ended

LOOK = timedelta(minutes=1)


def resolve(chunk: Chunk, now: datetime) -> None:
    """Bring a chunk whose claim is older than the grace time on, as far as what is known allows."""
    rows = store.chunk_rows(chunk.ref)
    final = {row.ref.delivery_id for row in rows if row.status.final}
    pending = [row for row in rows if not row.status.final and row.ref.delivery_id not in chunk.handed]
    if not pending:
        ledger.settle((), chunks.done(chunk))
    elif _ends(chunk, now):
        ledger.settle([_end(row, now) for row in pending], chunks.done(chunk))
    else:
        _bring_on(chunk, pending, final, now)


def _bring_on(chunk: Chunk, pending: Sequence[Delivery], final: set[str], now: datetime) -> None:
    canceled = _canceled(chunk)
    if not _did_not_leave(chunk, now, canceled=canceled):
        _wait(chunk, pending, now)
    elif canceled:
        # Of a second try without proof nobody knows whether the first had left.
        ledger.settle([ended(chunk, row.ref, Reason.CANCELED, now) for row in pending], chunks.done(chunk))
    else:
        _again(chunk, pending, final, now)


def _ends(chunk: Chunk, now: datetime) -> bool:
    return chunk.ref.channel in NEVER_CONFIRMED or now >= moment(chunk.expires_at)


def _did_not_leave(chunk: Chunk, now: datetime, *, canceled: bool) -> bool:
    """Or whether it is to be taken for that: an emergency that nobody canceled."""
    if not canary.provable(chunk.ref.channel) or (chunk.emergency and not canceled):
        return True
    since = moment(chunk.claimed_at) + chunks.grace()
    return canary.flowing(chunk.ref.district, chunk.ref.channel, since, now)


def _canceled(chunk: Chunk) -> bool:
    halt = halts.read(chunk.ref.district, chunk.ref.message_id)
    return halt is not None and halt.canceled


def _again(chunk: Chunk, pending: Sequence[Delivery], final: set[str], now: datetime) -> None:
    """What has no event is handed over again, in a new attempt, and is in doubt no longer."""
    later = now + chunks.first_look(chunk)
    # Nobody is in question any more: all of it may have left.
    back = chunks.put_back(chunk, later, Ending.IN_DOUBT, handed=final, in_question={})
    if ledger.settle((), back).closed:
        for row in pending:
            store.clear_unconfirmed(row)
        lanes.put_back(chunk, len(pending))


def _wait(chunk: Chunk, pending: Sequence[Delivery], now: datetime) -> None:
    """Ask for proof, and say in the report that it is not certain."""
    young = now < moment(chunk.claimed_at) + chunks.grace() + LOOK
    again = now + (canary.SETTLED if young else LOOK)
    if not ledger.settle((), chunks.keep_claim(chunk, again)).closed:
        return  # its worker was only late, or another queue job was faster
    for row in pending:
        if row.reason != Reason.UNCONFIRMED:
            store.mark_unconfirmed(row.ref)
    overdue.tell(chunk, now)
    _send_canary(chunk.ref.district, canary.proved_by(chunk.ref.channel), now)


def _send_canary(district: str, channel: Channel, now: datetime) -> None:
    """By a channel whose provider shows thereby how it is: of that of calls a text says nothing."""
    try:
        shown = Tally(worked=int(canary.send(district, channel, now)))
    except Exception as error:
        # The provider is down or throttles: no proof this minute.
        logger().warning("A canary could not be sent", **failure(error), channel=channel)
        _, _, fault = judge(error)
        shown = Tally(too_fast=int(fault is Fault.TOO_FAST), failed=int(fault is Fault.FAILED))
    keeper.tell(district, channel, shown, now)


def _end(row: Delivery, now: datetime) -> Change:
    if row.ref.channel is Channel.PORTAL:
        return Change(row.ref, DeliveryStatus.EXPIRED, stamp(now), Reason.EXPIRED)
    return Change(row.ref, DeliveryStatus.ERROR, stamp(now), Reason.UNCONFIRMED)
