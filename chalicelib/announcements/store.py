"""Announcements in their table. Each is a few items that change together:

    the whole                         pk ANNOUNCEMENT#id      sk RECORD
    a row for the list                pk ANNOUNCEMENTS        sk first day#id
    a row for the portals of a place  pk ANNOUNCED#school     sk last day#id     (the whole district: no school)
    a pointer while something is due  pk ANNOUNCEMENTS-DUE    sk due time#id

Every change names the version that it starts from, so that of an edit and a firing, or of ten jobs, one
passes.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import islice

from chalicelib.content.model import Lane
from chalicelib.kernel import dynamo
from chalicelib.kernel.clock import stamp
from chalicelib.kernel.keys import district_key
from chalicelib.kernel.log import logger
from chalicelib.kernel.paging import Page, encode_cursor, position
from chalicelib.kernel.settings import table
from chalicelib.kernel.values import value

from .codec import from_bytes, from_row, to_bytes, to_row
from .model import Announcement

RECORD = "RECORD"
REQUEST_KEPT = timedelta(days=1)
NO_END = "9999-12-31"
READ = 100  # rows of the list at once
READS = 5  # for one page, which may be short where filters drop most of what was read
MOST_SHOWN = 1000  # rows of a place that are read; more than have not ended anywhere


class Changed(Exception):
    """Somebody or the queue job changed the announcement meanwhile; nothing was written."""


@value
class Pointer:
    """An announcement that has something to send; `emergency`: which does not wait. `only_school` is as its
    own, and `ends` (a stamp) when nothing of it may leave any more. `failing`: the last time it could not
    leave."""

    district: str
    announcement_id: str
    sort: str
    emergency: bool
    only_school: str
    ends: str
    failing: bool

    @property
    def place(self) -> int:
        """That of its most urgent lane (QUEUE-04)."""
        return (Lane.EMERGENCY if self.emergency else Lane.NORMAL).place


@value
class Wanted:
    """What a list shows: titles with `q`, those that are over `now` by their own days only with `over`, those
    of the whole district only with `everywhere`, and of the others those at one of `schools`; None is any
    school."""

    now: datetime
    schools: frozenset[str] | None
    q: str = ""
    over: bool = False
    everywhere: bool = False


def add(announcement: Announcement) -> bool:
    """A new one; False when its id is taken: the same request came before, also where it was deleted since."""
    record = {**_key(announcement), "version": 1, "body": to_bytes(announcement)}
    try:
        dynamo.transact([dynamo.insert(_table(), record), *_put(announcement)])
    except dynamo.Refused:
        return False
    return True


def load(district: str, announcement_id: str) -> Announcement | None:
    """One announcement as it is at this moment."""
    item = dynamo.get(_table(), *_record(district, announcement_id), consistent=True)
    return from_bytes(item["body"]) if item and "body" in item else None


def whole(district: str, ids: Iterable[str]) -> dict[str, Announcement]:
    """Those that are there among the ids."""
    found = dynamo.get_many(_table(), [_record(district, each) for each in ids], consistent=True)
    there = (from_bytes(item["body"]) for item in found.values() if "body" in item)
    return {each.announcement_id: each for each in there}


def save(before: Announcement, after: Announcement) -> None:
    """A change. Raises Changed."""
    _transact(moved(before, after))


def withdraw(before: Announcement, after: Announcement) -> None:
    """A change after which nothing leaves any more: in an earlier school year, too (A-69). Raises Changed."""
    _transact(moved(before, after))


def moved(before: Announcement, after: Announcement) -> list[dynamo.Write]:
    """The writes of a change; `after` has the next version. Refused when somebody else changed it first."""
    kept = {(each["pk"], each["sk"]) for each in _items(after)}
    gone = [(each["pk"], each["sk"]) for each in _items(before) if (each["pk"], each["sk"]) not in kept]
    changed = dynamo.change(
        _table(),
        *_record(before.district, before.announcement_id),
        "SET version = :after, body = :body",
        {":before": before.version, ":after": after.version, ":body": to_bytes(after)},
        condition="version = :before",
    )
    return [changed, *_put(after), *(dynamo.remove(_table(), *each) for each in gone)]


def remove(announcement: Announcement, now: datetime) -> None:
    """It is nowhere any more. For a day its id stays taken, so that the request that made it does not make it
    anew when it is repeated. Raises Changed."""
    version, expires = announcement.version, int((now + REQUEST_KEPT).timestamp())
    held = dynamo.change(
        _table(),
        *_record(announcement.district, announcement.announcement_id),
        "SET version = :after, expires = :expires REMOVE body",
        {":before": version, ":after": version + 1, ":expires": expires},
        condition="version = :before",
    )
    rows = [dynamo.remove(_table(), each["pk"], each["sk"]) for each in _items(announcement)]
    _transact([held, *rows])


def newest(district: str, wanted: Wanted, *, limit: int, cursor: str | None) -> Page[Announcement]:
    """A page of the list as it is now, the newest first day first, without what they say: one that is missing
    would be posted again."""
    place = position(cursor, announcement=str)
    found: list[dynamo.Item] = []
    last = place["announcement"] if place else ""
    where, values = _filter(wanted)
    pk = _list_key(district)
    after = {"pk": pk, "sk": last} if last else None
    for _ in range(READS):
        items, after = dynamo.query(
            _table(),
            pk,
            after=after,
            newest_first=True,
            limit=READ,
            where=where,
            values=values,
            consistent=True,
        )
        found += [each for each in items if _within(from_row(each["row"]), wanted)]
        if len(found) > limit or after is None:
            break
    more = found[limit - 1]["sk"] if len(found) > limit else after["sk"] if after else None
    rows = tuple(from_row(each["row"]) for each in found[:limit])
    return Page(rows, encode_cursor({"announcement": more}) if more else None)


def current(district: str, school_id: str, today: date) -> list[Announcement]:
    """Those of a place that have not ended, without what they say; no school: those of the whole district."""
    bounds = (today.isoformat(), "~")
    items = dynamo.query_all(_table(), _place_key(district, school_id), between=bounds)
    found = [from_row(each["row"]) for each in islice(items, MOST_SHOWN + 1)]
    if len(found) > MOST_SHOWN:
        logger().error("More announcements at a place than are shown", district=district, school_id=school_id)
    return found[:MOST_SHOWN]


def due(district: str, now: datetime) -> Iterator[Pointer]:
    """Pointers that are due, the longest due first."""
    for item in dynamo.query_all(_table(), _due_key(district), between=("0", f"{stamp(now)}~")):
        yield Pointer(
            district,
            item["announcement_id"],
            item["sk"],
            item["emergency"],
            only_school=item.get("only_school", ""),
            ends=item.get("ends", ""),
            failing=item.get("failing", False),
        )


def drop(pointer: Pointer) -> None:
    """A pointer whose announcement is gone."""
    dynamo.delete(_table(), _due_key(pointer.district), pointer.sort)


# ---- Items --------------------------------------------------------------------------------------------------


def _transact(writes: Sequence[dynamo.Write]) -> None:
    try:
        dynamo.transact(writes)
    except dynamo.Refused as refused:
        raise Changed from refused


def _put(announcement: Announcement) -> list[dynamo.Write]:
    return [dynamo.replace(_table(), each) for each in _items(announcement)]


def _items(announcement: Announcement) -> list[dynamo.Item]:
    """Everything but the record."""
    one, district = announcement, announcement.district
    end = one.end.isoformat() if one.end else NO_END
    row = {"row": to_row(one), "title": one.title.casefold(), "ends": end}
    listed: dynamo.Item = {"pk": _list_key(district), "sk": f"{one.start}#{one.announcement_id}", **row}
    listed["everywhere"] = not one.schools
    places = [
        {"pk": _place_key(district, each), "sk": f"{end}#{one.announcement_id}", "row": row["row"]}
        for each in (() if one.withdrawn else one.schools or ("",))
    ]
    due = [_pointer(one, one.due)] if one.due else []
    return [listed, *places, *due]


def _pointer(one: Announcement, due: datetime) -> dynamo.Item:
    sort = f"{stamp(due)}#{one.announcement_id}"
    return {
        "pk": _due_key(one.district),
        "sk": sort,
        "announcement_id": one.announcement_id,
        "emergency": one.has_emergency,
        "only_school": one.only_school,
        "ends": stamp(one.expires_at) if one.expires_at else "",
        "failing": bool(one.problem),
    }


def _filter(wanted: Wanted) -> tuple[str | None, dynamo.Item]:
    # Nowhere is it earlier than the day before that in UTC; what has ended further east is dropped after.
    earliest = (wanted.now.astimezone(UTC) - timedelta(days=1)).date().isoformat()
    clauses: dict[str, tuple[str, str | bool] | None] = {
        "ends >= :earliest": None if wanted.over else (":earliest", earliest),
        "everywhere = :no": None if wanted.everywhere else (":no", False),
        "contains(title, :q)": (":q", wanted.q.casefold()) if wanted.q else None,
    }
    asked = {clause: given for clause, given in clauses.items() if given}
    return " AND ".join(asked) or None, dict(asked.values())


def _within(row: Announcement, wanted: Wanted) -> bool:
    if row.is_over(wanted.now) and not (wanted.over or row.withdrawn):  # the latter is to be deleted once more
        return False
    return not row.schools or wanted.schools is None or not wanted.schools.isdisjoint(row.schools)


def _key(one: Announcement) -> dict[str, str]:
    pk, sk = _record(one.district, one.announcement_id)
    return {"pk": pk, "sk": sk}


def _record(district: str, announcement_id: str) -> tuple[str, str]:
    return district_key(district, "ANNOUNCEMENT", announcement_id), RECORD


def _list_key(district: str) -> str:
    return district_key(district, "ANNOUNCEMENTS")


def _place_key(district: str, school_id: str) -> str:
    return district_key(district, "ANNOUNCED", school_id)


def _due_key(district: str) -> str:
    return district_key(district, "ANNOUNCEMENTS-DUE")


def _table() -> str:
    return table("announcements")
