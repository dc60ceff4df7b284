"""The messages room's door to its table: an accepted message, its part rows and the request that made it.

Written once, in one transaction, when `send` accepts a message; read by the line (`load`) and by lists and
reports (`sent_by`, `history`). Keys are in `docs/data-model.md`. Beside it stand `outbox.py`,
`schedules/store.py`, and `threads.py` and `store_conversations.py` for the inbox.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.audience.imported import store as imported_lists
from chalicelib.audience.model import ONLY_OCCURRENCE
from chalicelib.kernel import dynamo
from chalicelib.kernel.clock import stamp
from chalicelib.kernel.keys import district_key
from chalicelib.kernel.paging import Page, encode_cursor, position
from chalicelib.kernel.settings import table

from . import codec, outbox, threads
from .model import Message, PartRow, part_rows
from .threads import InAppCopy

REQUEST_KEPT = timedelta(days=1)
MEASURE_KEPT = timedelta(hours=2)
PIECE = 350_000  # bytes of a stored message in one item; DynamoDB's limit is 400 KB with names and keys
# A page with filters reads at most this many rows before it answers with what it found and a cursor.
READ_AT_MOST = 2000
FILTERED_READ = 200  # rows read at once when a filter turned out to drop most of them


@dataclass(frozen=True, slots=True)
class Request:
    """A POST as its sender named it (Idempotency-Key), with a hash of its body."""

    user_id: str
    key: str
    body_hash: str


@dataclass(frozen=True, slots=True)
class Answered:
    """What an earlier request with the same key was, and the message it made."""

    body_hash: str
    message_id: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part rows a list shows; what is empty keeps everything.

    From `start` up to but not including `end`; `schools` keeps what was sent from, or reached, one of them.
    """

    start: datetime | None = None
    end: datetime | None = None
    channels: Sequence[str] = ()
    schools: Sequence[str] = ()
    senders: Sequence[str] = ()
    sources: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """What is stored with a message of somebody who has a place for it: their own copies in conversations, and
    one message more in this hour, of which they may write `most_an_hour`; 0 is no limit."""

    copies: Sequence[InAppCopy] = ()
    most_an_hour: int = 0


class NotAccepted(Exception):
    """The message is there already, or what should have happened with it could not; nothing was written."""


class AlreadyAnswered(Exception):
    """Another request with this key was faster; nothing was written by this one."""


class TooMany(NotAccepted):
    """The author has written enough in this hour; nothing was written."""


class ListMoved(NotAccepted):
    """The imported list is not as it was counted, or went out with another message; nothing was written."""


EVERYTHING = Wanted()
NOTHING_KEPT = Kept()


def accept(
    message: Message,
    request: Request | None = None,
    also: Sequence[dynamo.Write] = (),
    kept: Kept = NOTHING_KEPT,
) -> None:
    """Store message, part rows, outbox entry and request, all or none; `also` what has to happen with it. An
    imported list is taken in the same moment.

    Raises AlreadyAnswered when the request's key is taken: `answered` tells by what. Raises ListMoved, TooMany,
    or else NotAccepted when the message is there already or a condition of `also` failed.
    """
    items = [*_message_items(message), *(_part_item(message.district, row) for row in part_rows(message))]
    writes = [dynamo.insert(_table(), item) for item in items]
    taking = len(writes)
    writes += [*_takes(message), outbox.entry(message), *also, *threads.writes_for(kept.copies)]
    measured = len(writes)
    if kept.most_an_hour:
        writes.append(_one_more(message, kept.most_an_hour))
    if request:
        writes.append(dynamo.insert(_table(), _request_item(message, request)))
    try:
        dynamo.transact(writes)
    except dynamo.Refused as refused:
        if request and len(writes) - 1 in refused.positions:
            raise AlreadyAnswered from refused
        if message.selection.imported and taking in refused.positions:
            raise ListMoved from refused
        if kept.most_an_hour and measured in refused.positions:
            raise TooMany from refused
        raise NotAccepted from refused


def _one_more(message: Message, most: int) -> dynamo.Write:
    """One message more of this account in this hour, unless there were enough."""
    sent = message.accepted_at
    return dynamo.change(
        _table(),
        district_key(message.district, "USER", message.sender.user_id, "WRITTEN"),
        sent.strftime("%Y-%m-%dT%H"),
        "SET expires = :expires ADD written :one",
        {":one": 1, ":most": most, ":expires": int((sent + MEASURE_KEPT).timestamp())},
        condition="attribute_not_exists(written) OR written < :most",
    )


def _takes(message: Message) -> tuple[dynamo.Write, ...]:
    """The imported list goes out with this message alone; with a schedule, with each of its occurrences."""
    chosen = message.selection.imported
    if not chosen:
        return ()
    once = message.occurrence == ONLY_OCCURRENCE
    read = (message.district, chosen, message.imported_version)
    return (imported_lists.taken(*read, message.message_id, once=once),)


def answered(district: str, user_id: str, key: str) -> Answered | None:
    """The request already answered under a key, if any."""
    item = dynamo.get(_table(), _request_key(district, user_id, key), "REQUEST", consistent=True)
    return Answered(item["body_hash"], item["message_id"]) if item else None


def load(district: str, message_id: str) -> Message | None:
    """A whole message as it is at this moment, or None when the district has none of that id."""
    head = dynamo.get(_table(), _message_key(district, message_id), _piece_key(0), consistent=True)
    return _messages([head])[message_id] if head else None


def load_many(district: str, message_ids: Iterable[str]) -> dict[str, Message]:
    """Whole messages by id; those that the district does not have are missing."""
    keys = [(_message_key(district, each), _piece_key(0)) for each in message_ids]
    return _messages(dynamo.get_many(_table(), keys).values()) if keys else {}


def _messages(heads: Collection[dynamo.Item]) -> dict[str, Message]:
    more = [(head["pk"], _piece_key(number)) for head in heads for number in range(1, head["pieces"])]
    rest = dynamo.get_many(_table(), more, consistent=True) if more else {}
    return {head["message_id"]: _message(head, rest) for head in heads}


def _message(head: dynamo.Item, rest: Mapping[tuple[str, str], dynamo.Item]) -> Message:
    pieces = [rest[(head["pk"], _piece_key(number))]["body"] for number in range(1, head["pieces"])]
    return codec.message_from_bytes(b"".join([head["body"], *pieces]))


def parts(district: str, message_id: str) -> tuple[PartRow, ...]:
    """The part rows of one message as they are at this moment, by channel name; empty when there is no such."""
    items, _ = dynamo.query(_table(), _message_key(district, message_id), begins="PART#", consistent=True)
    return tuple(_row(item) for item in items)


def sent_by(
    district: str, user_id: str, *, limit: int, cursor: str | None = None, wanted: Wanted = EVERYTHING
) -> Page[PartRow]:
    """Part rows of what one user sent, newest first. One row per message: `wanted` the portal channel only."""
    return _page("sent_by", _sent_by_key(district, user_id), limit, cursor, wanted)


def history(
    district: str, *, limit: int, cursor: str | None = None, wanted: Wanted = EVERYTHING
) -> Page[PartRow]:
    """Part rows of the whole district, newest first."""
    return _page("history", _history_key(district), limit, cursor, wanted)


def _page(index: str, pk: str, limit: int, cursor: str | None, wanted: Wanted) -> Page[PartRow]:
    """A page may hold few rows, and yet a cursor, when filters drop nearly all that was read."""
    low, high = _bounds(wanted, cursor)
    if low >= high:
        return Page(())
    where, values = _filter(wanted)
    # Rows cost more to carry here than to skip there: a filter is first taken for a mild one.
    size = 2 * limit + 2 if where else limit + 2
    found: list[dynamo.Item] = []
    after, read = None, 0
    while True:
        items, after = dynamo.query(
            _table(), pk, index=index, pk_name=index, sk_name="sent_at", between=(low, high), after=after,
            newest_first=True, limit=size, where=where, values=values,
            names={"#source": "source"} if wanted.sources else None,
        )  # fmt: skip
        found += [item for item in items if item["sent_at"] < high]
        read += size
        if len(found) > limit:
            return _cut(found[:limit], found[limit - 1]["sent_at"])
        if after is None or read >= READ_AT_MOST:
            return _cut(found, after["sent_at"] if after else None)
        size = min(FILTERED_READ, max(size, read * (limit + 1 - len(found)) // (len(found) or 1)))


def _bounds(wanted: Wanted, cursor: str | None) -> tuple[str, str]:
    """The sort keys to read between; the upper one is left out of the page."""
    low = stamp(wanted.start) if wanted.start else "0"
    high = stamp(wanted.end) if wanted.end else "~"
    place = position(cursor, at=str)
    return low, min(high, place["at"]) if place else high


def _cut(found: list[dynamo.Item], last: str | None) -> Page[PartRow]:
    return Page(tuple(_row(item) for item in found), encode_cursor({"at": last}) if last else None)


def _filter(wanted: Wanted) -> tuple[str | None, dynamo.Item]:
    """A filter expression over part rows and its values; None when everything is wanted."""
    values: dynamo.Item = {}
    clauses: list[str] = []
    for name, clause, allowed in (
        ("c", "channel = {0}", wanted.channels),
        ("s", "contains(schools, {0}) OR school_id = {0}", wanted.schools),
        ("u", "sender_id = {0}", wanted.senders),
        ("o", "#source = {0}", wanted.sources),
    ):
        keys = {f":{name}{at}": str(each) for at, each in enumerate(allowed)}
        values |= keys
        if keys:
            clauses.append("(" + " OR ".join(clause.format(key) for key in keys) + ")")
    return " AND ".join(clauses) or None, values


def _message_items(message: Message) -> list[dynamo.Item]:
    body = codec.message_to_bytes(message)
    pieces = [body[at : at + PIECE] for at in range(0, len(body), PIECE)]
    pk = _message_key(message.district, message.message_id)
    items: list[dynamo.Item] = [
        {"pk": pk, "sk": _piece_key(number), "body": piece} for number, piece in enumerate(pieces)
    ]
    items[0] |= {"pieces": len(pieces), "message_id": message.message_id}
    return items


def _part_item(district: str, row: PartRow) -> dynamo.Item:
    return {
        "pk": _message_key(district, row.message_id),
        "sk": f"PART#{row.channel}",
        "sent_by": _sent_by_key(district, row.sender_id),
        "history": _history_key(district),
        "sent_at": f"{row.sent_at}#{row.message_id}#{row.channel}",
        **codec.row_document(row),
    }


def _row(item: dynamo.Item) -> PartRow:
    return codec.row_from_document(item)


def _request_item(message: Message, request: Request) -> dynamo.Item:
    return {
        "pk": _request_key(message.district, request.user_id, request.key),
        "sk": "REQUEST",
        "body_hash": request.body_hash,
        "message_id": message.message_id,
        "expires": int((message.accepted_at + REQUEST_KEPT).timestamp()),
    }


def _table() -> str:
    return table("messages")


def _message_key(district: str, message_id: str) -> str:
    return district_key(district, "MSG", message_id)


def _piece_key(number: int) -> str:
    return f"MESSAGE#{number}" if number else "MESSAGE"


def _sent_by_key(district: str, user_id: str) -> str:
    return district_key(district, "USER", user_id)


def _history_key(district: str) -> str:
    return district_key(district, "HISTORY")


def _request_key(district: str, user_id: str, key: str) -> str:
    return district_key(district, "REQUEST", user_id, key)
