"""The district's suppressed addresses, for those who look after them: entered and lifted.

    the owner asked --> entered by hand            the owner asked, or the address was mended --> lifted

Each act of a person leaves an entry in the record of changes, in the same transaction (ADMIN-16).
"""

from chalicelib.access import scope
from chalicelib.access.model import Principal
from chalicelib.content.model import Channel
from chalicelib.directory import addresses
from chalicelib.directory import store as directory
from chalicelib.directory.addresses import PhoneFault
from chalicelib.directory.audit import Change, Entry, Subject, Who, entry
from chalicelib.directory.contact_flags import Reachable, reachable
from chalicelib.directory.store import audit, suppressions
from chalicelib.directory.suppression import Cause, Suppression
from chalicelib.kernel.clock import Clock, stamp
from chalicelib.kernel.errors import Conflict, Invalid, NotFound, Stale
from chalicelib.kernel.values import value

from . import provider_lists

NO_EMAIL = "This is no email address. Write it whole, such as name@example.org."
NO_NUMBER = "This is no phone number. Write it with its area code, such as 303 555 0142."
WHOLE_LINE = "Texts and calls go to the whole line, whatever its extension. Give the number without one."

# ---- Entering -----------------------------------------------------------------------------------------------


def enter(principal: Principal, channel: Channel, address: str, note: str, clock: Clock) -> Suppression:
    """Write no more to an address, because its owner asked. Raises Invalid for what is no address, Conflict for
    one that is suppressed already."""
    place = _checked(channel, address)
    new = Suppression(channel, place, Cause.STAFF, stamp(clock.now()), principal.name, note)
    told = _told(principal, new, clock, Change(new.channel, None, new.cause), Change("note", None, note))
    written = suppressions.suppress(
        principal.district,
        channel,
        place,
        new.cause,
        new.since,
        by=new.by,
        note=note,
        told=(audit.write(principal.district, told),),
    )
    if not written:
        raise Conflict("Nothing is sent there already. Look for the address in the list to see why.")
    return new


def _checked(channel: Channel, address: str) -> str:
    """Raises Invalid naming the field."""
    if channel is not Channel.EMAIL and addresses.direct_phone(address) is PhoneFault.EXTENSION:
        raise Invalid.one("address", WHOLE_LINE)
    place = addresses.email(address) if channel is Channel.EMAIL else addresses.phone(address)
    if place is None:
        raise Invalid.one("address", NO_EMAIL if channel is Channel.EMAIL else NO_NUMBER)
    return place


# ---- Lifting ------------------------------------------------------------------------------------------------


@value
class Lifting:
    """To lift a suppression that was seen to have this cause. `consent`: the owner asked for messages again;
    `note` says how and when, or what was mended."""

    cause: Cause
    note: str
    consent: bool = False


def lift(principal: Principal, suppression_id: str, wish: Lifting, student_id: str, clock: Clock) -> None:
    """Let messages go to an address again. Who looks after some schools only names a student there whose record
    has the address.

    Raises NotFound for what is not there or out of reach, Invalid without the consent that it needs, Stale when
    it is not as it was seen any more, Conflict or Unavailable when the provider does not take part.
    """
    if not student_id:
        scope.check_whole_district(principal)
    found = suppressions.named(principal.district, suppression_id)
    if found is None or (student_id and not _is_theirs(principal, found, student_id)):
        raise NotFound
    if wish.cause is not found.cause:
        raise Stale
    if found.cause.is_the_owners and not wish.consent:
        raise Invalid.one(
            "consent",
            "The owner stopped these messages. Confirm that they asked for them again, and note how and when.",
        )
    provider_lists.forget(found.channel, found.address)
    changes = [Change(found.channel, found.cause, None), Change("note", None, wish.note)]
    changes += [Change("consent", None, True)] if found.cause.is_the_owners else []
    told = audit.write(principal.district, _told(principal, found, clock, *changes))
    if not suppressions.lift(principal.district, found, told):
        raise Stale


def _is_theirs(principal: Principal, found: Suppression, student_id: str) -> bool:
    """Whether the address stands in the record of a student within reach."""
    student = directory.students(principal.district, (student_id,)).get(student_id)
    if student is None or set(student.schools).isdisjoint(scope.schools_of(principal)):
        return False
    theirs = {place.lower() for who in reachable(student) for place in places(who, found.channel)}
    return found.address.lower() in theirs


def places(who: Reachable, channel: str) -> list[str]:
    """Where somebody could be reached on a channel."""
    if channel == Channel.EMAIL:
        return [each.address for each in who.emails]
    return [each.number for each in who.phones]


def _told(principal: Principal, about: Suppression, clock: Clock, *changes: Change) -> Entry:
    who = Who(principal.user_id, principal.name)
    return entry(clock.now(), who, Subject.SUPPRESSION, about.suppression_id, about.address, changes)
