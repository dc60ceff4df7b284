"""Reading: single items, batches, and partitions page by page. Never a scan."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ..aws import dynamodb
from ..batches import batched
from .pauses import pauses
from .values import Item, plain_item, wire_item

READ_BATCH = 100  # DynamoDB's limit for BatchGetItem


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
        for pause in pauses():
            answer = dynamodb().batch_get_item(RequestItems=pending)
            for wired in answer["Responses"].get(table, []):
                item = plain_item(wired)
                found[(item["pk"], item["sk"])] = item
            pending = answer.get("UnprocessedKeys")
            if not pending:
                break
            pause()
    return found


def get_written_once(table: str, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Item]:
    """As `get_many`, of items that never change: what is found is right, and what a read that may be a moment
    behind does not find is asked for once more, consistently."""
    wanted = list(dict.fromkeys(keys))
    found = get_many(table, wanted) if wanted else {}
    late = [key for key in wanted if key not in found]
    return found | get_many(table, late, consistent=True) if late else found


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
    knows no consistent reads. Between two bounds in the wrong order lies nothing. Raises Invalid for an `after`
    outside the bounds, which only a client's cursor of another list can be: DynamoDB would refuse both.
    """
    if between and between[0] > between[1]:
        return [], None
    if after and not _within(after[sk_name], begins, between):
        raise _foreign()
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


def _within(sk: str, begins: str, between: tuple[str, str] | None) -> bool:
    return between[0] <= sk <= between[1] if between else sk.startswith(begins)


def _foreign() -> Exception:
    from ..paging import foreign  # here, because functions have no clients and read no cursors

    return foreign()


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
