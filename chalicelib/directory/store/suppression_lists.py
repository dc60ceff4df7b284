"""A channel's suppressed addresses in pages: the newest first, or those that a search finds, by word.

A page costs one query as a rule and MOST_QUERIES at most: where a query has to leave much out, a page comes
back short, or even empty, with a cursor to go on with.
"""

from collections.abc import Callable
from typing import Any

from chalicelib.kernel import dynamo
from chalicelib.kernel.paging import Page, encode_cursor, position
from chalicelib.kernel.settings import table

from ..suppression import Cause, Suppression
from ..suppression_words import asked
from . import suppressions

MOST_QUERIES = 5  # for one page
EXAMINED = 1000  # rows that a query with a filter looks at


def newest(
    district: str, channel: str, cause: Cause | None, limit: int, cursor: str | None
) -> Page[Suppression]:
    """A page of a channel's, newest first."""
    asking: dict[str, Any] = {"newest_first": True, "limit": limit + 1}
    if cause:
        asking |= {"limit": EXAMINED, "where": "why = :why", "values": {":why": cause.value}}
    return _page(suppressions.by_time(district, channel), channel, limit, cursor, asking)


def search(district: str, channel: str, q: str, limit: int, cursor: str | None) -> Page[Suppression]:
    """A page of those whose owners' names, or whose address, have words that begin with all of `q`."""
    wanted = asked(q)
    if not wanted:
        return Page(())
    *others, longest = (word[: suppressions.LONGEST_WORD] for word in wanted)
    asking: dict[str, Any] = {"begins": longest, "limit": 2 * limit + 20}
    if others:
        values = {f":w{number}": f" {word}" for number, word in enumerate(others)}
        where = " AND ".join(f"contains(words, {name})" for name in values)
        asking |= {"limit": EXAMINED, "where": where, "values": values}
    pk = suppressions.by_word(district, channel)
    return _page(pk, f"{channel} by word", limit, cursor, asking, lambda row: _is_first(row, longest))


def _page(
    pk: str,
    name: str,
    limit: int,
    cursor: str | None,
    asking: dict[str, Any],
    keep: Callable[[dynamo.Item], bool] = lambda _: True,
) -> Page[Suppression]:
    place = position(cursor, **{name: str})
    after = place[name] if place else ""
    found: list[dynamo.Item] = []
    for _ in range(MOST_QUERIES):
        start = {"pk": pk, "sk": after} if after else None
        items, last = dynamo.query(table("directory"), pk, after=start, **asking)
        found += filter(keep, items)
        if len(found) > limit:
            shown = found[:limit]
            return Page(tuple(map(suppressions.read, shown)), encode_cursor({name: shown[-1]["sk"]}))
        if last is None:
            return Page(tuple(map(suppressions.read, found)))
        after = last["sk"]
    return Page(tuple(map(suppressions.read, found)), encode_cursor({name: after}))


def _is_first(row: dynamo.Item, prefix: str) -> bool:
    """Whether this is the row of the first of its words that begin so: the others are repeats."""
    word = row["sk"].split("#", 1)[0]
    return bool(word == min(each for each in row["words"].split() if each.startswith(prefix))[: len(word)])
