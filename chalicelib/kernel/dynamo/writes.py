"""Single writes, conditional where a condition is given, and unconditional batches."""

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any

from ..aws import dynamodb
from ..batches import batched
from .marks import ITEM_IN_REFUSAL, MARK, known_again, new_mark
from .pauses import pauses
from .transactions import Write, change
from .values import Item, plain_item, wire, wire_item

WRITE_BATCH = 25  # DynamoDB's limit for BatchWriteItem


def put(table: str, item: Mapping[str, Any], *, unless_exists: bool = False) -> bool:
    """Write one item; with `unless_exists`, False when its key is taken (nothing is changed then)."""
    if not unless_exists:
        dynamodb().put_item(TableName=table, Item=wire_item(item))
        return True
    mark = new_mark()
    request: Any = {"TableName": table, "Item": wire_item({**item, MARK: mark}), **ITEM_IN_REFUSAL}
    request["ConditionExpression"] = "attribute_not_exists(pk)"
    return known_again(mark, lambda: dynamodb().put_item(**request))[0]


def delete(table: str, pk: str, sk: str) -> None:
    """Remove one item; no error when it is not there."""
    dynamodb().delete_item(TableName=table, Key=wire_item({"pk": pk, "sk": sk}))


def write_many(
    table: str, puts: Iterable[Mapping[str, Any]] = (), deletes: Iterable[tuple[str, str]] = ()
) -> None:
    """Unconditional writes, 25 a call; what the table leaves unprocessed is tried again with growing pauses."""
    requests = chain(
        ({"PutRequest": {"Item": wire_item(item)}} for item in puts),
        ({"DeleteRequest": {"Key": wire_item({"pk": pk, "sk": sk})}} for pk, sk in deletes),
    )
    for chunk in batched(requests, WRITE_BATCH):
        pending: Any = {table: list(chunk)}
        for pause in pauses():
            pending = dynamodb().batch_write_item(RequestItems=pending).get("UnprocessedItems")
            if not pending:
                break
            pause()


def update(
    table: str,
    pk: str,
    sk: str,
    expression: str,
    values: Mapping[str, Any],
    *,
    names: Mapping[str, str] | None = None,
    condition: str | None = None,
) -> Item | None:
    """Update one item and give it back whole as it is now; None when the condition did not hold."""
    wanted = change(table, pk, sk, expression, values, names=names, condition=condition)
    if condition:
        done, item = update_or_see(wanted)
        return item if done else None
    return plain_item(dynamodb().update_item(**wanted.request["Update"], ReturnValues="ALL_NEW")["Attributes"])


def update_or_see(wanted: Write) -> tuple[bool, Item]:
    """A change of one item on a condition: whether it was done, and the item whole as it is now, done or not.
    Empty where there is none."""
    mark, request = new_mark(), {**wanted.request["Update"], "ReturnValues": "ALL_NEW"}
    _leave(mark, request)
    done, item = known_again(mark, lambda: dynamodb().update_item(**request))
    return done, plain_item(item)


def _leave(mark: str, request: dict[str, Any]) -> None:
    """Let an update leave a mark."""
    expression = request["UpdateExpression"]
    others = f", {expression.removeprefix('SET ')}" if expression.startswith("SET ") else f" {expression}"
    request["UpdateExpression"] = f"SET {MARK} = :mark{others}"
    request["ExpressionAttributeValues"] = {**request.get("ExpressionAttributeValues", {}), ":mark": wire(mark)}
    request |= ITEM_IN_REFUSAL
