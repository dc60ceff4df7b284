"""One of an audience, to show a message as that one gets it: the n-th of students, staff, imported people."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from chalicelib.access.scope import Scope
from chalicelib.kernel.values import value

from .count import Audience, gather
from .groups import expand
from .imported import store as lists
from .imported.resolve import reaches
from .model import Recipient, RecipientType, Selection, StudentSelection
from .order import Order
from .people import Reach, Terms
from .resolve import staff_reaches
from .store import Row


@value
class Samples:
    """Of whom a sample is taken. `rows` are the students where their order is not kept."""

    order: Order
    students: int
    rows: tuple[Row, ...]
    besides: Audience

    @property
    def number(self) -> int:
        """How many `someone` tells apart."""
        imported = self.besides.imported.tally.people if self.besides.imported else 0
        return self.students + len(self.besides.staff) + imported

    def someone(self, terms: Terms, number: int) -> Recipient | None:
        """Whom the message reaches through the number-th, best one who can be reached; None when that one
        reaches nobody."""
        before_imported = self.students + len(self.besides.staff)
        if number < self.students:
            found = self._through(terms, number)
        elif number < before_imported:
            found = staff_reaches(self.besides.staff[number - self.students :][:1], terms)
        else:
            found = _one_imported(self.besides, terms, number - before_imported)
        recipients = [each.recipient for each in found]
        return next((who for who in recipients if _is_reached(who)), next(iter(recipients), None))

    def _through(self, terms: Terms, number: int) -> Sequence[Reach]:
        """Who is reached about one student, looked up with the whole family."""
        one, family = self.order.family_at(number, self.rows)
        reached, _ = self.order.resolved(family, terms)
        return [each for each in reached if each.recipient.student_id == one] or reached


def samples(
    district: str, selection: Selection, within: Scope, now: datetime, *, one_per_address: bool
) -> Samples:
    """Of everybody in a selection whom the sender reaches."""
    selection = expand(district, selection, within).selection
    chosen = selection.students or StudentSelection(RecipientType.STUDENTS)
    order = Order(district, chosen, one_per_address, teachers=False, now=now)
    kept = order.kept_number()
    rows = () if kept else tuple(order.anew())
    besides = gather(district, replace(selection, students=None), None)
    return Samples(order, kept or len(rows), rows, besides)


def _one_imported(audience: Audience, terms: Terms, number: int) -> list[Reach]:
    """The number-th of the list, or somebody near who was not removed."""
    one = audience.imported
    page = one.page_with(number) if one else None
    if one is None or page is None:
        return []
    (people,) = lists.people(audience.district, one.list_id, (page,))
    at = number % len(people) if people else 0
    return reaches(people[at : at + 1], terms)


def _is_reached(who: Recipient) -> bool:
    return any(place.address and not place.duplicate for place in who.destinations.values())
