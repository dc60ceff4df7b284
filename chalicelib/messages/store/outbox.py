"""The outbox's entries: what was accepted and perhaps not yet planned, oldest first."""

from collections.abc import Iterator
from datetime import datetime

from chalicelib.kernel import dynamo
from chalicelib.kernel.clock import moment, stamp
from chalicelib.kernel.values import value

from ..model import Message
from . import keys


@value
class Entry:
    """A message that nobody has planned yet."""

    district: str
    message_id: str
    accepted_at: datetime


def entry(message: Message) -> dynamo.Write:
    """The outbox entry as part of the accepting transaction."""
    return dynamo.insert(
        keys.table(),
        {"pk": keys.outbox(message.district), "sk": _sort(message), "message_id": message.message_id},
    )


def settle(message: Message) -> None:
    """The message is planned: its entry goes."""
    dynamo.delete(keys.table(), keys.outbox(message.district), _sort(message))


def waiting(district: str, before: datetime) -> Iterator[Entry]:
    """Entries accepted before a moment, oldest first."""
    bounds = ("0", stamp(before))
    for item in dynamo.query_all(keys.table(), keys.outbox(district), between=bounds):
        yield Entry(district, item["message_id"], moment(item["sk"].split("#", 1)[0]))


def _sort(message: Message) -> str:
    return f"{stamp(message.accepted_at)}#{message.message_id}"
