"""How the line writes things down: compact, because 200,000 of them pass in one send.

    recipients of a shard, entries of a chunk   JSON arrays, compressed
    a row                                       what is asked for by itself as attributes, the rest as one text

Fields are stored by position; a new one goes to the end, and what older items lack takes its default.
"""

import json
import zlib
from collections.abc import Iterable, Sequence
from typing import Any

from chalicelib.audience.model import Destination, PersonKind, Recipient, RecipientType, Unreachable
from chalicelib.content.model import Channel, Lane
from chalicelib.kernel import dynamo

from ..chunk import Chunk, ChunkState, Ending, Entry
from ..model import Delivery, DeliveryStatus
from ..refs import DeliveryRef
from ..shards import ShardKind, ShardList
from . import keys

FAST = 1  # compression level: a third of the size for a tenth of the time


def pack(value: Any) -> bytes:
    """Anything JSON can say, compressed."""
    return zlib.compress(json.dumps(value, separators=(",", ":")).encode(), FAST)


def unpack(stored: bytes) -> Any:
    """The inverse of `pack`."""
    return json.loads(zlib.decompress(stored))


# ---- Shards: who is in them ---------------------------------------------------------------------------------


def shard_list_attributes(who: ShardList) -> dynamo.Item:
    """What a shard's item says of who is in it."""
    more = {"only": who.only, "households": who.households}
    return {
        "kind": who.kind.value,
        "ids": pack(who.ids),
        **{name: pack(value) for name, value in more.items() if value},
    }


def shard_list(item: dynamo.Item) -> ShardList:
    """The inverse."""
    only, households = (tuple(unpack(item[name])) if name in item else () for name in ("only", "households"))
    return ShardList(tuple(unpack(item["ids"])), ShardKind(item["kind"]), only, households)


# ---- Recipients, frozen in a shard --------------------------------------------------------------------------


def recipients_to_bytes(recipients: Iterable[Recipient]) -> bytes:
    return pack([_recipient_fields(each) for each in recipients])


def recipients_from_bytes(stored: bytes) -> list[Recipient]:
    return [_recipient(fields) for fields in unpack(stored)]


def _recipient_fields(who: Recipient) -> list[Any]:
    places = [
        [channel, place.address, place.reason or "", int(place.duplicate)]
        for channel, place in who.destinations.items()
    ]
    fields = [
        who.person_id, who.kind, who.name, who.recipient_type, who.school_id, who.language, who.student_id,
        who.student_name, who.account, places,
    ]  # fmt: skip
    return [*fields, who.children, who.values] if who.children or who.values else fields


def _recipient(fields: Sequence[Any]) -> Recipient:
    (person_id, kind, name, recipient_type), rest, places, more = (
        fields[:4],
        fields[4:9],
        fields[9],
        fields[10:],
    )
    reached = {
        Channel(channel): Destination(address, Unreachable(reason) if reason else None, bool(duplicate))
        for channel, address, reason, duplicate in places
    }
    values: list[Any] = [
        person_id,
        PersonKind(kind),
        name,
        RecipientType(recipient_type),
        *rest,
        reached,
        *map(tuple, more),
    ]
    return Recipient(*values)


# ---- Chunks -------------------------------------------------------------------------------------------------


def chunk_item(chunk: Chunk) -> dynamo.Item:
    """A chunk as first written; the store adds when it is due."""
    pk, sk = keys.chunk(chunk.ref)
    return {
        "pk": pk,
        "sk": sk,
        "chunk_state": chunk.state.value,
        "lane": chunk.lane.value,
        "counter": chunk.counter,
        "created_at": chunk.created_at,
        "expires_at": chunk.expires_at,
        "attempt": chunk.attempt,
        "held": chunk.held,
        **({"window_of": chunk.window_of} if chunk.window_of else {}),
        "entries": pack([_entry_fields(entry) for entry in chunk.entries]),
    }


def chunk_from(item: dynamo.Item) -> Chunk:
    """A chunk as it is now; without entries once it is done."""
    return Chunk(
        ref=keys.chunk_of(item["pk"], item["sk"]),
        lane=Lane(item["lane"]),
        counter=item["counter"],
        created_at=item["created_at"],
        expires_at=item["expires_at"],
        entries=tuple(map(_entry, unpack(item["entries"]))) if "entries" in item else (),
        state=ChunkState(item["chunk_state"]),
        attempt=item["attempt"],
        claimed_at=item.get("claimed_at", ""),
        throttled=item.get(Ending.THROTTLED, 0),
        in_doubt=item.get(Ending.IN_DOUBT, 0),
        queued=item.get("queued", 0),
        held=item.get("held", False),
        postponed="turn" in item,
        slot=item.get("turn") is False,
        turn=item.get("turn") is True,
        window_of=item.get("window_of", ""),
        set_aside=item.get("set_aside", False),
        due_at=item.get("due_at", ""),
        most=item.get("most"),
        let_go_at=item.get("let_go_at", ""),
        doubtful_since=item.get("doubtful_since", ""),
        handed=frozenset(item.get("handed", ())),
        doubted=frozenset(item.get("doubted", ())),
        in_question=item.get("in_question", {}),
    )


def _entry_fields(entry: Entry) -> list[Any]:
    fields = [
        entry.delivery_id, entry.address, entry.name, entry.language, entry.student_id, entry.student_name,
        entry.account, entry.kind, entry.person_id,
    ]  # fmt: skip
    if entry.mail:
        return [*fields, entry.values, entry.children, entry.mail]
    return [*fields, entry.values, entry.children] if entry.values or entry.children else fields


def _entry(fields: Sequence[Any]) -> Entry:
    return Entry(*fields[:9], *map(tuple, fields[9:11]), *fields[11:])


# ---- Rows ---------------------------------------------------------------------------------------------------

PROBLEMS = frozenset({DeliveryStatus.ERROR, DeliveryStatus.EXPIRED, DeliveryStatus.DUPLICATE})


def row_item(row: Delivery) -> dynamo.Item:
    """A row as first written. Only problems carry `problem_of`, which puts them into the sparse index."""
    ref = row.ref
    pk, sk = keys.row(ref)
    about = [
        row.recipient_type, row.name, row.person_id, row.person_kind, row.destination, row.school_id,
        row.student_id, row.student_name, ref.counter,
    ]  # fmt: skip
    item: dynamo.Item = {
        "pk": pk,
        "sk": sk,
        "delivery_status": row.status.value,
        "updated_at": row.updated_at,
        "expires_at": row.expires_at,
        "about": json.dumps(about, ensure_ascii=False, separators=(",", ":")),
    }
    if row.reason:
        item["reason"] = row.reason
    if row.status in PROBLEMS:
        item["problem_of"] = keys.problems(ref.district, ref.message_id, ref.channel, row.status)
    return item


def row_from(item: dynamo.Item) -> Delivery:
    """The inverse of `row_item`."""
    about: list[Any] = json.loads(item["about"])
    ref, status = _row_ref(item, about.pop()), DeliveryStatus(item["delivery_status"])
    fields: list[Any] = [ref, status, item["updated_at"], item["expires_at"], *about, item.get("reason", "")]
    return Delivery(*fields)


def _row_ref(item: dynamo.Item, counter: int) -> DeliveryRef:
    _, district, _, message_id, _, channel, shard = item["pk"].split("#")
    chunk, delivery_id = item["sk"].split("#")
    return DeliveryRef(district, message_id, Channel(channel), int(shard), int(chunk), counter, delivery_id)
