"""How many people a selection reaches, before it is sent (SEND-13, A-26): by the same rules as at sending.

    selection --gather--> students on the rolls, staff --count--> distinct people, and who can be reached where

Up to EXACT students every record is resolved. Above, a sample is resolved and the numbers per channel are
projected from it; the number of people comes from the rolls of all.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from chalicelib.access.scope import Scope, can_read_inbox
from chalicelib.content.model import Channel
from chalicelib.directory import store as directory
from chalicelib.directory.model import LinkedUser, Role, RollEntry, Student, User

from . import plan
from .groups import GroupCount, expand
from .model import Count, RecipientType, Selection, StudentSelection
from .people import Inbox, Reach, Terms
from .resolve import reaches, staff_reaches
from .tally import added, landlines, projected, tally
from .teaching import with_teachers

EXACT = 10_000  # students; about two seconds
SAMPLE = 2_000


@dataclass(frozen=True, slots=True)
class Audience:
    """A selection looked up now: its enrolled students, the schools they are at, its staff, and how its groups
    came out."""

    district: str
    recipient_type: RecipientType
    students: plan.Enrolled
    staff: tuple[User, ...]
    groups: tuple[GroupCount, ...] = ()

    @property
    def schools(self) -> tuple[str, ...]:
        """Every school that somebody of it belongs to."""
        of_staff = (school for user in self.staff for school in user.schools)
        return tuple(dict.fromkeys((*self.students.schools, *of_staff)))


def gather(district: str, selection: Selection, within: Scope | None) -> Audience:
    """Whom a selection means at this moment. Users who may not be written to any more are left out, and
    members of groups whom `within`, the sender's scope, does not hold."""
    expanded = expand(district, selection, within)
    selection = expanded.selection
    chosen = selection.students or StudentSelection(RecipientType.STUDENTS)
    users = directory.users(district, selection.staff) if selection.staff else {}
    staff = tuple(user for user in users.values() if user.enabled)
    return Audience(district, chosen.recipient_type, plan.enrolled(district, chosen), staff, expanded.groups)


def count(audience: Audience, terms: Terms) -> Count:
    """Distinct people and who can be reached by each channel."""
    channels = terms.channels
    staff = staff_reaches(audience.staff, terms)
    entries = audience.students.entries
    if len(entries) <= EXACT:
        records = records_of(audience, entries)
        everybody = [*resolved(audience, records, terms), *staff]
        found = tally(everybody, channels, landlines(records, audience.staff))
    else:
        found = added(_projected(audience, terms), tally(staff, channels, landlines((), audience.staff)))
    return replace(found, students=len(entries), staff=len(audience.staff))


def terms_of(
    district: str,
    channels: Sequence[Channel],
    *,
    today: str,
    emergency: frozenset[Channel] = frozenset(),
    seed: str = "",
    once_per_teacher: bool = True,
    secure: bool = False,
) -> Terms:
    """What a message not sent yet asks of resolving. `today` is the district's date (ISO)."""
    inbox = _inbox(district)
    return Terms(
        tuple(channels), emergency, inbox, today, seed, once_per_teacher=once_per_teacher, secure=secure
    )


def _inbox(district: str) -> Inbox:
    """`can_read_inbox` asked once for each set of profiles."""
    known: dict[tuple[tuple[str, ...], Role], bool] = {}

    def inbox(user: LinkedUser, role: Role) -> bool:
        asked = (user.profiles, role)
        if asked not in known:
            known[asked] = can_read_inbox(district, user.profiles, role)
        return known[asked]

    return inbox


def records_of(audience: Audience, entries: Sequence[RollEntry]) -> Collection[Student]:
    """The records of some of the audience's students."""
    return directory.students(audience.district, [each.student_id for each in entries]).values()


def resolved(audience: Audience, records: Collection[Student], terms: Terms) -> list[Reach]:
    """Whom the audience reaches through these of its students, whole families of them."""
    kind = audience.recipient_type
    return reaches(kind, records, with_teachers(audience.district, kind, records, terms))


def _projected(audience: Audience, terms: Terms) -> Count:
    """The students' numbers from a sample of them."""
    entries = audience.students.entries
    sample = _sample(entries)
    records = records_of(audience, sample)
    found = tally(resolved(audience, records, terms), terms.channels, landlines(records))
    return projected(found, _people(audience), times=len(entries) / len(sample))


def _sample(entries: Sequence[RollEntry]) -> list[RollEntry]:
    """Evenly from the whole, and the same at each count, so that the numbers stand still."""
    return list(entries[:: len(entries) // SAMPLE])


def _people(audience: Audience) -> int:
    """Distinct people from the rolls alone. A student without custodial contact stands for one (RCPT-13)."""
    entries = audience.students.entries
    if audience.recipient_type is not RecipientType.PRIMARY_CONTACTS:
        return len(entries)
    contacts = [{contact for contact, custodial, _ in each.contacts if custodial} for each in entries]
    return len(set().union(*contacts)) + sum(not each for each in contacts)
