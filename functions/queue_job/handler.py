"""Each minute -> what became due, and what a crash left behind (QUEUE-01, QUEUE-14)."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.announcements.fire import ANNOUNCEMENTS
from chalicelib.delivery.queue_job.bring_forward import bring_forward
from chalicelib.delivery.queue_job.reconsider import reconsider
from chalicelib.delivery.queue_job.recover import recover, stay
from chalicelib.delivery.queue_job.runs import recorded
from chalicelib.directory import change_my_settings, contact_settings, roster, store
from chalicelib.directory.everywhere import everywhere
from chalicelib.kernel.clock import Clock, SystemClock
from chalicelib.kernel.queue_batch import seconds_left
from chalicelib.messages.firing import Kind, fire
from chalicelib.messages.schedules.fire import SCHEDULES

_KEPT_FOR_RECOVERY = 15.0  # seconds that schedules and announcements leave, however many are due
Left = Callable[[], float]


def handle(_event: dict[str, Any], context: Any) -> dict[str, int]:
    """One run. Messages come first: a roster import that cannot go on must not hold them up."""
    clock, left = SystemClock(), seconds_left(context, default=50.0)
    with recorded(store.districts(), clock) as work:
        for name, fired in fire(KINDS, clock, lambda: left() - _KEPT_FOR_RECOVERY).items():
            work.add(name, fired)
        for name, step in STEPS.items():
            work.add(name, step(clock, left))
    return {name: work.total(name) for name in (*KINDS, *STEPS)}


KINDS: Mapping[str, Kind[Any]] = {"fired": SCHEDULES, "announced": ANNOUNCEMENTS}
STEPS: Mapping[str, Callable[[Clock, Left], Counter[str]]] = {
    "looked_at": recover,
    "let_go": lambda clock, left: everywhere(
        "held chunks", lambda each: reconsider(each, clock, left), clock.now()
    ),
    "brought_forward": lambda clock, left: everywhere(
        "turns", lambda each: bring_forward(each, clock, left), clock.now()
    ),
    "flagged": lambda clock, left: everywhere(
        "flags", lambda each: contact_settings.finish(each, clock, left), clock.now()
    ),
    "set": lambda clock, left: everywhere(
        "settings", lambda each: change_my_settings.finish(each, clock, left), clock.now()
    ),
    "resumed": lambda clock, _left: everywhere("roster", roster.resume, clock.now()),
    "looked_at_later": stay,
}
