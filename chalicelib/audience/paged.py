"""Lists that are found by going along an audience: a page per request, and a cursor to where it stopped.

    stretches --step--> the list's rows of it --until the page is full, or enough was looked at--> page, place

With a filter that keeps nearly nothing, a page may come back short or empty with a cursor to go on from there.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, replace
from typing import Generic, TypeVar

from chalicelib.kernel.paging import Page, encode_cursor, foreign, position
from chalicelib.kernel.values import value

from .stretches import Stretch
from .walk import Step

Row = TypeVar("Row")
MOST_READ = 2_000  # people that one request looks at: about a sixth of a second


@value
class Found(Generic[Row]):
    """A page of the list, and how many of the audience's students, staff and imported people were looked at."""

    page: Page[Row]
    looked: int


@value
class _Position:
    """A stretch, a place in it, how many rows of the step there were given before, and how many people were
    looked at before."""

    stretch: int = 0
    at: int = 0
    skip: int = 0
    looked: int = 0

    def cursor(self) -> str:
        return encode_cursor(asdict(self))


def walk_page(
    stretches: Sequence[Stretch], rows_of: Callable[[Step], Iterable[Row]], cursor: str | None, limit: int
) -> Found[Row]:
    """A page of what `rows_of` finds in each step, always the same in the same order.

    Raises Invalid for a cursor of another list.
    """
    now = begin = _position(cursor, len(stretches))
    found: list[Row] = []
    while now.stretch < len(stretches):
        for step in stretches[now.stretch](now.at):
            rows = list(rows_of(step))[now.skip :]
            room = limit - len(found)
            if len(rows) > room:
                stopped = replace(now, at=step.start, skip=now.skip + room)
                return _found([*found, *rows[:room]], stopped, now.looked)
            found += rows
            now = replace(now, at=step.end, skip=0, looked=now.looked + step.looked_at)
            if len(found) == limit or now.looked - begin.looked >= MOST_READ:
                return _found(found, now, now.looked)
        now = _Position(now.stretch + 1, looked=now.looked)
    return Found(Page(tuple(found), None), now.looked)


def _found(found: Iterable[Row], at: _Position, looked: int) -> Found[Row]:
    return Found(Page(tuple(found), at.cursor()), looked)


def _position(cursor: str | None, stretches: int) -> _Position:
    place = position(cursor, stretch=int, at=int, skip=int, looked=int)
    if place is None:
        return _Position()
    if place["stretch"] >= stretches:
        raise foreign()
    return _Position(**place)
