"""Parents and students who are answered in a conversation: where their account finds them. Pure.

    account -> the contacts of their children that it is linked to, or the student's own record -> addresses

So an answer goes where a message about their child would go, and keeps to the same opt-outs (A-19, CHAN-05).
"""

from collections.abc import Iterable, Mapping

from chalicelib.directory.model import EmailAddress, Role, Student, User

from . import destinations
from .people import Reach, Terms, account_reach


def named_in(users: Iterable[User]) -> set[str]:
    """The ids of students in whose records these accounts stand. A student's account has the student's id."""
    children = {each for user in users for each in user.students}
    return children | {user.user_id for user in users if Role.STUDENT in user.roles}


def reaches(users: Iterable[User], students: Mapping[str, Student], terms: Terms) -> list[Reach]:
    """Each account at its addresses; closed ones are left out."""
    return [_reach(user, students, terms) for user in users if user.enabled]


def _reach(user: User, students: Mapping[str, Student], terms: Terms) -> Reach:
    contacts = [
        contact
        for child in user.students
        if child in students
        for contact in students[child].contacts
        if contact.linked_user is not None and contact.linked_user.user_id == user.user_id
    ]
    emails = _once(email for contact in contacts for email in contact.emails)
    if user.user_id in students:
        own = students[user.user_id]
        emails = _once([*emails, *(each for each in (own.primary_email, own.personal_email) if each)])
    opted_out = any(contact.email_opt_out for contact in contacts)
    return account_reach(user, terms, destinations.unlisted_email(emails, user.email), email_opt_out=opted_out)


def _once(emails: Iterable[EmailAddress]) -> tuple[EmailAddress, ...]:
    """Each address once; its owner's opt-out counts wherever it stands."""
    found: dict[str, EmailAddress] = {}
    for each in emails:
        place = each.address.casefold()
        if place not in found or each.unsubscribed:
            found[place] = each
    return tuple(found.values())
