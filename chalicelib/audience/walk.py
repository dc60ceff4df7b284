"""Going through an audience that is known whole, by steps.

    audience --about 200 students, families together--> reaches --> the next step --> the staff
             --> the pages of the imported list

A place is a number: of the next student in the audience's order; the number of all students means the staff;
what follows are the imported list's pages, each as many places as a step has students.
"""

from collections.abc import Iterator, Sequence

from chalicelib.directory.model import RollEntry
from chalicelib.kernel.values import value

from .count import Audience, resolved, teachers_once
from .imported import store as lists
from .imported.resolve import reaches
from .model import Recipient
from .people import Reach, Terms
from .resolve import staff_reaches
from .tally import landlines

STEP = 200  # students resolved together


@value
class Step:
    """Some of an audience: where it begins and ends, and whom it reaches. `looked_at` is how many students,
    staff or imported people that took; `landlines` are the home and work phones in their records."""

    start: int
    end: int
    reaches: tuple[Reach, ...]
    looked_at: int
    landlines: frozenset[str] = frozenset()


def _imported_from(audience: Audience) -> int:
    """The place of the imported list's first page."""
    return len(audience.students.entries) + 1


def _pages(audience: Audience) -> tuple[str, ...]:
    return audience.imported.pages if audience.imported else ()


def walk(audience: Audience, terms: Terms, start: int = 0) -> Iterator[Step]:
    """The steps from a place on, each resolved when it is asked for."""
    entries = audience.students.entries
    while start < len(entries):
        once = teachers_once(audience.recipient_type, terms)
        end = len(entries) if once else _end_of_step(entries, start)
        found = resolved(audience, entries[start:end], terms)
        yield Step(start, end, found.reaches, end - start, found.landlines)
        start = end
    if start == len(entries):
        reached = tuple(staff_reaches(audience.staff, terms))
        yield Step(start, start + 1, reached, len(audience.staff), landlines((), audience.staff))
    yield from _imported(audience, terms, start)


def _imported(audience: Audience, terms: Terms, start: int) -> Iterator[Step]:
    """The list's pages, from the one at a place on."""
    first = _imported_from(audience)
    for number, page in enumerate(_pages(audience)):
        at = first + number * STEP
        if audience.imported and at + STEP > start:
            (people,) = lists.people(audience.district, audience.imported.list_id, (page,))
            yield Step(at, at + STEP, tuple(reaches(people, terms)), len(people))


def _end_of_step(entries: Sequence[RollEntry], start: int) -> int:
    """About STEP students on, and never within a family."""
    end = min(start + STEP, len(entries))
    while end < len(entries) and entries[end].family == entries[end - 1].family:
        end += 1
    return end


def people_in(audience: Audience) -> int:
    """How many `someone` tells apart."""
    imported = audience.imported.tally.people if audience.imported else 0
    return len(audience.students.entries) + len(audience.staff) + imported


def someone(audience: Audience, terms: Terms, number: int) -> Recipient | None:
    """Whom the message reaches through the number-th of its students, staff and imported people, best one who
    can be reached; None when that one reaches nobody."""
    before_staff = len(audience.students.entries)
    before_imported = before_staff + len(audience.staff)
    if number < before_staff:
        found = _through(audience, terms, number)
    elif number < before_imported:
        found = staff_reaches(audience.staff[number - before_staff :][:1], terms)
    else:
        found = _one_imported(audience, terms, number - before_imported)
    recipients = [each.recipient for each in found]
    return next((who for who in recipients if _is_reached(who)), next(iter(recipients), None))


def _one_imported(audience: Audience, terms: Terms, number: int) -> list[Reach]:
    """The number-th of the list, or somebody near who was not removed."""
    one = audience.imported
    page = one.page_with(number) if one else None
    if one is None or page is None:
        return []
    (people,) = lists.people(audience.district, one.list_id, (page,))
    at = number % len(people) if people else 0
    return reaches(people[at : at + 1], terms)


def _through(audience: Audience, terms: Terms, number: int) -> list[Reach]:
    """Who is reached about one student, looked up with the whole family."""
    entries = audience.students.entries
    entry = entries[number]
    family = [each for each in entries if each.family == entry.family]
    reached = list(resolved(audience, family, terms).reaches)
    return [each for each in reached if each.recipient.student_id == entry.student_id] or reached


def _is_reached(who: Recipient) -> bool:
    return any(place.address and not place.duplicate for place in who.destinations.values())
