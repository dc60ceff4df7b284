"""Going by steps through whom an audience has besides students: the staff, then the imported list's pages.

Place 0 is the staff; what follows are the pages, each as many places as it may have people.
"""

from collections.abc import Iterator

from chalicelib.kernel.values import value

from .count import Audience
from .imported import store as lists
from .imported.model import PAGE
from .imported.resolve import reaches
from .people import Reach, Terms
from .resolve import staff_reaches
from .tally import landlines


@value
class Step:
    """Some of an audience: where it begins and ends, and whom it reaches. `looked_at` is how many students,
    staff or imported people that took; `landlines` are the home and work phones in their records."""

    start: int
    end: int
    reaches: tuple[Reach, ...]
    looked_at: int
    landlines: frozenset[str] = frozenset()


def _pages(audience: Audience) -> tuple[str, ...]:
    return audience.imported.pages if audience.imported else ()


def walk(audience: Audience, terms: Terms, start: int = 0) -> Iterator[Step]:
    """The steps from a place on, each resolved when it is asked for."""
    if start == 0:
        reached = tuple(staff_reaches(audience.staff, terms))
        yield Step(0, 1, reached, len(audience.staff), landlines((), audience.staff))
    yield from _imported(audience, terms, start)


def _imported(audience: Audience, terms: Terms, start: int) -> Iterator[Step]:
    """The list's pages, from the one at a place on."""
    for number, page in enumerate(_pages(audience)):
        at = 1 + number * PAGE
        if audience.imported and at + PAGE > start:
            (people,) = lists.people(audience.district, audience.imported.list_id, (page,))
            yield Step(at, at + PAGE, tuple(reaches(people, terms)), len(people))
