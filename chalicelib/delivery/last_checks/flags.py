"""What the records say at the moment of sending: an address blocked, unsubscribed or turned off, an opt-out of
email (CHAN-05, CHAN-06) or a closed account since the message was queued is respected (CHAN-08, CHAN-10).

    chunk older than a minute --read its people again--> Standing of each --reason_against--> Errors

A chunk that leaves within a minute of resolving is as fresh as its recipients; an older one costs two batch
reads. Only flags count: who has no record any more, or another address by now, is written to as resolved.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from chalicelib.audience import destinations
from chalicelib.audience.model import PersonKind, Unreachable
from chalicelib.content.model import Channel
from chalicelib.directory import store as directory
from chalicelib.directory.model import EmailAddress, LinkedUser, Phone, Student, User
from chalicelib.directory.my_settings import decided
from chalicelib.kernel.values import value

from .. import known
from ..chunk import Chunk, Entry

FRESH = timedelta(seconds=60)

_ACCOUNTS = (PersonKind.STAFF, PersonKind.FAMILY)  # whose record is their account
Users = Mapping[str, User]


def forbidden(chunk: Chunk, entries: Sequence[Entry]) -> dict[str, Unreachable]:
    """Who must not be written to any more, by delivery id, and why."""
    district = chunk.ref.district
    students: dict[str, Student] = {}
    if chunk.ref.channel is not Channel.PUSH:
        students = directory.students(district, {each.student_id for each in entries if each.student_id})
    users = directory.users(district, _accounts(entries, students.values()))
    for_all = decided(known.district(district).settings).get("email_opt_out")
    found: dict[str, Unreachable] = {}
    for entry in entries:
        who = standing(entry, students.get(entry.student_id), users)
        if for_all is not None:
            who = replace(who, account_opt_out=for_all)
        if reason := reason_against(who, entry.address, chunk.ref.channel, emergency=chunk.emergency):
            found[entry.delivery_id] = reason
    return found


def _accounts(entries: Iterable[Entry], students: Iterable[Student]) -> set[str]:
    """The accounts of everybody concerned: staff are their account."""
    named = {each.person_id if each.kind in _ACCOUNTS else each.account for each in entries}
    linked = {user.user_id for student in students for user in _linked_users(student)}
    return (named | linked) - {""}


def _linked_users(student: Student) -> list[LinkedUser]:
    users = (student.account, *(contact.linked_user for contact in student.contacts))
    return [user for user in users if user]


# ---- Pure ---------------------------------------------------------------------------------------------------


@value
class Standing:
    """One person as the records have them now: where they may be found, whether they want no email as the
    school has it (CHAN-05) or as they set it themselves (CHAN-06), and whether their account is closed."""

    emails: tuple[EmailAddress, ...] = ()
    phones: tuple[Phone, ...] = ()
    email_opt_out: bool = False
    account_opt_out: bool = False
    closed: bool = False


def standing(entry: Entry, student: Student | None, users: Users) -> Standing:
    """How a recipient stands; nothing is against somebody of whom there is no record."""
    if entry.kind in _ACCOUNTS:
        return _of_account(users.get(entry.person_id))
    if student is not None and entry.kind == PersonKind.CONTACT:
        for contact in student.contacts:
            if contact.contact_id == entry.person_id:
                own = Standing(contact.emails, contact.phones, contact.email_opt_out)
                return _with_account(own, contact.linked_user, users)
    if student is not None and entry.kind == PersonKind.STUDENT:
        emails = tuple([each for each in (student.primary_email, student.personal_email) if each])
        own = Standing(emails, (student.phone,) if student.phone else ())
        return _with_account(own, student.account, users)
    return _with_account(Standing(), LinkedUser(entry.account), users)


def _of_account(user: User | None) -> Standing:
    if user is None or not user.enabled:
        return Standing(closed=user is not None)
    emails = (user.email,) if user.email else ()
    # RCPT-17: a user's phone takes texts; the SMS flag belongs to students' and contacts' records.
    phones = (replace(user.phone, sms=True),) if user.phone else ()
    return Standing(emails, phones, account_opt_out=user.email_opt_out)


def _with_account(own: Standing, linked: LinkedUser | None, users: Users) -> Standing:
    """With what their account adds, or takes away: of the two records of it, the stricter counts."""
    if linked is None:
        return own
    record = users.get(linked.user_id)
    opted_out = linked.email_opt_out or (record is not None and record.email_opt_out)
    if not linked.enabled or (record is not None and not record.enabled):
        return replace(own, account_opt_out=opted_out, closed=True)
    emails = destinations.unlisted_email(own.emails, linked.email)
    phones = destinations.unlisted_phone(own.phones, linked.phone)
    return Standing(emails, phones, own.email_opt_out, opted_out)


def reason_against(who: Standing, address: str, channel: Channel, *, emergency: bool) -> Unreachable | None:
    """Why somebody must not be written to at an address of theirs; None when they may be."""
    if channel is Channel.EMAIL:
        if who.email_opt_out or who.account_opt_out:
            return Unreachable.EMAIL_OPT_OUT
        emails = [each for each in who.emails if each.address.lower() == address.lower()]
        return destinations.email(emails).reason if emails else _closed(who)
    if channel is Channel.SMS or channel is Channel.VOICE:
        phones = [each for each in who.phones if each.number == address]
        return destinations.phone(phones, channel, emergency=emergency).reason if phones else _closed(who)
    return _closed(who)


def _closed(who: Standing) -> Unreachable | None:
    """An address that is not their own was their account's."""
    return Unreachable.ACCOUNT_CLOSED if who.closed else None
