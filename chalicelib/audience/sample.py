"""One of an audience, to show a message as that one gets it: the n-th of students, staff, imported people.

Where a family or a phone gets one delivery, only students of whom something goes out are samples; in an
audience of more than EACH students, those of whom nothing does show what their household gets.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from chalicelib.access.scope import Scope
from chalicelib.content.model import Channel
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

EACH = 200  # students who are all looked up, to know of whom something goes out


@value
class Samples:
    """Of whom a sample is taken. `rows` are the students where their order is not kept; `places`, among them,
    those of whom something goes out, where that depends on the others."""

    order: Order
    students: int
    rows: tuple[Row, ...]
    besides: Audience
    places: tuple[int, ...] = ()

    @property
    def number(self) -> int:
        """How many `someone` tells apart."""
        imported = self.besides.imported.tally.people if self.besides.imported else 0
        return self.students + len(self.besides.staff) + imported

    def someone(self, terms: Terms, number: int) -> tuple[Recipient, ...]:
        """Whom the message reaches through the number-th, best one who can be reached; nobody when that one
        reaches nobody. Several are one person, whose email and phone tell of different children."""
        before_imported = self.students + len(self.besides.staff)
        if number < self.students:
            found = self._through(terms, number)
        elif number < before_imported:
            found = staff_reaches(self.besides.staff[number - self.students :][:1], terms)
        else:
            found = _one_imported(self.besides, terms, number - before_imported)
        recipients = [each.recipient for each in found]
        best = max(recipients, key=_rank, default=None)
        return tuple(each for each in recipients if best and _same(each, best))

    def _through(self, terms: Terms, number: int) -> Sequence[Reach]:
        """Who is reached about one student, looked up with the whole family."""
        place = self.places[number] if self.places else number
        one, family = self.order.family_at(place, self.rows)
        reached, _ = self.order.resolved(family, terms)
        own = _about(one, reached)
        return reached if not own or _only_repeated(own) else own


def samples(
    district: str, selection: Selection, within: Scope, terms: Terms, now: datetime, *, one_per_address: bool
) -> Samples:
    """Of everybody in a selection whom the sender reaches."""
    selection = expand(district, selection, within).selection
    chosen = selection.students or StudentSelection(RecipientType.STUDENTS)
    order = Order(district, chosen, one_per_address, teachers=False, now=now)
    kept = order.kept_number()
    rows = () if kept else tuple(order.anew())
    besides = gather(district, replace(selection, students=None), None)
    shared = one_per_address or chosen.recipient_type is RecipientType.ONCE_PER_FAMILY
    places = _own_places(order, rows, terms) if shared and len(rows) <= EACH else ()
    return Samples(order, len(places) or kept or len(rows), rows, besides, places)


def _own_places(order: Order, rows: Sequence[Row], terms: Terms) -> tuple[int, ...]:
    reached, _ = order.resolved(rows, terms)
    about: dict[str, list[Reach]] = {}
    for each in reached:
        about.setdefault(each.recipient.student_id, []).append(each)
    return tuple(at for at, (one, _, _) in enumerate(rows) if one in about and not _only_repeated(about[one]))


def _one_imported(audience: Audience, terms: Terms, number: int) -> list[Reach]:
    """The number-th of the list, or somebody near who was not removed."""
    one = audience.imported
    page = one.page_with(number) if one else None
    if one is None or page is None:
        return []
    (people,) = lists.people(audience.district, one.list_id, (page,))
    at = number % len(people) if people else 0
    return reaches(people[at : at + 1], terms)


def _about(student_id: str, reached: Sequence[Reach]) -> list[Reach]:
    return [each for each in reached if each.recipient.student_id == student_id]


def _same(one: Recipient, other: Recipient) -> bool:
    return (one.kind, one.person_id, one.student_id) == (other.kind, other.person_id, other.student_id)


def _rank(who: Recipient) -> int:
    """Who is written to before who reads it in the app only, before who is not reached."""
    real = [channel for channel, place in who.destinations.items() if place.address and not place.duplicate]
    return 2 if any(channel is not Channel.PORTAL for channel in real) else 1 if real else 0


def _only_repeated(found: Sequence[Reach]) -> bool:
    """Whether all that goes out goes out for somebody else of the household."""
    places = [
        place
        for each in found
        for channel, place in each.recipient.destinations.items()
        if channel is not Channel.PORTAL
    ]
    return any(each.duplicate for each in places) and not any(
        each.address and not each.duplicate for each in places
    )
