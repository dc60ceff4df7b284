"""How a message goes out: shards, chunks, deliveries and what may become of them. Pure.

    message --plan--> shards (about 200 people each) --resolve once, freeze--> recipients
            --> chunks (up to 50 deliveries of one channel) --> lane queue --> dispatch --> provider
            --> delivery events --> final status

A shard is the unit of resolving, a chunk the unit of queueing and claiming, a delivery the unit of truth.
All three have deterministic ids, so that whatever is repeated meets itself again.
"""

import re
from dataclasses import field
from datetime import timedelta
from enum import StrEnum
from typing import Any

from chalicelib.content.model import Channel, Lane
from chalicelib.kernel.values import value

NEVER_CONFIRMED = frozenset({Channel.PUSH})  # nothing ever tells whether one left
SHARD_SIZE = 200
CHUNK_SIZE = 50  # SES's limit for one bulk call, and half of what a transaction holds
LONGEST_LIFE = timedelta(seconds=60)  # of a worker: the timeout of the line's functions in template.yaml


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


class Ending(StrEnum):
    """How an attempt ended that left its chunk waiting; counted where the provider was called."""

    THROTTLED = "throttled"  # the provider took no more for now
    CUT_SHORT = "cut_short"  # by us: no time left, or a fault before the first call
    IN_DOUBT = "in_doubt"  # nobody knew what had left


@value
class ChunkRef:
    """Which chunk: what the lane queues carry.

    `size`: how many deliveries are in it, as far as the queue knows. `turn`: it has waited for its turn.
    """

    district: str
    message_id: str
    channel: Channel
    shard: int
    chunk: int
    size: int = field(default=CHUNK_SIZE, compare=False)
    turn: bool = field(default=False, compare=False)

    @classmethod
    def of(cls, body: dict[str, Any]) -> "ChunkRef":
        """From a queue message's body. Raises KeyError or ValueError for one that is none of ours."""
        channel, shard, chunk = Channel(body["channel"]), int(body["shard"]), int(body["chunk"])
        size, turn = int(body.get("size", CHUNK_SIZE)), bool(body.get("turn", False))
        return cls(str(body["district"]), str(body["message"]), channel, shard, chunk, size, turn)

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


@value
class Delivery:
    """One recipient x part: a row of the ledger, as stored and as the recipients window shows it (REPT-25).

    `reason` is a code of `reasons.py`, empty where there is nothing to explain. Times are stamps.
    """

    ref: DeliveryRef
    status: DeliveryStatus
    updated_at: str
    expires_at: str
    recipient_type: str
    name: str
    person_id: str
    person_kind: str
    destination: str
    school_id: str
    student_id: str
    student_name: str
    reason: str = ""


@value
class Entry:
    """One recipient inside a chunk: all that handing over needs, so that dispatch reads one item.

    `values` are those of the message's insert fields, in the order of `content.fields.names_used`; `children`
    the names of all students it is about, where they are several; `mail` the address that somebody without an
    account may have answered from, in a part that waits for readers.
    """

    delivery_id: str
    address: str
    name: str = ""
    language: str = ""
    student_id: str = ""
    student_name: str = ""
    account: str = ""
    kind: str = ""  # the recipient's `PersonKind`
    person_id: str = ""
    values: tuple[str, ...] = ()
    children: tuple[str, ...] = ()
    mail: str = ""


@value
class Chunk:
    """A chunk as its worker sees it. `handed` are the ids of deliveries that must not be handed over (again);
    `doubted` those that may have left, where its worker lived to say so of a claim in doubt.

    `attempt` counts claims, `throttled` and `in_doubt` those that ended so, `queued` how often the queue job
    had to queue it again. `held`: the call window was closed once. `postponed`: the provider has no time for it
    yet, and no queue knows it until it is due; `turn`: then it is its turn.
    `window_of`: the school whose call window it keeps to; empty: its message's. `set_aside`: until its message,
    which was paused, goes on. `due_at`: when the queue job looks at it; empty for one just made.
    """

    ref: ChunkRef
    lane: Lane
    counter: int
    created_at: str
    expires_at: str
    entries: tuple[Entry, ...]
    state: ChunkState = ChunkState.WAITING
    attempt: int = 0
    claimed_at: str = ""
    throttled: int = 0
    in_doubt: int = 0
    queued: int = 0
    held: bool = False
    postponed: bool = False
    turn: bool = False
    window_of: str = ""
    set_aside: bool = False
    due_at: str = ""
    handed: frozenset[str] = field(default_factory=frozenset)
    doubted: frozenset[str] = field(default_factory=frozenset)

    @property
    def emergency(self) -> bool:
        return self.lane is Lane.EMERGENCY

    @property
    def tried(self) -> bool:
        """Whether an earlier attempt called the provider and left something open."""
        return self.throttled + self.in_doubt > 0

    @property
    def perhaps_left(self) -> bool:
        """Whether it was to be handed over again without proof, so that nobody knows whether it had left."""
        return self.emergency and self.in_doubt > 0

    @property
    def remaining(self) -> tuple[Entry, ...]:
        """Whom this attempt is about."""
        return tuple(entry for entry in self.entries if entry.delivery_id not in self.handed)

    def delivery(self, delivery_id: str) -> DeliveryRef:
        return self.ref.delivery(delivery_id, self.counter)


@value
class PlanState:
    """How far a message's fan-out is. `plan_id` names the planner whose cut of the audience counts.

    `moved_at` is when it was planned or the last shard finished, `place` where the queue job stopped settling.
    """

    plan_id: str
    shards: int
    finished: frozenset[int] = frozenset()
    expires_at: str = ""
    moved_at: str = ""
    place: int = 0

    @property
    def resolved(self) -> bool:
        """Whether every recipient has a delivery."""
        return len(self.finished) >= self.shards

    @property
    def unfinished(self) -> tuple[int, ...]:
        return tuple(number for number in range(self.shards) if number not in self.finished)


class ShardKind(StrEnum):
    """Whose ids a shard holds. Teachers Of makes shards of teachers, and of students without any; an imported
    list makes one of each of its pages; `accounts` are those of families, answered in a conversation."""

    STUDENTS = "students"
    STAFF = "staff"
    TEACHERS = "teachers"
    UNTAUGHT = "untaught"
    IMPORTED = "imported"
    ACCOUNTS = "accounts"


@value
class ShardList:
    """Who is in a shard. `only` goes with teachers: for each the one chosen student they teach, or nothing.

    `households`, where an address gets one delivery: how many of the students, in their order, are of each.
    """

    ids: tuple[str, ...]
    kind: ShardKind = ShardKind.STUDENTS
    only: tuple[str, ...] = ()
    households: tuple[int, ...] = ()

    def household_of(self) -> dict[str, str]:
        """Each student's household by a name; empty where there are none."""
        names = (str(at) for at, size in enumerate(self.households) for _ in range(size))
        return dict(zip(self.ids, names, strict=False))


@value
class Totals:
    """REPT-19, A-89: total = sent + pending + expired + errors; duplicates stand beside it. Of the expired
    `canceled` did not leave because somebody canceled the message; of the duplicates `spared` waited for
    readers who did read, or answer: they counted in the total until then."""

    total: int = 0
    sent: int = 0
    expired: int = 0
    errors: int = 0
    duplicates: int = 0
    canceled: int = 0
    spared: int = 0

    @property
    def pending(self) -> int:
        return self.total - self.sent - self.expired - self.errors

    def __add__(self, other: "Totals") -> "Totals":
        return Totals(
            self.total + other.total,
            self.sent + other.sent,
            self.expired + other.expired,
            self.errors + other.errors,
            self.duplicates + other.duplicates,
            self.canceled + other.canceled,
            self.spared + other.spared,
        )
