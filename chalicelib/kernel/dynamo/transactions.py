"""Several writes, all or none: each made ready by a function of its own, then `transact`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.kernel.values import value

from ..aws import dynamodb
from .marks import heard, new_mark
from .pauses import pauses
from .values import wire_item

TRANSACTION = 100  # DynamoDB's limit for TransactWriteItems


@value
class Write:
    """One write of a transaction, ready for the wire; `request` as TransactWriteItems takes it."""

    request: dict[str, Any]


def insert(table: str, item: Mapping[str, Any]) -> Write:
    """Put, only if the key is free."""
    return Write(
        {
            "Put": {
                "TableName": table,
                "Item": wire_item(item),
                "ConditionExpression": "attribute_not_exists(pk)",
            }
        }
    )


def replace(table: str, item: Mapping[str, Any]) -> Write:
    """Put, whatever is there."""
    return Write({"Put": {"TableName": table, "Item": wire_item(item)}})


def remove(
    table: str, pk: str, sk: str, *, condition: str | None = None, values: Mapping[str, Any] | None = None
) -> Write:
    """Delete, optionally only on a condition."""
    request: dict[str, Any] = {"TableName": table, "Key": wire_item({"pk": pk, "sk": sk})}
    if condition:
        request["ConditionExpression"] = condition
    if values:
        request["ExpressionAttributeValues"] = wire_item(values)
    return Write({"Delete": request})


def change(
    table: str,
    pk: str,
    sk: str,
    expression: str,
    values: Mapping[str, Any],
    *,
    names: Mapping[str, str] | None = None,
    condition: str | None = None,
) -> Write:
    """Update by expression, optionally only on a condition."""
    request: dict[str, Any] = {
        "TableName": table,
        "Key": wire_item({"pk": pk, "sk": sk}),
        "UpdateExpression": expression,
    }
    if values:
        request["ExpressionAttributeValues"] = wire_item(values)
    if names:
        request["ExpressionAttributeNames"] = dict(names)
    if condition:
        request["ConditionExpression"] = condition
    return Write({"Update": request})


@dataclass(eq=False)
class Refused(Exception):
    """A transaction that did not happen; `positions` are the writes whose own condition failed."""

    positions: tuple[int, ...] = field(default=())


def transact(writes: Sequence[Write]) -> None:
    """All of at most 100 writes, or none. Raises Refused when a condition fails.

    Collisions with another transaction on the same item (TransactionConflict) and throttling are tried
    again here with growing pauses; they say nothing about the data. By its token one that was done, and whose
    answer got lost, is known again (for ten minutes).
    """
    requests, token = [write.request for write in writes], new_mark()
    for pause in pauses():
        try:
            heard(partial(dynamodb().transact_write_items, TransactItems=requests, ClientRequestToken=token))
            return
        except ClientError as error:
            codes = _cancellation_codes(error)
            failed = tuple(at for at, code in enumerate(codes) if code == "ConditionalCheckFailed")
            if failed:
                raise Refused(failed) from error
            if not any(code in _PASSING for code in codes):
                raise
            if codes != _IN_PROGRESS:
                token = new_mark()  # nothing was done
            pause()


_IN_PROGRESS = ["TransactionInProgress"]
_PASSING = {*_IN_PROGRESS, "TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"}


def _cancellation_codes(error: ClientError) -> list[str]:
    if error.response["Error"]["Code"] == "TransactionInProgressException":
        return _IN_PROGRESS
    if error.response["Error"]["Code"] != "TransactionCanceledException":
        return []
    reasons: Any = error.response.get("CancellationReasons", [])
    return [reason.get("Code") or "None" for reason in reasons]
