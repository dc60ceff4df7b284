"""A scheduled message: what was asked, when it is due, and what became of it each time. Pure.

scheduled --sent--> scheduled | ended
          --failed--> scheduled (tried again until its day ends) --> errored | the next occurrence
          --edited--> scheduled                                   (also from errored and ended)
"""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from chalicelib.content.model import Lane
from chalicelib.directory.marking_periods import MarkingPeriod
from chalicelib.kernel.clock import stamp
from chalicelib.kernel.values import value

from .recurrence import Every, Occurrence, Recurrence

RUNS_KEPT = 20
FAILURES_IN_A_ROW = 3  # occurrences, until a recurrence stops


class State(StrEnum):
    """`errored`: not tried again until somebody edits it (SCHD-14). `ended`: nothing is left to send."""

    SCHEDULED = "scheduled"
    ERRORED = "errored"
    ENDED = "ended"


class Outcome(StrEnum):
    SENT = "sent"
    FAILED = "failed"
    MISSED = "missed"  # a later occurrence was due as well when the job came by


@value
class Run:
    """What became of one occurrence. `at` is a stamp; `problem` a sentence for its author, `note` one about a
    message that was sent."""

    occurrence: str
    outcome: Outcome
    at: str
    message_id: str = ""
    problem: str = ""
    note: str = ""


@value
class Summary:
    """What a list shows of the message, as it was when the schedule was saved. `imported` is the id of its list
    of imported recipients (IMPT-09), `waits` each part that waits for readers, with its minutes."""

    subject: str
    snippet: str = ""
    to: str = ""
    people: int = 0
    channels: tuple[str, ...] = ()
    priority: bool = False
    emergency: bool = False
    imported: str = ""
    secure: bool = False
    waits: tuple[tuple[str, int], ...] = ()

    @property
    def lane(self) -> Lane:
        """How urgent its most urgent part is."""
        return Lane.EMERGENCY if self.emergency else Lane.PRIORITY if self.priority else Lane.NORMAL


@value
class Schedule:
    """`next` is empty unless the state is scheduled. The order itself is kept beside it (`store.body`).

    `tried` tells that the next occurrence was attempted and failed for a reason that may pass; `problem` says
    why. `version` counts changes. `asked` is the fingerprint of the request that made it. `period` is the
    marking period at its writing, of which a one-time message speaks.
    """

    schedule_id: str
    district: str
    author_id: str
    summary: Summary
    rule: Recurrence
    next: Occurrence | None
    state: State = State.SCHEDULED
    problem: str = ""
    tried: bool = False
    failures: int = 0  # occurrences in a row
    runs: tuple[Run, ...] = ()
    version: int = 1
    created_at: str = ""
    asked: str = ""
    period: MarkingPeriod | None = None

    @property
    def sent_days(self) -> frozenset[str]:
        """The keys of the occurrences that became messages, as far back as is kept."""
        return frozenset(run.occurrence for run in self.runs if run.outcome is Outcome.SENT)

    @property
    def last_sent(self) -> Run | None:
        """The latest occurrence that was sent."""
        return next((run for run in reversed(self.runs) if run.outcome is Outcome.SENT), None)


def caught_up(schedule: Schedule, now: datetime) -> Schedule:
    """The schedule as it stands at a moment, before anything is tried. What was tried until its day ended is
    given up (SCHD-14). Of several that are due the latest is next: a job that stood still does not send a pile
    of yesterday's messages (SCHD-16)."""
    while (occurrence := schedule.next) and _is_over(schedule, occurrence, now):
        if schedule.tried:
            schedule = failed(schedule, occurrence, schedule.problem, stamp(now))
        else:
            schedule = _moved_on(schedule, Run(occurrence.key, Outcome.MISSED, stamp(now)), State.ENDED)
    return schedule


def _is_over(schedule: Schedule, occurrence: Occurrence, now: datetime) -> bool:
    """Whether an occurrence is not tried any more. One whose day ended before the job came is tried once
    (A-15)."""
    later = schedule.rule.after(occurrence.due)
    if later and later.due <= now:
        return True
    return schedule.tried and _day_is_over(schedule, occurrence, now)


def _day_is_over(schedule: Schedule, occurrence: Occurrence, now: datetime) -> bool:
    return now >= schedule.rule.end_of(occurrence.day)


def due(schedule: Schedule, now: datetime) -> Occurrence | None:
    """What a schedule that is caught up sends at a moment; None when nothing is due."""
    return schedule.next if schedule.next and schedule.next.due <= now else None


def sent(schedule: Schedule, occurrence: Occurrence, message_id: str, at: str, note: str = "") -> Schedule:
    """The schedule after its next occurrence became a message."""
    run = Run(occurrence.key, Outcome.SENT, at, message_id, note=note)
    return _moved_on(replace(schedule, failures=0), run, State.ENDED)


def failed(schedule: Schedule, occurrence: Occurrence, problem: str, at: str) -> Schedule:
    """The schedule after its next occurrence was given up (SCHD-14, A-29)."""
    run = Run(occurrence.key, Outcome.FAILED, at, problem=problem)
    more = replace(schedule, failures=schedule.failures + 1)
    moved = replace(_moved_on(more, run, State.ERRORED), problem=problem)
    if more.failures < FAILURES_IN_A_ROW:
        return moved
    return replace(moved, next=None, state=State.ERRORED)


def not_now(schedule: Schedule, occurrence: Occurrence, problem: str, now: datetime) -> Schedule:
    """The schedule after an attempt that may succeed later on the same day (SCHD-13)."""
    if _day_is_over(schedule, occurrence, now):
        return failed(schedule, occurrence, problem, stamp(now))
    return replace(schedule, problem=problem, tried=True, version=schedule.version + 1)


def edited(
    schedule: Schedule,
    summary: Summary,
    rule: Recurrence,
    now: datetime,
    period: MarkingPeriod | None = None,
) -> Schedule:
    """The schedule with another text, other people or another time; ready to be tried again (SCHD-14)."""
    following = _next_after_edit(schedule, rule, now)
    return replace(
        schedule,
        runs=_runs_after_edit(schedule, following, now),
        summary=summary,
        rule=rule,
        period=period,
        next=following,
        state=State.SCHEDULED if following else State.ENDED,
        problem="",
        tried=False,
        failures=0,
        version=schedule.version + 1,
    )


def _next_after_edit(schedule: Schedule, rule: Recurrence, now: datetime) -> Occurrence | None:
    """SCHD-11: computed anew when the start or the interval changed; another time leaves the day as it is. What
    is then past, today's in any case, is due at once (SCHD-12, A-09): nothing moves on without a word."""
    if rule.every is Every.ONCE:
        return rule.on(rule.first)
    kept, moved = schedule.next, rule.first != schedule.rule.first
    is_due = kept is not None and kept.due <= now
    if kept and not moved and (rule.every == schedule.rule.every or (is_due and rule.falls_on(kept.day))):
        return None if rule.until and kept.day > rule.until else rule.on(kept.day)
    if moved and rule.end_of(rule.first) > now and rule.on(rule.first).key not in schedule.sent_days:
        return rule.on(rule.first)
    following = rule.after(now)
    while following and following.key in schedule.sent_days:
        following = rule.after(following.due)  # not twice on the same day
    return following


def _runs_after_edit(schedule: Schedule, following: Occurrence | None, now: datetime) -> tuple[Run, ...]:
    """What was due and not sent yet, and is no more by the new rule, stays on record."""
    left = schedule.next
    if left is None or left.due > now or (following and following.day == left.day):
        return schedule.runs
    outcome = Outcome.FAILED if schedule.tried else Outcome.MISSED
    return _with(
        schedule, Run(left.key, outcome, stamp(now), problem=schedule.problem if schedule.tried else "")
    )


def _with(schedule: Schedule, run: Run) -> tuple[Run, ...]:
    return (*schedule.runs, run)[-RUNS_KEPT:]


def _moved_on(schedule: Schedule, run: Run, otherwise: State) -> Schedule:
    """With what became of its next occurrence on record, and the one after it next."""
    following = schedule.rule.after(schedule.next.due) if schedule.next else None
    return replace(
        schedule,
        next=following,
        state=State.SCHEDULED if following else otherwise,
        problem="",
        tried=False,
        runs=_with(schedule, run),
        version=schedule.version + 1,
    )
