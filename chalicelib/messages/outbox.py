"""The outbox: what was accepted and perhaps not yet planned.

    accept --entry, in the accepting transaction--> outbox --publish--> fan-out queue --plan--> settle

If the process dies between accepting and publishing, the queue job finds the entry by `waiting` and publishes
again: planning twice makes the same shards.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.kernel import dynamo
from chalicelib.kernel.aws import sqs
from chalicelib.kernel.clock import moment, stamp
from chalicelib.kernel.keys import district_key
from chalicelib.kernel.log import logger
from chalicelib.kernel.settings import setting, table

from .model import Message


@dataclass(frozen=True, slots=True)
class Entry:
    """A message that nobody has planned yet."""

    district: str
    message_id: str
    accepted_at: datetime


def entry(message: Message) -> dynamo.Write:
    """The outbox entry as part of the accepting transaction."""
    return dynamo.insert(
        table("messages"),
        {"pk": _key(message.district), "sk": _sort(message), "message_id": message.message_id},
    )


def publish(message: Message | Entry) -> None:
    """Ask the fan-out function to plan a message."""
    body = json.dumps({"district": message.district, "message": message.message_id})
    sqs().send_message(QueueUrl=setting("FAN_OUT_QUEUE_URL"), MessageBody=body)


def publish_or_leave(message: Message) -> None:
    """As `publish`; what the queue does not take is left to the queue job."""
    try:
        publish(message)
    except (BotoCoreError, ClientError):
        logger().exception("not published yet", message_id=message.message_id)


def settle(message: Message) -> None:
    """The message is planned: its entry goes."""
    dynamo.delete(table("messages"), _key(message.district), _sort(message))


def waiting(district: str, before: datetime) -> Iterator[Entry]:
    """Entries accepted before a moment, oldest first."""
    bounds = ("0", stamp(before))
    for item in dynamo.query_all(table("messages"), _key(district), between=bounds):
        yield Entry(district, item["message_id"], moment(item["sk"].split("#", 1)[0]))


def _key(district: str) -> str:
    return district_key(district, "OUTBOX")


def _sort(message: Message) -> str:
    return f"{stamp(message.accepted_at)}#{message.message_id}"
