"""How a message goes out: shards, chunks, deliveries and what may become of them. Pure.

    message --plan--> shards (about 200 people each) --resolve once, freeze--> recipients
            --> chunks (up to 50 deliveries of one channel) --> lane queue --> dispatch --> provider
            --> delivery events --> final status

A shard is the unit of resolving, a chunk the unit of queueing and claiming, a delivery the unit of truth.
All three have deterministic ids, so that whatever is repeated meets itself again.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from chalicelib.content.model import Channel

SHARD_SIZE = 200
# 50 is SES's limit for one bulk call. A portal chunk writes three items per recipient in one transaction
# of at most 100.
CHUNK_SIZE = {
    Channel.EMAIL: 50,
    Channel.SMS: 50,
    Channel.VOICE: 50,
    Channel.PUSH: 50,
    Channel.PORTAL: 30,
}


class DeliveryStatus(StrEnum):
    """QUEUE-08. Everything but Pending is final and never returns."""

    PENDING = "pending"
    SENT = "sent"
    ERROR = "error"
    EXPIRED = "expired"
    DUPLICATE = "duplicate"

    @property
    def final(self) -> bool:
        return self is not DeliveryStatus.PENDING


class ChunkState(StrEnum):
    """`waiting` for a worker, `claimed` by one, `done` when every delivery in it was handed over or settled."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class DeliveryRef:
    """What travels with a provider call and comes back in its events: enough to find the delivery.

    As text it is made of letters, digits and dashes only, which SES message tags and the context of
    texts and calls accept: `demo-01kb..-email-3-0-mfrggzdf...`.
    """

    district: str
    message_id: str
    channel: Channel
    shard: int
    chunk: int
    delivery_id: str

    def __str__(self) -> str:
        parts = (self.district, self.message_id, self.channel, self.shard, self.chunk, self.delivery_id)
        return "-".join(str(part) for part in parts)

    @classmethod
    def parse(cls, text: str) -> "DeliveryRef | None":
        """The reference in a provider event's text, or None when it is none of ours."""
        match = _REF.fullmatch(text)
        if not match:
            return None
        district, message_id, channel, shard, chunk, delivery_id = match.groups()
        return cls(district, message_id, Channel(channel), int(shard), int(chunk), delivery_id)


_REF = re.compile(r"([a-z0-9]{1,32})-([a-z0-9]{26})-(email|sms|voice|push|portal)-(\d+)-(\d+)-([a-z2-7]{26})")


class EventKind(StrEnum):
    """What a provider can tell about one delivery."""

    ACCEPTED = "accepted"  # the provider took it; says nothing about arrival
    DELIVERED = "delivered"
    FAILED = "failed"  # for good
    DELAYED = "delayed"  # the provider goes on trying
    COMPLAINED = "complained"  # arrived, and the reader called it spam
    OPTED_OUT = "opted_out"


@dataclass(frozen=True, slots=True)
class DeliveryEvent:
    """One provider's receipt, in the words of this product. `reason` is for people, empty when delivered."""

    ref: DeliveryRef
    kind: EventKind
    at: str
    reason: str = ""
    provider_id: str = ""
    suppress: bool = False


def advance(kind: EventKind) -> DeliveryStatus | None:
    """The status an event moves a pending delivery to, or None when it says nothing final."""
    return {
        EventKind.DELIVERED: DeliveryStatus.SENT,
        EventKind.COMPLAINED: DeliveryStatus.SENT,
        EventKind.FAILED: DeliveryStatus.ERROR,
        EventKind.OPTED_OUT: DeliveryStatus.ERROR,
    }.get(kind)


@dataclass(frozen=True, slots=True)
class Totals:
    """REPT-19, A-89: total = sent + pending + expired + errors; duplicates stand beside it."""

    total: int = 0
    sent: int = 0
    expired: int = 0
    errors: int = 0
    duplicates: int = 0

    @property
    def pending(self) -> int:
        return self.total - self.sent - self.expired - self.errors
