"""Short keys of the emails and phones by which somebody is reached about a student: enough to see, from the
rolls alone, which students share one (`docs/decisions/0008-households.md`). Pure.

A key is six letters of a hash: of a district's 400,000 addresses one or two pairs fall together. Nobody is
written to less for it, as an address itself decides what a repetition is.
"""

from base64 import urlsafe_b64encode
from collections.abc import Iterator
from hashlib import blake2b

from .model import EmailAddress, LinkedUser, Phone, Student

LENGTH = 6


def keys_of(student: Student) -> str:
    """The keys of all addresses in a student's record, one after the other, each once."""
    return "".join(sorted({_key(each) for each in _addresses(student) if each}))


def split(keys: str) -> Iterator[str]:
    """The single keys."""
    return (keys[at : at + LENGTH] for at in range(0, len(keys), LENGTH))


def _key(address: str) -> str:
    return urlsafe_b64encode(blake2b(address.lower().encode(), digest_size=6).digest()).decode()[:LENGTH]


def _addresses(student: Student) -> Iterator[str]:
    yield from _texts(student.primary_email, student.personal_email, student.phone)
    yield from _of_account(student.account)
    for contact in student.contacts:
        yield from _texts(*contact.emails, *contact.phones)
        yield from _of_account(contact.linked_user)


def _of_account(user: LinkedUser | None) -> Iterator[str]:
    return _texts(user.email, user.phone) if user else iter(())


def _texts(*places: EmailAddress | Phone | None) -> Iterator[str]:
    for each in places:
        if each is not None:
            yield each.address if isinstance(each, EmailAddress) else each.number
