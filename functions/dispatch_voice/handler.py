"""Lane queues -> one chunk of calls leaves."""

from typing import Any

from chalicelib.delivery.channels.voice import VOICE
from chalicelib.delivery.dispatch import dispatch
from chalicelib.delivery.refs import ChunkRef
from chalicelib.kernel.clock import SystemClock
from chalicelib.kernel.queue_batch import Answer, each, seconds_left


def handle(event: dict[str, Any], context: Any) -> Answer:
    """A batch of references to chunks."""
    left = seconds_left(context)
    return each(event, left, lambda body: dispatch(ChunkRef.of(body), VOICE, SystemClock(), left))
