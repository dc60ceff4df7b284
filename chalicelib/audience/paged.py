"""Lists that are found by walking an audience: a page per request, and a cursor to where the walk stopped.

    walk --step--> the list's rows of it --until the page is full, or enough was looked at--> page, place

With a filter that keeps nearly nothing, a page may come back short or empty with a cursor to go on from there.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from chalicelib.kernel.errors import Invalid
from chalicelib.kernel.paging import Page, decode_cursor, encode_cursor

from .count import Audience
from .people import Terms
from .walk import MOST_READ, Step, places, walk

Row = TypeVar("Row")


@dataclass(frozen=True)
class Found(Generic[Row]):
    """A page of the list, and how many of the audience's students were looked at so far."""

    page: Page[Row]
    looked: int


def walk_page(
    audience: Audience,
    terms: Terms,
    rows_of: Callable[[Step], Iterable[Row]],
    cursor: str | None,
    limit: int,
) -> Found[Row]:
    """A page of what `rows_of` finds in each step, always the same in the same order.

    Raises Invalid for a cursor of another list.
    """
    begin, skip = _position(cursor, audience)
    found: list[Row] = []
    for step in walk(audience, terms, begin):
        rows = list(rows_of(step))[skip:]
        room = limit - len(found)
        if len(rows) > room:
            return _found(audience, [*found, *rows[:room]], step.start, skip + room)
        found += rows
        skip = 0
        if len(found) == limit or step.end - begin >= MOST_READ:
            return _found(audience, found, step.end, 0)
    return _found(audience, found, places(audience), 0)


def _found(audience: Audience, found: Iterable[Row], at: int, skip: int) -> Found[Row]:
    cursor = encode_cursor({"at": at, "skip": skip}) if at < places(audience) else None
    return Found(Page(tuple(found), cursor), min(at, len(audience.students.entries)))


def _position(cursor: str | None, audience: Audience) -> tuple[int, int]:
    """The place to begin at, and how many rows of its step were given before."""
    position = decode_cursor(cursor)
    if position is None:
        return 0, 0
    at, skip = position.get("at"), position.get("skip")
    if type(at) is not int or type(skip) is not int or not 0 <= at < places(audience) or skip < 0:
        raise Invalid.one(
            "cursor", "This page marker belongs to another list. Start again from the first page."
        )
    return at, skip
