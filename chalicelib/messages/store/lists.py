"""A row for each part of a message, for Sent and the reports: what one sent, or everybody, newest first."""

from collections.abc import Sequence
from datetime import datetime

from chalicelib.kernel import dynamo
from chalicelib.kernel.clock import moment, stamp
from chalicelib.kernel.paging import Page, encode_cursor, position
from chalicelib.kernel.values import value

from .. import codec
from ..model import PartRow
from . import keys

# A page with filters reads at most this many rows before it answers with what it found and a cursor.
READ_AT_MOST = 2000
FILTERED_READ = 200  # rows read at once when a filter turned out to drop most of them


@value
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


EVERYTHING = Wanted()


def parts(district: str, message_id: str) -> tuple[PartRow, ...]:
    """The part rows of one message as they are at this moment, by channel name; empty when there is no such."""
    items, _ = dynamo.query(keys.table(), keys.message(district, message_id), begins="PART#", consistent=True)
    return tuple(_row(item) for item in items)


def sent_by(
    district: str, user_id: str, *, limit: int, cursor: str | None = None, wanted: Wanted = EVERYTHING
) -> Page[PartRow]:
    """Part rows of what one user sent, newest first. One row per message: `wanted` the portal channel only."""
    return _page("sent_by", keys.sent_by(district, user_id), limit, cursor, wanted)


def history(
    district: str, *, limit: int, cursor: str | None = None, wanted: Wanted = EVERYTHING
) -> Page[PartRow]:
    """Part rows of the whole district, newest first."""
    return _page("history", keys.history(district), limit, cursor, wanted)


def first_sent(district: str) -> datetime | None:
    """When the first message of the whole district was sent; None before that."""
    items, _ = dynamo.query(
        keys.table(), keys.history(district), index="history", pk_name="history", sk_name="sent_at", limit=1
    )
    return moment(items[0]["sent_at"].partition("#")[0]) if items else None


def _page(index: str, pk: str, limit: int, cursor: str | None, wanted: Wanted) -> Page[PartRow]:
    """A page may hold few rows, and yet a cursor, when filters drop nearly all that was read."""
    name = "at" if index == "history" else "sent"
    low, high = _bounds(wanted, cursor, name)
    if low >= high:
        return Page(())
    where, values = _filter(wanted)
    # Rows cost more to carry here than to skip there: a filter is first taken for a mild one.
    size = 2 * limit + 2 if where else limit + 2
    found: list[dynamo.Item] = []
    after, read = None, 0
    while True:
        items, after = dynamo.query(
            keys.table(), pk, index=index, pk_name=index, sk_name="sent_at", between=(low, high), after=after,
            newest_first=True, limit=size, where=where, values=values,
            names={"#source": "source"} if wanted.sources else None,
        )  # fmt: skip
        found += [item for item in items if item["sent_at"] < high]
        read += size
        if len(found) > limit:
            return _cut(found[:limit], name, found[limit - 1]["sent_at"])
        if after is None or read >= READ_AT_MOST:
            return _cut(found, name, after["sent_at"] if after else None)
        size = min(FILTERED_READ, max(size, read * (limit + 1 - len(found)) // (len(found) or 1)))


def _bounds(wanted: Wanted, cursor: str | None, name: str) -> tuple[str, str]:
    """The sort keys to read between; the upper one is left out of the page. `name` is that of the cursor's
    place, another in each list."""
    low = stamp(wanted.start) if wanted.start else "0"
    high = stamp(wanted.end) if wanted.end else "~"
    place = position(cursor, **{name: str})
    return low, min(high, place[name]) if place else high


def _cut(found: list[dynamo.Item], name: str, last: str | None) -> Page[PartRow]:
    return Page(tuple(_row(item) for item in found), encode_cursor({name: last}) if last else None)


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
        given = {f":{name}{at}": str(each) for at, each in enumerate(allowed)}
        values |= given
        if given:
            clauses.append("(" + " OR ".join(clause.format(each) for each in given) + ")")
    return " AND ".join(clauses) or None, values


def item(district: str, row: PartRow) -> dynamo.Item:
    """One part's row as it is stored, and as the indexes find it."""
    return {
        "pk": keys.message(district, row.message_id),
        "sk": f"PART#{row.channel}",
        "sent_by": keys.sent_by(district, row.sender_id),
        "history": keys.history(district),
        "sent_at": f"{row.sent_at}#{row.message_id}#{row.channel}",
        **codec.row_document(row),
    }


def _row(item: dynamo.Item) -> PartRow:
    return codec.row_from_document(item)
