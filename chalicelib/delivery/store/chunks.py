"""Chunks in the table: made once with their rows, claimed by one worker, put back or done.

    make --> waiting --claim--> claimed --done--> done
                ^                  |
                +----- put_back ---+     throttled, cut short, or in doubt and to be handed over again

Every step is one conditional write that names the state it starts from, so that of two workers one passes.
`due_at` is when the queue job looks at the chunk if nothing happened to it until then.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from chalicelib.kernel import dynamo
from chalicelib.kernel.clock import stamp
from chalicelib.kernel.settings import setting, table

from ..chunk import Chunk, ChunkState, Ending
from ..model import Delivery, DeliveryStatus, Totals
from ..refs import ChunkRef
from . import codec, keys, ledger

LONGEST_WAIT = timedelta(hours=1)  # between two looks of the queue job at the same chunk


def _table() -> str:
    return table("deliveries")


def grace() -> timedelta:
    """How long a claim may stay without outcome before it is unconfirmed: longer than its worker and a receipts
    worker may live, and time for an event to come."""
    return timedelta(seconds=int(setting("UNCONFIRMED_AFTER_SECONDS", "90")))


def first_look(chunk: Chunk) -> timedelta:
    """How long a reference may wait in its lane before the queue job queues it again for the first time."""
    return timedelta(seconds=60 if chunk.emergency else 90)


def make(chunk: Chunk, rows: Sequence[Delivery], due_at: datetime, *, postponed: bool = False) -> bool:
    """Write a chunk, its rows and what they add to the totals, all or none. False when the chunk exists."""
    item = codec.chunk_item(chunk) | ({"turn": False} if postponed else {})
    if chunk.state is ChunkState.WAITING:
        item |= {"due_in": keys.due(chunk.ref.district), "due_at": stamp(due_at)}
    counted = (chunk.ref.district, chunk.ref.message_id, chunk.ref.channel, chunk.counter)
    writes = [dynamo.insert(_table(), item), ledger.add_totals(counted, _count(rows))]
    writes += [dynamo.replace(_table(), codec.row_item(row)) for row in rows]
    try:
        dynamo.transact(writes)
    except dynamo.Refused:
        return False
    return True


def _count(rows: Sequence[Delivery]) -> Totals:
    duplicates = sum(row.status is DeliveryStatus.DUPLICATE for row in rows)
    errors = sum(row.status is DeliveryStatus.ERROR for row in rows)
    expired = sum(row.status is DeliveryStatus.EXPIRED for row in rows)  # made so: its message is canceled
    return Totals(len(rows) - duplicates, 0, expired, errors, duplicates, canceled=expired)


def claim(ref: ChunkRef, now: datetime, most: int) -> Chunk | None:
    """Take a waiting chunk, to hand over so many of its deliveries at most; None when it is somebody else's,
    done, or not there."""
    item = dynamo.update(
        _table(),
        *keys.chunk(ref),
        "SET chunk_state = :claimed, claimed_at = :now, due_at = :due, most = :most "
        "REMOVE turn, doubted ADD attempt :one",
        {
            ":claimed": ChunkState.CLAIMED.value,
            ":waiting": ChunkState.WAITING.value,
            ":now": stamp(now),
            ":due": stamp(now + grace()),
            ":most": most,
            ":one": 1,
        },
        condition="chunk_state = :waiting",
    )
    return codec.chunk_from(item) if item else None


def done(chunk: Chunk) -> dynamo.Write:
    """The chunk's end, if this claim still holds. What it carried for the hand-over goes."""
    values = {":done": ChunkState.DONE.value} | _held(chunk)
    return dynamo.change(_table(), *keys.chunk(chunk.ref), _END, values, condition=_HELD)


def stopped(chunk: Chunk) -> dynamo.Write:
    """The end of a chunk that waits, if it still does."""
    values = {":done": ChunkState.DONE.value, ":state": ChunkState.WAITING.value, ":attempt": chunk.attempt}
    return dynamo.change(_table(), *keys.chunk(chunk.ref), _END, values, condition=_HELD)


def put_aside(chunk: Chunk) -> dynamo.Write:
    """The chunk waits until its message goes on, or until it expires; if this claim still holds."""
    values = {":back": ChunkState.WAITING.value, ":due": chunk.expires_at, ":yes": True} | _held(chunk)
    expression = "SET chunk_state = :back, due_at = :due, set_aside = :yes"
    return dynamo.change(_table(), *keys.chunk(chunk.ref), expression, values, condition=_HELD)


def put_back(
    chunk: Chunk,
    due_at: datetime,
    ending: Ending,
    *,
    handed: Collection[str] = (),
    in_question: Mapping[str, str] | None = None,
) -> dynamo.Write:
    """The chunk waits again, without those handed over already; if this claim still holds. `in_question`: who
    is from now on, after a claim in doubt; None: who was."""
    values: dynamo.Item = {":back": ChunkState.WAITING.value, ":due": stamp(due_at)} | _held(chunk)
    expression = "SET chunk_state = :back, due_at = :due"
    if in_question is not None:
        expression += ", in_question = :question, doubtful_since = if_not_exists(doubtful_since, :claimed)"
        values |= {":question": in_question, ":claimed": chunk.claimed_at}
    if ending is not Ending.CUT_SHORT:
        expression += f" ADD {ending} :one"
        values[":one"] = 1
    return _with_handed(chunk, expression, values, handed)


def hold(chunk: Chunk, until: datetime, *, ends: datetime | None = None) -> bool:
    """The chunk waits for the call window; if this claim holds. `ends`: it has another day to leave in, and so
    have its rows; for that one it was not let go yet."""
    values: dynamo.Item = {":back": ChunkState.WAITING.value, ":due": stamp(until), ":yes": True}
    expression = "SET chunk_state = :back, due_at = :due, held = :yes"
    rows: list[dynamo.Write] = []
    if ends:
        later = {":expires": stamp(ends)}
        expression, values = f"{expression}, expires_at = :expires REMOVE let_go_at", values | later
        places = [keys.row(chunk.delivery(entry.delivery_id)) for entry in chunk.remaining]
        rows = [dynamo.change(_table(), *place, "SET expires_at = :expires", later) for place in places]
    held = dynamo.change(_table(), *keys.chunk(chunk.ref), expression, values | _held(chunk), condition=_HELD)
    try:
        dynamo.transact([held, *rows])
    except dynamo.Refused:
        return False
    return True


def keep_claim(
    chunk: Chunk, due_at: datetime, *, handed: Collection[str] = (), doubted: Collection[str] = ()
) -> dynamo.Write:
    """The chunk stays in doubt until `due_at`; those in `handed` are in doubt no longer. `doubted`, where it is
    known, are all that may have left; the others have not."""
    values: dynamo.Item = {":due": stamp(due_at)} | _held(chunk)
    expression = "SET due_at = :due"
    if doubted:
        expression, values = f"{expression}, doubted = :doubted", values | {":doubted": set(doubted)}
    return _with_handed(chunk, expression, values, handed)


def without(chunk: Chunk, delivery_ids: Collection[str]) -> dynamo.Write:
    """The claim goes on without these, which have come to their end; if it still holds."""
    values = {":handed": set(delivery_ids)} | _held(chunk)
    return dynamo.change(_table(), *keys.chunk(chunk.ref), "ADD handed :handed", values, condition=_HELD)


_END = "SET chunk_state = :done REMOVE due_in, due_at, entries, handed, doubted, in_question"
_HELD = "chunk_state = :state AND attempt = :attempt"


def _held(chunk: Chunk) -> dynamo.Item:
    return {":state": ChunkState.CLAIMED.value, ":attempt": chunk.attempt}


def _with_handed(chunk: Chunk, expression: str, values: dynamo.Item, handed: Collection[str]) -> dynamo.Write:
    if handed:
        expression += (", " if " ADD " in expression else " ADD ") + "handed :handed"
        values = values | {":handed": set(handed)}
    return dynamo.change(_table(), *keys.chunk(chunk.ref), expression, values, condition=_HELD)


def note_accepted(ref: ChunkRef, delivery_ids: Iterable[str]) -> None:
    """The provider took these: whatever becomes of the claim, they are not handed over again."""
    dynamo.update(
        _table(),
        *keys.chunk(ref),
        "ADD handed :handed",
        {":handed": set(delivery_ids), ":done": ChunkState.DONE.value},
        condition="attribute_exists(pk) AND chunk_state <> :done",
    )


def open_among(refs: Iterable[ChunkRef]) -> set[ChunkRef]:
    """Those of the chunks that are not done."""
    asked = {keys.chunk(ref): ref for ref in refs}
    found = dynamo.get_many(_table(), asked, attributes=("chunk_state",))
    return {asked[key] for key, item in found.items() if item["chunk_state"] != ChunkState.DONE}


def read(refs: Iterable[ChunkRef]) -> dict[ChunkRef, Chunk]:
    """Chunks as they are now."""
    asked = {keys.chunk(ref): ref for ref in refs}
    found = dynamo.get_many(_table(), asked, consistent=True)
    return {asked[key]: codec.chunk_from(item) for key, item in found.items()}


def of_shard(district: str, message_id: str, number: int) -> list[Chunk]:
    """All chunks of a shard, as they are now."""
    items = dynamo.query_all(
        _table(), keys.shard(district, message_id, number), begins=keys.CHUNK, consistent=True
    )
    return [codec.chunk_from(item) for item in items]


_LET_GO = "let_go_at = if_not_exists(let_go_at, :now)"
_STILL = "chunk_state = :waiting AND attempt = :attempt"  # as it was read: no worker had it meanwhile


def queue_again(chunk: Chunk, now: datetime) -> bool:
    """Postpone the queue job's next look at a waiting chunk; False when it moved meanwhile: a worker may
    have had it and put it back, due at another moment."""
    wait = min(LONGEST_WAIT, first_look(chunk) * (1 << min(chunk.queued + 1, 8)))
    item = dynamo.update(
        _table(),
        *keys.chunk(chunk.ref),
        f"SET due_at = :due, {_LET_GO} REMOVE turn, set_aside ADD queued :one",
        {
            ":due": stamp(now + wait),
            ":now": stamp(now),
            ":one": 1,
            ":waiting": ChunkState.WAITING.value,
            ":queued": chunk.queued,
            ":attempt": chunk.attempt,
        },
        condition=f"{_STILL} AND (attribute_not_exists(queued) OR queued = :queued)",
    )
    return item is not None


def postpone(ref: ChunkRef, due_at: datetime, *, turn: bool | None) -> None:
    """A waiting chunk that has long to wait: until then the queue job has it, and no queue. `turn`: and then it
    is its turn; False: its slot; None: it has no place yet."""
    _postpone(ref, due_at, {":turn": turn}, "chunk_state = :waiting")


def postpone_to_place(chunk: Chunk, due_at: datetime, *, turn: bool, let_go: datetime | None = None) -> None:
    """The same by the queue job, which read the chunk a while ago; nothing when it moved meanwhile. `let_go`:
    when the queue job gave it that place."""
    values: dynamo.Item = {":turn": turn, ":attempt": chunk.attempt}
    if let_go:
        values[":now"] = stamp(let_go)
    _postpone(chunk.ref, due_at, values, _STILL)


def _postpone(ref: ChunkRef, due_at: datetime, values: dynamo.Item, condition: str) -> None:
    values = {":due": stamp(due_at), ":waiting": ChunkState.WAITING.value} | values
    let_go = f", {_LET_GO}" if ":now" in values else ""
    expression = f"SET due_at = :due, turn = :turn{let_go} REMOVE set_aside"
    dynamo.update(_table(), *keys.chunk(ref), expression, values, condition=condition)
