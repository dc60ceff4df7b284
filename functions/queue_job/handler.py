"""Each minute -> what became due, and what a crash left behind (QUEUE-01, QUEUE-14)."""

from typing import Any

from chalicelib.delivery.recover import recover, stay
from chalicelib.directory import change_my_settings, contact_settings, roster
from chalicelib.directory.everywhere import everywhere
from chalicelib.kernel.clock import SystemClock
from chalicelib.kernel.queue_batch import seconds_left
from chalicelib.messages.schedules.fire import fire_everywhere

_KEPT_FOR_RECOVERY = 15.0  # seconds that schedules leave, however many are due


def handle(_event: dict[str, Any], context: Any) -> dict[str, int]:
    """One run. Messages come first: a roster import that cannot go on must not hold them up."""
    clock, left = SystemClock(), seconds_left(context, default=50.0)
    now = clock.now()
    return {
        "fired": fire_everywhere(clock, lambda: left() - _KEPT_FOR_RECOVERY),
        "looked_at": recover(clock, left),
        "flagged": everywhere("flags", lambda each: contact_settings.finish(each, clock, left), now),
        "set": everywhere("settings", lambda each: change_my_settings.finish(each, clock, left), now),
        "resumed": everywhere("roster", roster.resume, now),
        "looked_at_later": stay(clock, left),
    }
