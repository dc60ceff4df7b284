"""Changing what a user set for themselves (SET-01, SET-02, SET-08).

    what applies and is not locked -> kept, with a mark -> copied into the records -> second look

The copies are made before the answer; a crash in between, or a roster import that was just writing the same
record, is mended by the queue job a minute later (`finish`), as with `contact_settings`.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta

from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import CarillonError, FieldError, Forbidden, Invalid, Stale
from chalicelib.kernel.log import logger

from .model import District, User
from .my_settings import MySettings, applying_to, decided, of_record
from .store import my_settings as stored

SECOND_LOOK = timedelta(minutes=1)
_ENOUGH_TIME = 10.0  # seconds that must be left to begin with another user


def own(district: str, user: User) -> MySettings:
    """What a user set; what the record says for somebody who never did."""
    return stored.of(district, (user.user_id,)).get(user.user_id) or of_record(user)


def change(district: District, user: User, wanted: Mapping[str, bool | None], clock: Clock) -> MySettings:
    """What the user has set now. All of it is saved, or nothing (SET-08).

    Raises Invalid for a setting that is missing or does not concern them, Forbidden for one that the district
    decided otherwise (SET-02), Stale when they changed it elsewhere at the same moment.
    """
    _check(user, wanted)
    _check_locked(district, wanted)
    locked = decided(district.settings)
    chosen = {name: value for name, value in wanted.items() if value is not None and name not in locked}
    before = stored.of(district.district_id, (user.user_id,)).get(user.user_id)
    after = (before or of_record(user)).with_values(chosen)
    if after != before and not stored.change(district.district_id, user.user_id, before, after, clock.now()):
        raise Stale
    stored.copy(district.district_id, user.user_id)
    return after


def _check(user: User, wanted: Mapping[str, bool | None]) -> None:
    faults = tuple(_misplaced(applying_to(user.roles), wanted))
    if faults:
        raise Invalid(faults[0].message, faults)


def _misplaced(applying: tuple[str, ...], wanted: Mapping[str, bool | None]) -> Iterator[FieldError]:
    for name, value in wanted.items():
        if name in applying and value is None:
            yield FieldError(name, "This is required: settings are saved together.")
        if name not in applying and value is not None:
            yield FieldError(name, "This setting is for staff. Leave it out.")


def _check_locked(district: District, wanted: Mapping[str, bool | None]) -> None:
    told = "Your district has set this for everybody, so it cannot be changed here."
    locked = decided(district.settings)
    faults = tuple(
        FieldError(name, told) for name, value in locked.items() if wanted.get(name) not in (None, value)
    )
    if faults:
        raise Forbidden(told, faults)


def finish(district: str, clock: Clock, seconds_left: Callable[[], float]) -> int:
    """Copy what was set a minute ago or earlier once more. How many users were looked at."""
    looked = 0
    for mark, user_id in stored.marked(district, clock.now() - SECOND_LOOK):
        if seconds_left() < _ENOUGH_TIME:
            break
        looked += 1
        try:
            stored.copy(district, user_id)
        except CarillonError:
            logger().warning("settings not copied yet", user_id=user_id)
            continue
        stored.unmark(district, mark)
    return looked
