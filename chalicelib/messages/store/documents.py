"""Messages as they were accepted: each one compressed document, cut into pieces that fit an item."""

from collections.abc import Collection, Iterable, Mapping

from chalicelib.kernel import dynamo

from .. import codec
from ..model import Message
from . import keys

PIECE = 350_000  # bytes of a stored message in one item; DynamoDB's limit is 400 KB with names and keys


def load(district: str, message_id: str) -> Message | None:
    """A whole message as it is at this moment, or None when the district has none of that id."""
    head = dynamo.get(keys.table(), keys.message(district, message_id), keys.piece(0), consistent=True)
    return _messages([head])[message_id] if head else None


def load_many(district: str, message_ids: Iterable[str]) -> dict[str, Message]:
    """Whole messages by id; those that the district does not have are missing."""
    heads = [(keys.message(district, each), keys.piece(0)) for each in message_ids]
    return _messages(dynamo.get_written_once(keys.table(), heads).values())


def _messages(heads: Collection[dynamo.Item]) -> dict[str, Message]:
    more = [(head["pk"], keys.piece(number)) for head in heads for number in range(1, head["pieces"])]
    rest = dynamo.get_many(keys.table(), more, consistent=True) if more else {}
    return {head["message_id"]: _message(head, rest) for head in heads}


def _message(head: dynamo.Item, rest: Mapping[tuple[str, str], dynamo.Item]) -> Message:
    pieces = [rest[(head["pk"], keys.piece(number))]["body"] for number in range(1, head["pieces"])]
    return codec.message_from_bytes(b"".join([head["body"], *pieces]))


def items(message: Message) -> list[dynamo.Item]:
    """The message as it is stored: its first piece tells how many there are."""
    body = codec.message_to_bytes(message)
    pieces = [body[at : at + PIECE] for at in range(0, len(body), PIECE)]
    pk = keys.message(message.district, message.message_id)
    found: list[dynamo.Item] = [
        {"pk": pk, "sk": keys.piece(number), "body": piece} for number, piece in enumerate(pieces)
    ]
    found[0] |= {"pieces": len(pieces), "message_id": message.message_id}
    return found
