"""Once Per Family: one of the siblings among the selected students stands for all (RCPT-08 to RCPT-12). Pure.

    students --linked--> siblings --lots--> one of them: its contacts are written to
                                       --> the others: Duplicate records, and the in-app copy (A-17)

The pick is random but not left to chance: it follows from the message's seed and the students' ids, so that
whoever repeats it, or previews it, picks the same.
"""

from collections.abc import Iterable, Sequence
from hashlib import blake2b

from chalicelib.directory.model import Student, StudentContact
from chalicelib.kernel.chains import Chains

from .duplicates import first_of_each, never_sent
from .fallback import without_contact
from .model import Destination, RecipientType, Unreachable
from .people import Reach, Terms, about, contact_reach, current_contacts

_KIND = RecipientType.ONCE_PER_FAMILY
_THROUGH_A_SIBLING = Destination(reason=Unreachable.SIBLING, duplicate=True)


def once_per_family(students: Sequence[Student], terms: Terms) -> list[Reach]:
    """The families in the order of their first students."""
    return [reach for siblings in _siblings(students) for reach in _of_family(siblings, terms)]


def _siblings(students: Sequence[Student]) -> list[list[Student]]:
    """Groups of selected students whom Linked Students joins, directly or by way of other selected ones."""
    known = {student.student_id: student for student in students}
    chains = Chains(known)
    for student in students:
        for linked in student.linked_students:
            if linked in known:
                chains.join(student.student_id, linked)
    return [[known[each] for each in group] for group in chains.groups()]


def _of_family(siblings: list[Student], terms: Terms) -> list[Reach]:
    drawn = sorted(siblings, key=lambda student: _lot(terms.seed, student)) if len(siblings) > 1 else siblings
    contacts = {student.student_id: eligible(student, terms) for student in siblings}
    picked = next((student for student in drawn if contacts[student.student_id]), None)
    if picked is None:
        picked, found = _by_fallback(drawn, terms)
    else:
        found = _reaches(picked, contacts[picked.student_id], terms)
    for student in siblings:
        if student is not picked:
            found += _through_a_sibling(student, contacts[student.student_id], terms)
    return found


def _lot(seed: str, student: Student) -> bytes:
    """What a student draws. The lowest is picked, and who leaves the family changes nobody else's."""
    return blake2b(f"{seed}\n{student.student_id}".encode(), digest_size=16).digest()


def eligible(student: Student, terms: Terms) -> list[StudentContact]:
    """A-16: the custodial contacts; without any, the contact with sort order 1."""
    contacts = current_contacts(student, terms.today)
    first = [contact for contact in contacts if contact.sort_order == 1][:1]
    return [contact for contact in contacts if contact.custodial] or first


def _reaches(student: Student, contacts: Iterable[StudentContact], terms: Terms) -> list[Reach]:
    return first_of_each([contact_reach(contact, student, _KIND, terms) for contact in contacts])


def _by_fallback(drawn: Sequence[Student], terms: Terms) -> tuple[Student, list[Reach]]:
    """RCPT-09 where nobody has an eligible contact: the first student through whom somebody can be reached."""
    tried = [(student, without_contact(student, _KIND, terms)) for student in drawn]
    return next((each for each in tried if _reached(each[1])), tried[0])


def _reached(found: Iterable[Reach]) -> bool:
    return any(place.address for reach in found for place in reach.recipient.destinations.values())


def _through_a_sibling(student: Student, contacts: Iterable[StudentContact], terms: Terms) -> list[Reach]:
    """RCPT-12: a record for each contact; for a student without, one about the student."""
    found = never_sent(_reaches(student, contacts, terms), Unreachable.SIBLING)
    return found or [about(student, _KIND, dict.fromkeys(terms.outward, _THROUGH_A_SIBLING))]
