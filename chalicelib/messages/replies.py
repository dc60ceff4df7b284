"""Answering in a conversation: who may, and the one way in which an answer is filed.

    conversation + the other side --why_not--> refused with the reason
    what was said --file_reply--> a message to the other side and its author's copy, in one transaction

Staff can always answer in a conversation they take part in (RPLY-11). A family may when they began it or one of
its messages allows answers (RPLY-01), the teacher works at a school of theirs and has written in this school
year (RPLY-08). An answer goes the way of any message: in the app, by email, and by push to who asked for it.
After a secure message every answer is secure: outside there is only a notice of it (COMP-06).
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from chalicelib.access.model import Level, Permission, Principal
from chalicelib.access.scope import can_read_inbox, scope_of
from chalicelib.audience.model import Selection
from chalicelib.content.compose import Limits, Written, prepare
from chalicelib.content.model import DEFAULT_SUBJECT, Content
from chalicelib.content.text import characters, cut
from chalicelib.directory import school_years
from chalicelib.directory import store as directory
from chalicelib.directory.model import School, User
from chalicelib.directory.preferences import effective
from chalicelib.kernel.clock import moment
from chalicelib.kernel.errors import FieldError, Forbidden, Invalid
from chalicelib.kernel.ids import new_id
from chalicelib.kernel.values import value

from . import families, flagging, outbox, signed, store
from .correspondents import Correspondent, is_one
from .meeting import meeting
from .model import IMMEDIATE_LIFETIME, Message, Sender, Source
from .store import Kept, Request, correspondents, secrecy
from .store.conversations import Thread
from .threads import Counterpart

ANSWER = "Re: "
LONGEST_SUBJECT = 200  # characters
Side = User | Correspondent  # of a conversation
NOTHING = "There is nothing to send yet. Write your answer first."
NO_ACCOUNT = (
    "This conversation is secure, and they have no inbox in which to read an answer. Nothing is emailed to "
    "them. Call them instead."
)


class WhyNot(StrEnum):
    """Why a conversation cannot be answered."""

    NOBODY = "nobody"  # the district or a school wrote: nobody reads there
    GONE = "gone"  # the other side's account is closed
    NO_RIGHT = "no_right"  # the reader's profile sends nothing
    WAITING = "waiting"  # the other side has not written yet
    OFF = "off"  # the family did not begin it, and none of its messages allows answers
    OTHER_SCHOOL = "other_school"
    EARLIER_YEAR = "earlier_year"
    LOOKING_BACK = "looking_back"  # the reader looks at an earlier school year


WORDS: Mapping[WhyNot, str] = {
    WhyNot.NOBODY: "Messages of the district or a school cannot be answered. Write to somebody there instead.",
    WhyNot.GONE: "This account is closed, so nobody would read your answer.",
    WhyNot.NO_RIGHT: "Your profile does not let you send messages. Ask your school office if you need it.",
    WhyNot.WAITING: "They have not answered yet. To add something, write a new message.",
    WhyNot.OFF: "This message does not take answers.",
    WhyNot.OTHER_SCHOOL: "This person does not work at a school of yours, so you cannot answer them here.",
    WhyNot.EARLIER_YEAR: "This conversation is from an earlier school year, so it cannot be answered.",
    WhyNot.LOOKING_BACK: "You are looking at an earlier school year, in which nothing can be sent.",
}


def other_side(district: str, thread: Thread) -> Side | None:
    """Who the other side is; None for a school, the district, or somebody who is gone."""
    other = thread.counterpart.id
    if thread.counterpart.source is not Source.USER:
        return None
    if is_one(other):
        return correspondents.load(district, (other,)).get(other)
    return directory.users(district, (other,)).get(other)


def why_not(reader: Principal, thread: Thread, other: Side | None, now: datetime) -> WhyNot | None:
    """Why the reader may not answer in their conversation; None when they may."""
    if reader.school_year:
        return WhyNot.LOOKING_BACK
    if thread.counterpart.source is not Source.USER:
        return WhyNot.NOBODY
    if not reader.may(Permission.SEND_MESSAGES, Level.EDIT):
        return WhyNot.NO_RIGHT
    if other is None or not other.enabled:
        return WhyNot.GONE
    if reader.is_staff:
        return None
    return _why_no_family(reader, thread, other, now) if isinstance(other, User) else WhyNot.GONE


def _why_no_family(reader: Principal, thread: Thread, teacher: User, now: datetime) -> WhyNot | None:
    """RPLY-01, RPLY-08. Hidden schedules and a teacher not to be found hinder nobody here (A-73, PICK-09)."""
    if not scope_of(reader).meets_staff(teacher):
        return WhyNot.OTHER_SCHOOL
    if not thread.theirs_at:
        return WhyNot.WAITING
    district = directory.district(reader.district)
    if school_years.year_of(district, moment(thread.theirs_at)) < school_years.at_work(district, now):
        return WhyNot.EARLIER_YEAR
    return None if thread.answerable else WhyNot.OFF


def is_secure(district: str, user: str, thread: Thread) -> bool:
    """Whether what a user answers in their conversation is read after signing in only (COMP-06)."""
    if thread.secure or thread.counterpart.source is not Source.USER:
        return thread.secure
    return secrecy.is_secure_between(district, user, thread.counterpart.id)


def can_read(district: str, other: Side | None) -> bool:
    """Whether somebody can sign in and read what is secure (A-31)."""
    if not isinstance(other, User):
        return False
    return any(can_read_inbox(district, other.profiles, role) for role in other.roles)


def warning(author: Principal, thread: Thread, other: Side | None) -> str:
    """What somebody who answers should know although they may (A-31); empty for nothing."""
    lost = not can_read(author.district, other) and is_secure(author.district, author.user_id, thread)
    return NO_ACCOUNT if lost else ""


def prepared(
    district: str, subject: str, html: str, author: Principal | None = None, *, secure: bool = False
) -> Content:
    """What an answer says, clean, with the signature of an `author` who wants it (COMP-27). Raises Invalid
    naming `html` when it is empty or cannot be sent."""
    limits = Limits.of(effective(directory.district(district)))
    written = Written(_answering(subject), html, secure=secure)
    found = prepare(signed.with_signatures(author, written) if author else written, limits, frozenset())
    faults = tuple(FieldError("html", _told(each)) for each in found.faults if each.field != "subject")
    if faults:
        raise Invalid(faults[0].message, faults)
    return found.content


def _told(fault: FieldError) -> str:
    return NOTHING if fault.field == "parts" else fault.message


def _answering(subject: str) -> str:
    """`Re: Field trip`, however often it is answered. What fields were filled with is no field."""
    plain = (subject or DEFAULT_SUBJECT).replace("{{", "{ {")
    said = plain if plain.casefold().startswith(ANSWER.casefold().strip()) else ANSWER + plain
    return said if characters(said) <= LONGEST_SUBJECT else cut(said, LONGEST_SUBJECT, LONGEST_SUBJECT)


@value
class Reply:
    """An answer to file: whose, to whom, and as part of which conversation of the author's. `message_id`: that
    of its message, where it is made of something that may come again; empty: a new one."""

    district: str
    author: Side
    to: Side
    conversation: Counterpart
    content: Content
    request: Request
    message_id: str = ""


def answer(
    reader: Principal, thread: Thread, html: str, request: Request, now: datetime, *, signature: bool = False
) -> Reply:
    """What the reader says in their conversation, checked and clean, signed if they want it. Raises Forbidden
    with the reason why they may not, Invalid naming `html`."""
    other = other_side(reader.district, thread)
    refusal = why_not(reader, thread, other, now)
    author = directory.users(reader.district, (reader.user_id,)).get(reader.user_id)
    if refusal or other is None or author is None:
        raise Forbidden(WORDS[refusal or WhyNot.GONE])
    subject = "" if flagging.hidden_threads(reader.district, [thread]) else thread.subject
    secure = is_secure(reader.district, reader.user_id, thread)
    content = prepared(reader.district, subject, html, reader if signature else None, secure=secure)
    return Reply(reader.district, author, other, thread.counterpart, content, request)


def file_reply(reply: Reply, now: datetime) -> Message:
    """File an answer into the conversation: the message is on its way, and its author has a copy. Whoever may
    not answer has been refused before. The same request again gives back the message that it made.

    Raises Throttled when a family's account has written enough in this hour.
    """
    message = message_of(reply, now)
    try:
        store.accept(message, reply.request, kept=kept_of(reply, message))
    except store.AlreadyAnswered:
        before = store.answered(reply.district, reply.request.user_id, reply.request.key)
        return (before and store.load(reply.district, before.message_id)) or message
    except store.TooMany as refused:
        raise families.too_many() from refused
    except store.NotAccepted:
        return store.load(reply.district, message.message_id) or message
    outbox.publish_or_leave(message)
    return message


def kept_of(reply: Reply, message: Message) -> Kept:
    """What is stored with an answer: its author's copy; whoever writes by email keeps it there."""
    most = 0 if reply.author.is_staff else families.MOST_AN_HOUR
    if not isinstance(reply.author, User):
        return Kept(most_an_hour=most)
    return Kept((families.own_copy(message, reply.conversation, families.school_year(message)),), most)


def message_of(reply: Reply, now: datetime) -> Message:
    """The answer as a message, nothing stored."""
    author, other = reply.author, reply.to
    about = next((each for each in (author, other) if isinstance(each, Correspondent)), None)
    school_id, school_name = _school_of(author, other, directory.schools(reply.district))
    selection = Selection(staff=(other.user_id,)) if other.is_staff else Selection(accounts=(other.user_id,))
    return Message(
        message_id=reply.message_id or new_id(),
        district=reply.district,
        sender=Sender(author.user_id, author.name, school_id, school_name),
        content=reply.content,
        selection=selection,
        accepted_at=now,
        expires_at=now + IMMEDIATE_LIFETIME,
        flagged=not author.is_staff and flagging.is_flagged(reply.district, reply.content),
        replies=True,  # COMP-21: whoever is answered may go on
        to=other.name,
        people=1,
        schools=meeting(author.schools, other.schools),
        regarding_id=about.student_id if about else "",
        regarding_student=about.student_name if about else "",
        seed=reply.request.key,
    )


def _school_of(author: Side, other: Side, schools: Mapping[str, School]) -> tuple[str, str]:
    """The school at which the two meet, and its name: a shared one, else the author's, else the other's."""
    known = [each for each in (*meeting(author.schools, other.schools), *author.schools) if each in schools]
    return (known[0], schools[known[0]].name) if known else ("", "")
