"""DynamoDB's operations on tables in memory, with its limits, conditions and errors."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from botocore.exceptions import ClientError

from .calls import Answer, Operation, Params
from .conditions import condition
from .errors import invalid, refused
from .grammar import Places
from .queries import projected, query
from .tables import Key, Lag, Stored, Table
from .updates import update
from .values import Item

MOST_WRITES, MOST_READS, MOST_IN_A_TRANSACTION = 25, 100, 100
LARGEST_ANSWER, LARGEST_TRANSACTION = 16 * 1024 * 1024, 4 * 1024 * 1024  # bytes


class DynamoDb:
    """The service. `lag`: reads that are not consistent may be so far behind."""

    def __init__(self, lag: Lag | None = None) -> None:
        self.tables: dict[str, Table] = {}
        self._lag = lag
        self._done: set[str] = set()  # transactions, by their tokens
        self.operations: Mapping[str, Operation] = {
            "CreateTable": self._create,
            "GetItem": self._get,
            "PutItem": lambda params: self._alone("Put", params),
            "DeleteItem": lambda params: self._alone("Delete", params),
            "UpdateItem": lambda params: self._alone("Update", params),
            "Query": lambda params: query(self._table(params), params),
            "Scan": self._scan,
            "BatchGetItem": self._get_many,
            "BatchWriteItem": self._write_many,
            "TransactWriteItems": self._transact,
        }

    def _create(self, params: Params) -> Answer:
        self.tables[params["TableName"]] = Table(params, self._lag)
        return {}

    def _table(self, params: Params) -> Table:
        try:
            return self.tables[params["TableName"]]
        except KeyError:
            raise refused("ResourceNotFoundException", "Requested resource not found") from None

    # ---- Reads ----------------------------------------------------------------------------------------------

    def _get(self, params: Params) -> Answer:
        table = self._table(params)
        found = table.get(table.key_of(params["Key"]), consistent=params.get("ConsistentRead", False))
        return {"Item": found.item} if found else {}

    def _scan(self, params: Params) -> Answer:
        """All of it, for tests that look on: product code may not."""
        items = [each.item for each in self._table(params).shelf.items.values()]
        return {"Items": items, "Count": len(items)}

    def _get_many(self, params: Params) -> Answer:
        """Up to 16 MB; what is beyond comes back as unprocessed."""
        answers: dict[str, list[Item]] = {}
        left: dict[str, Any] = {}
        size, asked = 0, 0
        for name, wanted in params["RequestItems"].items():
            table, places, keys = self._table({"TableName": name}), Places.of(wanted), wanted["Keys"]
            asked += len(keys)
            _check_batch(asked, MOST_READS, map(table.key_of, keys))
            answers[name] = []
            for key in keys:
                found = table.get(table.key_of(key), consistent=wanted.get("ConsistentRead", False))
                size += found.size if found else 0
                if size > LARGEST_ANSWER:
                    left.setdefault(name, {**wanted, "Keys": []})["Keys"].append(key)
                elif found:
                    answers[name].append(projected(found.item, wanted.get("ProjectionExpression"), places))
        return {"Responses": answers, "UnprocessedKeys": left}

    # ---- Writes ---------------------------------------------------------------------------------------------

    def _write_many(self, params: Params) -> Answer:
        todo: list[tuple[Table, Callable[[], None]]] = []
        for name, requests in params["RequestItems"].items():
            table = self._table({"TableName": name})
            keys = [table.key_of(_item_or_key(each)) for each in requests]
            _check_batch(len(todo) + len(keys), MOST_WRITES, keys)
            todo += [(table, _batched(table, each, key)) for each, key in zip(requests, keys, strict=True)]
        for _, write in todo:
            write()
        return {"UnprocessedItems": {}}

    def _alone(self, kind: str, params: Params) -> Answer:
        write = _Write(self._table(params), kind, params)
        if not write.allowed:
            wanted = params.get("ReturnValuesOnConditionCheckFailure") == "ALL_OLD" and write.before
            members: dict[str, Any] = {"Item": write.before} if wanted else {}
            raise refused("ConditionalCheckFailedException", "The conditional request failed", **members)
        write.do()
        wants_all = params.get("ReturnValues") == "ALL_NEW"
        return {"Attributes": write.after} if wants_all else {}

    def _transact(self, params: Params) -> Answer:
        requests, token = params["TransactItems"], params.get("ClientRequestToken")
        if token in self._done:
            return {}
        if not 0 < len(requests) <= MOST_IN_A_TRANSACTION:
            raise invalid("Member must have length less than or equal to 100, and at least 1")
        writes = [
            _Write(self._table(each), kind, each) for request in requests for kind, each in request.items()
        ]
        if len({(id(write.table), write.key) for write in writes}) < len(writes):
            raise invalid("Transaction request cannot include multiple operations on one item")
        if not all(write.allowed for write in writes):
            raise _cancelled(write.allowed for write in writes)
        if sum(write.size for write in writes) > LARGEST_TRANSACTION:
            raise invalid("Collection size of items in the transaction exceeds the limit of 4 MB")
        for write in writes:
            write.do()
        if token:
            self._done.add(token)
        return {}


def _item_or_key(request: dict[str, Any]) -> Item:
    item: Item = request["PutRequest"]["Item"] if "PutRequest" in request else request["DeleteRequest"]["Key"]
    return item


def _batched(table: Table, request: dict[str, Any], key: Key) -> Callable[[], None]:
    if "DeleteRequest" in request:
        return lambda: table.remove(key)
    table.measured(request["PutRequest"]["Item"])
    return lambda: table.put(request["PutRequest"]["Item"])


def _check_batch(count: int, most: int, keys: Iterable[Key]) -> None:
    if not 0 < count <= most:
        raise invalid(f"Member must have length less than or equal to {most}, and at least 1")
    listed = list(keys)
    if len(set(listed)) < len(listed):
        raise invalid("Provided list of item keys contains duplicates")


def _cancelled(allowed: Iterable[bool]) -> ClientError:
    codes = ["None" if each else "ConditionalCheckFailed" for each in allowed]
    return refused(
        "TransactionCanceledException",
        f"Transaction cancelled, please refer cancellation reasons for specific reasons [{', '.join(codes)}]",
        CancellationReasons=[{"Code": code} for code in codes],
    )


class _Write:
    """One write, checked but not done yet. Raises ValidationException."""

    def __init__(self, table: Table, kind: str, params: Params) -> None:
        self.table, places = table, Places.of(params)
        self.key = table.key_of(params["Item"] if kind == "Put" else params["Key"])
        found = table.get(self.key)
        self.before: Item = found.item if found else {}
        text = params.get("ConditionExpression")
        self.allowed = condition(text)(self.before, places) if text else True
        self.after = _after(kind, self.before, params, places)
        self.size = table.measured(self.after) if self.after else 0

    def do(self) -> None:
        self.table.keep(self.key, None if self.after is None else Stored(self.after, self.size))


def _after(kind: str, old: Item, params: Params, places: Places) -> Item | None:
    """The item as it would be; None for none."""
    if kind == "Put":
        item: Item = params["Item"]
        return item
    if kind == "Update":
        return update(params["UpdateExpression"])(old or dict(params["Key"]), places)
    if kind == "Delete":
        return None
    raise invalid(f"{kind} is not known here")
