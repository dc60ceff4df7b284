"""A batch of queue messages, each on its own: what fails comes back alone (`ReportBatchItemFailures`).

    event --hold--> its messages come back soon if this process dies
          --each--> body --work--> done, or its id among the failures; one of an emergency is soon back at first

Ten lines of our own instead of Powertools' batch processor, which costs a cold start as much again as boto3.
"""

import json
import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from .queue import hold, times_received
from .settings import is_of_emergencies

Event = Mapping[str, Any]
Answer = dict[str, list[dict[str, str]]]

SOON, SLOWER = 2, 4  # seconds until an emergency's is back, and by how much that grows each time it fails
_SOON_TIMES = 3  # after that it comes back as slowly as any other: it should outlast some minutes of trouble


def each(
    event: Event, left: Callable[[], float], work: Callable[[dict[str, Any]], None], *, held: bool = True
) -> Answer:
    """Do `work` for every message's JSON body. One that raises does not hold up its neighbours.

    `left`: the seconds that this invocation has; when they are over, what it did not finish comes back, or when
    the queue's own patience is over, where that is short enough not to be `held`.
    """
    if held:
        _hold(event, left)
    return failures(record["messageId"] for record in event["Records"] if not _done(record, work))


def _hold(event: Event, left: Callable[[], float]) -> None:
    held = [record for record in event["Records"] if "receiptHandle" in record]
    try:
        hold(held, math.ceil(left()) + 1)
    except Exception as error:
        # They come back later then, when the queue's own patience is over.
        report("A batch could not be held", error, held[0])


def failures(ids: Iterable[str]) -> Answer:
    """The answer that makes the queue deliver these messages again."""
    return {"batchItemFailures": [{"itemIdentifier": each} for each in ids]}


def _done(record: Mapping[str, Any], work: Callable[[dict[str, Any]], None]) -> bool:
    try:
        work(json.loads(record["body"]))
    except Exception as error:
        report("A queue message failed and will come back", error, record)
        _hurry(record)
        return False
    return True


def _hurry(record: Mapping[str, Any]) -> None:
    """One read that fails must not cost an emergency the minute after which what failed comes back."""
    try:
        if "receiptHandle" not in record or not is_of_emergencies(record["eventSourceARN"]):
            return
        if times_received(record) <= _SOON_TIMES:
            hold([record], SOON, grows=SLOWER)
    except Exception as error:
        report("A queue message of an emergency comes back late", error, record)


def report(what: str, error: Exception, record: Mapping[str, Any]) -> None:
    """Log a failure by its kind and place only: an error's text may hold a person's data."""
    from .log import failure, logger

    logger().error(what, **failure(error), message_id=record["messageId"])


def seconds_left(context: Any, default: float = 25.0) -> Callable[[], float]:
    """How long this invocation may still run, as a function to ask; `default` where nothing limits it."""
    if not hasattr(context, "get_remaining_time_in_millis"):
        return lambda: default
    return lambda: float(context.get_remaining_time_in_millis()) / 1000
