"""Posting, changing and deleting announcements. Each is checked as it would be sent now."""

from contextlib import suppress
from dataclasses import replace
from datetime import date

from chalicelib.access.model import Principal
from chalicelib.access.scope import schools_of
from chalicelib.delivery.halting.command import withdraw
from chalicelib.kernel.clock import Clock, stamp
from chalicelib.kernel.errors import Conflict, FieldError, NotFound
from chalicelib.kernel.ids import hashed_id
from chalicelib.kernel.values import value
from chalicelib.messages.send import used_for_another

from . import checks, places, store
from .checks import Wish
from .model import Announcement, withdrawn

DELETED = "What this request made was deleted since. If this is another announcement, give it a new key."
BEING_DELETED = "This announcement is being deleted. Delete it once more to be sure."
OVERTAKEN = "This announcement was sent, or changed, a moment ago. Look at it again before you go on."


@value
class Kept:
    """The announcement, and what its author should know."""

    announcement: Announcement
    warnings: tuple[FieldError, ...] = ()


def post(principal: Principal, wish: Wish, key: str, clock: Clock) -> Kept:
    """A new announcement, or the one that this request made before, as it is now. Raises as `checks.checked`
    does, and Conflict for a key that was used for something else, or of one that was deleted."""
    empty = blank(principal, key)
    made = empty.announcement_id
    before = store.load(principal.district, made)
    if before:
        if before.asked != wish.fingerprint:
            raise used_for_another("announcement")
        return Kept(before)
    found = checks.checked(principal, wish, empty, clock.now())
    announcement = replace(found.announcement, posted_at=stamp(clock.now()), asked=wish.fingerprint)
    if not store.add(announcement):
        if store.load(principal.district, made) is None:
            raise Conflict(DELETED, (FieldError("Idempotency-Key", DELETED),))
        return post(principal, wish, key, clock)  # the same request, at the same moment: the other one made it
    return Kept(announcement, found.warnings)


def change(principal: Principal, before: Announcement, wish: Wish, clock: Clock) -> Kept:
    """The announcement as it is wished now; what was sent is not sent again (ANN-25)."""
    places.check_may_change(principal, before)
    if before.withdrawn:
        raise Conflict(BEING_DELETED)
    found = checks.checked(principal, wish, before, clock.now())
    after = replace(found.announcement, version=before.version + 1)
    try:
        store.save(before, after)
    except store.Changed as changed:
        raise Conflict(OVERTAKEN) from changed
    return Kept(after, found.warnings)


def delete(principal: Principal, announcement: Announcement, clock: Clock) -> None:
    """It is gone from the portals at once, and what waits in the line does not leave (ANN-26).

    First nothing more can become of it, then what did is canceled. Interrupted in between, it stands in the
    list until somebody deletes it once more."""
    places.check_may_change(principal, announcement)
    going = announcement if announcement.withdrawn else _withdrawn(announcement)
    for sending in going.sent:
        withdraw(principal, sending.message_id, clock)
    with suppress(store.Changed):  # somebody else deleted it at the same moment
        store.remove(going, clock.now())


def _withdrawn(announcement: Announcement) -> Announcement:
    """Raises Conflict when it was sent or changed meanwhile; then nothing was canceled."""
    after = withdrawn(announcement)
    try:
        store.withdraw(announcement, after)
    except store.Changed as changed:
        raise Conflict(OVERTAKEN) from changed
    return after


def seen(principal: Principal, announcement_id: str) -> Announcement:
    """One of the principal's schools, or of the whole district. Raises NotFound for any other."""
    found = store.load(principal.district, announcement_id)
    if found is None or (found.schools and set(found.schools).isdisjoint(schools_of(principal))):
        raise NotFound
    return found


def changeable(principal: Principal, announcement_id: str) -> Announcement:
    """One that the principal may change. Raises NotFound or Forbidden."""
    found = seen(principal, announcement_id)
    places.check_may_change(principal, found)
    return found


def blank(principal: Principal, key: str) -> Announcement:
    """The one that a request with this key makes, before anything is in it."""
    made = hashed_id("announcement", principal.district, principal.user_id, key)
    return Announcement(made, principal.district, "", "", "", "", start=date.min, zone="UTC")
