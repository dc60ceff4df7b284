"""Resolving in one line: `resolved(RecipientType.STUDENTS, student, channels=(E,))`."""

from collections.abc import Iterable
from typing import Any

from chalicelib.audience.model import Recipient, RecipientType, Unreachable
from chalicelib.audience.people import Terms
from chalicelib.audience.resolve import reaches, staff_reaches
from chalicelib.content.model import Channel
from chalicelib.directory.model import Student, User

E, S, V, P, PORTAL = Channel.EMAIL, Channel.SMS, Channel.VOICE, Channel.PUSH, Channel.PORTAL
ALL = (E, S, V, P, PORTAL)
TODAY = "2026-11-23"


def terms(**changes: Any) -> Terms:
    """All channels, nothing urgent, every account sees its inbox."""
    usual: dict[str, Any] = {
        "channels": ALL,
        "emergency": frozenset(),
        "inbox": lambda user, role: True,
        "today": TODAY,
    }
    return Terms(**usual | changes)


def resolved(recipient_type: RecipientType, *students: Student, **changes: Any) -> list[Recipient]:
    """The recipients through these students; `changes` are the terms'."""
    return [each.recipient for each in reaches(recipient_type, students, terms(**changes))]


def staff(users: Iterable[User], **changes: Any) -> list[Recipient]:
    return [each.recipient for each in staff_reaches(users, terms(**changes))]


def address(recipient: Recipient, channel: Channel) -> str:
    return recipient.destinations[channel].address


def reason(recipient: Recipient, channel: Channel) -> Unreachable | None:
    return recipient.destinations[channel].reason


def outward(found: Iterable[Recipient], channel: Channel = E) -> list[tuple[str, str, str]]:
    """What leaves by a channel: (person, student, address)."""
    return [
        (each.person_id, each.student_id, place.address)
        for each in found
        if (place := each.destinations.get(channel)) and place.address and not place.duplicate
    ]


def duplicates(found: Iterable[Recipient], channel: Channel = E) -> list[tuple[str, str]]:
    """What is kept as a Duplicate of a channel: (person, student)."""
    return [
        (each.person_id, each.student_id)
        for each in found
        if (place := each.destinations.get(channel)) and place.duplicate
    ]
