"""What an announcement sends becomes a message. Called by the queue job each minute (`messages/firing.py`).

    pointer -> call window open, or an emergency in it?
        -> announcement -> over? -> its parts, or outside the call window its emergencies
        -> author's rights now -> message composed now
        -> one transaction: message, outbox entry, announcement moved on    so ten jobs at once make one message
        -> or: why not, and it is tried again each minute until it is over

What the window holds is looked at again each minute by the hours of that minute, and can be changed or
deleted until then. An emergency goes ahead by itself, and the rest becomes another message (A-12).
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib.access.model import Principal
from chalicelib.content.model import Channel
from chalicelib.delivery import known
from chalicelib.kernel.clock import Clock, stamp
from chalicelib.kernel.errors import CarillonError, Forbidden, NotFound, Unauthenticated
from chalicelib.kernel.log import logger
from chalicelib.kernel.troubles import note
from chalicelib.messages import outbox
from chalicelib.messages import store as messages
from chalicelib.messages.firing import OURS, Kind, author_of_now
from chalicelib.messages.model import Message

from . import store
from .model import Announcement, Sending, sent

if TYPE_CHECKING:
    from .compose import Made

TOO_LATE = "This was not sent: the announcement was over before it could leave."
NOT_ALLOWED = "Whoever posted this may no longer post announcements."


def _pointers(district: str, now: datetime) -> Iterator[store.Pointer]:
    return store.due(district, now)


def _look(pointer: store.Pointer, clock: Clock) -> int:
    """Send what is due there; how many messages were made."""
    if _waits(pointer, clock.now()):
        return 0
    found = store.load(pointer.district, pointer.announcement_id)
    if found is None:
        store.drop(pointer)
        return 0
    return int(fire(found, clock) is not None)


ANNOUNCEMENTS = Kind("announcements", _pointers, _look, "An announcement could not be sent yet")


def _waits(pointer: store.Pointer, now: datetime) -> bool:
    """What waits for the window is not even read before that opens, or it is over."""
    if pointer.emergency or stamp(now) >= pointer.ends:
        return False
    return not _is_open(pointer.district, pointer.only_school, now)


def fire(announcement: Announcement, clock: Clock) -> Message | None:
    """What is due of it becomes a message; None when it does not, now or for ever (it then says why)."""
    now, expires = clock.now(), announcement.expires_at
    if expires is None or announcement.due is None or announcement.due > now:
        return None
    if now >= expires:
        _save(announcement, replace(announcement, due=None, problem=TOO_LATE))
        return None
    leaving = _leaving(announcement, now)
    if not leaving:
        return None
    waiting = announcement.pending - leaving
    try:
        return _accept(announcement, leaving, clock)
    except (Forbidden, Unauthenticated, NotFound) as error:
        # PERM-12: rights that are gone do not come back by waiting.
        due = announcement.due if waiting else None
        _save(announcement, replace(announcement, due=due, problem=error.detail))
    except CarillonError as error:
        _save(announcement, replace(announcement, problem=error.detail))
    except Exception as error:
        note("An announcement failed", error, district=announcement.district, id=announcement.announcement_id)
        _save(announcement, replace(announcement, problem=OURS))
    return None


def _leaving(announcement: Announcement, now: datetime) -> frozenset[Channel]:
    """What may leave now: all of it while the call window is open, else what does not wait for that (ANN-15,
    SMS-09)."""
    if _is_open(announcement.district, announcement.only_school, now):
        return announcement.pending
    return announcement.parts_pending.emergencies


def _is_open(district: str, only_school: str, now: datetime) -> bool:
    return known.window_of(district, only_school or None).opening(now) is None


def _accept(announcement: Announcement, leaving: frozenset[Channel], clock: Clock) -> Message | None:
    from . import compose, places, rights  # here, because most runs fire nothing, and they are slow to import

    author = _author(announcement, clock)
    places.check_may_send(author, announcement)
    desk = places.desk_for(author, announcement.school_id, announcement.schools)
    parts, refused = rights.granted(desk, announcement.parts.only(leaving))
    made = compose.made(desk, replace(announcement, parts=parts), clock)
    waiting = announcement.pending - leaving
    after = sent(announcement, _sending(announcement, made, clock), waiting, refused)
    try:
        messages.accept(made.message, also=store.moved(announcement, after))
    except messages.NotAccepted:
        if store.load(announcement.district, announcement.announcement_id) == announcement:
            raise  # nobody was: there is another message of this id
        return None  # somebody else was here first
    outbox.publish_or_leave(made.message)
    return made.message


def _sending(announcement: Announcement, made: "Made", clock: Clock) -> Sending:
    """What has left of it: of a part in which a field is gone nothing may be left (FLDS-06)."""
    left = announcement.pending.intersection(made.message.content.channels())
    return Sending(made.message.message_id, tuple(sorted(left)), stamp(clock.now()), made.note)


def _author(announcement: Announcement, clock: Clock) -> Principal:
    """Whoever posted or last changed it, as of this moment. Raises Unauthenticated or Forbidden."""
    from .rights import POSTERS  # as in `_accept`

    author = author_of_now(announcement.district, announcement.author_id, clock)
    if not POSTERS.met_by(author):
        raise Forbidden(NOT_ALLOWED)
    return author


def _save(before: Announcement, after: Announcement) -> None:
    if after == before:
        return  # the same as a minute ago
    try:
        store.save(before, replace(after, version=before.version + 1))
    except store.Changed:
        logger().info("An announcement changed while it was looked at", id=before.announcement_id)
