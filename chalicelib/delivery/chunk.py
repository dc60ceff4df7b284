"""A chunk: up to 50 deliveries of one channel, queued and claimed as one. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import field
from enum import StrEnum

from chalicelib.content.model import Lane
from chalicelib.kernel.values import value

from .refs import ChunkRef, DeliveryRef


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
    yet, and no queue knows it until it is due; `slot`: then what its school sent before has left, if no other
    sends; `turn`: then it is its turn; neither: it has no place, as the provider is down or paused.
    `window_of`: the school whose call window it keeps to; empty: its message's. `set_aside`: until its message,
    which was paused, goes on. `due_at`: when the queue job looks at it; empty for one just made. `most`: how
    many of its deliveries its last claim may hand over, by the provider's rate; None before the first.
    `let_go_at`: when the queue job let go of it first, since it was made or the window held it.
    `doubtful_since`: the first claim that ended in doubt, of all or of some.
    `in_question`: those of an emergency who may have left while others of it go on, and until when (a stamp)
    events may still say so; after that they leave again.
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
    slot: bool = False
    turn: bool = False
    window_of: str = ""
    set_aside: bool = False
    due_at: str = ""
    most: int | None = None
    let_go_at: str = ""
    doubtful_since: str = ""
    handed: frozenset[str] = field(default_factory=frozenset)
    doubted: frozenset[str] = field(default_factory=frozenset)
    in_question: Mapping[str, str] = field(default_factory=dict)

    @property
    def emergency(self) -> bool:
        return self.lane is Lane.EMERGENCY

    @property
    def tried(self) -> bool:
        """Whether an earlier attempt called the provider and left something open."""
        return self.throttled + self.in_doubt > 0

    def perhaps_left(self, delivery_id: str) -> bool:
        """Whether a delivery is, or was, to be handed over again without proof, so that nobody knows whether it
        had left."""
        return self.emergency and (delivery_id in self.in_question if self.in_question else self.in_doubt > 0)

    def resting(self, now: str) -> frozenset[str]:
        """Those of whom an event may still tell at a moment (a stamp)."""
        return frozenset(each for each, until in self.in_question.items() if until > now)

    def in_question_with(self, more: Collection[str], until: str) -> dict[str, str]:
        """Who is in question when some more may have left; after a whole attempt in doubt everybody was."""
        everybody = {each.delivery_id: self.claimed_at for each in self.remaining} if self.in_doubt else {}
        return {**(self.in_question or everybody), **dict.fromkeys(more, until)}

    @property
    def remaining(self) -> tuple[Entry, ...]:
        """Whom this attempt is about."""
        return tuple(entry for entry in self.entries if entry.delivery_id not in self.handed)

    @property
    def in_hand(self) -> int:
        """How many its worker, if it is claimed, may have handed over and may still hand over."""
        open_ones = len(self.remaining)
        return open_ones if self.most is None else min(open_ones, self.most)

    def delivery(self, delivery_id: str) -> DeliveryRef:
        return self.ref.delivery(delivery_id, self.counter)
