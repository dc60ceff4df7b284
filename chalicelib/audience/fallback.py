"""Who is written to when a student has no contact of the chosen kind (RCPT-13, A-19 steps 3 and 4). Pure.

    other contacts by rank, their own data -> the same contacts' accounts -> the student's account

Each channel takes the first place that can be reached, so email and phone may come from different people.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from chalicelib.content.model import ADDRESSED, Channel
from chalicelib.directory.model import Student, StudentContact

from . import destinations
from .model import Destination, PersonKind, RecipientType, Unreachable
from .people import Reach, Reached, Terms, about, contact_reach, current_contacts, student_reach

# What to say when there is nothing else to say.
_NOBODY = {
    RecipientType.ALL_CONTACTS: Destination(reason=Unreachable.NO_CONTACT),
    RecipientType.STUDENTS_AND_ALL_CONTACTS: Destination(reason=Unreachable.NO_CONTACT),
}
_NO_PRIMARY_CONTACT = Destination(reason=Unreachable.NO_PRIMARY_CONTACT)


def without_contact(
    student: Student, recipient_type: RecipientType, terms: Terms, *, to_student: bool = True
) -> list[Reach]:
    """The people found per channel, best rank first; what nobody could be found for is an error of the first.

    With nobody at all it is an error about the student, who is owed no in-app copy.
    `to_student` False leaves the student's account out: they are written to anyhow.
    """
    tries = _tries(student, recipient_type, terms, to_student=to_student)
    outward = terms.outward
    takers = {channel: _first_reached(tries, channel) for channel in outward}
    chosen = [reach for reach in _once(tries) if _person(reach) in takers.values()]
    chosen = chosen or [_best_contact(tries) or about(student, recipient_type, {})]
    nobody = _NOBODY.get(recipient_type, _NO_PRIMARY_CONTACT)
    missing: Reached = {c: _why(nobody, tries, c) for c in outward if takers[c] is None}
    found = [_with_share(reach, takers, tries, missing if at == 0 else {}) for at, reach in enumerate(chosen)]
    return found if tries else [replace(each, beside=True) for each in found]


def _tries(student: Student, recipient_type: RecipientType, terms: Terms, *, to_student: bool) -> list[Reach]:
    contacts = current_contacts(student, terms.today)
    own = [contact_reach(_own_data(each), student, recipient_type, terms) for each in contacts]
    with_account = [contact_reach(each, student, recipient_type, terms) for each in contacts]
    user = student.account if to_student else None
    if user is None or not user.enabled:
        return own + with_account
    return [*own, *with_account, student_reach(student, recipient_type, terms, (user.email,), (user.phone,))]


def _own_data(contact: StudentContact) -> StudentContact:
    """The contact as the school recorded them, without what their account adds."""
    user = contact.linked_user
    return replace(contact, linked_user=user and replace(user, email=None, phone=None))


def _first_reached(tries: Sequence[Reach], channel: Channel) -> str | None:
    """Who takes a channel."""
    return next((_person(each) for each in tries if _address(each, channel)), None)


def _once(tries: Iterable[Reach]) -> list[Reach]:
    """Each person once, in order."""
    return list({_person(each): each for each in tries}.values())


def _with_share(
    reach: Reach, takers: dict[Channel, str | None], tries: Sequence[Reach], missing: Reached
) -> Reach:
    """The recipient with the channels they take, the errors, and their in-app channels."""
    person = _person(reach)
    shared: Reached = {
        channel: next(
            each.recipient.destinations[channel]
            for each in tries
            if _person(each) == person and _address(each, channel)
        )
        for channel, taker in takers.items()
        if taker == person
    }
    in_app = {c: d for c, d in reach.recipient.destinations.items() if c not in ADDRESSED}
    return replace(reach, recipient=replace(reach.recipient, destinations=shared | missing | in_app))


def _why(nobody: Destination, tries: Sequence[Reach], channel: Channel) -> Destination:
    """The most telling reason why nobody could be found for a channel."""
    why = nobody
    for each in tries:
        why = destinations.more_telling(why, each.recipient.destinations[channel])
    return why


def _best_contact(tries: Sequence[Reach]) -> Reach | None:
    """Which contact carries the errors when nobody was reached: the best one with an inbox, if any has one."""
    contacts = [each for each in _once(tries) if each.recipient.kind is PersonKind.CONTACT]
    with_inbox = [each for each in contacts if each.recipient.account]
    return next(iter(with_inbox or contacts), None)


def _person(reach: Reach) -> str:
    return f"{reach.recipient.kind}#{reach.recipient.person_id}"


def _address(reach: Reach, channel: Channel) -> str:
    destination = reach.recipient.destinations.get(channel)
    return destination.address if destination else ""
