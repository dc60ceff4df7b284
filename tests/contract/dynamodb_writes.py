"""DynamoDB: single writes, their conditions, and batches."""

from functools import partial
from typing import Any

from chalicelib.kernel import aws

from .places import Places, code, item, key, number, put, read, refusal, text

FAILED, INVALID = "ConditionalCheckFailedException", "ValidationException"
FITS, TOO_BIG = 404_000, 410_000  # bytes; the limit is 400 KB, which moto takes for a little less


THERE: Any = {"a": text("a"), "n": number(10), "words": {"SS": ["a", "b"]}, "l": {"L": [text("b")]}}
CONDITIONS: list[tuple[str, Any, bool]] = [
    ("a = :x", {":x": text("a")}, True),
    ("a = :x", {":x": number(1)}, False),
    ("absent = :x", {":x": text("a")}, False),
    ("absent <> :x", {":x": text("a")}, True),
    ("a <> :x", {":x": text("b")}, True),
    ("n < :x", {":x": number(11)}, True),
    ("n < :x", {":x": number(9)}, False),
    ("n >= :x", {":x": number(10)}, True),
    ("absent < :x", {":x": number(1)}, False),
    ("n BETWEEN :x AND :y", {":x": number(9), ":y": number(10)}, True),
    ("contains(words, :x)", {":x": text("b")}, True),
    ("contains(a, :x)", {":x": text("a")}, True),
    ("contains(l, :x)", {":x": text("c")}, False),
    ("begins_with(a, :x)", {":x": text("")}, True),
    ("attribute_exists(a) AND NOT attribute_exists(absent)", {}, True),
    ("attribute_not_exists(absent) OR absent = :x", {":x": text("a")}, True),
    ("attribute_exists(absent) OR a = :x AND n = :y", {":x": text("a"), ":y": number(1)}, False),
    ("(attribute_exists(absent) OR a = :x) AND n = :y", {":x": text("a"), ":y": number(10)}, True),
]


def update(table: str, expression: str, sk: str = "1", **more: Any) -> Any:
    request = {"TableName": table, "Key": key(sk), "UpdateExpression": expression, "ReturnValues": "ALL_NEW"}
    return aws.dynamodb().update_item(**request, **more)["Attributes"]


def put_many(table: str, *numbers: int) -> Any:
    requests = [{"PutRequest": {"Item": item(str(at))}} for at in numbers]
    return aws.dynamodb().batch_write_item(RequestItems={table: requests})


class Writes:
    """Mixed into each class that runs the contract."""

    def test_an_item_comes_back_as_it_was_put(self, places: Places) -> None:
        stored = item(
            n=number(5), yes={"BOOL": True}, none={"NULL": True}, b={"B": "AP8="},
            l={"L": [text("a"), number(1)]}, m={"M": {"x": text("y")}}, words={"SS": ["a", "b"]},
        )  # fmt: skip
        put(places.table, stored)
        assert read(places.table) == stored
        put(places.table, item(other=text("x")))
        assert read(places.table) == item(other=text("x")), "put replaces the whole item"
        aws.dynamodb().delete_item(TableName=places.table, Key=key())
        assert read(places.table) is None
        aws.dynamodb().delete_item(TableName=places.table, Key=key())

    def test_a_put_on_condition_leaves_what_is_there(self, places: Places) -> None:
        free = {"TableName": places.table, "ConditionExpression": "attribute_not_exists(pk)"}
        aws.dynamodb().put_item(Item=item(v=number(1)), **free)
        assert code(lambda: aws.dynamodb().put_item(Item=item(v=number(2)), **free)) == FAILED
        assert read(places.table) == item(v=number(1))

    def test_a_refusal_brings_the_item_as_it_is(self, places: Places) -> None:
        put(places.table, item(v=number(1)))
        wanted = {"TableName": places.table, "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}
        free = wanted | {"ConditionExpression": "attribute_not_exists(pk)"}
        error = refusal(lambda: aws.dynamodb().put_item(Item=item(v=number(2)), **free))
        assert error.response["Item"] == item(v=number(1))
        values = {"ExpressionAttributeValues": {":v": number(3)}}
        change = {"Key": key(), "UpdateExpression": "SET v = :v", "ConditionExpression": "v = :v"}
        error = refusal(lambda: aws.dynamodb().update_item(**wanted, **change, **values))
        assert error.response["Item"] == item(v=number(1))
        absent = change | {"Key": key("9")}
        error = refusal(lambda: aws.dynamodb().update_item(**wanted, **absent, **values))
        assert "Item" not in error.response

    def test_conditions(self, places: Places) -> None:
        for at, (condition, values, holds) in enumerate(CONDITIONS):
            put(places.table, item(str(at), **THERE))
            more: Any = {
                "ConditionExpression": condition,
                "ExpressionAttributeValues": values | {":new": number(1)},
            }
            change = partial(update, places.table, "SET v = :new", str(at), **more)
            if holds:
                assert change()["v"] == number(1), condition
            else:
                assert code(change) == FAILED, condition
                assert "v" not in (read(places.table, str(at)) or {}), condition

    def test_an_update_makes_what_is_not_there(self, places: Places) -> None:
        values = {":n": number(2), ":s": {"SS": ["b"]}, ":t": text("x")}
        made = update(places.table, "SET t = :t ADD n :n, s :s", ExpressionAttributeValues=values)
        assert made == item(n=number(2), s={"SS": ["b"]}, t=text("x"))

    def test_an_update_adds_sets_and_removes_by_what_was_there(self, places: Places) -> None:
        put(places.table, item(n=number(2), s={"SS": ["b"]}, a=text("a"), gone=text("g")))
        after = update(
            places.table,
            "SET #a = :t REMOVE gone, never ADD n :n, s :s",
            ExpressionAttributeNames={"#a": "a"},
            ExpressionAttributeValues={":n": number(-3), ":s": {"SS": ["a", "b"]}, ":t": text("x")},
        )
        after["s"]["SS"].sort()
        assert after == item(n=number(-1), s={"SS": ["a", "b"]}, a=text("x"))

    def test_an_update_may_keep_what_was_there(self, places: Places) -> None:
        keep = "SET b = if_not_exists(a, :v), a = :v"
        for number_of_try, (a, b) in enumerate([(1, 1), (2, 1), (3, 2)], 1):
            values = {":v": number(number_of_try)}
            after = update(places.table, keep, ExpressionAttributeValues=values)
            assert after == item(a=number(a), b=number(b)), "by what was there before the update"

    def test_an_update_sets_to_a_sum(self, places: Places) -> None:
        put(places.table, item(n=number(2)))
        values = {":v": number(5), ":one": number(1)}
        sums = "SET n = n + :one, s = :v + :one, k = if_not_exists(k, :v) + :one"
        assert update(places.table, sums, ExpressionAttributeValues=values) == item(
            n=number(3), s=number(6), k=number(6)
        )
        one = {":one": number(1)}
        assert code(lambda: update(places.table, "SET n = x + :one", ExpressionAttributeValues=one)) == INVALID

    def test_an_update_deletes_from_a_set(self, places: Places) -> None:
        put(places.table, item(s={"SS": ["a", "b"]}, all={"SS": ["b"]}))
        values = {":s": {"SS": ["b", "c"]}}
        names = {"#s": "s", "#all": "all"}
        after = update(
            places.table,
            "DELETE #s :s, #all :s, never :s",
            ExpressionAttributeNames=names,
            ExpressionAttributeValues=values,
        )
        assert after == item(s={"SS": ["a"]}), "a set of nothing is not there"

    def test_a_delete_on_condition(self, places: Places) -> None:
        put(places.table, item(v=number(1)))
        request = {"TableName": places.table, "Key": key(), "ConditionExpression": "v = :v"}
        delete = aws.dynamodb().delete_item
        assert code(lambda: delete(**request, ExpressionAttributeValues={":v": number(2)})) == FAILED
        delete(**request, ExpressionAttributeValues={":v": number(1)})
        assert read(places.table) is None

    def test_an_update_that_makes_no_sense_is_refused(self, places: Places) -> None:
        put(places.table, item(a=text("a")))
        for expression in ("SET v = :unknown", "SET v : w", "SET status = :v", "ADD a :v"):
            call = partial(update, places.table, expression, ExpressionAttributeValues={":v": number(1)})
            assert code(call) == INVALID, expression
        values = {":v": number(1), ":unused": number(1)}
        assert code(lambda: update(places.table, "SET v = :v", ExpressionAttributeValues=values)) == INVALID
        assert read(places.table) == item(a=text("a"))

    def test_the_largest_item(self, places: Places) -> None:
        put(places.table, item(v=text("x" * FITS)))
        assert code(lambda: put(places.table, item(v=text("x" * TOO_BIG)))) == INVALID
        values = {":v": text("x" * FITS)}
        assert code(lambda: update(places.table, "SET w = :v", ExpressionAttributeValues=values)) == INVALID

    def test_a_batch_of_writes(self, places: Places) -> None:
        put(places.table, *(item(str(at)) for at in range(5)))
        requests: list[Any] = [{"DeleteRequest": {"Key": key(str(at))}} for at in range(5)]
        requests += [{"PutRequest": {"Item": item(str(at), v=number(at))}} for at in range(5, 25)]
        answer = aws.dynamodb().batch_write_item(RequestItems={places.table: requests})
        assert answer["UnprocessedItems"] == {}
        assert read(places.table, "4") is None
        assert read(places.table, "24") == item("24", v=number(24))

    def test_a_batch_with_one_item_twice_is_refused(self, places: Places) -> None:
        assert code(lambda: put_many(places.table, 1, 2, 1)) == INVALID
        assert read(places.table) is None

    def test_an_unknown_table(self, places: Places) -> None:
        assert code(lambda: put("nowhere", item())) == "ResourceNotFoundException"
