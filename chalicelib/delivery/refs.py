"""Which chunk, and which delivery: what queues carry, and what travels with a provider call. Pure."""

import re
from dataclasses import field
from typing import Any

from chalicelib.content.model import Channel
from chalicelib.kernel.values import value

CHUNK_SIZE = 50  # SES's limit for one bulk call, and half of what a transaction holds


@value
class ChunkRef:
    """Which chunk: what the lane queues carry.

    `size`: how many deliveries are in it, as far as the queue knows. `turn`: it has waited for its turn.
    `turned_away`: how often in a row an emergency did not get through to the provider's gate.
    """

    district: str
    message_id: str
    channel: Channel
    shard: int
    chunk: int
    size: int = field(default=CHUNK_SIZE, compare=False)
    turn: bool = field(default=False, compare=False)
    turned_away: int = field(default=0, compare=False)

    @classmethod
    def of(cls, body: dict[str, Any]) -> "ChunkRef":
        """From a queue message's body. Raises KeyError or ValueError for one that is none of ours."""
        channel, shard, chunk = Channel(body["channel"]), int(body["shard"]), int(body["chunk"])
        size, turn = int(body.get("size", CHUNK_SIZE)), bool(body.get("turn", False))
        away = int(body.get("turned_away", 0))
        return cls(str(body["district"]), str(body["message"]), channel, shard, chunk, size, turn, away)

    def body(self) -> dict[str, str | int]:
        """The inverse of `of`."""
        return {
            "district": self.district,
            "message": self.message_id,
            "channel": self.channel.value,
            "shard": self.shard,
            "chunk": self.chunk,
            "size": self.size,
            **({"turn": True} if self.turn else {}),
            **({"turned_away": self.turned_away} if self.turned_away else {}),
        }

    def delivery(self, delivery_id: str, counter: int) -> "DeliveryRef":
        return DeliveryRef(
            self.district, self.message_id, self.channel, self.shard, self.chunk, counter, delivery_id
        )


@value
class DeliveryRef:
    """What travels with a provider call and comes back in its events: enough to find the delivery and the
    totals that count it (`counter`).

    As text it is made of letters, digits and dashes only, which SES message tags and the context of
    texts and calls accept: `demo-01kb..-email-3-0-3-mfrggzdf...`.
    """

    district: str
    message_id: str
    channel: Channel
    shard: int
    chunk: int
    counter: int
    delivery_id: str

    def __str__(self) -> str:
        return (
            f"{self.district}-{self.message_id}-{self.channel.value}-{self.shard}-{self.chunk}"
            f"-{self.counter}-{self.delivery_id}"
        )

    @classmethod
    def parse(cls, text: str) -> "DeliveryRef | None":
        """The reference in a provider event's text, or None when it is none of ours."""
        match = _REF.fullmatch(text)
        if not match:
            return None
        district, message_id, channel, shard, chunk, counter, delivery_id = match.groups()
        return cls(district, message_id, Channel(channel), int(shard), int(chunk), int(counter), delivery_id)

    @property
    def chunk_ref(self) -> ChunkRef:
        return ChunkRef(self.district, self.message_id, self.channel, self.shard, self.chunk)


_REF = re.compile(
    r"([a-z0-9]{1,32})-([a-z0-9]{26})-(email|sms|voice|push|portal)-(\d{1,5})-(\d{1,5})-(\d{1,2})-([a-z2-7]{26})",
    re.ASCII,
)
