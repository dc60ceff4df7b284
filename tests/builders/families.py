"""Students with families whom the line writes to."""

from typing import Any

from chalicelib.directory.model import EmailAddress, LinkedUser, Phone, Student, StudentContact

from . import people


def phone(number: str, **changes: Any) -> Phone:
    """A number that takes texts."""
    return Phone(number, **{"sms": True} | changes)


def contact(contact_id: str, **changes: Any) -> StudentContact:
    """A custodial contact with an email address, a mobile number and an account."""
    usual: dict[str, Any] = {
        "contact_id": contact_id,
        "given_name": contact_id.title(),
        "family_name": "Miller",
        "custodial": True,
        "emails": (EmailAddress(f"{contact_id}@home.example"),),
        "phones": (phone(f"+1206555{_number(contact_id)}"),),
        "linked_user": LinkedUser(f"{contact_id}-account"),
    }
    return StudentContact(**usual | changes)


def student(student_id: str, *contacts: StudentContact, **changes: Any) -> Student:
    """A student whose one contact is named after them unless contacts are given."""
    return people.student(student_id, contacts=contacts or (contact(f"{student_id}-mum"),), **changes)


def reached_at(student_id: str, email: str = "", number: str = "", **changes: Any) -> Student:
    """A student whose one contact has exactly this address and number, and no account unless told."""
    places = {
        "emails": (EmailAddress(email),) if email else (),
        "phones": (phone(number),) if number else (),
        "linked_user": None,
    }
    return student(student_id, contact(f"{student_id}-mum", **places | changes))


def _number(text: str) -> str:
    """Four digits that belong to a name."""
    return f"{sum(ord(letter) * 31**at for at, letter in enumerate(text)) % 10_000:04d}"
