"""The conversations of an earlier school year: those with a message of it, though they may have gone on.

A conversation names its newest entry of each year (`copies.py`, `keys.in_year`). Those to look through begin
with the year by the index's key: none of the others was active in it. They come in the order in which they were
last active, the rows of a page in the order of what was said in that year.
"""

from collections.abc import Mapping
from dataclasses import replace

from chalicelib.directory.school_years import YearBounds
from chalicelib.kernel import dynamo
from chalicelib.kernel.paging import Page, encode_cursor, foreign, position

from . import keys
from .conversations import Thread, after_key, as_thread

READ_AT_ONCE = 100
READ_AT_MOST = 400  # conversations looked at for one page, which may therefore be short

Place = Mapping[str, str]  # of a conversation in the index: when it was last active, and its id


def page(district: str, user: str, year: YearBounds, cursor: str | None, limit: int) -> Page[Thread]:
    """Conversations as their last message of the year left them."""
    place = position(cursor, at=str, id=str)
    if place and not (place["at"] >= year.start and place["id"]):
        raise foreign()
    found, last = _found(district, user, year, place, limit)
    shown = sorted(_as_of(district, user, year, found), key=_last_at, reverse=True)
    return Page(tuple(shown), encode_cursor(last) if last else None)


def _found(
    district: str, user: str, year: YearBounds, place: Place | None, limit: int
) -> tuple[list[dynamo.Item], Place | None]:
    """At most `limit` conversations after a place, and the place to go on from; None when there are no more."""
    after: Place | None = after_key(district, user, place["at"], place["id"]) if place else None
    found: list[dynamo.Item] = []
    for _ in range(READ_AT_MOST // READ_AT_ONCE):
        items, after = dynamo.query(
            keys.table(), keys.threads(district, user), index="threads_of", pk_name="threads_of",
            sk_name="last_at", between=(year.start, "~"), after=after, newest_first=True, limit=READ_AT_ONCE,
            where="attribute_exists(#said)", names={"#said": keys.in_year(year.year)},
        )  # fmt: skip
        found += items
        if len(found) > limit:
            return found[:limit], _place(found[limit - 1])
        if after is None:
            break
    return found, _place(after) if after else None


def _place(item: Mapping[str, str]) -> Place:
    return {"at": item["last_at"], "id": item["sk"]}


def _as_of(district: str, user: str, year: YearBounds, found: list[dynamo.Item]) -> list[Thread]:
    """Those that went on are shown by the entry that was their newest then."""
    went_on = {
        each["sk"]: (keys.entries(district, user, each["sk"]), each[keys.in_year(year.year)])
        for each in found
        if each["last_at"] >= year.end
    }
    entries = dynamo.get_many(keys.table(), went_on.values()) if went_on else {}
    threads = map(as_thread, found)
    return [_then(each, entries.get(went_on.get(each.thread_id, ("", "")))) for each in threads]


def _then(thread: Thread, entry: dynamo.Item | None) -> Thread:
    """What waits unread of a conversation that went on waits in the current year."""
    if entry is None:
        return thread
    return replace(
        thread,
        last_at=entry["sent_at"],
        subject=entry["subject"],
        snippet="",
        unread=0,
        emergency=None,
        flagged_message="" if "outgoing" in entry else entry["message_id"],
    )


def _last_at(thread: Thread) -> str:
    return thread.last_at
