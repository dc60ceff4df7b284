"""DynamoDB's units by its rules."""

from typing import Any

import pytest

from bench.pricing.capacity import Index, indexes_of, read_units, size, stored, write_units
from bench.pricing.metered import Metered
from infra.template import load

DUE = Index("due_in", "due_at", keys_only=True)
ALL = Index("owner", "at", keys_only=False)


def item(length: int = 10, **more: str) -> dict[str, Any]:
    """An item of about so many bytes."""
    texts = {"pk": "p", "sk": "s", "data": "x" * length} | more
    return {name: {"S": text} for name, text in texts.items()}


@pytest.mark.parametrize(
    ("value", "bytes_"),
    [
        ({"S": "héllo"}, 6),
        ({"N": "12345"}, 4),
        ({"BOOL": True}, 1),
        ({"NULL": True}, 1),
        ({"SS": ["ab", "c"]}, 3),
        ({"L": [{"S": "ab"}, {"BOOL": True}]}, 3 + 2 + 2 + 1),
        ({"M": {"k": {"S": "ab"}}}, 3 + 1 + 1 + 2),
    ],
)
def test_an_item_is_as_large_as_its_names_and_values(value: dict[str, Any], bytes_: int) -> None:
    assert size({"name": value}) == 4 + bytes_


@pytest.mark.parametrize(
    ("before", "after", "units"),
    [
        (None, item(10), 1),
        (None, item(1024), 2),
        (item(3000), item(10), 3),
        (item(10), None, 1),
        (None, None, 1),
    ],
)
def test_a_write_costs_a_unit_a_kilobyte_of_the_larger_item(before: Any, after: Any, units: int) -> None:
    assert write_units(before, after, (), transaction=False) == units
    assert write_units(before, after, (), transaction=True) == 2 * units


def test_an_index_costs_what_changes_in_it() -> None:
    def of_index(index: Index, before: Any, after: Any) -> float:
        return write_units(before, after, [index], transaction=True) - write_units(
            before, after, (), transaction=True
        )

    plain, shown = item(2000), item(2000, due_in="d", due_at="1")
    later, changed = item(2000, due_in="d", due_at="2"), item(1999, due_in="d", due_at="1")
    assert of_index(DUE, None, plain) == 0, "it does not show what lacks its keys"
    assert of_index(DUE, None, shown) == 1, "keys only, however large the item"
    assert of_index(DUE, shown, plain) == 1, "gone from it"
    assert of_index(DUE, shown, later) == 2, "gone from one place and new in another"
    assert of_index(DUE, shown, changed) == 0, "it shows nothing of that"
    mine, fuller = item(2000, owner="o", at="1"), item(2001, owner="o", at="1")
    assert of_index(ALL, mine, fuller) == 2, "the whole item, of two kilobytes"


def test_reads_cost_half_when_they_may_be_old() -> None:
    assert read_units([item(10)], consistent=True) == 1
    assert read_units([item(10)], consistent=False) == 0.5
    assert read_units([item(3000), item(3000)], consistent=False) == 1, "a query's items together"
    assert read_units([], consistent=False) == 0.5


def test_storage_counts_items_and_their_entries() -> None:
    shown = item(0, due_in="d", due_at="1")
    keys = {name: value for name, value in shown.items() if name != "data"}
    assert stored(shown, [DUE, ALL]) == size(shown) + size(keys) + 200


def test_the_indexes_are_the_templates() -> None:
    found = indexes_of(load())
    assert {(each.hash_key, each.keys_only) for each in found["DELIVERIES"]} == {
        ("due_in", True),
        ("problem_of", False),
    }
    assert found["DIRECTORY"] == ()


def test_the_meter_runs_with_every_kind_of_request() -> None:
    stub = Metered()
    key = {name: {"S": name[0]} for name in ("pk", "sk")}
    put = {"TableName": "DIRECTORY", "Item": item()}
    write = {"PutRequest": {"Item": item()}}
    stub.answer("PutItem", put)
    stub.answer("BatchWriteItem", {"RequestItems": {"DIRECTORY": [write]}})
    stub.answer("TransactWriteItems", {"TransactItems": [{"Put": put}]})
    counting = {"UpdateExpression": "ADD seen :one", "ExpressionAttributeValues": {":one": {"N": "1"}}}
    stub.answer("UpdateItem", {"TableName": "DIRECTORY", "Key": key, **counting})
    stub.answer("GetItem", {"TableName": "DIRECTORY", "Key": key, "ConsistentRead": True})
    stub.answer("BatchGetItem", {"RequestItems": {"DIRECTORY": {"Keys": [key, {**key, "sk": {"S": "no"}}]}}})
    reading = stub.answer("Meter", {})
    assert (reading["write_units"], reading["read_units"]) == (1 + 1 + 2 + 1, 1 + 0.5 + 0.5)
    assert reading["stored_bytes"] > 100
