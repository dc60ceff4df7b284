"""DynamoDB: reading by key, in batches, and partitions in pages."""

from typing import Any

import pytest

from chalicelib.kernel import aws

from .dynamodb_writes import INVALID
from .places import Places, code, item, key, number, put, text


def query(table: str, condition: str = "#pk = :pk", **more: Any) -> Any:
    names = {"#pk": "pk"} | more.pop("names", {}) | ({"#sk": "sk"} if "#sk" in condition else {})
    values = {":pk": text("p")} | more.pop("values", {})
    return aws.dynamodb().query(
        TableName=table,
        KeyConditionExpression=condition,
        ExpressionAttributeNames=names,
        ExpressionAttributeValues=values,
        **more,
    )


def found(answer: Any) -> list[str]:
    return [each["sk"]["S"] for each in answer["Items"]]


class Reads:
    """Mixed into each class that runs the contract."""

    def test_a_batch_brings_what_is_there_of_a_hundred(self, places: Places) -> None:
        put(places.table, item("1", v=number(1), w=number(2)), item("2"))
        keys = [key(str(at)) for at in range(100)]
        wanted: Any = {places.table: {"Keys": keys, "ProjectionExpression": "pk, sk, v"}}
        answer = aws.dynamodb().batch_get_item(RequestItems=wanted)
        brought = sorted(answer["Responses"][places.table], key=lambda each: each["sk"]["S"])
        assert brought == [item("1", v=number(1)), item("2")]
        assert not answer.get("UnprocessedKeys")

    @pytest.mark.parametrize("numbers", [range(101), (1, 1)], ids=["too many", "one twice"])
    def test_a_batch_that_is_refused(self, places: Places, numbers: Any) -> None:
        wanted = {places.table: {"Keys": [key(str(at)) for at in numbers]}}
        assert code(lambda: aws.dynamodb().batch_get_item(RequestItems=wanted)) == INVALID

    def test_a_partition_comes_in_the_order_of_its_keys(self, places: Places) -> None:
        put(places.table, *(item(sk) for sk in ("b", "B", "a1", "é", "a", "10", "9")), item("x", pk="other"))
        assert found(query(places.table)) == ["10", "9", "B", "a", "a1", "b", "é"]
        assert found(query(places.table, ScanIndexForward=False)) == ["é", "b", "a1", "a", "B", "9", "10"]

    @pytest.mark.parametrize(
        ("condition", "values", "expected"),
        [
            ("#pk = :pk AND begins_with(#sk, :b)", {":b": text("a")}, ["a", "a1"]),
            ("#pk = :pk AND #sk BETWEEN :l AND :h", {":l": text("a1"), ":h": text("b")}, ["a1", "b"]),
            ("#pk = :pk AND #sk BETWEEN :l AND :h", {":l": text("c"), ":h": text("d")}, []),
            ("#pk = :pk AND #sk = :l", {":l": text("b")}, ["b"]),
        ],
    )
    def test_a_part_of_it(self, places: Places, condition: str, values: Any, expected: list[str]) -> None:
        put(places.table, *(item(sk) for sk in ("a", "a1", "b")))
        assert found(query(places.table, condition, values=values)) == expected

    @pytest.mark.parametrize("forward", [True, False])
    def test_pages_by_number(self, places: Places, forward: bool) -> None:
        put(places.table, *(item(str(at)) for at in range(5)))
        read, start, pages = list[str](), dict[str, Any](), 0
        while True:
            answer = query(places.table, Limit=2, ScanIndexForward=forward, **start)
            read, pages = read + found(answer), pages + 1
            if "LastEvaluatedKey" not in answer:
                break
            assert answer["LastEvaluatedKey"] == key(read[-1])
            start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}
        assert read == (list("01234") if forward else list("43210"))
        assert pages == 3

    def test_pages_by_size(self, places: Places) -> None:
        put(places.table, *(item(str(at), v=text("x" * 300_000)) for at in range(5)))
        answer = query(places.table)
        assert len(found(answer)) in (3, 4), "a megabyte, and perhaps the one that reaches over it"
        rest = query(places.table, ExclusiveStartKey=answer["LastEvaluatedKey"])
        assert found(answer) + found(rest) == list("01234")

    def test_a_filter_works_on_what_a_page_read(self, places: Places) -> None:
        put(places.table, *(item(str(at), v=number(at)) for at in range(6)))
        more: Any = {"FilterExpression": "v >= :four", "values": {":four": number(4)}}
        first = query(places.table, Limit=5, **more)
        assert found(first) == ["4"]
        assert first["LastEvaluatedKey"] == key("4")

    def test_an_index_holds_only_what_has_its_keys(self, places: Places) -> None:
        due: Any = {"due_in": text("D")}
        put(
            places.table,
            item("1", **due, due_at=text("3"), v=number(1)),
            item("2", **due, due_at=text("1")),
            item("3", **due),
            item("4", due_at=text("2")),
        )
        index: Any = {"IndexName": "due", "names": {"#pk": "due_in"}, "values": {":pk": text("D")}}
        answer = query(places.table, **index)
        assert found(answer) == ["2", "1"]
        assert answer["Items"][1] == item("1", **due, due_at=text("3"), v=number(1))
        aws.dynamodb().update_item(
            TableName=places.table, Key=key("1"), UpdateExpression="REMOVE due_in, due_at"
        )
        assert found(query(places.table, **index)) == ["2"]

    def test_pages_of_an_index_go_on_among_equal_places(self, places: Places) -> None:
        due: Any = {"due_in": text("D"), "due_at": text("1")}
        put(places.table, *(item(str(at), **due) for at in range(5)))
        index: Any = {"IndexName": "due", "names": {"#pk": "due_in"}, "Limit": 2}
        read, start = list[str](), dict[str, Any]()
        while True:
            answer = query(places.table, **index, **start, values={":pk": text("D")})
            read += found(answer)
            if "LastEvaluatedKey" not in answer:
                break
            assert set(answer["LastEvaluatedKey"]) == {"pk", "sk", "due_in", "due_at"}
            start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}
        assert sorted(read) == list("01234")
