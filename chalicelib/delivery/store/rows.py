"""The rows of the ledger, read: in pages for the recipients window (REPT-25), by chunk and shard for the line.

A page goes part after part, shard after shard. Those in error, expired or duplicate are few and come from a
sparse index; the others from the shards' own partitions.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from chalicelib.content.model import Channel
from chalicelib.directory.names import named, words
from chalicelib.kernel import dynamo
from chalicelib.kernel.paging import Page, encode_cursor, position
from chalicelib.kernel.settings import table
from chalicelib.kernel.values import value

from ..model import Delivery, DeliveryStatus
from ..reasons import Reason
from ..refs import ChunkRef, DeliveryRef
from . import codec, keys

MOST_QUERIES = 40  # partitions read for one page; a filter may find little in each
MOST_SEARCHED = 5  # of them when a name is looked for: every row is opened


def rows(
    district: str,
    message_id: str,
    channels: Sequence[Channel],
    shards: int,
    *,
    status: DeliveryStatus | None = None,
    q: str = "",
    limit: int = 20,
    cursor: str | None = None,
) -> Page[Delivery]:
    """A page of a message's deliveries, part after part, shard after shard (`shards` as the plan says).

    `q` are beginnings of words of the recipient's or the student's name. With a status or a name that few have,
    a page may hold fewer rows than `limit`, or none, and yet a cursor to go on from.
    """
    asked = words(q)
    if q.strip() and not asked:
        return Page(())
    places = _places(district, message_id, channels, shards, status)
    at, after = _start(cursor)
    found: list[Delivery] = []
    for _ in range(MOST_SEARCHED if asked else MOST_QUERIES):
        if at >= len(places) or len(found) >= limit:
            break
        read, after = places[at].read(after, limit - len(found), status, asked)
        found += read
        at = at if after else at + 1
    return Page(tuple(found), _cursor(at, after) if at < len(places) else None)


Position = tuple[int, str]  # shard and sort key of the last row that was read


def _cursor(at: int, after: Position | None) -> str:
    shard, sort = after or (0, "")
    return encode_cursor({"at": at, "shard": shard, "key": sort})


def _start(cursor: str | None) -> tuple[int, Position | None]:
    """Where a page begins: a place, and a row in it unless it is to be read from its beginning."""
    place = position(cursor, at=int, shard=int, key=str)
    if place is None:
        return 0, None
    return place["at"], (place["shard"], place["key"]) if place["key"] else None


@value
class _Place:
    """One partition of rows: of the table, or of the index that lists a part's problems."""

    district: str
    message_id: str
    channel: Channel
    shard: int = 0
    problem: DeliveryStatus | None = None

    def read(
        self, after: Position | None, limit: int, status: DeliveryStatus | None, asked: Sequence[str]
    ) -> tuple[list[Delivery], Position | None]:
        """At most `limit` rows, and the position to go on from inside this partition, if any."""
        of_status = status is not None and self.problem is None
        filtered = of_status or bool(asked)
        options: dict[str, Any] = {}
        if self.problem:
            options = {"index": "problems", "pk_name": "problem_of"}
        if of_status:
            options |= {"where": "delivery_status = :status", "values": {":status": status}}
        items, last = dynamo.query(
            table("deliveries"),
            self._pk(),
            after=self._key(after),
            limit=None if filtered else limit,
            **options,
        )
        wanted = (row for row in map(codec.row_from, items) if named(asked, row.name, row.student_name))
        rows = list(islice(wanted, limit + 1))
        if len(rows) > limit:
            return rows[:limit], _position(rows[limit - 1])
        return rows, (keys.shard_of_rows(last["pk"]), last["sk"]) if last else None

    def _pk(self) -> str:
        if self.problem:
            return keys.problems(self.district, self.message_id, self.channel, self.problem)
        return keys.rows(self.district, self.message_id, self.channel, self.shard)

    def _key(self, after: Position | None) -> dynamo.Item | None:
        if after is None:
            return None
        shard, sort = after
        if self.problem is None:
            shard = self.shard  # whatever a cursor says: DynamoDB refuses a start outside the partition
        key = {"pk": keys.rows(self.district, self.message_id, self.channel, shard), "sk": sort}
        return key | {"problem_of": self._pk()} if self.problem else key


def _position(row: Delivery) -> Position:
    return row.ref.shard, keys.row_sort(row.ref.chunk, row.ref.delivery_id)


def _places(
    district: str,
    message_id: str,
    channels: Sequence[Channel],
    shards: int,
    status: DeliveryStatus | None,
) -> list[_Place]:
    if status in codec.PROBLEMS:
        return [_Place(district, message_id, channel, problem=status) for channel in channels]
    return [_Place(district, message_id, channel, number) for channel in channels for number in range(shards)]


# ---- For the line -------------------------------------------------------------------------------------------


def chunk_rows(ref: ChunkRef) -> list[Delivery]:
    """All rows of a chunk, as they are now."""
    pk = keys.rows(ref.district, ref.message_id, ref.channel, ref.shard)
    items = dynamo.query_all(table("deliveries"), pk, begins=keys.row_sort(ref.chunk), consistent=True)
    return [codec.row_from(item) for item in items]


def row_beginning(ref: ChunkRef, beginning: str) -> Delivery | None:
    """The row of a chunk whose delivery's id begins so, as a signed name has it."""
    pk = keys.rows(ref.district, ref.message_id, ref.channel, ref.shard)
    items = dynamo.query_all(table("deliveries"), pk, begins=keys.row_sort(ref.chunk, beginning))
    return next((codec.row_from(item) for item in items), None)


def pending_rows(district: str, message_id: str, channel: Channel, number: int) -> list[Delivery]:
    """The pending rows of one part in one shard."""
    pk = keys.rows(district, message_id, channel, number)
    where, values = "delivery_status = :status", {":status": DeliveryStatus.PENDING.value}
    return [
        codec.row_from(item) for item in dynamo.query_all(table("deliveries"), pk, where=where, values=values)
    ]


def shard_rows(district: str, message_id: str, channel: Channel, number: int) -> list[Delivery]:
    """All rows of one part in one shard, as they are now."""
    pk = keys.rows(district, message_id, channel, number)
    return [codec.row_from(item) for item in dynamo.query_all(table("deliveries"), pk, consistent=True)]


def problem_rows(
    district: str, message_id: str, channel: Channel, status: DeliveryStatus
) -> Iterator[Delivery]:
    """One part's rows in error, expired or duplicate; from the sparse index."""
    pk = keys.problems(district, message_id, channel, status)
    index = {"index": "problems", "pk_name": "problem_of"}
    for item in dynamo.query_all(table("deliveries"), pk, **index):
        yield codec.row_from(item)


def missing(refs: Iterable[DeliveryRef]) -> set[DeliveryRef]:
    """Those that have no row."""
    asked = {keys.row(ref): ref for ref in refs}
    found = dynamo.get_many(table("deliveries"), asked, consistent=True, attributes=("delivery_status",))
    return {ref for key, ref in asked.items() if key not in found}


def mark_unconfirmed(ref: DeliveryRef) -> None:
    """A pending row shows that it is in doubt. The mark goes when it is settled or handed over again."""
    values = {":why": Reason.UNCONFIRMED.value, ":pending": DeliveryStatus.PENDING.value}
    condition = "delivery_status = :pending"
    dynamo.update(table("deliveries"), *keys.row(ref), "SET reason = :why", values, condition=condition)


def clear_unconfirmed(row: Delivery) -> None:
    """The mark goes: the delivery waits to be handed over again."""
    if row.reason != Reason.UNCONFIRMED:
        return
    values = {":why": Reason.UNCONFIRMED.value, ":pending": DeliveryStatus.PENDING.value}
    condition = "delivery_status = :pending AND reason = :why"
    dynamo.update(table("deliveries"), *keys.row(row.ref), "REMOVE reason", values, condition=condition)
