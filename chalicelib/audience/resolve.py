"""From chosen students and staff to people with destinations: one small rule per recipient type. Pure.

    student record --rule of the type--> who, about whom --people.py, destinations.py--> where, per channel
                   --first_of_each--> what is a duplicate within one student (A-18)

Called by `delivery/fan_out.py` at the moment of sending (RCPT-19) and by `count.py` before it. To add a
recipient type, write a rule and name it in `RULES`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from chalicelib.content.model import Channel
from chalicelib.directory.model import EmailAddress, Student, User

from .fallback import without_contact
from .model import Recipient, RecipientType
from .people import Inbox, Reach, Terms, contact_reach, current_contacts, staff_reach, student_reach

NO_EMERGENCY: frozenset[Channel] = frozenset()

Rule = Callable[[Student, Terms], list[Reach]]


def resolve_students(
    recipient_type: RecipientType,
    students: Iterable[Student],
    channels: Sequence[Channel],
    inbox: Inbox,
    *,
    today: str,
    emergency: frozenset[Channel] = NO_EMERGENCY,
) -> list[Recipient]:
    """Whom a recipient type reaches through these students. Students who left reach nobody.

    `today` is the district's date as `2026-11-23`. Raises KeyError for a type without a rule.
    """
    terms = Terms(tuple(channels), emergency, inbox, today)
    return [reach.recipient for reach in reaches(recipient_type, students, terms)]


def resolve_staff(
    users: Iterable[User],
    channels: Sequence[Channel],
    inbox: Inbox,
    *,
    emergency: frozenset[Channel] = NO_EMERGENCY,
) -> list[Recipient]:
    """Staff at the email and phone of their account and in its inbox (RCPT-16); closed accounts left out."""
    terms = Terms(tuple(channels), emergency, inbox, "")
    return [reach.recipient for reach in staff_reaches(users, terms)]


def reaches(recipient_type: RecipientType, students: Iterable[Student], terms: Terms) -> list[Reach]:
    """As `resolve_students`, with the account behind each recipient."""
    rule = RULES[recipient_type]
    found: list[Reach] = []
    for student in students:
        if student.active:
            found += first_of_each(rule(student, terms))
    return found


def staff_reaches(users: Iterable[User], terms: Terms) -> list[Reach]:
    """As `resolve_staff`, with the account behind each recipient."""
    return [staff_reach(user, terms) for user in users if user.enabled]


def _students(student: Student, terms: Terms) -> list[Reach]:
    """RCPT-01 with the email fallback of RCPT-15; texts only to the address-block phone (A-90)."""
    email = student.primary_email if _given(student.primary_email) else student.personal_email
    return [student_reach(student, RecipientType.STUDENTS, terms, (email,), (student.phone,))]


def _given(email: EmailAddress | None) -> bool:
    """Whether there is an address. One that opted out is there: it is not got round by another."""
    return email is not None and bool(email.address)


def _primary_contacts(student: Student, terms: Terms) -> list[Reach]:
    """RCPT-03: the custodial contacts, each about this student; without any, RCPT-13."""
    contacts = current_contacts(student, terms.today)
    custodial = [contact for contact in contacts if contact.custodial]
    if not custodial:
        return without_contact(student, RecipientType.PRIMARY_CONTACTS, contacts, terms)
    return [contact_reach(contact, student, RecipientType.PRIMARY_CONTACTS, terms) for contact in custodial]


def first_of_each(found: list[Reach]) -> list[Reach]:
    """A-18: within one student, the same account or the same address twice is once real, then Duplicate."""
    if len(found) < 2:
        return found
    seen: set[tuple[Channel, str]] = set()
    return [_marked(reach, seen) for reach in found]


def _marked(reach: Reach, seen: set[tuple[Channel, str]]) -> Reach:
    reached = dict(reach.recipient.destinations)
    again = False
    for channel, destination in reached.items():
        if not destination.address:
            continue
        keys = {(channel, destination.address.lower())}
        if reach.user_id:
            keys.add((channel, f"#{reach.user_id}"))
        if not seen.isdisjoint(keys):
            reached[channel] = replace(destination, duplicate=True)
            again = True
        seen |= keys
    return replace(reach, recipient=replace(reach.recipient, destinations=reached)) if again else reach


RULES: Mapping[RecipientType, Rule] = {
    RecipientType.STUDENTS: _students,
    RecipientType.PRIMARY_CONTACTS: _primary_contacts,
}
