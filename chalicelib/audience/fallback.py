"""Who is written to when a student has no contact of the chosen kind (RCPT-13, A-19 steps 3 and 4). Pure.

    other contacts by rank, their own data -> the same contacts' accounts -> the student's account

Each channel takes the first place that can be reached, so email and phone may come from different people.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from chalicelib.content.model import Channel
from chalicelib.directory.model import Student, StudentContact

from . import destinations
from .model import Destination, PersonKind, Recipient, RecipientType, Unreachable
from .people import Reach, Reached, Terms, contact_reach, student_reach

OUTWARD = (Channel.EMAIL, Channel.SMS, Channel.VOICE)
NOBODY = Destination(reason=Unreachable.NO_PRIMARY_CONTACT)


def without_contact(
    student: Student, recipient_type: RecipientType, contacts: Sequence[StudentContact], terms: Terms
) -> list[Reach]:
    """The people found per channel, best rank first; what nobody could be found for is an error of the first.

    With nobody at all it is an error about the student, without an in-app copy: a child does not get what was
    meant for the family.
    """
    tries = _tries(student, recipient_type, contacts, terms)
    outward = [channel for channel in terms.channels if channel in OUTWARD]
    takers = {channel: _first_reached(tries, channel) for channel in outward}
    chosen = [reach for reach in _once(tries) if _person(reach) in takers.values()]
    chosen = chosen or [_stand_in(student, recipient_type, tries)]
    missing: Reached = {c: _why(tries, c) for c in outward if takers[c] is None}
    return [_with_share(reach, takers, tries, missing if at == 0 else {}) for at, reach in enumerate(chosen)]


def _tries(
    student: Student, recipient_type: RecipientType, contacts: Sequence[StudentContact], terms: Terms
) -> list[Reach]:
    own = [contact_reach(_own_data(each), student, recipient_type, terms) for each in contacts]
    with_account = [contact_reach(each, student, recipient_type, terms) for each in contacts]
    user = student.account
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
    in_app = {c: d for c, d in reach.recipient.destinations.items() if c not in OUTWARD}
    return replace(reach, recipient=replace(reach.recipient, destinations=shared | missing | in_app))


def _why(tries: Sequence[Reach], channel: Channel) -> Destination:
    """The most telling reason why nobody could be found for a channel."""
    why = NOBODY
    for each in tries:
        why = destinations.more_telling(why, each.recipient.destinations[channel])
    return why


def _stand_in(student: Student, recipient_type: RecipientType, tries: Sequence[Reach]) -> Reach:
    """Who carries the errors when nobody was reached: a contact, best one with an inbox; else the student."""
    contacts = [each for each in _once(tries) if each.recipient.kind is PersonKind.CONTACT]
    with_inbox = [each for each in contacts if each.recipient.account]
    if contacts:
        return (with_inbox or contacts)[0]
    about = Recipient(
        student.student_id,
        PersonKind.STUDENT,
        student.name,
        recipient_type,
        student.school_id,
        student.language,
        student.student_id,
        student.name,
    )
    return Reach(about)


def _person(reach: Reach) -> str:
    return f"{reach.recipient.kind}#{reach.recipient.person_id}"


def _address(reach: Reach, channel: Channel) -> str:
    destination = reach.recipient.destinations.get(channel)
    return destination.address if destination else ""
