"""What is due becomes messages. Called by the queue job each minute (`messages/firing.py`).

    pointer -> schedule, caught up with what is over -> author's rights now -> order composed now
        -> one transaction: message, outbox entry, schedule moved on      so ten jobs at once make one message
        -> or: why not, and whether it is tried again

The message's id is made from schedule and occurrence; an edit, a deletion or another job that comes first
changes the schedule's version, and this transaction does not happen.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.access.model import Permission, Principal, edit
from chalicelib.directory import store as directory
from chalicelib.directory.marking_periods import MarkingPeriod
from chalicelib.kernel.clock import Clock, stamp
from chalicelib.kernel.errors import CarillonError, Conflict, Forbidden, NotFound, Unauthenticated
from chalicelib.kernel.ids import hashed_id
from chalicelib.kernel.log import logger
from chalicelib.kernel.troubles import note
from chalicelib.kernel.values import value

from .. import outbox
from .. import store as messages
from ..firing import OURS, Kind, author_of_now
from ..model import Message
from . import holding, store
from .model import Schedule, caught_up, due, failed, not_now, sent
from .ready import Ready
from .recurrence import Every, Occurrence

LATE_LIFETIME = timedelta(hours=1)  # of what leaves after the end of its day
UNREADABLE = "What was kept of this message can no longer be read. Please write it again."
_NEEDS = edit(Permission.SEND_MESSAGES, staff_only=True)


@value
class Due:
    """A schedule as it is stored, the same caught up, and its occurrence that has come."""

    stored: Schedule
    schedule: Schedule
    occurrence: Occurrence


def _pointers(district: str, now: datetime) -> Iterator[store.Pointer]:
    return store.due(district, now)


def _look(pointer: store.Pointer, clock: Clock) -> int:
    """Send what is due there; how many schedules were looked at."""
    stored, now = store.load(pointer.district, pointer.author_id, pointer.schedule_id), clock.now()
    if stored is None:
        store.drop(pointer)
        return 0
    schedule = caught_up(stored, now)
    occurrence = due(schedule, now)
    if occurrence:
        fire(Due(stored, schedule, occurrence), clock)
    elif schedule != stored:
        _save(stored, schedule)
    return int(schedule != stored or occurrence is not None)


SCHEDULES = Kind("schedules", _pointers, _look, "A scheduled message could not be sent yet")


def fire(what: Due, clock: Clock) -> Message | None:
    """One occurrence becomes a message; None when it does not, now or for ever (the schedule then says why)."""
    schedule, occurrence = what.schedule, what.occurrence
    try:
        holding.keep(schedule, schedule.rule.after(occurrence.due))
        return _accept(what, _composed(schedule, occurrence, clock), clock)
    except (Forbidden, Unauthenticated, NotFound, Unreadable) as error:
        # PERM-12, ADMIN-15: rights that are gone do not come back by waiting, nor does an order.
        _save(what.stored, failed(schedule, occurrence, error.detail, stamp(clock.now())))
    except CarillonError as error:
        _save(what.stored, not_now(schedule, occurrence, error.detail, clock.now()))
    except Exception as error:
        note("A schedule failed", error, district=schedule.district, schedule_id=schedule.schedule_id)
        _save(what.stored, not_now(schedule, occurrence, OURS, clock.now()))
    return None


class Unreadable(CarillonError):
    """An order that an older release stored, and that this one does not understand."""


def _composed(schedule: Schedule, occurrence: Occurrence, clock: Clock) -> Ready:
    from . import orders  # here, because most runs of the job fire nothing, and they are slow to import

    author = _author(schedule, clock)
    try:
        order = orders.read(store.body(schedule))
    except ValueError as error:
        raise Unreadable(UNREADABLE) from error
    ready = order.due(author, clock)
    end = schedule.rule.end_of(occurrence.day)
    message = replace(
        ready.message,
        period=_period(schedule, ready.message, clock),
        message_id=_message_id(schedule, occurrence),
        occurrence=occurrence.key,
        expires_at=max(end, clock.now() + LATE_LIFETIME),
    )
    return replace(ready, message=message)


def _message_id(schedule: Schedule, occurrence: Occurrence) -> str:
    """With the moment of its writing: one that was deleted and scheduled anew under its key is another."""
    one = schedule.district, schedule.schedule_id, schedule.created_at
    return hashed_id("occurrence", *one, occurrence.key)


def _period(schedule: Schedule, message: Message, clock: Clock) -> MarkingPeriod | None:
    """A recurring message speaks of the current one at each run, any other of that at its writing (SCHD-18)."""
    if schedule.rule.every is Every.ONCE:
        return schedule.period
    from .. import periods  # as above

    return periods.at_run(directory.district(schedule.district), message.content, clock.now())


def _author(schedule: Schedule, clock: Clock) -> Principal:
    """The author as of this moment. Raises Unauthenticated or Forbidden."""
    author = author_of_now(schedule.district, schedule.author_id, clock)
    if not _NEEDS.met_by(author):
        raise Forbidden("Your profile no longer lets you send messages.")
    return author


def _accept(what: Due, ready: Ready, clock: Clock) -> Message | None:
    message = ready.message
    after = sent(what.schedule, what.occurrence, message.message_id, stamp(clock.now()), ready.note)
    try:
        messages.accept(message, also=store.moved(what.stored, after), kept=ready.kept(message))
    except messages.ListMoved as moved:
        from ..checks import LIST_CHANGED  # here, as in `_composed`

        raise Conflict(LIST_CHANGED) from moved
    except messages.NotAccepted:
        now = store.load(message.district, what.stored.author_id, what.stored.schedule_id)
        if now == what.stored:
            raise  # nobody was: something else stood in the way, and its author is told
        return None  # somebody else was here first
    outbox.publish_or_leave(message)
    return message


def _save(before: Schedule, after: Schedule) -> None:
    if replace(after, version=before.version) == before:
        return  # the same as a minute ago
    try:
        store.record(before, after)
    except store.Changed:
        logger().info("A schedule changed while it was looked at", schedule_id=before.schedule_id)
