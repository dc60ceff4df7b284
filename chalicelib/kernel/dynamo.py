"""DynamoDB by its low-level batch calls: what 200,000 records pass through, so nothing here builds models.

Items are plain dicts of str, int, bool, bytes, None, list, dict and set[str]; `wire` and `plain` translate.
Every function takes the table's name; only a room's `store.py` calls them.
"""

import random
import time
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from typing import Any

from botocore.exceptions import ClientError

from .aws import dynamodb
from .batches import batched as batched

Item = dict[str, Any]
Value = dict[str, Any]

READ_BATCH = 100  # DynamoDB's limit for BatchGetItem
WRITE_BATCH = 25  # and for BatchWriteItem
TRANSACTION = 100  # and for TransactWriteItems


def wire(value: Any) -> Value:
    """One value in DynamoDB's typed form, as it travels (`aws.client`). Raises TypeError for any other type."""
    if isinstance(value, str):
        return {"S": value}
    if isinstance(value, bool):
        return {"BOOL": value}
    if isinstance(value, int | float):
        return {"N": repr(value)}
    if value is None:
        return {"NULL": True}
    if isinstance(value, bytes):
        return {"B": b64encode(value).decode("ascii")}
    return _wire_collection(value)


def _wire_collection(value: Any) -> Value:
    if isinstance(value, Mapping):
        return {"M": wire_item(value)}
    if isinstance(value, list | tuple):
        return {"L": [wire(each) for each in value]}
    if isinstance(value, set | frozenset):
        return {"SS": sorted(value)}
    raise TypeError(f"Cannot store a {type(value).__name__}")


def wire_item(item: Mapping[str, Any]) -> dict[str, Value]:
    """A whole item in typed form."""
    return {name: wire(value) for name, value in item.items()}


def _number(text: str) -> int | float:
    return int(text) if text.lstrip("-").isdigit() else float(text)


_PLAIN: dict[str, Callable[[Any], Any]] = {
    "S": str,
    "N": _number,
    "BOOL": bool,
    "NULL": lambda _: None,
    "B": b64decode,
    "M": lambda fields: plain_item(fields),
    "L": lambda values: [plain(each) for each in values],
    "SS": set,
}


def plain(value: Value) -> Any:
    """The inverse of `wire`."""
    ((kind, content),) = value.items()
    return _PLAIN[kind](content)


def plain_item(item: Mapping[str, Value]) -> Item:
    """The inverse of `wire_item`."""
    return {name: plain(value) for name, value in item.items()}


def get(table: str, pk: str, sk: str, *, consistent: bool = False) -> Item | None:
    """One item, or None."""
    answer = dynamodb().get_item(
        TableName=table, Key=wire_item({"pk": pk, "sk": sk}), ConsistentRead=consistent
    )
    found = answer.get("Item")
    return plain_item(found) if found else None


def get_many(
    table: str, keys: Iterable[tuple[str, str]], *, consistent: bool = False, attributes: Sequence[str] = ()
) -> dict[tuple[str, str], Item]:
    """The items that exist among the keys, 100 a call, each key once; only some attributes when named
    (no reserved words among them)."""
    found: dict[tuple[str, str], Item] = {}
    options: Any = {"ConsistentRead": True} if consistent else {}
    if attributes:
        options["ProjectionExpression"] = ", ".join(("pk", "sk", *attributes))
    for chunk in batched(dict.fromkeys(keys), READ_BATCH):
        pending: Any = {table: {"Keys": [wire_item({"pk": pk, "sk": sk}) for pk, sk in chunk], **options}}
        for pause in _pauses():
            answer = dynamodb().batch_get_item(RequestItems=pending)
            for wired in answer["Responses"].get(table, []):
                item = plain_item(wired)
                found[(item["pk"], item["sk"])] = item
            pending = answer.get("UnprocessedKeys")
            if not pending:
                break
            pause()
    return found


def put(table: str, item: Mapping[str, Any], *, unless_exists: bool = False) -> bool:
    """Write one item; with `unless_exists`, False when its key is taken (nothing is changed then)."""
    condition: Any = {"ConditionExpression": "attribute_not_exists(pk)"} if unless_exists else {}
    try:
        dynamodb().put_item(TableName=table, Item=wire_item(item), **condition)
    except ClientError as error:
        if unless_exists and is_condition_failure(error):
            return False
        raise
    return True


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
        for pause in _pauses():
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
    request = change(table, pk, sk, expression, values, names=names, condition=condition).request["Update"]
    try:
        answer = dynamodb().update_item(**request, ReturnValues="ALL_NEW")
    except ClientError as error:
        if condition and is_condition_failure(error):
            return None
        raise
    return plain_item(answer["Attributes"])


def query(
    table: str,
    pk: str,
    *,
    begins: str = "",
    after: Mapping[str, Any] | None = None,
    limit: int | None = None,
    newest_first: bool = False,
    index: str | None = None,
    pk_name: str = "pk",
    sk_name: str = "sk",
    between: tuple[str, str] | None = None,
    where: str | None = None,
    values: Mapping[str, Any] | None = None,
    names: Mapping[str, str] | None = None,
    consistent: bool = False,
) -> tuple[list[Item], dict[str, Any] | None]:
    """One page of a partition (at most `limit` items or 1 MB read), and the key to go on from or None.

    `between` or `begins` bound the sort key; `where` with `values`/`names` filters after reading. An index
    knows no consistent reads.
    """
    condition, bound = _key_condition(pk, begins, between)
    request: dict[str, Any] = {
        "TableName": table,
        "KeyConditionExpression": condition,
        "ExpressionAttributeNames": {"#pk": pk_name, **(names or {})},
        "ExpressionAttributeValues": wire_item({**bound, **(values or {})}),
        "ScanIndexForward": not newest_first,
    }
    if "#sk" in condition:
        request["ExpressionAttributeNames"]["#sk"] = sk_name
    optional = {"IndexName": index, "Limit": limit, "FilterExpression": where, "ConsistentRead": consistent}
    request |= {name: value for name, value in optional.items() if value}
    if after:
        request["ExclusiveStartKey"] = wire_item(after)
    answer = dynamodb().query(**request)
    last = answer.get("LastEvaluatedKey")
    return [plain_item(item) for item in answer["Items"]], plain_item(last) if last else None


def _key_condition(pk: str, begins: str, between: tuple[str, str] | None) -> tuple[str, Item]:
    if between:
        return "#pk = :pk AND #sk BETWEEN :low AND :high", {
            ":pk": pk,
            ":low": between[0],
            ":high": between[1],
        }
    if begins:
        return "#pk = :pk AND begins_with(#sk, :begins)", {":pk": pk, ":begins": begins}
    return "#pk = :pk", {":pk": pk}


def query_all(table: str, pk: str, **options: Any) -> Iterator[Item]:
    """Every item of a partition (or of the bounded part of it), page after page."""
    after: dict[str, Any] | None = options.pop("after", None)
    while True:
        items, after = query(table, pk, after=after, **options)
        yield from items
        if after is None:
            return


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class Refused(Exception):
    """A transaction that did not happen; `positions` are the writes whose own condition failed."""

    positions: tuple[int, ...] = field(default=())


def transact(writes: Sequence[Write]) -> None:
    """All of at most 100 writes, or none. Raises Refused when a condition fails.

    Collisions with another transaction on the same item (TransactionConflict) and throttling are tried
    again here with growing pauses; they say nothing about the data.
    """
    requests = [write.request for write in writes]
    for pause in _pauses():
        try:
            dynamodb().transact_write_items(TransactItems=requests)
            return
        except ClientError as error:
            codes = _cancellation_codes(error)
            failed = tuple(at for at, code in enumerate(codes) if code == "ConditionalCheckFailed")
            if failed:
                raise Refused(failed) from error
            if not any(code in _PASSING for code in codes):
                raise
            pause()


_PASSING = {"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"}


def _cancellation_codes(error: ClientError) -> list[str]:
    if error.response["Error"]["Code"] == "TransactionInProgressException":
        return ["TransactionConflict"]
    if error.response["Error"]["Code"] != "TransactionCanceledException":
        return []
    reasons: Any = error.response.get("CancellationReasons", [])
    return [reason.get("Code") or "None" for reason in reasons]


def is_condition_failure(error: ClientError) -> bool:
    """Whether a write was refused by its own condition."""
    return bool(error.response["Error"]["Code"] == "ConditionalCheckFailedException")


class StillBusy(RuntimeError):
    """The table went on refusing work for a whole series of pauses; the caller's queue brings it back."""


def _pauses(tries: int = 8) -> Iterator[Callable[[], None]]:
    """Up to `tries` rounds; each yields the pause to take before the next (50 ms growing to 5 s, jittered)."""
    for attempt in range(tries):
        longest = min(5.0, 0.05 * 2**attempt)
        yield partial(_pause, longest)
    raise StillBusy("DynamoDB did not take the request")


def _pause(longest: float) -> None:
    time.sleep(random.uniform(longest / 2, longest))
