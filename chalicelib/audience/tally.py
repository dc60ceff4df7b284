"""From resolved recipients to the numbers shown before sending: people (A-26), deliveries, reasons. Pure.

A delivery is one person about one student at one address, as `delivery.fan_out` makes them, so an email about
two children is two deliveries to one person (A-18).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from chalicelib.content.model import Channel
from chalicelib.directory.model import Phone, PhoneKind, Student, User

from .model import Count, Destination, Unreachable
from .people import Reach, unread_by

Name = TypeVar("Name", bound=str)
_LANDLINES = frozenset({PhoneKind.HOME, PhoneKind.WORK})


def why_not(reach: Reach, channel: Channel) -> Unreachable | None:
    """Why a channel brings somebody nothing; None when it does, when it is a duplicate of what does, and for a
    push, which nobody is owed.

    Without an account that may see it there is no in-app copy (RCPT-20): said once of each person, and of no
    student through whom nobody is reached.
    """
    place = reach.recipient.destinations.get(channel)
    if place is None:
        owed = channel is Channel.PORTAL and not (reach.nobody or reach.beside)
        return unread_by(shut_out=reach.shut_out) if owed else None
    return None if place.address or place.duplicate else place.reason


def tally(
    found: Iterable[Reach], channels: Sequence[Channel], landlines: frozenset[str] = frozenset()
) -> Count:
    """Every number of some recipients; `landlines` as below."""
    reaches = tuple(found)
    reached, passed_over = _reached(reaches), _passed_over(reaches)
    reachable = {channel: sum(channel in each for each in reached.values()) for channel in channels}
    places = _deliveries(reaches)
    real = [(channel, place) for (channel, *_), place in places.items() if not place.duplicate]
    made, repeated = Counter(channel for channel, _ in real), Counter(channel for channel, *_ in places)
    texted = {place.address for channel, place in real if channel is Channel.SMS}
    return Count(
        people=len(reached),
        unreachable_people=sum(not each for each in reached.values()),
        reachable=reachable,
        unreachable={
            channel: sum(channel not in by and (who, channel) not in passed_over for who, by in reached.items())
            for channel in channels
        },
        deliveries={channel: made[channel] for channel in channels},
        duplicates={channel: repeated[channel] - made[channel] for channel in channels},
        reasons=_reasons(reaches, channels),
        landlines=len(texted & landlines),
    )


def landlines(students: Iterable[Student], users: Iterable[User] = ()) -> frozenset[str]:
    """The numbers that records call a home or work phone: a text may not arrive there."""
    phones = [*(phone for student in students for phone in _phones(student)), *(user.phone for user in users)]
    return frozenset(phone.number for phone in phones if phone and phone.kind in _LANDLINES)


def projected(sample: Count, people: int, times: float) -> Count:
    """A sample's numbers, applied to all: its shares of `people`, and `times` as many deliveries."""
    share = people / sample.people if sample.people else 0.0
    reachable, unreachable = (
        {channel: min(people, round(number * share)) for channel, number in numbers.items()}
        for numbers in (sample.reachable, sample.unreachable)
    )
    return Count(
        people=people,
        unreachable_people=round(sample.unreachable_people * share),
        approximate=True,
        reachable=reachable,
        unreachable=unreachable,
        deliveries=_scaled(sample.deliveries, times),
        duplicates=_scaled(sample.duplicates, times),
        reasons={channel: _scaled(each, times) for channel, each in sample.reasons.items()},
        landlines=round(sample.landlines * times),
    )


def added(one: Count, other: Count) -> Count:
    """The numbers of two groups of people who have nobody in common."""
    channels = dict.fromkeys((*one.reasons, *other.reasons))
    return replace(
        one,
        people=one.people + other.people,
        unreachable_people=one.unreachable_people + other.unreachable_people,
        approximate=one.approximate or other.approximate,
        reachable=_sum(one.reachable, other.reachable),
        unreachable=_sum(one.unreachable, other.unreachable),
        deliveries=_sum(one.deliveries, other.deliveries),
        duplicates=_sum(one.duplicates, other.duplicates),
        reasons={each: _sum(one.reasons.get(each, {}), other.reasons.get(each, {})) for each in channels},
        landlines=one.landlines + other.landlines,
    )


def _reached(reaches: Iterable[Reach]) -> dict[str, set[Channel]]:
    """By which channels each person is reached."""
    reached: dict[str, set[Channel]] = {}
    for reach in (each for each in reaches if each.counts):
        places = reach.recipient.destinations
        by = reached.setdefault(reach.person, set())
        by.update(c for c, place in places.items() if place.address and not _is_a_siblings(place))
    return reached


def _passed_over(reaches: Iterable[Reach]) -> set[tuple[str, Channel]]:
    """Who is not written to by a channel because a brother's or sister's contacts are (RCPT-12)."""
    return {
        (reach.person, channel)
        for reach in reaches
        for channel, place in reach.recipient.destinations.items()
        if _is_a_siblings(place)
    }


def _is_a_siblings(place: Destination) -> bool:
    return place.reason is Unreachable.SIBLING


def _deliveries(reaches: Iterable[Reach]) -> dict[tuple[Channel, str, str, str, str], Destination]:
    """What sending will make, each once: the first record of a delivery decides whether it is a duplicate."""
    found: dict[tuple[Channel, str, str, str, str], Destination] = {}
    for reach in reaches:
        who = reach.recipient
        for channel, place in who.destinations.items():
            found.setdefault((channel, who.kind, who.person_id, who.student_id, place.address), place)
    return found


def _reasons(reaches: Iterable[Reach], channels: Sequence[Channel]) -> dict[Channel, dict[str, int]]:
    """Per channel, how often each reason stands in the way; channels that reach everybody are left out."""
    counted = Counter(
        (channel, reason.value)
        for reach in reaches
        for channel in channels
        if (reason := why_not(reach, channel))
    )
    found: dict[Channel, dict[str, int]] = {}
    for (channel, why), number in counted.items():
        found.setdefault(channel, {})[why] = number
    return found


def _phones(student: Student) -> Iterator[Phone | None]:
    accounts = [student.account, *(contact.linked_user for contact in student.contacts)]
    yield student.phone
    yield from (phone for contact in student.contacts for phone in contact.phones)
    yield from (account.phone for account in accounts if account)


def _scaled(numbers: Mapping[Name, int], times: float) -> dict[Name, int]:
    return {name: round(number * times) for name, number in numbers.items()}


def _sum(one: Mapping[Name, int], other: Mapping[Name, int]) -> dict[Name, int]:
    return {name: one.get(name, 0) + other.get(name, 0) for name in dict.fromkeys((*one, *other))}
