"""How many people a selection reaches, before it is sent (SEND-13, A-26): by the same rules as at sending.

    selection --gather--> students on the rolls, staff, imported --count--> distinct people, and who is reached

Up to EXACT students every record is resolved. Above, a sample is resolved and the numbers per channel are
projected from it; the number of people comes from the rolls of all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from chalicelib.access.scope import Scope
from chalicelib.directory import store as directory
from chalicelib.directory.model import RollEntry, User
from chalicelib.kernel.batches import batched
from chalicelib.kernel.values import value

from . import estimate, households, plan
from .groups import GroupCount, expand
from .imported import resolve as imported
from .imported import store as lists
from .imported.model import ImportedList, Person, Tally
from .model import Count, RecipientType, Selection, StudentSelection
from .people import Reach, Terms
from .resolve import reaches, staff_reaches
from .tally import added, landlines, projected, tally
from .teaching import reaches_of, teaching, with_teachers

EXACT = 10_000  # students; about two seconds
SAMPLE = 2_000
_READ_PAGES = 25  # pages of an imported list read at once: 5,000 people


@value
class Audience:
    """A selection looked up now: its enrolled students, the schools they are at, its staff, how its groups came
    out, and its imported list. `one_per_address`: the students stand by households, within which an address
    gets one delivery."""

    district: str
    recipient_type: RecipientType
    students: plan.Enrolled
    staff: tuple[User, ...]
    groups: tuple[GroupCount, ...] = ()
    one_per_address: bool = False
    imported: ImportedList | None = None

    @property
    def schools(self) -> tuple[str, ...]:
        """Every school that somebody of it belongs to."""
        of_staff = (school for user in self.staff for school in user.schools)
        return tuple(dict.fromkeys((*self.students.schools, *of_staff)))


def gather(
    district: str, selection: Selection, within: Scope | None, *, one_per_address: bool = False
) -> Audience:
    """Whom a selection means at this moment. Users who may not be written to any more are left out, and
    members of groups whom `within`, the sender's scope, does not hold."""
    expanded = expand(district, selection, within)
    selection = expanded.selection
    chosen = selection.students or StudentSelection(RecipientType.STUDENTS)
    users = directory.users(district, selection.staff) if selection.staff else {}
    staff = tuple(user for user in users.values() if user.enabled)
    students = plan.enrolled(district, chosen)
    if one_per_address:
        students = replace(students, entries=households.households(students.entries))
    listed = lists.get(district, selection.imported) if selection.imported else None
    return Audience(district, chosen.recipient_type, students, staff, expanded.groups, one_per_address, listed)


def count(audience: Audience, terms: Terms) -> Count:
    """Distinct people and who can be reached by each channel."""
    entries = audience.students.entries
    staff = Resolved(tuple(staff_reaches(audience.staff, terms)), landlines((), audience.staff))
    if len(entries) <= EXACT or teachers_once(audience.recipient_type, terms):
        students = resolved(audience, entries, terms)
        once = teachers_once(audience.recipient_type, terms)
        written_to = {reach.person for reach in students.reaches if once}
        besides = (reach for reach in staff.reaches if reach.person not in written_to)
        found = tally([*students.reaches, *besides], terms.channels, students.landlines | staff.landlines)
    else:
        found = added(_projected(audience, terms), tally(staff.reaches, terms.channels, staff.landlines))
    if audience.imported:
        found = added(found, _imported(audience.imported, terms))
    brought = audience.imported.tally.people if audience.imported else 0
    return replace(found, students=len(entries), staff=len(audience.staff), imported=brought)


@value
class Resolved:
    """Whom some of an audience means, and which of their numbers are home or work phones."""

    reaches: tuple[Reach, ...]
    landlines: frozenset[str] = frozenset()


def resolved(audience: Audience, entries: Sequence[RollEntry], terms: Terms) -> Resolved:
    """Whom the audience reaches through these of its students, whole families of them."""
    district, kind = audience.district, audience.recipient_type
    ids = [each.student_id for each in entries]
    if teachers_once(audience.recipient_type, terms):
        found = teaching(district, ids, terms.within)
        return Resolved(tuple(reaches_of(district, found, terms)), landlines((), found.users.values()))
    records = directory.students(district, ids).values()
    terms = replace(with_teachers(district, kind, records, terms), households=_households(audience, entries))
    return Resolved(tuple(reaches(kind, records, terms)), landlines(records))


def _imported(one: ImportedList, terms: Terms) -> Count:
    """From the list's numbers alone, but for those of its people who are suppressed somewhere."""
    stopped: list[Person] = []
    if not terms.suppressed.causes.keys().isdisjoint(terms.outward):
        for pages in batched(one.pages, _READ_PAGES):
            for people in lists.people(one.district, one.list_id, pages):
                stopped += imported.stopped(people, terms)
    others = imported.counted(one.tally - Tally.of(stopped), terms)
    return added(others, tally(imported.reaches(stopped, terms), terms.channels))


def teachers_once(kind: RecipientType, terms: Terms) -> bool:
    """Whether each teacher gets one message about all their students, so that all are looked up together."""
    return kind is RecipientType.TEACHERS_OF and terms.once_per_teacher


def _households(audience: Audience, entries: Sequence[RollEntry]) -> Mapping[str, str]:
    return {each.student_id: each.family for each in entries} if audience.one_per_address else {}


def _projected(audience: Audience, terms: Terms) -> Count:
    """The students' numbers from a sample of them."""
    entries = audience.students.entries
    sample = estimate.sample(entries, SAMPLE)
    found = resolved(audience, sample, terms)
    people = estimate.people(audience.recipient_type, entries)
    counted = tally(found.reaches, terms.channels, found.landlines)
    return projected(counted, people, times=len(entries) / len(sample))
