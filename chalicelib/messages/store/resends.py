"""The tries at what did not arrive of a message: an item each, which only one of two can insert.

Where there shall be no more, an item that is no try has the number of the next.
"""

from datetime import datetime

from chalicelib.directory.audit import Who
from chalicelib.kernel import dynamo
from chalicelib.kernel.clock import stamp
from chalicelib.kernel.ids import hashed_id
from chalicelib.kernel.values import value

from ..model import Message
from . import keys

SORT = "RESEND#"


@value
class Try:
    """One try, by whom it was asked for and when (a stamp)."""

    number: int
    message_id: str
    by: Who
    at: str


def resend_id(message_id: str, number: int) -> str:
    """The id of the message that is a try: the same for whoever makes it."""
    return hashed_id("resend", message_id, str(number))


def entry(made: Message, by: Who, now: datetime) -> dynamo.Write:
    """That there is a try, as part of the transaction that accepts it."""
    resend = made.resend
    if resend is None:
        raise ValueError(f"{made.message_id} is no other try")
    return dynamo.insert(
        keys.table(),
        {
            "pk": keys.message(made.district, resend.of),
            "sk": f"{SORT}{resend.number:02d}",
            "message_id": made.message_id,
            "by_id": by.user_id,
            "by_name": by.name,
            "resent_at": stamp(now),
        },
    )


def of(district: str, message_id: str) -> tuple[Try, ...]:
    """All tries of a message as they are at this moment, the first one first."""
    return _tries(_items(district, message_id))


def close(district: str, message_id: str) -> tuple[Try, ...]:
    """Let there be no more tries of a message; those that there are. Of this and a try, one comes first."""
    while True:
        items = _items(district, message_id)
        if not any(map(_is_the_end, items)):
            end = {
                "pk": keys.message(district, message_id),
                "sk": f"{SORT}{len(items) + 1:02d}",
                "closed": True,
            }
            if not dynamo.put(keys.table(), end, unless_exists=True):
                continue
        return _tries(items)


def are_closed(district: str, message_id: str) -> bool:
    """Whether there shall be no more tries of a message."""
    return any(map(_is_the_end, _items(district, message_id)))


def _items(district: str, message_id: str) -> list[dynamo.Item]:
    items, _ = dynamo.query(keys.table(), keys.message(district, message_id), begins=SORT, consistent=True)
    return items


def _is_the_end(item: dynamo.Item) -> bool:
    return "closed" in item


def _tries(items: list[dynamo.Item]) -> tuple[Try, ...]:
    return tuple(
        Try(
            int(item["sk"].removeprefix(SORT)),
            item["message_id"],
            Who(item["by_id"], item["by_name"]),
            item["resent_at"],
        )
        for item in items
        if not _is_the_end(item)
    )
