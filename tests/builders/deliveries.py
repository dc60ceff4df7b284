"""Deliveries as the line leaves them: a message that is accepted, planned, and as far as a test wants it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from chalicelib.content.model import Channel, Lane
from chalicelib.delivery import store
from chalicelib.delivery.chunk import Chunk, Entry
from chalicelib.delivery.model import Delivery, DeliveryStatus, Totals
from chalicelib.delivery.refs import ChunkRef, DeliveryRef
from chalicelib.delivery.shards import PlanState
from chalicelib.delivery.store import chunks, codec, ledger
from chalicelib.kernel import dynamo, settings
from chalicelib.kernel.clock import stamp
from chalicelib.kernel.ids import hashed_id
from chalicelib.messages import store as messages
from chalicelib.messages.model import Message

from .messages import DISTRICT, later, message, message_id

SENT, PENDING, ERROR, EXPIRED, DUPLICATE = (
    DeliveryStatus.SENT,
    DeliveryStatus.PENDING,
    DeliveryStatus.ERROR,
    DeliveryStatus.EXPIRED,
    DeliveryStatus.DUPLICATE,
)
PER_SHARD = 3  # small, so that a handful of rows has several shards
_COLUMNS = {
    DeliveryStatus.SENT: "sent",
    DeliveryStatus.EXPIRED: "expired",
    DeliveryStatus.ERROR: "errors",
    DeliveryStatus.DUPLICATE: "duplicates",
}


def ref(number: int = 0, *, of: int = 1, channel: Channel = Channel.EMAIL) -> DeliveryRef:
    """The number-th delivery of a part of message `of`."""
    name = hashed_id("delivery", str(of), channel, str(number))
    return DeliveryRef(DISTRICT, message_id(of), channel, number // PER_SHARD, 0, 0, name)


def delivery(number: int = 0, *, of: int = 1, channel: Channel = Channel.EMAIL, **changes: Any) -> Delivery:
    """A primary contact's delivery, sent."""
    plain = Delivery(
        ref=ref(number, of=of, channel=channel),
        status=DeliveryStatus.SENT,
        updated_at=stamp(later(minutes=1)),
        expires_at=stamp(later(days=1)),
        recipient_type="primary_contacts",
        name=f"Contact {number}",
        person_id=f"c{number}",
        person_kind="contact",
        destination=f"contact-{number}@example.org",
        school_id="lincoln",
        student_id=f"s{number}",
        student_name=f"Student {number}",
    )
    return replace(plain, **changes)


def accepted(number: int = 1, **changes: Any) -> Message:
    """A message in the store, not planned yet."""
    made = message(number, **changes)
    messages.accept(made)
    return made


def planned(number: int = 1, *, shards: int = 1, finished: int | None = None, **changes: Any) -> Message:
    """A message whose shards are resolved, all unless `finished` says how many."""
    made = accepted(number, **changes)
    state = PlanState("plan", shards, expires_at=stamp(made.expires_at), moved_at=stamp(made.accepted_at))
    store.put_plan(DISTRICT, made.message_id, state, made.accepted_at)
    for at in range(shards if finished is None else finished):
        store.finish_shard(DISTRICT, made.message_id, at, made.accepted_at)
    return made


def sent_out(
    number: int = 1,
    statuses: Mapping[Channel, Sequence[DeliveryStatus]] | None = None,
    **changes: Any,
) -> Message:
    """A resolved message with a row per status and part, and the totals that belong to them."""
    outcome = statuses or {Channel.EMAIL: [DeliveryStatus.SENT]}
    rows = [
        delivery(at, of=number, channel=channel, status=status, reason=_reason(status))
        for channel, row_statuses in outcome.items()
        for at, status in enumerate(row_statuses)
    ]
    shards = 1 + max((row.ref.shard for row in rows), default=0)
    made = planned(number, shards=shards, **changes)
    dynamo.write_many(settings.table("deliveries"), map(codec.row_item, rows))
    for channel, row_statuses in outcome.items():
        count(made, channel, totals_of(row_statuses))
    return made


def waits(made: Message, number: int, channel: Channel = Channel.EMAIL) -> None:
    """One more delivery of a message, in a chunk that no worker has had."""
    row = delivery(number, channel=channel, status=DeliveryStatus.PENDING)
    chunk = Chunk(
        ChunkRef(DISTRICT, made.message_id, channel, row.ref.shard, 0),
        Lane.NORMAL,
        0,
        stamp(made.accepted_at),
        stamp(made.expires_at),
        (Entry(row.ref.delivery_id, row.destination),),
    )
    chunks.make(chunk, [row], made.expires_at)


def _reason(status: DeliveryStatus) -> str:
    return {DeliveryStatus.ERROR: "no_mailbox", DeliveryStatus.DUPLICATE: "duplicate"}.get(status, "")


def totals_of(statuses: Sequence[DeliveryStatus]) -> Totals:
    """What rows with these statuses add up to (A-89)."""
    counts = Counter(_COLUMNS[status] for status in statuses if status in _COLUMNS)
    return Totals(total=len(statuses) - counts["duplicates"], **counts)


def count(made: Message, channel: Channel, totals: Totals, counter: int = 0) -> None:
    """Add to a part's totals."""
    dynamo.transact([ledger.add_totals((DISTRICT, made.message_id, channel, counter), totals)])
