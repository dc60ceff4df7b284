"""Receipts queue -> what the providers report becomes the deliveries' status."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from chalicelib.delivery.receipts import NotAReceipt, Receipt, apply, parse
from chalicelib.kernel.clock import SystemClock
from chalicelib.kernel.queue_batch import Answer, failures, report, seconds_left

_ENOUGH_TIME = 4.0  # seconds that must be left to begin with another one


def handle(event: dict[str, Any], context: Any) -> Answer:
    """A batch of provider events. What cannot be read, and what is about nothing we know, comes back alone."""
    unreadable: set[str] = set()
    receipts = list(_readable(event, unreadable))
    return failures(sorted(unreadable | _applied(receipts, seconds_left(context))))


def _readable(event: dict[str, Any], unreadable: set[str]) -> Iterator[Receipt]:
    for record in event["Records"]:
        try:
            yield parse(record["messageId"], record["body"])
        except NotAReceipt as error:
            report("Something that is no receipt came in", error, record)
            unreadable.add(record["messageId"])


def _applied(receipts: Sequence[Receipt], left: Callable[[], float]) -> set[str]:
    """Let them count all at once; when that fails one by one, so that one takes no other along, and canaries
    last: while an event has to come back, none proves anything. The ids of those that have to come back."""
    try:
        return apply(receipts, SystemClock(), left)
    except Exception as error:
        report("Receipts could not be applied", error, {"messageId": receipts[0].message_id})
    if len(receipts) == 1:
        return {receipts[0].message_id}
    coming_back: set[str] = set()
    for each in sorted(receipts, key=lambda each: each.canary is not None):
        waits = left() <= _ENOUGH_TIME or (each.canary and coming_back)
        coming_back |= {each.message_id} if waits else _applied([each], left)
    return coming_back
