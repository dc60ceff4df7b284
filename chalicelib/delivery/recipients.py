"""A shard's recipients as the district's records are now (RCPT-19); `fan_out` freezes them.

ids --by the shard's kind--> records --audience/resolve.py--> recipients --> those with a device keep their push
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from chalicelib.audience import accounts, destinations, resolve, teachers
from chalicelib.audience.imported import resolve as imported
from chalicelib.audience.imported import store as lists
from chalicelib.audience.model import Destination, PersonKind, Recipient, RecipientType, Unreachable
from chalicelib.audience.people import Reach, Terms
from chalicelib.audience.teaching import with_teachers
from chalicelib.audience.terms import terms_for
from chalicelib.content.model import Channel
from chalicelib.directory import store as directory
from chalicelib.directory.model import EmailAddress
from chalicelib.kernel.clock import Clock
from chalicelib.messages.correspondents import Correspondent
from chalicelib.messages.model import Message
from chalicelib.messages.store import correspondents

from . import devices, known
from .shards import ShardKind, ShardList


def resolved(message: Message, who: ShardList, clock: Clock) -> list[Recipient]:
    """Who the shard's people are and where each channel finds them."""
    district, suppressed = known.district(message.district), known.suppressed(message.district)
    terms = terms_for(
        message.content, district, suppressed, clock.now(), seed=message.picks, within=message.within
    )
    found = [reach.recipient for reach in _reaches(message, who, terms)]
    if message.content.push:
        return _with_devices(message.district, found)
    return _with_devices(message.district, found, _asking(found)) if any(map(_wants_push, found)) else found


def _reaches(message: Message, who: ShardList, terms: Terms) -> list[Reach]:
    district = message.district
    if who.kind is ShardKind.STAFF:
        return resolve.staff_reaches(directory.users(district, who.ids).values(), terms)
    if who.kind is ShardKind.ACCOUNTS:
        users = directory.users(district, who.ids).values()
        found = accounts.reaches(users, directory.students(district, accounts.named_in(users)), terms)
        return found + [_by_mail(each, terms) for each in correspondents.load(district, who.ids).values()]
    if who.kind is ShardKind.TEACHERS:
        pupils = directory.students(district, {each for each in who.only if each})
        only = {
            teacher: pupils[each] for teacher, each in zip(who.ids, who.only, strict=True) if each in pupils
        }
        return teachers.once_each(directory.users(district, who.ids).values(), only, terms)
    if who.kind is ShardKind.IMPORTED:
        pages = lists.people(district, message.selection.imported, who.ids)
        return imported.reaches(chain.from_iterable(pages), terms)
    students = directory.students(district, who.ids).values()
    if who.kind is ShardKind.UNTAUGHT:
        return teachers.untaught((each for each in students if each.active), terms)
    if message.selection.students is None:
        return []
    kind = message.selection.students.recipient_type
    terms = replace(with_teachers(district, kind, students, terms), households=who.household_of())
    return resolve.reaches(kind, students, terms)


def _by_mail(who: Correspondent, terms: Terms) -> Reach:
    """Somebody without an account, where they wrote from (RPLY-05); nothing that is read after signing in
    (A-31)."""
    unread = Unreachable.NO_ACCOUNT if terms.secure else None
    place = destinations.email((EmailAddress(who.email),), unread=unread, stopped=terms.stopped(Channel.EMAIL))
    recipient = Recipient(
        who.user_id,
        PersonKind.FAMILY,
        who.name,
        RecipientType.REPLY,
        next(iter(who.schools), ""),
        who.language,
        who.student_id,
        who.student_name,
        destinations={Channel.EMAIL: place},
    )
    return Reach(recipient, who.user_id)


# ---- Devices ------------------------------------------------------------------------------------------------


def _wants_push(who: Recipient) -> bool:
    return who.wants_push and bool(who.account)


def _asking(found: Sequence[Recipient]) -> set[int]:
    """Who asked for a push of every message, by place: each account once, however many children it is about."""
    first: dict[str, int] = {}
    for at, who in enumerate(found):
        if _wants_push(who):
            first.setdefault(who.account, at)
    return set(first.values())


def _with_devices(
    district: str, found: Sequence[Recipient], asking: Collection[int] | None = None
) -> list[Recipient]:
    """Push reaches those who registered a device, and makes no delivery for the others.

    Of a message with a push part that is everybody; of another those in `asking` (CHAN-03).
    """
    wanted = {
        at: place
        for at, who in enumerate(found)
        if (place := who.destinations.get(Channel.PUSH) if asking is None else _place(at, asking))
    }
    counts = devices.counts(district, {found[at].account for at in wanted if found[at].account})
    return [_with_device(each, wanted.get(at), counts) for at, each in enumerate(found)]


def _place(at: int, asking: Collection[int]) -> Destination | None:
    return Destination() if at in asking else None


def _with_device(who: Recipient, place: Destination | None, counts: Mapping[str, int]) -> Recipient:
    places = dict(who.destinations)
    places.pop(Channel.PUSH, None)
    if place and (count := counts.get(who.account, 0)):
        shown = "1 device" if count == 1 else f"{count} devices"
        places[Channel.PUSH] = Destination(shown, duplicate=place.duplicate)
    return replace(who, destinations=places)
