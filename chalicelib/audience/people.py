"""One person's reach: where each channel of a message finds a student, a contact or a member of staff. Pure.

`resolve.py` decides who is written to; this file looks up the places, `destinations.py` judges each of them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, replace

from chalicelib.access.bounds import Scope
from chalicelib.content.model import ADDRESSED, Channel
from chalicelib.directory.model import EmailAddress, LinkedUser, Phone, Role, Student, StudentContact, User
from chalicelib.directory.suppression import NOBODY, Suppressed
from chalicelib.kernel.values import value

from . import destinations
from .model import Destination, PersonKind, Recipient, RecipientType, Unreachable

Inbox = Callable[[LinkedUser, Role], bool]
Reached = dict[Channel, Destination]


@value
class Terms:
    """What a message asks of resolving: its channels, those of them that are an emergency, whether an account
    may see the inbox (RCPT-20), and the district's date (ISO), for contacts that have ended.

    `seed` decides every random pick (RCPT-09): the same seed picks the same. `teachers` are those of each
    section, by section id (RCPT-05); `once_per_teacher` whether a teacher's students share one message (A-18).
    `households` says, by student id, within which household an address gets one delivery; empty when every
    student's message goes out by itself.
    `within` is the sender's scope: whom it hides teaches nobody (XSCH-02); None hides nobody.
    `secure` mails go only to those who can sign in and read the message (A-31).
    `decided` is what the district decided for everybody instead of each user (SET-02, `directory.my_settings`),
    `suppressed` which addresses must not be written to whoever has them (CHAN-10).
    """

    channels: tuple[Channel, ...]
    emergency: frozenset[Channel]
    inbox: Inbox
    today: str
    seed: str = ""
    teachers: Mapping[str, tuple[User, ...]] = field(default_factory=dict)
    once_per_teacher: bool = True
    within: Scope | None = None
    secure: bool = False
    households: Mapping[str, str] = field(default_factory=dict)
    decided: Mapping[str, bool] = field(default_factory=dict)
    suppressed: Suppressed = NOBODY

    @property
    def outward(self) -> tuple[Channel, ...]:
        """The channels that need an address or a number of their own."""
        return tuple(channel for channel in self.channels if channel in ADDRESSED)

    def stopped(self, channel: Channel) -> destinations.Stopped:
        """Tells of an address why nothing goes to it on a channel, whoever has it; None where something may."""
        if not self.suppressed.causes.get(channel):
            return destinations.free
        urgent = channel in self.emergency

        def why(address: str) -> Unreachable | None:
            return destinations.why_suppressed(self.suppressed.cause(channel, address), emergency=urgent)

        return why

    def wants_no_email(self, user: LinkedUser | User | None) -> bool:
        """Whether an account's owner opted out of emails (SET-07, CHAN-06)."""
        return user is not None and self.decided.get("email_opt_out", user.email_opt_out)

    def wants_push(self, user: LinkedUser | User | None) -> bool:
        """Whether an account's owner opted in to a push for every message (SET-05, CHAN-03)."""
        return user is not None and self.decided.get("push_always", user.push_always)


@value
class Reach:
    """A recipient and the account behind it, if any: also one that may not see the inbox is one person.

    `nobody` marks a line of the report about a student through whom nobody is reached; `beside` one about
    somebody whose own line tells of the in-app copy. `shut_out` is somebody whose account opens no inbox.
    """

    recipient: Recipient
    user_id: str = ""
    nobody: bool = False
    beside: bool = False
    shut_out: bool = False

    def at(self, destinations: Reached, children: tuple[str, ...] = ()) -> "Reach":
        """The same at other destinations, about these children. Field by field: `replace` takes four times as
        long, which for a district's 200,000 people is seconds."""
        who = self.recipient
        moved = Recipient(
            who.person_id,
            who.kind,
            who.name,
            who.recipient_type,
            who.school_id,
            who.language,
            who.student_id,
            who.student_name,
            who.account,
            destinations,
            children,
            who.values,
            who.wants_push,
        )
        return Reach(moved, self.user_id, self.nobody, self.beside, self.shut_out)

    @property
    def person(self) -> str:
        """The same for one person however many records there are of them (A-26)."""
        return self.user_id or f"{self.recipient.kind}#{self.recipient.person_id}"

    @property
    def counts(self) -> bool:
        """Whether this is somebody written to: not one whose every delivery is a Duplicate (A-26)."""
        places = self.recipient.destinations.values()
        return not self.nobody and (not places or any(not place.duplicate for place in places))


def current_contacts(student: Student, today: str) -> list[StudentContact]:
    """The student's contacts by rank, without those whose end date has passed."""
    current = [each for each in student.contacts if each.end_date is None or each.end_date >= today]
    return sorted(current, key=lambda each: (each.sort_order, each.contact_id))


def contact_reach(
    contact: StudentContact, student: Student, recipient_type: RecipientType, terms: Terms
) -> Reach:
    """A contact at their own data, then at their account's (A-19, steps 1, 2 and 4)."""
    user = contact.linked_user
    emails, phones = contact.emails, contact.phones
    if user is not None and user.enabled:
        emails = destinations.unlisted_email(emails, user.email)
        phones = destinations.unlisted_phone(phones, user.phone)
    opted_out = contact.email_opt_out or terms.wants_no_email(user)
    account = _account(user, Role.PARENT, terms)
    shut_out = _is_shut_out(user, account)
    recipient = Recipient(
        contact.contact_id,
        PersonKind.CONTACT,
        contact.name,
        recipient_type,
        student.school_id,
        contact.language,
        student.student_id,
        student.name,
        account,
        _reached(terms, emails, phones, account, opted_out, shut_out),
        wants_push=terms.wants_push(user),
    )
    return Reach(recipient, user.user_id if user else "", shut_out=shut_out)


def student_reach(
    student: Student,
    recipient_type: RecipientType,
    terms: Terms,
    emails: Sequence[EmailAddress | None],
    phones: Sequence[Phone | None],
) -> Reach:
    """The student at the addresses that the recipient type looks at."""
    user = student.account
    account = _account(user, Role.STUDENT, terms)
    shut_out = _is_shut_out(user, account)
    places = _reached(terms, emails, phones, account, terms.wants_no_email(user), shut_out)
    wants_push = terms.wants_push(user)
    return about(student, recipient_type, places, account, wants_push=wants_push, shut_out=shut_out)


def about(
    student: Student,
    recipient_type: RecipientType,
    places: Reached,
    account: str = "",
    *,
    wants_push: bool = False,
    shut_out: bool = False,
) -> Reach:
    """The student as a recipient. A line of the report about a student has no account, so no in-app copy: a
    child does not get what was meant for the family or the teachers."""
    recipient = Recipient(
        student.student_id,
        PersonKind.STUDENT,
        student.name,
        recipient_type,
        student.school_id,
        student.language,
        student.student_id,
        student.name,
        account,
        places,
        wants_push=wants_push,
    )
    return Reach(recipient, student.account.user_id if student.account else "", shut_out=shut_out)


def staff_reach(
    user: User,
    terms: Terms,
    recipient_type: RecipientType = RecipientType.STAFF,
    student: Student | None = None,
) -> Reach:
    """A member of staff at their account's own data (RCPT-16), perhaps about a student (RCPT-05)."""
    own = LinkedUser(user.user_id, profiles=user.profiles)
    account = next((user.user_id for role in user.roles if terms.inbox(own, role)), "")
    shut_out = user.enabled and not account
    # RCPT-17: a user's phone takes texts; the SMS flag belongs to students' and contacts' records.
    phone = replace(user.phone, sms=True) if user.phone else None
    recipient = Recipient(
        user.user_id,
        PersonKind.STAFF,
        user.name,
        recipient_type,
        user.schools[0] if user.schools else "",
        user.language,
        student.student_id if student else "",
        student.name if student else "",
        account,
        _reached(terms, (user.email,), (phone,), account, terms.wants_no_email(user), shut_out),
        wants_push=terms.wants_push(user),
    )
    return Reach(recipient, user.user_id, shut_out=shut_out)


def account_reach(
    user: User, terms: Terms, emails: Sequence[EmailAddress | None], *, email_opt_out: bool = False
) -> Reach:
    """The account of a parent or student, answered in a conversation: by email, push and in the app."""
    own = LinkedUser(user.user_id, profiles=user.profiles)
    account = next((user.user_id for role in user.roles if terms.inbox(own, role)), "")
    shut_out = user.enabled and not account
    opted_out = email_opt_out or terms.wants_no_email(user)
    recipient = Recipient(
        user.user_id,
        PersonKind.FAMILY,
        user.name,
        RecipientType.REPLY,
        user.schools[0] if user.schools else "",
        user.language,
        account=account,
        destinations=_reached(terms, emails, (), account, opted_out, shut_out),
        wants_push=terms.wants_push(user),
    )
    return Reach(recipient, user.user_id, shut_out=shut_out)


def _account(user: LinkedUser | None, role: Role, terms: Terms) -> str:
    """The account that gets the in-app copy, or empty (RCPT-20)."""
    return user.user_id if user is not None and user.enabled and terms.inbox(user, role) else ""


def _is_shut_out(user: LinkedUser | None, account: str) -> bool:
    """Whether there is an open account, and no inbox to it."""
    return user is not None and user.enabled and not account


def _reached(
    terms: Terms,
    emails: Sequence[EmailAddress | None],
    phones: Sequence[Phone | None],
    account: str,
    email_opt_out: bool,
    shut_out: bool,
) -> Reached:
    """Per channel the destination or the reason; push and the in-app copy only with an account."""
    reached: Reached = {}
    for channel in terms.channels:
        if channel is Channel.EMAIL:
            unread = unread_by(shut_out=shut_out) if terms.secure and not account else None
            reached[channel] = destinations.email(
                emails, opted_out=email_opt_out, unread=unread, stopped=terms.stopped(channel)
            )
        elif channel is Channel.SMS or channel is Channel.VOICE:
            urgent = channel in terms.emergency
            reached[channel] = destinations.phone(
                phones, channel, emergency=urgent, stopped=terms.stopped(channel)
            )
        elif account:
            reached[channel] = Destination(account)
    return reached


def unread_by(*, shut_out: bool) -> Unreachable:
    """Why somebody without an in-app copy has none (RCPT-20)."""
    return Unreachable.NO_INBOX if shut_out else Unreachable.NO_ACCOUNT
