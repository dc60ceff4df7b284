"""Going through an audience by steps, so that one request resolves some of it and says where to go on.

    audience --about 200 students, families together--> reaches --> the next step; the staff are the last one

A place is a number: of the next student in the audience's order; the number of all students means the staff.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chalicelib.directory.model import RollEntry

from .count import Audience, resolved, teachers_once
from .model import Recipient
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
        end = len(entries) if teachers_once(audience, terms) else _end_of_step(entries, start)
        yield Step(start, end, resolved(audience, entries[start:end], terms).reaches)
        start = end
    if start == len(entries):
        yield Step(start, start + 1, tuple(staff_reaches(audience.staff, terms)))


def _end_of_step(entries: Sequence[RollEntry], start: int) -> int:
    """About STEP students on, and never within a family."""
    end = min(start + STEP, len(entries))
    while end < len(entries) and entries[end].family == entries[end - 1].family:
        end += 1
    return end


def someone(audience: Audience, terms: Terms, number: int) -> Recipient | None:
    """Whom the message reaches through the number-th of its students and staff, best one who can be reached;
    None when that one reaches nobody."""
    entries = audience.students.entries
    if number < len(entries):
        found = _through(audience, terms, number)
    else:
        found = staff_reaches(audience.staff[number - len(entries) :][:1], terms)
    recipients = [each.recipient for each in found]
    return next((who for who in recipients if _is_reached(who)), next(iter(recipients), None))


def _through(audience: Audience, terms: Terms, number: int) -> list[Reach]:
    """Who is reached about one student, looked up with the whole family."""
    entries = audience.students.entries
    entry = entries[number]
    family = [each for each in entries if each.family == entry.family]
    reached = list(resolved(audience, family, terms).reaches)
    return [each for each in reached if each.recipient.student_id == entry.student_id] or reached


def _is_reached(who: Recipient) -> bool:
    return any(place.address and not place.duplicate for place in who.destinations.values())
