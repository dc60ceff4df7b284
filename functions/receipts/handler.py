"""Receipts queue -> what the providers report becomes the deliveries' status."""

from collections.abc import Iterator
from typing import Any

from chalicelib.delivery.receipts import NotAReceipt, Receipt, apply, parse
from chalicelib.kernel.batch import Answer, failures, report
from chalicelib.kernel.clock import SystemClock


def handle(event: dict[str, Any], _context: Any) -> Answer:
    """A batch of provider events. What cannot be read, and what is about nothing we know, comes back alone."""
    unreadable: set[str] = set()
    receipts = list(_readable(event, unreadable))
    try:
        unknown = apply(receipts, SystemClock())
    except Exception as error:
        report("A batch of receipts failed and will come back", error, event["Records"][0])
        unknown = {receipt.message_id for receipt in receipts}
    return failures(sorted(unreadable | unknown))


def _readable(event: dict[str, Any], unreadable: set[str]) -> Iterator[Receipt]:
    for record in event["Records"]:
        try:
            yield Receipt(record["messageId"], parse(record["body"]))
        except NotAReceipt as error:
            report("Something that is no receipt came in", error, record)
            unreadable.add(record["messageId"])
