"""A person pauses, resumes or cancels a message that is going out.

    may they see it, and stop it? -> is there something to stop? -> HALT with its entry in the record of changes
        -> carried out at once as far as two seconds go, the rest by the fan-out function

Said twice, it is said once. What has left stays, the in-app copies that were made included.
"""

from datetime import datetime, timedelta

from chalicelib.access.model import Level, Permission, Principal
from chalicelib.directory.audit import Change, Entry, Subject, Who, entry
from chalicelib.kernel.clock import Clock, stamp
from chalicelib.kernel.errors import Conflict, Forbidden, Unavailable
from chalicelib.messages import store as messages
from chalicelib.messages.model import PartRow
from chalicelib.messages.store import resends

from ..sent import progress
from ..sent.progress import Progress, Stage
from ..store import halts
from .carry_out import SAFETY, bring_on
from .model import Halt, HaltState
from .waiting import anything_waits

AT_ONCE = 2.0  # seconds of a request: a message to some thousands is stopped by then
_TRIES = 3
NOT_YOURS = "Your profile does not let you pause or cancel other people's messages."
CANCELED_FOR_GOOD = "This message was canceled, and that is for good. Send it again as a new message."
NOTHING_WAITS = "Nothing of this message waits any more: every delivery has its result."
ALL_LEFT = "All of this message has left already, so nothing can be stopped. Some results are still to come."


def pause(who: Principal, message_id: str, clock: Clock) -> Progress:
    """Nothing more leaves until it is resumed; what waits expires as ever. Raises as `_command` does."""
    return _command(who, message_id, HaltState.PAUSED, clock)


def resume(who: Principal, message_id: str, clock: Clock) -> Progress:
    """What was set aside goes out. Raises as `_command` does."""
    return _command(who, message_id, HaltState.RESUMED, clock)


def cancel(who: Principal, message_id: str, clock: Clock) -> Progress:
    """Nothing more leaves, for good. Raises as `_command` does."""
    return _command(who, message_id, HaltState.CANCELED, clock)


def withdraw(who: Principal, message_id: str, clock: Clock) -> None:
    """Cancel what waits of a message and of its other tries, and let there be no more of them, because what it
    was made for is taken back; `who` may do that, whoever may stop the message. Where nothing waits, nothing is
    said."""
    tries = resends.close(who.district, message_id)
    for each in (message_id, *(each.message_id for each in tries)):
        _withdraw(who, each, clock)


def _withdraw(who: Principal, message_id: str, clock: Clock) -> None:
    rows = messages.parts(who.district, message_id)[:1]
    for found in progress.progress_of(who.district, rows, consistent=True):
        if anything_waits(who.district, found, clock) and not (found.halt and found.halt.canceled):
            _say(who, found, HaltState.CANCELED, clock.now())
            bring_on(who.district, message_id, clock, AT_ONCE, may_queue=False)


def may_halt(who: Principal, row: PartRow) -> bool:
    """One's own message; that of another, which one may see, with the right to send."""
    return row.sender_id == who.user_id or who.may(Permission.SEND_MESSAGES, Level.EDIT)


def _command(who: Principal, message_id: str, wanted: HaltState, clock: Clock) -> Progress:
    """Raises NotFound for a message that is not theirs to see, Forbidden for one that is not theirs to stop,
    and Conflict when there is nothing to stop, or it was canceled."""
    found = progress.one(who, message_id)
    if not may_halt(who, found.row):
        raise Forbidden(NOT_YOURS)
    if not _is_so(found.halt, wanted):
        _check(who, found, wanted, clock)
        _say(who, found, wanted, clock.now())
        # Resumed, by them or by somebody else meanwhile, it is the fan-out function's: this one may not queue
        # what leaves.
        bring_on(who.district, message_id, clock, AT_ONCE, may_queue=False)
    return progress.one(who, message_id)


def _is_so(halt: Halt | None, wanted: HaltState) -> bool:
    return wanted is (halt.state if halt else HaltState.RESUMED)


def _say(who: Principal, found: Progress, wanted: HaltState, now: datetime) -> None:
    """Say it after whatever was said before. Raises Conflict."""
    district, message_id = who.district, found.row.message_id
    before = found.halt
    for _ in range(_TRIES):
        if _is_so(before, wanted):
            return
        _check_goes_on(before)
        number = before.number + 1 if before else 1
        halt = Halt(wanted, number, who.user_id, who.name, stamp(now))
        told = _told(who, found.row, before, wanted, now)
        if halts.put(district, message_id, halt, told, now + timedelta(seconds=AT_ONCE) + SAFETY):
            return
        before = halts.read(district, message_id)
    raise Unavailable


def _check(who: Principal, found: Progress, wanted: HaltState, clock: Clock) -> None:
    _check_goes_on(found.halt)
    if wanted is not HaltState.RESUMED and not anything_waits(who.district, found, clock):
        raise Conflict(NOTHING_WAITS if found.stage is Stage.DONE else ALL_LEFT)


def _check_goes_on(before: Halt | None) -> None:
    if before and before.canceled:
        raise Conflict(CANCELED_FOR_GOOD)


def _told(who: Principal, row: PartRow, before: Halt | None, wanted: HaltState, now: datetime) -> Entry:
    change = Change("sending", (before.state if before else HaltState.RESUMED).value, wanted.value)
    by = Who(who.user_id, who.name)
    return entry(now, by, Subject.MESSAGE, row.message_id, row.subject, (change,))
