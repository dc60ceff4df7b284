"""Adding, changing and removing caller IDs, each with its entry in the record of changes.

the list as it is -> the list with the change, and the defaults that moved -> written where nothing changed
"""

from collections.abc import Iterable, Sequence

from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import Conflict, FieldError, Stale
from chalicelib.kernel.values import value
from chalicelib.kernel.words import say

from .audit import Change, Shown, Subject, Who, differences, entry
from .caller_ids import (
    MOST,
    MOST_LETTERS,
    CallerId,
    Default,
    Handover,
    Listed,
    letters_of_schools,
    saved,
    without,
)
from .store import caller_ids as stored

_TRIES = 3
TOO_MANY_SCHOOLS = (
    "The caller IDs name more schools than the list can hold. "
    "Let numbers be for all schools instead of naming each."
)


@value
class Changed:
    """The list as it is now, and the defaults that moved (A-53)."""

    listed: Listed
    moved: tuple[Handover, ...] = ()


def add(district: str, new: Sequence[CallerId], who: Who, clock: Clock) -> Changed:
    """Raises Conflict above the most of a district, or where they name too many schools, Stale when others keep
    changing the list."""
    for _ in range(_TRIES):
        before, version = stored.read(district)
        if len(before) + len(new) > MOST:
            raise Conflict(say("A district can have {most} caller IDs. Delete some first.", most=MOST))
        after, moved = saved(before, new)
        _check_room(after)
        changes = [Change("caller_id", None, _named(each)) for each in new]
        about = new[0].title if len(new) == 1 else ""
        told = entry(clock.now(), who, Subject.CALLER_ID, "", about, (*changes, *_told(moved)))
        if stored.write(district, after, version, told):
            return Changed(after, moved)
    raise Stale


def change(
    district: str, listed: Listed, version: int, one: CallerId, after: CallerId, who: Who, clock: Clock
) -> Changed:
    """One of the list as it should be. Raises Stale when the list is no longer the one that was read, Conflict
    where it names too many schools."""
    kept, moved = saved(listed, (after,))
    _check_room(kept)
    changes = (*differences(_shown(one), _shown(after)), *_told(moved))
    if not changes:
        return Changed(listed)
    told = entry(clock.now(), who, Subject.CALLER_ID, one.caller_id, after.title, changes)
    if not stored.write(district, kept, version, told):
        raise Stale
    return Changed(kept, moved)


def remove(district: str, listed: Listed, version: int, one: CallerId, who: Who, clock: Clock) -> Changed:
    """Raises Stale as `change` does."""
    kept = without(listed, one.caller_id)
    gone = (Change("caller_id", _named(one), None),)
    told = entry(clock.now(), who, Subject.CALLER_ID, one.caller_id, one.title, gone)
    if not stored.write(district, kept, version, told):
        raise Stale
    return Changed(kept)


def _check_room(listed: Listed) -> None:
    if letters_of_schools(listed) > MOST_LETTERS:
        raise Conflict(TOO_MANY_SCHOOLS, (FieldError("schools", TOO_MANY_SCHOOLS),))


def _named(one: CallerId) -> str:
    return f"{one.title} {one.number}"


def _shown(one: CallerId) -> dict[str, Shown]:
    return {
        "title": one.title,
        "number": one.number,
        "public": one.public,
        "schools": ", ".join(one.schools),
        Default.ATTENDANCE: one.student_attendance,
        Default.DISTRICT: one.district_default,
        Default.SCHOOL: ", ".join(one.default_schools),
    }


def _told(moved: Iterable[Handover]) -> list[Change]:
    return [Change(each.default, _named(each.before), _named(each.after)) for each in moved]
