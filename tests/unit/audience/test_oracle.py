"""Resolving against a second opinion: the rules said again, one channel and one person at a time, as slowly as
they are written in the ledger. Small worlds, many of them."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.audience.model import Recipient, RecipientType
from chalicelib.audience.people import Terms
from chalicelib.audience.resolve import reaches
from chalicelib.content.model import Channel
from chalicelib.directory.model import EmailAddress, LinkedUser, Phone, Role, Student, StudentContact

TODAY = "2026-11-23"
OUTWARD = (Channel.EMAIL, Channel.SMS, Channel.VOICE)
emails = st.builds(EmailAddress, st.sampled_from(["a@x.example", "A@x.example", "b@x.example"]), st.booleans())
phones = st.builds(
    Phone,
    st.sampled_from(["+12065550001", "+12065550002"]),
    callout=st.sampled_from([True, True, False]),
    blocked=st.booleans(),
    sms=st.booleans(),
    unsubscribed=st.sampled_from([False, False, True]),
)
users = st.builds(
    LinkedUser,
    st.sampled_from(["u1", "u2"]),
    st.none() | emails,
    st.none() | phones,
    st.sampled_from([(), ("inbox-less",)]),
    st.sampled_from([False, False, True]),
    st.sampled_from([True, True, False]),
)


@st.composite
def students(draw: st.DrawFn) -> Student:
    contacts = [
        StudentContact(
            f"c{number}",
            "Con",
            str(number),
            custodial=draw(st.booleans()),
            sort_order=draw(st.integers(0, 2)),
            emails=tuple(draw(st.lists(emails, max_size=2))),
            phones=tuple(draw(st.lists(phones, max_size=2))),
            email_opt_out=draw(st.sampled_from([False, False, True])),
            linked_user=draw(st.none() | users),
            end_date=draw(st.sampled_from([None, None, "2026-11-22", "2026-11-23"])),
        )
        for number in range(draw(st.integers(0, 3)))
    ]
    return Student(
        "s",
        "Stu",
        "Dent",
        ("lincoln",),
        primary_email=draw(st.none() | emails),
        personal_email=draw(st.none() | emails),
        phone=draw(st.none() | phones),
        contacts=tuple(contacts),
        account=draw(st.none() | users),
    )


def inbox(user: LinkedUser, role: Role) -> bool:
    return not user.profiles


def usable(place: EmailAddress | Phone, channel: Channel, emergency: bool) -> bool:
    if isinstance(place, EmailAddress):
        return not place.unsubscribed
    allowed = place.callout and not place.unsubscribed and (emergency or not place.blocked)
    return allowed and (channel is not Channel.SMS or place.sms)


def text(place: EmailAddress | Phone) -> str:
    return place.address if isinstance(place, EmailAddress) else place.number


def first(places: Sequence[EmailAddress | Phone | None], channel: Channel, emergency: bool) -> str:
    for place in places:
        if place is not None and usable(place, channel, emergency):
            return text(place)
    return ""


def own_places(contact: StudentContact, channel: Channel) -> list[EmailAddress | Phone | None]:
    return [*(contact.emails if channel is Channel.EMAIL else contact.phones)]


def login_places(contact: StudentContact, channel: Channel) -> list[EmailAddress | Phone | None]:
    """The account's place, if the account is open and the contact's own record does not list the same."""
    user = contact.linked_user
    if user is None or not user.enabled:
        return []
    place = user.email if channel is Channel.EMAIL else user.phone
    listed = {text(each).lower() for each in own_places(contact, channel) if each}
    return [place] if place and text(place).lower() not in listed else []


def opted_out(contact: StudentContact, channel: Channel) -> bool:
    user = contact.linked_user
    return channel is Channel.EMAIL and (contact.email_opt_out or bool(user and user.email_opt_out))


def expected_of_students(student: Student, channel: Channel, emergency: bool) -> dict[str, str]:
    if channel is not Channel.EMAIL:
        return {"s": first([student.phone], channel, emergency)}
    if student.account and student.account.email_opt_out:
        return {"s": ""}
    return {"s": first([student.primary_email or student.personal_email], channel, emergency)}


def expected_of_contacts(student: Student, channel: Channel, emergency: bool) -> dict[str, str]:
    """Person -> address, before duplicates; empty for an error. Without custody: only who is reached."""
    current = sorted(
        (each for each in student.contacts if each.end_date is None or each.end_date >= TODAY),
        key=lambda each: (each.sort_order, each.contact_id),
    )
    custodial = [each for each in current if each.custodial]
    if custodial:
        return {
            each.contact_id: ""
            if opted_out(each, channel)
            else first([*own_places(each, channel), *login_places(each, channel)], channel, emergency)
            for each in custodial
        }
    for places in (own_places, login_places):
        for each in current:
            found = "" if opted_out(each, channel) else first(places(each, channel), channel, emergency)
            if found:
                return {each.contact_id: found}
    user = student.account
    if user and user.enabled and not (channel is Channel.EMAIL and user.email_opt_out):
        found = first([user.email if channel is Channel.EMAIL else user.phone], channel, emergency)
        return {"s": found} if found else {}
    return {}


def account_of(student: Student, person: str) -> LinkedUser | None:
    linked = {each.contact_id: each.linked_user for each in student.contacts}
    return student.account if person == "s" else linked[person]


def transmitted(found: list[Recipient], channel: Channel) -> list[tuple[str, str]]:
    places = [(each.person_id, each.destinations.get(channel)) for each in found]
    return [
        (person, place.address) for person, place in places if place and place.address and not place.duplicate
    ]


@settings(max_examples=600)
@given(students(), st.booleans(), st.sampled_from([RecipientType.STUDENTS, RecipientType.PRIMARY_CONTACTS]))
def test_each_channel_reaches_whom_the_rules_say(
    student: Student, emergency: bool, recipient_type: RecipientType
) -> None:
    """RCPT-01, RCPT-03, RCPT-13, RCPT-14, RCPT-15, RCPT-22, A-18, A-19, A-21."""
    channels = (*OUTWARD, Channel.PORTAL)
    urgent = frozenset(OUTWARD if emergency else ())
    terms = Terms(channels, urgent, inbox, TODAY)
    found = [each.recipient for each in reaches(recipient_type, [student], terms)]
    rule = expected_of_students if recipient_type is RecipientType.STUDENTS else expected_of_contacts

    for channel in OUTWARD:
        wanted = rule(student, channel, emergency)
        real: list[tuple[str, str]] = []
        seen: set[str] = set()
        for person, place in wanted.items():
            user = account_of(student, person)
            marks = {place.lower(), f"account {user.user_id}" if user else place.lower()}
            if place and not marks & seen:
                real.append((person, place))
            seen |= marks if place else set()
        assert sorted(transmitted(found, channel)) == sorted(real)
        # Nobody is dropped: whoever is expected has a record, and every channel has at least one.
        recorded = {
            each.person_id: each.destinations[channel] for each in found if channel in each.destinations
        }
        assert wanted.keys() <= recorded.keys()
        assert recorded
        assert all(place.address or place.reason for place in recorded.values())

    copies = [each.account for each in found if Channel.PORTAL in each.destinations]
    once = [each.account for each in found if each.account and not each.destinations[Channel.PORTAL].duplicate]
    assert sorted(once) == sorted(set(copies))
    for each in found:
        user = account_of(student, each.person_id)
        assert not each.account or (user and user.enabled and inbox(user, Role.PARENT))
