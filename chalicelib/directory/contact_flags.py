"""What people set for a student's or a contact's numbers and addresses, instead of the roster (CHAN-11).

    a record as the roster has it + Flags of everybody in it --> the record as it is stored

Only what was set is kept: of a number whose SMS flag somebody cleared, the roster decides the rest. Pure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from typing import Any, TypeVar

from chalicelib.kernel.values import value

from .model import EmailAddress, LinkedUser, Phone, Student, StudentContact

Named = TypeVar("Named")
PHONE_FLAGS = ("callout", "blocked", "sms", "unsubscribed")


@value
class Flags:
    """`phones`: the flags set, by number; `emails`: whether unsubscribed, by address in lower case.
    `email_opt_out` None: not set (CHAN-05)."""

    phones: Mapping[str, Mapping[str, bool]] = field(default_factory=dict)
    emails: Mapping[str, bool] = field(default_factory=dict)
    email_opt_out: bool | None = None

    def phone(self, phone: Phone) -> Phone:
        flags: Mapping[str, Any] = self.phones.get(phone.number, {})
        return replace(phone, **flags) if flags else phone

    def email(self, email: EmailAddress) -> EmailAddress:
        return replace(email, unsubscribed=self.emails.get(email.address.casefold(), email.unsubscribed))

    def merged(self, newer: "Flags") -> "Flags":
        """These, and over them what was set later."""
        phones = {number: dict(flags) for number, flags in self.phones.items()}
        for number, flags in newer.phones.items():
            phones[number] = phones.get(number, {}) | dict(flags)
        opt_out = self.email_opt_out if newer.email_opt_out is None else newer.email_opt_out
        return Flags(phones, {**self.emails, **newer.emails}, opt_out)


NONE = Flags()


@value
class Person:
    """Whose flags: a student, or a contact, who may stand in several students' records."""

    id: str
    contact: bool = True


def people_of(student: Student) -> tuple[Person, ...]:
    """Everybody in a student's record: the student and the contacts."""
    return (Person(student.student_id, contact=False), *(Person(each.contact_id) for each in student.contacts))


def with_flags(student: Student, flags: Mapping[Person, Flags]) -> Student:
    """The record with what was set for the student and each contact."""
    own, *others = (flags.get(each, NONE) for each in people_of(student))
    if not any(each is not NONE for each in (own, *others)):
        return student
    contacts = zip(student.contacts, others, strict=True)
    return replace(
        student,
        primary_email=student.primary_email and own.email(student.primary_email),
        personal_email=student.personal_email and own.email(student.personal_email),
        phone=student.phone and own.phone(student.phone),
        account=_account(student.account, own),
        contacts=tuple([_contact(each, theirs) for each, theirs in contacts]),
    )


def _contact(contact: StudentContact, flags: Flags) -> StudentContact:
    opt_out = contact.email_opt_out if flags.email_opt_out is None else flags.email_opt_out
    return replace(
        contact,
        emails=tuple([flags.email(each) for each in contact.emails]),
        phones=tuple([flags.phone(each) for each in contact.phones]),
        email_opt_out=opt_out,
        linked_user=_account(contact.linked_user, flags),
    )


def _account(user: LinkedUser | None, flags: Flags) -> LinkedUser | None:
    if user is None:
        return None
    return replace(
        user, email=user.email and flags.email(user.email), phone=user.phone and flags.phone(user.phone)
    )


# ---- whom and what one can set ------------------------------------------------------------------------------


@value
class Reachable:
    """A person of a student's record with everything that can be set; `email_opt_out` None for a student."""

    person: Person
    name: str
    phones: tuple[Phone, ...]
    emails: tuple[EmailAddress, ...]
    email_opt_out: bool | None = None


def reachable(student: Student) -> tuple[Reachable, ...]:
    """The student, then the contacts in order. A number of the account counts once."""
    own, *others = people_of(student)
    phone, email = _of_account(student.account)
    mine = Reachable(
        own,
        student.name,
        _phones(student.phone, phone),
        _emails(student.primary_email, student.personal_email, email),
    )
    return (mine, *(_reachable(*pair) for pair in zip(others, student.contacts, strict=True)))


def _reachable(person: Person, contact: StudentContact) -> Reachable:
    phone, email = _of_account(contact.linked_user)
    phones, emails = _phones(*contact.phones, phone), _emails(*contact.emails, email)
    return Reachable(person, contact.name, phones, emails, contact.email_opt_out)


def _of_account(user: LinkedUser | None) -> tuple[Phone | None, EmailAddress | None]:
    return (user.phone, user.email) if user else (None, None)


def _phones(*phones: Phone | None) -> tuple[Phone, ...]:
    return _once((each.number, each) for each in phones if each and each.number)


def _emails(*emails: EmailAddress | None) -> tuple[EmailAddress, ...]:
    return _once((each.address.casefold(), each) for each in emails if each and each.address)


def _once(found: Iterable[tuple[str, Named]]) -> tuple[Named, ...]:
    known: dict[str, Named] = {}
    for name, each in found:
        known.setdefault(name, each)
    return tuple(known.values())
