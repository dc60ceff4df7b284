"""DynamoDB: several writes, all or none, and the reasons why none."""

from typing import Any

from chalicelib.kernel import aws

from .dynamodb_writes import INVALID
from .places import Places, code, item, key, number, put, read, refusal


def transact(*writes: Any) -> Any:
    return aws.dynamodb().transact_write_items(TransactItems=list(writes))


def insert(table: str, new: Any) -> Any:
    condition = "attribute_not_exists(pk)"
    return {"Put": {"TableName": table, "Item": new, "ConditionExpression": condition}}


def count(table: str, sk: str, before: int | None = None) -> Any:
    request: Any = {
        "TableName": table,
        "Key": key(sk),
        "UpdateExpression": "ADD n :one",
        "ExpressionAttributeValues": {":one": number(1)},
    }
    if before is not None:
        request["ConditionExpression"] = "n = :before"
        request["ExpressionAttributeValues"] |= {":before": number(before)}
    return {"Update": request}


class Transactions:
    """Mixed into each class that runs the contract."""

    def test_all_of_it_happens(self, places: Places) -> None:
        put(places.table, item("2", n=number(1)), item("3"))
        gone = {"Delete": {"TableName": places.table, "Key": key("3")}}
        transact(insert(places.table, item("1", v=number(1))), count(places.table, "2", before=1), gone)
        assert read(places.table, "1") == item("1", v=number(1))
        assert read(places.table, "2") == item("2", n=number(2))
        assert read(places.table, "3") is None

    def test_or_none_of_it_and_the_reasons_say_whose_condition_failed(self, places: Places) -> None:
        put(places.table, item("1"), item("3", n=number(7)))
        writes = (insert(places.table, item("1")), count(places.table, "2"), count(places.table, "3", before=6))
        error = refusal(lambda: transact(*writes))
        assert error.response["Error"]["Code"] == "TransactionCanceledException"
        reasons: Any = error.response["CancellationReasons"]
        codes = [each.get("Code") or "None" for each in reasons]
        assert codes == ["ConditionalCheckFailed", "None", "ConditionalCheckFailed"]
        assert read(places.table, "2") is None
        assert read(places.table, "3") == item("3", n=number(7))

    def test_a_delete_in_it_may_have_a_condition(self, places: Places) -> None:
        put(places.table, item("1", n=number(1)))
        request = {"TableName": places.table, "Key": key("1"), "ConditionExpression": "n = :n"}
        gone = {"Delete": request | {"ExpressionAttributeValues": {":n": number(2)}}}
        assert code(lambda: transact(gone, count(places.table, "2"))) == "TransactionCanceledException"
        assert read(places.table, "2") is None

    def test_a_hundred_writes_and_no_more(self, places: Places) -> None:
        writes = [insert(places.table, item(f"{at:03}")) for at in range(101)]
        assert code(lambda: transact(*writes)) == INVALID
        transact(*writes[:100])
        assert read(places.table, "099") == item("099")

    def test_one_item_is_written_once(self, places: Places) -> None:
        assert code(lambda: transact(count(places.table, "1"), count(places.table, "1"))) == INVALID
        assert read(places.table) is None
