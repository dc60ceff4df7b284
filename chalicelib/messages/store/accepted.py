"""Accepting a message: everything that belongs to it is written in one transaction, or nothing is."""

from collections.abc import Sequence
from datetime import timedelta

from chalicelib.audience.imported import store as imported_lists
from chalicelib.audience.model import ONLY_OCCURRENCE
from chalicelib.kernel import dynamo
from chalicelib.kernel.values import value

from ..model import Message, part_rows
from ..threads import InAppCopy
from . import copies, documents, flags, keys, lists, outbox

REQUEST_KEPT = timedelta(days=1)
MEASURE_KEPT = timedelta(hours=2)


@value
class Request:
    """A POST as its sender named it (Idempotency-Key), with a hash of its body."""

    user_id: str
    key: str
    body_hash: str


@value
class Answered:
    """What an earlier request with the same key was, and the message it made."""

    body_hash: str
    message_id: str


@value
class Kept:
    """What is stored with a message of somebody who has a place for it: their own copies in conversations, and
    one message more in this hour, of which they may write `most_an_hour`; 0 is no limit."""

    copies: Sequence[InAppCopy] = ()
    most_an_hour: int = 0


class NotAccepted(Exception):
    """The message is there already, or what should have happened with it could not; nothing was written."""


class AlreadyAnswered(Exception):
    """Another request with this key was faster; nothing was written by this one."""


class TooMany(NotAccepted):
    """The author has written enough in this hour; nothing was written."""


class ListMoved(NotAccepted):
    """The imported list is not as it was counted, or went out with another message; nothing was written."""


NOTHING_KEPT = Kept()


def accept(
    message: Message,
    request: Request | None = None,
    also: Sequence[dynamo.Write] = (),
    kept: Kept = NOTHING_KEPT,
) -> None:
    """Store message, part rows, outbox entry and request, all or none; `also` what has to happen with it. An
    imported list is taken in the same moment.

    Raises AlreadyAnswered when the request's key is taken: `answered` tells by what. Raises ListMoved, TooMany,
    or else NotAccepted when the message is there already or a condition of `also` failed.
    """
    items = [*documents.items(message), *(lists.item(message.district, row) for row in part_rows(message))]
    writes = [dynamo.insert(keys.table(), item) for item in items]
    taking = len(writes)
    writes += [*_takes(message), outbox.entry(message), *also, *flags.automatic(message)]
    writes += [*copies.writes_for(kept.copies)]
    measured = len(writes)
    if kept.most_an_hour:
        writes.append(_one_more(message, kept.most_an_hour))
    if request:
        writes.append(dynamo.insert(keys.table(), _request_item(message, request)))
    try:
        dynamo.transact(writes)
    except dynamo.Refused as refused:
        if request and len(writes) - 1 in refused.positions:
            raise AlreadyAnswered from refused
        if message.selection.imported and taking in refused.positions:
            raise ListMoved from refused
        if kept.most_an_hour and measured in refused.positions:
            raise TooMany from refused
        raise NotAccepted from refused


def answered(district: str, user_id: str, key: str) -> Answered | None:
    """The request already answered under a key, if any."""
    item = dynamo.get(keys.table(), keys.request(district, user_id, key), "REQUEST", consistent=True)
    return Answered(item["body_hash"], item["message_id"]) if item else None


def _one_more(message: Message, most: int) -> dynamo.Write:
    """One message more of this account in this hour, unless there were enough."""
    sent = message.accepted_at
    return dynamo.change(
        keys.table(),
        keys.written(message.district, message.sender.user_id),
        sent.strftime("%Y-%m-%dT%H"),
        "SET expires = :expires ADD written :one",
        {":one": 1, ":most": most, ":expires": int((sent + MEASURE_KEPT).timestamp())},
        condition="attribute_not_exists(written) OR written < :most",
    )


def _takes(message: Message) -> tuple[dynamo.Write, ...]:
    """The imported list goes out with this message alone; with a schedule, with each of its occurrences."""
    chosen = message.selection.imported
    if not chosen or message.resend:
        return ()
    once = message.occurrence == ONLY_OCCURRENCE
    read = (message.district, chosen, message.imported_version)
    return (imported_lists.taken(*read, message.message_id, once=once),)


def _request_item(message: Message, request: Request) -> dynamo.Item:
    return {
        "pk": keys.request(message.district, request.user_id, request.key),
        "sk": "REQUEST",
        "body_hash": request.body_hash,
        "message_id": message.message_id,
        "expires": int((message.accepted_at + REQUEST_KEPT).timestamp()),
    }
