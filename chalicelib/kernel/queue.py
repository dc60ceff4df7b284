"""Putting references on a queue: ten a call, and what SQS did not take is tried again.

A queue's message names what is to be done; the content stays in the tables.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from .aws import sqs
from .batches import batched

SEND_BATCH = 10  # SQS's limit
LONGEST_DELAY = 900  # seconds, likewise
_TRIES = 3


class NotQueued(RuntimeError):
    """SQS refused some of the references again and again; the caller's own queue or the queue job returns."""


def send_many(url: str, bodies: Iterable[Mapping[str, Any]], *, delay: int = 0) -> None:
    """Put every body on the queue, to be seen after `delay` seconds (at most 900). Raises NotQueued."""
    for bunch in batched(bodies, SEND_BATCH):
        _send(url, [json.dumps(body, separators=(",", ":")) for body in bunch], min(delay, LONGEST_DELAY))


def _send(url: str, texts: list[str], delay: int) -> None:
    pending = {str(at): text for at, text in enumerate(texts)}
    for _ in range(_TRIES):
        entries = [
            {"Id": at, "MessageBody": text} | ({"DelaySeconds": delay} if delay else {})
            for at, text in pending.items()
        ]
        answer = sqs().send_message_batch(QueueUrl=url, Entries=entries)
        pending = {each["Id"]: pending[each["Id"]] for each in answer.get("Failed", ())}
        if not pending:
            return
    raise NotQueued(f"{len(pending)} references were not taken")
