"""What holds for students and parents who write (RCPT-25): to whom, how much, and what they keep of it.

    order --faults--> refused, or --kept--> the author's own copies and the hour's measure, which the store
                                            writes in the accepting transaction

A family's message is an email that its reader also has in the app. Channels, sources and recipient types are
refused by their permissions, which no family profile is offered (`rights.py`). It is secure only as an answer
in a conversation that is (A-94).
"""

from collections.abc import Iterable, Iterator

from chalicelib.access.model import Principal
from chalicelib.audience.model import Selection
from chalicelib.content.model import Content
from chalicelib.directory import school_years
from chalicelib.directory import store as directory
from chalicelib.directory.model import School, User
from chalicelib.kernel.clock import stamp
from chalicelib.kernel.errors import FieldError, Throttled
from chalicelib.kernel.words import say

from . import threads
from .model import Message, Source
from .store import Kept
from .threads import Counterpart, InAppCopy

MOST_RECIPIENTS = 20  # of one message
MOST_AN_HOUR = 30  # messages and answers of one account
SECURE = "Only staff mark messages secure. Leave it off; what you answer to a secure message is secure anyway."
TOO_MANY = "You have written a lot within an hour. Please wait a little, then send this."


def missing_rights(principal: Principal, content: Content) -> Iterator[FieldError]:
    """What of a message's content only staff may ask for; nothing for staff."""
    if content.secure and not principal.is_staff:
        yield FieldError("secure", SECURE)


def faults(principal: Principal, selection: Selection) -> Iterator[FieldError]:
    """What only staff may do with an audience; nothing for staff."""
    if principal.is_staff:
        return
    if selection.staff_groups:
        yield FieldError("audience.staff.groups", "Groups are for staff. Choose the people themselves.")
    if selection.imported:
        yield FieldError("audience.imported", "Lists of imported recipients are for staff. Choose people.")
    if len(selection.staff) > MOST_RECIPIENTS:
        told = say("You can write to up to {most} people at once. Choose fewer.", most=MOST_RECIPIENTS)
        yield FieldError("audience.staff.users", told)


def kept(message: Message, to: Iterable[User], schools: dict[str, School]) -> Kept:
    """What is stored beside a message that its author keeps a copy of, in the conversation with each reader."""
    year = school_year(message)
    copies = tuple(own_copy(message, counterpart(each, schools), year) for each in to)
    return Kept(copies, MOST_AN_HOUR)


def too_many() -> Throttled:
    """The refusal of a message beyond the hour's measure."""
    return Throttled(TOO_MANY)


def school_year(message: Message) -> str:
    """The one in which a message was sent."""
    return school_years.year_of(directory.district(message.district), message.accepted_at)


def own_copy(message: Message, other: Counterpart, year: str) -> InAppCopy:
    """What an author keeps of a message in the conversation with somebody: it is there at once, whether or not
    the other side reads in the app."""
    sent = stamp(message.accepted_at)
    return InAppCopy(
        district=message.district,
        account=message.sender.user_id,
        counterpart=other,
        message_id=message.message_id,
        subject=message.content.subject,
        snippet=threads.snippet_of(message.content.text_in_app),
        sent_at=sent,
        outgoing=True,
        secure=message.content.secure,
        school_year=year,
    )


def counterpart(user: User, schools: dict[str, School]) -> Counterpart:
    """Somebody as the other side of a conversation, the same as when they write themselves."""
    names = (schools[each].name for each in user.schools if each in schools)
    return Counterpart(Source.USER, user.user_id, user.name, next(names, ""))
