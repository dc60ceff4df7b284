"""Going through an audience by steps, so that one request resolves some of it and says where to go on.

    audience --about 200 students, families together--> reaches --> the next step; the staff are the last one

A place is a number: of the next student in the audience's order; the number of all students means the staff.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chalicelib.directory.model import RollEntry

from .count import Audience, records_of, resolved
from .people import Reach, Terms
from .resolve import staff_reaches

STEP = 200  # students resolved together
MOST_READ = 2_000  # students that one request resolves: about half a second


@dataclass(frozen=True, slots=True)
class Step:
    """Some of an audience: where it begins and ends, and whom it reaches."""

    start: int
    end: int
    reaches: tuple[Reach, ...]


def places(audience: Audience) -> int:
    """How many places there are; this one is past the end."""
    return len(audience.students.entries) + 1


def walk(audience: Audience, terms: Terms, start: int = 0) -> Iterator[Step]:
    """The steps from a place on, each resolved when it is asked for."""
    entries = audience.students.entries
    while start < len(entries):
        end = _end_of_step(entries, start)
        records = records_of(audience, entries[start:end])
        yield Step(start, end, tuple(resolved(audience, records, terms)))
        start = end
    if start == len(entries):
        yield Step(start, start + 1, tuple(staff_reaches(audience.staff, terms)))


def _end_of_step(entries: Sequence[RollEntry], start: int) -> int:
    """About STEP students on, and never within a family."""
    end = min(start + STEP, len(entries))
    while end < len(entries) and entries[end].family == entries[end - 1].family:
        end += 1
    return end
