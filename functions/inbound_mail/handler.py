"""Mail queue -> answers by email are filed in conversations."""

from typing import Any

from chalicelib.delivery.replies.inbound import receive
from chalicelib.kernel.clock import SystemClock
from chalicelib.kernel.queue_batch import Answer, each, seconds_left


def handle(event: dict[str, Any], context: Any) -> Answer:
    """A batch of SES's notifications, one for each mail that came in."""
    return each(event, seconds_left(context), _work, held=False)


def _work(note: dict[str, Any]) -> None:
    receive(note, SystemClock())
