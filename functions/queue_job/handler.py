"""Each minute -> what became due, and what a crash left behind (QUEUE-01, QUEUE-14)."""

from typing import Any

from chalicelib.delivery.recover import recover, stay
from chalicelib.directory import change_my_settings, contact_settings, roster, store
from chalicelib.kernel.clock import SystemClock
from chalicelib.kernel.queue_batch import seconds_left
from chalicelib.messages.schedules.fire import fire_everywhere


def handle(_event: dict[str, Any], context: Any) -> dict[str, int]:
    """One run. Messages come first: a roster import that cannot go on must not hold them up."""
    clock, left = SystemClock(), seconds_left(context, default=50.0)
    return {
        "fired": fire_everywhere(clock, left),
        "looked_at": recover(clock, left),
        "flagged": sum(contact_settings.finish(each, clock, left) for each in store.districts()),
        "set": sum(change_my_settings.finish(each, clock, left) for each in store.districts()),
        "resumed": sum(map(roster.resume, store.districts())),
        "looked_at_later": stay(clock, left),
    }
