"""Setting what a contact's or a student's numbers and addresses may be used for (CHAN-11).

    what may be set -> flags, entry and mark in one transaction -> copied into the record of each student

A contact stands in the record of each of their children. The first copies are made at once; the rest, and a
second look at all of them, by the queue job a minute later (`finish`): so neither a crash in between nor a
roster import that was just writing the same record leaves an old copy behind.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta

from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import CarillonError, FieldError, Invalid, Stale
from chalicelib.kernel.log import logger
from chalicelib.kernel.words import say

from . import audit
from .audit import Change, Subject, Who
from .contact_flags import NONE, PHONE_FLAGS, Flags, Reachable, reachable
from .model import Student
from .store import contact_flags as stored

AT_ONCE = 10  # records that are written before the answer
SECOND_LOOK = timedelta(minutes=1)
_ENOUGH_TIME = 10.0  # seconds that must be left to begin with another person


def person_in(student: Student, contact_id: str) -> Reachable | None:
    """The contact of a student, or with an empty id the student; None when there is no such."""
    found = {"" if not each.person.contact else each.person.id: each for each in reachable(student)}
    return found.get(contact_id)


def change(district: str, student: Student, who: Reachable, wanted: Flags, by: Who, clock: Clock) -> Student:
    """Set flags of somebody in a student's record; gives back the record as it is now.

    Raises Invalid for a number or address that is not theirs, Stale when somebody else was faster.
    """
    _check(who, wanted)
    changes = tuple(_changes(who, wanted))
    if not changes:
        return student
    before = stored.flags(district, [who.person]).get(who.person)
    about = who.name if who.name == student.name else f"{who.name} ({student.name})"
    told = audit.entry(clock.now(), by, Subject.CONTACT, who.person.id, about, changes)
    if not stored.change(district, who.person, before, (before or NONE).merged(wanted), told):
        raise Stale
    others = [each for each in stored.students_of(district, who.person) if each != student.student_id]
    now = stored.copy_into(district, student.student_id)
    for each in others[: AT_ONCE - 1]:
        stored.copy_into(district, each)
    return now or student


def finish(district: str, clock: Clock, seconds_left: Callable[[], float]) -> int:
    """Copy what was set a minute ago or earlier wherever it belongs. How many people were looked at."""
    looked = 0
    for mark, who in stored.marked(district, clock.now() - SECOND_LOOK):
        if seconds_left() < _ENOUGH_TIME:
            break
        looked += 1
        try:
            for each in stored.students_of(district, who):
                stored.copy_into(district, each)
        except CarillonError:
            logger().warning("flags not copied yet", person_id=who.id)
            continue
        stored.unmark(district, mark)
    return looked


# ---- what may be set ---------------------------------------------------------------------------------------


def _check(who: Reachable, wanted: Flags) -> None:
    numbers = {each.number for each in who.phones}
    addresses = {each.address.casefold() for each in who.emails}
    faults = (
        *_unknown("phones", "number", wanted.phones, numbers),
        *_unknown("emails", "address", wanted.emails, addresses),
        *_no_opt_out(who, wanted),
    )
    if faults:
        raise Invalid(faults[0].message, faults)


def _unknown(group: str, name: str, wanted: Iterable[str], known: Iterable[str]) -> Iterator[FieldError]:
    for at, each in enumerate(wanted):
        if each not in known:
            told = say(
                "This person has no such {name} here. Load the page again, then make your change.",
                name=say(name),
            )
            yield FieldError(f"{group}.{at}.{name}", told)


def _no_opt_out(who: Reachable, wanted: Flags) -> Iterator[FieldError]:
    if wanted.email_opt_out is not None and who.email_opt_out is None:
        yield FieldError("email_opt_out", "A student has no such setting; unsubscribe the address instead.")


def _changes(who: Reachable, wanted: Flags) -> Iterator[Change]:
    """What will be different, as the record of changes shows it."""
    for phone in who.phones:
        yield from _flag_changes(phone.number, wanted.phones.get(phone.number, {}), phone, PHONE_FLAGS)
    for email in who.emails:
        given = wanted.emails.get(email.address.casefold())
        if given is not None:
            yield from _flag_changes(email.address, {"unsubscribed": given}, email, ("unsubscribed",))
    if wanted.email_opt_out not in (None, who.email_opt_out):
        yield Change("email_opt_out", who.email_opt_out, wanted.email_opt_out)


def _flag_changes(
    place: str, wanted: Mapping[str, bool], current: object, names: Iterable[str]
) -> Iterator[Change]:
    for name in names:
        before = getattr(current, name)
        if wanted.get(name, before) != before:
            yield Change(f"{place} {name}", before, wanted[name])
