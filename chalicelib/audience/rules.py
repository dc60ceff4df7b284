"""The recipient types that look at one student at a time: who is written to about this student. Pure.

`resolve.py` names each rule under its type; `people.py` finds the places, `fallback.py` stands in for contacts
that are missing. Once Per Family and Teachers Of look at several students: `families.py`, `teachers.py`.
"""

from dataclasses import replace

from chalicelib.directory.model import EmailAddress, Student, StudentContact

from .fallback import without_contact
from .model import PersonKind, RecipientType
from .people import Reach, Terms, contact_reach, current_contacts, student_reach


def students(student: Student, terms: Terms, kind: RecipientType = RecipientType.STUDENTS) -> list[Reach]:
    """RCPT-01 with the email fallback of RCPT-15; texts only to the address-block phone (A-90)."""
    email = _first_given(student.primary_email, student.personal_email)
    return [student_reach(student, kind, terms, (email,), (student.phone,))]


def student_personal(student: Student, terms: Terms) -> list[Reach]:
    """RCPT-02: the same with the two emails the other way round."""
    email = _first_given(student.personal_email, student.primary_email)
    return [student_reach(student, RecipientType.STUDENT_PERSONAL, terms, (email,), (student.phone,))]


def _first_given(email: EmailAddress | None, other: EmailAddress | None) -> EmailAddress | None:
    """The first that is there. One that opted out is there: it is not got round by the other."""
    return email if email is not None and email.address else other


def primary_contacts(student: Student, terms: Terms) -> list[Reach]:
    """RCPT-03: the custodial contacts, each about this student; without any, RCPT-13."""
    kind = RecipientType.PRIMARY_CONTACTS
    return _contacts(student, custodial(student, terms), kind, terms) or without_contact(student, kind, terms)


def all_contacts(student: Student, terms: Terms) -> list[Reach]:
    """RCPT-04: everybody in the student's contacts whose end date has not passed; without any, RCPT-13."""
    kind, contacts = RecipientType.ALL_CONTACTS, current_contacts(student, terms.today)
    return _contacts(student, contacts, kind, terms) or without_contact(student, kind, terms)


def students_and_all_contacts(student: Student, terms: Terms) -> list[Reach]:
    """RCPT-06: the union of RCPT-01 and RCPT-04."""
    contacts = current_contacts(student, terms.today)
    return _union(student, contacts, RecipientType.STUDENTS_AND_ALL_CONTACTS, terms)


def students_and_primary_contacts(student: Student, terms: Terms) -> list[Reach]:
    """RCPT-07: the union of RCPT-01 and RCPT-03 (A-20)."""
    contacts = custodial(student, terms)
    return _union(student, contacts, RecipientType.STUDENTS_AND_PRIMARY_CONTACTS, terms)


def custodial(student: Student, terms: Terms) -> list[StudentContact]:
    """The primary contacts, by rank."""
    return [contact for contact in current_contacts(student, terms.today) if contact.custodial]


def _contacts(
    student: Student, contacts: list[StudentContact], kind: RecipientType, terms: Terms
) -> list[Reach]:
    return [contact_reach(contact, student, kind, terms) for contact in contacts]


def _union(student: Student, contacts: list[StudentContact], kind: RecipientType, terms: Terms) -> list[Reach]:
    """The student and the contacts. Without any, others stand in for them, but not the student once more."""
    own = students(student, terms, kind)
    found = _contacts(student, contacts, kind, terms)
    return [*own, *(found or _besides(own[0], without_contact(student, kind, terms, to_student=False)))]


def _besides(own: Reach, others: list[Reach]) -> list[Reach]:
    """Who stands in for the contacts. An error about the student, who is reached or not by `own`, says nothing
    twice and is no further person."""
    return [left for each in others if (left := _not_said(own, each))]


def _not_said(own: Reach, other: Reach) -> Reach | None:
    if other.recipient.kind is not PersonKind.STUDENT:
        return other
    said = own.recipient.destinations
    left = {c: place for c, place in other.recipient.destinations.items() if said[c].address}
    return replace(other.at(left), beside=True) if left else None
