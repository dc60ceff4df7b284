"""Asking the fan-out function for something: to plan a message, to work at its shards, to go on with its halt.

    message --emergency?--> a queue of its own, which nothing caps, or that of all others --> functions/fan_out

In each queue the message is the tenant: of several, SQS serves first who has little in it, so that the shards
of one do not stand before another's plan (docs/decisions/0048).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from chalicelib.kernel import queue
from chalicelib.kernel.settings import fan_out_queue_url

from .model import Message
from .store.outbox import Entry

TO_PLAN: Mapping[str, Any] = {}  # what a reference to a message alone asks for


def ask(of: Message | Entry, works: Iterable[Mapping[str, Any]], *, delay: int = 0) -> None:
    """Queue so many things to be done for a message, to be seen after `delay` seconds (at most 900). Raises
    NotQueued, or what SQS answers."""
    bodies = ({"district": of.district, "message": of.message_id, **work} for work in works)
    queue.send_many(fan_out_queue_url(emergency=of.emergency), bodies, delay=delay, tenant=of.message_id)
