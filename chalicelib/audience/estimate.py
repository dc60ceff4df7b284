"""What the rolls alone say about a large audience: how many people, and a sample of its students. Pure."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from chalicelib.directory.model import RollEntry

from .model import RecipientType

_STUDENTS_TOO = frozenset(
    {RecipientType.STUDENTS_AND_ALL_CONTACTS, RecipientType.STUDENTS_AND_PRIMARY_CONTACTS}
)
_STUDENTS_ALONE = frozenset({RecipientType.STUDENTS, RecipientType.STUDENT_PERSONAL})


def people(recipient_type: RecipientType, entries: Sequence[RollEntry]) -> int:
    """Distinct people. Rolls know nothing of accounts and end dates, so it is an estimate where contacts are
    written to: each contact is one, and one more stands in where a student has none (RCPT-13)."""
    if recipient_type in _STUDENTS_ALONE:
        return len(entries)
    found = {contact for entry in entries for contact in _contacts(recipient_type, entry)}
    if recipient_type in _STUDENTS_TOO:
        return len(entries) + len(found)
    if recipient_type is RecipientType.ONCE_PER_FAMILY:
        families = {entry.family: False for entry in entries}
        families |= {entry.family: True for entry in entries if any(_contacts(recipient_type, entry))}
        return len(found) + sum(not has for has in families.values())
    return len(found) + sum(not any(_contacts(recipient_type, entry)) for entry in entries)


def _contacts(recipient_type: RecipientType, entry: RollEntry) -> Iterator[str]:
    """The contacts that the type means, by id."""
    if recipient_type in (RecipientType.ALL_CONTACTS, RecipientType.STUDENTS_AND_ALL_CONTACTS):
        return (contact for contact, _, _ in entry.contacts)
    custodial = [contact for contact, own, _ in entry.contacts if own]
    first = [contact for contact, _, order in entry.contacts if order == 1]
    others = first[:1] if recipient_type is RecipientType.ONCE_PER_FAMILY else ()
    return iter(custodial or others)


def sample(entries: Sequence[RollEntry], size: int) -> list[RollEntry]:
    """About so many students: whole families, evenly from the whole and the same at each count, so that the
    numbers stand still."""
    families = [list(family) for _, family in groupby(entries, key=lambda entry: entry.family)]
    return [entry for family in families[:: max(1, len(entries) // size)] for entry in family]
