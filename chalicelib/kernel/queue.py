"""Putting references on a queue: ten a call, and what SQS did not take is tried again.

A queue's message names what is to be done; the content stays in the tables.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from .aws import sqs
from .batches import batched
from .settings import queue_url

SEND_BATCH = 10  # SQS's limit
LONGEST_DELAY = 900  # seconds, likewise
LONGEST_HOLD = 900  # seconds
_TRIES = 3


class NotQueued(RuntimeError):
    """SQS refused some of the references again and again; the caller's own queue or the queue job returns."""


def send_many(url: str, bodies: Iterable[Mapping[str, Any]], *, delay: int = 0, tenant: str = "") -> None:
    """Put every body on the queue, to be seen after `delay` seconds (at most 900). Raises NotQueued.

    Of several tenants with messages in a queue SQS serves those first who have few (its "fair queues").
    """
    send_each(url, ((body, delay) for body in bodies), tenant=tenant)


def send_each(url: str, bodies: Iterable[tuple[Mapping[str, Any], int]], *, tenant: str = "") -> None:
    """The same with a delay for each body."""
    for bunch in batched(bodies, SEND_BATCH):
        _send(url, [_entry(body, delay, tenant) for body, delay in bunch])


def _entry(body: Mapping[str, Any], delay: int, tenant: str) -> dict[str, Any]:
    entry: dict[str, Any] = {"MessageBody": json.dumps(body, separators=(",", ":"))}
    if delay:
        entry["DelaySeconds"] = min(delay, LONGEST_DELAY)
    if tenant:
        entry["MessageGroupId"] = tenant
    return entry


def _send(url: str, entries: list[dict[str, Any]]) -> None:
    pending = {str(at): entry for at, entry in enumerate(entries)}
    for _ in range(_TRIES):
        numbered = [{"Id": at, **entry} for at, entry in pending.items()]
        answer = sqs().send_message_batch(QueueUrl=url, Entries=numbered)
        pending = {each["Id"]: pending[each["Id"]] for each in answer.get("Failed", ())}
        if not pending:
            return
    raise NotQueued(f"{len(pending)} references were not taken")


def hold(records: Iterable[Mapping[str, Any]], seconds: int, *, grows: int = 2) -> None:
    """Have messages that a function has in hand come back after `seconds`, should it not have ended by then.

    The queue's own visibility timeout is six times as long, for Lambda's pollers, which need it before a
    function begins. A message that came back before waits `grows` times as long as the last time, so that one
    which fails each time is given up as slowly as by that timeout: in half an hour, or somewhat less where
    it was soon back at first (`queue_batch`). Raises what SQS answers.
    """
    by_queue: dict[str, list[dict[str, Any]]] = {}
    for at, record in enumerate(records):
        entry = {
            "Id": str(at),
            "ReceiptHandle": record["receiptHandle"],
            "VisibilityTimeout": min(LONGEST_HOLD, seconds * grows ** (times_received(record) - 1)),
        }
        by_queue.setdefault(record["eventSourceARN"], []).append(entry)
    for arn, entries in by_queue.items():
        for bunch in batched(entries, SEND_BATCH):
            sqs().change_message_visibility_batch(QueueUrl=queue_url(arn), Entries=list(bunch))


def times_received(record: Mapping[str, Any]) -> int:
    """How often a message was given to a function, this time included."""
    return int(record["attributes"]["ApproximateReceiveCount"])
