"""The stub server with DynamoDB's meter: request units so far, and how much the tables hold."""

import copy
import json
import urllib.request
from typing import Any

from bench._stub import Item, Stub
from bench.pricing.capacity import indexes_of, read_units, stored, write_units
from infra.template import load

ASK = "Meter"
_WRITES = {"Put": "Item", "Delete": "Key", "Update": "Key"}


class Metered(Stub):
    """Answers as the stub does, and `Meter` with {write_units, read_units, stored_bytes}."""

    def __init__(self) -> None:
        super().__init__()
        self._indexes = indexes_of(load())
        self._written = self._read = 0.0

    def answer(self, operation: str, body: Any) -> Any:
        if operation == ASK:
            return self._reading()
        return super().answer(operation, body)

    def _reading(self) -> dict[str, float]:
        held = sum(
            stored(item, self._indexes[name]) for name, items in self.tables.items() for item in items.values()
        )
        return {"write_units": self._written, "read_units": self._read, "stored_bytes": held}

    # ---- Writes ---------------------------------------------------------------------------------------------

    def _put(self, body: Any) -> Item:
        return self._writing("Put", body)

    def _delete(self, body: Any) -> Item:
        return self._writing("Delete", body)

    def _update(self, body: Any) -> Item:
        return self._writing("Update", body)

    def _transact(self, body: Any) -> Item:
        for write in body["TransactItems"]:
            ((kind, request),) = write.items()
            self._writing(kind, request, transaction=True)
        return {}

    def _writing(self, kind: str, body: Any, *, transaction: bool = False) -> Item:
        key, items = body[_WRITES[kind]], self._table(body["TableName"])
        place = (key["pk"]["S"], key["sk"]["S"])
        before = copy.copy(items.get(place))
        done = {"Put": super()._put, "Delete": super()._delete, "Update": super()._update}[kind](body)
        indexes = self._indexes[body["TableName"]]
        self._written += write_units(before, items.get(place), indexes, transaction=transaction)
        return done

    # ---- Reads ----------------------------------------------------------------------------------------------

    def _get(self, body: Any) -> Item:
        found = super()._get(body)
        self._read += read_units(found.values(), consistent=body.get("ConsistentRead", False))
        return found

    def _batch_get(self, body: Any) -> Item:
        found = super()._batch_get(body)
        for name, asked in body["RequestItems"].items():
            items, consistent = found["Responses"][name], asked.get("ConsistentRead", False)
            missing = len(asked["Keys"]) - len(items)
            self._read += sum(read_units([item], consistent=consistent) for item in items)
            self._read += missing * read_units([], consistent=consistent)
        return found

    def _query(self, body: Any) -> Item:
        found = super()._query(body)
        self._read += read_units(found["Items"], consistent=body.get("ConsistentRead", False))
        return found


def reading(port: int) -> dict[str, float]:
    """The meter of the server at that port."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/", data=b"{}", headers={"X-Amz-Target": f"Bench.{ASK}"}
    )
    with urllib.request.urlopen(request) as answer:
        found: dict[str, float] = json.load(answer)
        return found
