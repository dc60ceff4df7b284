"""Making, changing and deleting schedules. An order is checked as if it were sent now, and kept as asked."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from chalicelib.access import scope
from chalicelib.access.model import Principal
from chalicelib.content.model import Channel
from chalicelib.directory import store as directory
from chalicelib.directory.model import School
from chalicelib.kernel.clock import Clock, stamp
from chalicelib.kernel.errors import Conflict, FieldError, Invalid, NotFound
from chalicelib.kernel.ids import hashed_id
from chalicelib.kernel.values import value
from chalicelib.kernel.words import say

from .. import send
from ..model import SNIPPET, Message
from . import holding, store
from .model import Schedule, Summary, edited
from .orders import Order
from .recurrence import Every, Recurrence

MOST = 500  # schedules of one author's, ended ones included
LEAVES_NOW = "This time has passed, so the message leaves now."
NOTHING_MORE = "No date is left until the final date, so nothing more is sent. Choose a later one to go on."
FURTHEST = timedelta(days=2 * 366)  # from now to a send date


@value
class Wish:
    """An order, and when: a local date and time of the sender's school."""

    order: Order
    day: date
    at: time
    every: Every = Every.ONCE
    until: date | None = None

    @property
    def fingerprint(self) -> str:
        """By which a repeated request is known: the order, and when."""
        return send.body_hash(
            f"{send.body_hash(self.order.body)} {self.day} {self.at} {self.every} {self.until}"
        )


@value
class Kept:
    """The schedule, and what its author should know."""

    schedule: Schedule
    warnings: tuple[FieldError, ...] = ()


def create(principal: Principal, wish: Wish, clock: Clock) -> Kept:
    """A new schedule, or the one that this request made before, as it is now. Raises as `send.send` does."""
    schedule_id = hashed_id("schedule", principal.district, principal.user_id, wish.order.key)
    before = store.load(principal.district, principal.user_id, schedule_id)
    if before:
        return _again(principal, wish, before)
    rule, now = _rule(principal, wish), clock.now()
    _check_future(rule, now)
    ready = wish.order.ready(principal, clock)
    if len(store.of_author(principal.district, principal.user_id)) >= MOST:
        raise Conflict(say("You have {most} scheduled messages. Delete some that are over.", most=MOST))
    schedule = Schedule(
        schedule_id,
        principal.district,
        principal.user_id,
        _summary(ready.message),
        rule,
        rule.on(rule.first),
        created_at=stamp(now),
        asked=wish.fingerprint,
        period=ready.message.period,
    )
    try:
        added = store.add(schedule, wish.order.body, holding.hold(schedule))
    except store.AlsoRefused as refused:
        raise _overtaken() from refused
    if not added:
        return create(principal, wish, clock)  # the same request, at the same moment: the other one made it
    return Kept(schedule, ready.warnings)


def _again(principal: Principal, wish: Wish, before: Schedule) -> Kept:
    """Raises Conflict for a key that was used for something else."""
    if before.asked != wish.fingerprint:
        raise send.used_for_another("scheduled message")
    return Kept(before, wish.order.warnings(principal, before.period))


def change(principal: Principal, schedule: Schedule, wish: Wish, clock: Clock) -> Kept:
    """The schedule with another order or time (SCHD-07, SCHD-08). Raises Conflict when it was just sent."""
    rule, now = _rule_after_edit(principal, wish, schedule.rule), clock.now()
    _check_changed(schedule, rule, now)
    ready = wish.order.ready(principal, clock)
    after = edited(schedule, _summary(ready.message), rule, now, ready.message.period)
    old = holding.dropped(schedule, after)
    try:
        store.change(schedule, after, wish.order.body, (*holding.hold(after), *holding.let_go(old)))
    except store.Changed as changed:
        raise _overtaken() from changed
    holding.forget(old)
    return Kept(after, (*ready.warnings, *_told(after, now)))


def _told(schedule: Schedule, now: datetime) -> tuple[FieldError, ...]:
    """To be known of its time, as nobody is asked once more: that it has come (SCHD-12, A-09), or that no other
    will come."""
    if schedule.next is None:
        return (FieldError("schedule.until", NOTHING_MORE),)
    return (FieldError("schedule.time", LEAVES_NOW),) if schedule.next.due <= now else ()


def delete(schedule: Schedule) -> None:
    """With its imported list. Raises Conflict when it was sent meanwhile (SCHD-19)."""
    old = holding.dropped(schedule)
    try:
        store.remove(schedule, holding.let_go(old))
    except store.Changed as changed:
        raise _overtaken() from changed
    holding.forget(old)


def own(principal: Principal, schedule_id: str) -> Schedule:
    """One of the principal's schedules. Raises NotFound for all others (SCHD-07)."""
    found = store.load(principal.district, principal.user_id, schedule_id)
    if found is None:
        raise NotFound
    return found


def _overtaken() -> Conflict:
    return Conflict("This message was sent, or changed, a moment ago. Look at it again before you go on.")


def _rule(principal: Principal, wish: Wish) -> Recurrence:
    """Raises Invalid for an end before the beginning, NotFound for a school out of reach."""
    if wish.until and wish.until < wish.day:
        raise Invalid.one("schedule.until", "The final date is before the send date. Choose a later one.")
    zone = _zone(principal, wish.order.school_id)
    until = None if wish.every is Every.ONCE else wish.until
    return Recurrence(wish.day, wish.at.replace(second=0, microsecond=0), zone, wish.every, until)


def _rule_after_edit(principal: Principal, wish: Wish, before: Recurrence) -> Recurrence:
    """Where date and time stay as they were, so does their zone: what moved with the school or its settings
    would leave at another moment than its author saw (SCHD-08, SCHD-11)."""
    rule = _rule(principal, wish)
    same = (rule.first, rule.at, rule.every) == (before.first, before.at, before.every)
    return replace(rule, zone=before.zone) if same else rule


def _zone(principal: Principal, school_id: str) -> str:
    """That of the school that one writes for, or of one's own; the district's where it has none (A-83), or
    where one's own, which a person's record may name, was never stored."""
    if school_id:
        school: School | None = scope.as_school(principal, school_id)
    else:
        school = directory.schools(principal.district).get(scope.own_school(principal))
    return (school.time_zone if school else "") or directory.district(principal.district).time_zone


def _check_future(rule: Recurrence, now: datetime) -> None:
    """SCHD-02."""
    _check_near(rule, now)
    if rule.end_of(rule.first) <= now:
        raise Invalid.one("schedule.date", "This date has passed. Choose today or a later date.")
    if rule.on(rule.first).due <= now:
        raise Invalid.one("schedule.time", "This moment has passed. Choose a later date or time.")


def _check_near(rule: Recurrence, now: datetime) -> None:
    """Asked first, and by the date: a moment beside the calendar's last day cannot be told in UTC."""
    if rule.first > (now + FURTHEST).date():
        raise Invalid.one(
            "schedule.date", "A message can be scheduled up to two years ahead. Choose a nearer date."
        )


def _check_changed(schedule: Schedule, rule: Recurrence, now: datetime) -> None:
    """A-09: today's past time sends at once, a past date is refused; a recurrence keeps its start (SCHD-15)."""
    _check_near(rule, now)
    if rule.every is Every.ONCE and rule.on(rule.first).key in schedule.sent_days:
        raise Conflict("This message has been sent. Write a new one, or choose another day.")
    kept_start = rule.every is not Every.ONCE and rule.first == schedule.rule.first
    if not kept_start and rule.end_of(rule.first) <= now:
        raise Invalid.one("schedule.date", "This date has passed. Choose today or a later date.")


def _summary(message: Message) -> Summary:
    content = message.content
    first = next(channel for channel in content.channels())
    return Summary(
        subject=content.subject,
        snippet=content.text(first)[:SNIPPET],
        to=message.to,
        people=message.people,
        channels=tuple(channel.value for channel in content.channels()),
        priority=message.priority,
        emergency=any(map(content.emergency, Channel)),
        imported=message.selection.imported,
        secure=content.secure,
        waits=tuple((rung.channel.value, rung.after) for rung in message.ladder),
    )
