"""Imported people as recipients (IMPT-10): email, text and call where the data allow; no account, so no in-app
copy and no push; about no student, of no school. Pure.

Each entry is a recipient of its own, also when two say the same (IMPT-06). An opt-out binds by address,
whatever a file says.
"""

from collections.abc import Iterable

from chalicelib.audience.model import Count, Destination, PersonKind, Recipient, RecipientType, Unreachable
from chalicelib.audience.people import Reach, Terms
from chalicelib.content.model import ADDRESSED, CALLS_AND_TEXTS, Channel

from .model import Person, Tally


def reaches(people: Iterable[Person], terms: Terms) -> list[Reach]:
    """One recipient an entry, with no account behind any."""
    return [Reach(_recipient(person, terms)) for person in people]


def _recipient(person: Person, terms: Terms) -> Recipient:
    reached = {channel: _place(person, channel, terms) for channel in terms.channels if channel in ADDRESSED}
    return Recipient(
        person.entry_id,
        PersonKind.IMPORTED,
        person.name,
        RecipientType.IMPORTED,
        school_id="",
        destinations=reached,
    )


def _place(person: Person, channel: Channel, terms: Terms) -> Destination:
    """A secure message is read after signing in, which they cannot (A-31)."""
    address = person.email if channel is Channel.EMAIL else person.phone
    if not address:
        return Destination(reason=Unreachable.NO_CONTACT_DATA)
    if channel is Channel.EMAIL and terms.secure:
        return Destination(reason=Unreachable.NO_ACCOUNT)
    stopped = terms.stopped(channel)(address)
    return Destination(reason=stopped) if stopped else Destination(address)


def stopped(people: Iterable[Person], terms: Terms) -> list[Person]:
    """Those of whom an address must not be written to."""
    by_email, *by_phone = (terms.stopped(each) for each in (Channel.EMAIL, *CALLS_AND_TEXTS))
    return [
        person
        for person in people
        if by_email(person.email) or any(by_number(person.phone) for by_number in by_phone)
    ]


def counted(tally: Tally, terms: Terms) -> Count:
    """The same from a list's numbers alone (IMPT-11), where nobody is suppressed. Everybody has an email or a
    phone."""
    channels = terms.channels
    mailed = 0 if terms.secure else tally.emails
    having = {Channel.EMAIL: mailed, Channel.SMS: tally.phones, Channel.VOICE: tally.phones}
    reachable = {channel: having.get(channel, 0) for channel in channels}
    by_email, by_phone = (
        reachable.get(Channel.EMAIL, 0),
        max(reachable.get(each, 0) for each in CALLS_AND_TEXTS),
    )
    return Count(
        people=tally.people,
        unreachable_people=0 if by_email and by_phone else tally.people - by_email - by_phone,
        reachable=reachable,
        unreachable={channel: tally.people - number for channel, number in reachable.items()},
        deliveries={channel: tally.people if channel in ADDRESSED else 0 for channel in channels},
        duplicates=dict.fromkeys(channels, 0),
        reasons={channel: found for channel in channels if (found := _reasons(tally, channel, terms))},
    )


def _reasons(tally: Tally, channel: Channel, terms: Terms) -> dict[str, int]:
    """How many a channel does not reach, and why; a push is owed to nobody."""
    found: dict[str, int] = {}
    if channel is Channel.EMAIL:
        found = {Unreachable.NO_CONTACT_DATA.value: tally.people - tally.emails}
        found |= {Unreachable.NO_ACCOUNT.value: tally.emails} if terms.secure else {}
    elif channel in ADDRESSED:
        found = {Unreachable.NO_CONTACT_DATA.value: tally.people - tally.phones}
    elif channel is Channel.PORTAL:
        found = {Unreachable.NO_ACCOUNT.value: tally.people}
    return {reason: number for reason, number in found.items() if number}
