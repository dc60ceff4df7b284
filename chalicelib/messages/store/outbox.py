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
    """A message that nobody has planned yet. `published` counts the times that it was published again."""

    district: str
    message_id: str
    accepted_at: datetime
    published: int = 0
    emergency: bool = False


def entry(message: Message) -> dynamo.Write:
    """The outbox entry as part of the accepting transaction."""
    item = {"pk": keys.outbox(message.district), "sk": _sort(message), "message_id": message.message_id}
    return dynamo.insert(keys.table(), item | ({"emergency": True} if message.emergency else {}))


def settle(message: Message) -> None:
    """The message is planned: its entry goes."""
    dynamo.delete(keys.table(), keys.outbox(message.district), _sort(message))


def waiting(district: str, before: datetime, now: datetime | None = None) -> Iterator[Entry]:
    """Entries accepted before a moment, oldest first; without those that were published again a while ago, and
    are left alone until later than `now`."""
    bounds = ("0", stamp(before))
    for item in dynamo.query_all(keys.table(), keys.outbox(district), between=bounds):
        if now is None or item.get("again_at", "") <= stamp(now):
            accepted_at = moment(item["sk"].split("#", 1)[0])
            told = (item.get("published", 0), item.get("emergency", False))
            yield Entry(district, item["message_id"], accepted_at, *told)


def leave_alone(entry: Entry, until: datetime) -> None:
    """One that was published again; unless it was planned meanwhile."""
    dynamo.update(
        keys.table(),
        keys.outbox(entry.district),
        f"{stamp(entry.accepted_at)}#{entry.message_id}",
        "SET again_at = :until ADD published :one",
        {":until": stamp(until), ":one": 1},
        condition="attribute_exists(pk)",
    )


def _sort(message: Message) -> str:
    return f"{stamp(message.accepted_at)}#{message.message_id}"
