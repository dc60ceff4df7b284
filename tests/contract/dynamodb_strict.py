"""DynamoDB: what moto (`Strict`) or the local engine (`Limits`) lets pass, and AWS does not."""

from functools import partial
from typing import Any

from chalicelib.kernel import aws

from .dynamodb_transactions import count
from .dynamodb_writes import FAILED, INVALID, put_many, update
from .places import Places, code, item, key, number, put, read, text


class Strict:
    """Mixed into each class that runs the contract, but for moto's."""

    def test_a_batch_of_too_many_writes_is_refused(self, places: Places) -> None:
        assert code(lambda: put_many(places.table, *range(26))) == INVALID
        assert read(places.table) is None

    def test_an_empty_batch_is_refused(self, places: Places) -> None:
        assert code(lambda: put_many(places.table)) == INVALID
        wanted: Any = {places.table: {"Keys": []}}
        assert code(lambda: aws.dynamodb().batch_get_item(RequestItems=wanted)) == INVALID

    def test_a_text_is_neither_more_nor_less_than_a_number(self, places: Places) -> None:
        put(places.table, item(a=text("a")))
        more: Any = {"ConditionExpression": "a < :x OR a > :x", "ExpressionAttributeValues": {":x": number(1)}}
        assert code(lambda: update(places.table, "REMOVE a", **more)) == FAILED

    def test_a_name_that_stands_for_nothing_is_refused(self, places: Places) -> None:
        assert code(lambda: update(places.table, "REMOVE #unknown")) == INVALID

    def test_a_transaction_made_again_by_its_token_is_not_done_again(self, places: Places) -> None:
        for _ in range(2):
            request = {"TransactItems": [count(places.table, "2")], "ClientRequestToken": places.table}
            aws.dynamodb().transact_write_items(**request)
        assert read(places.table, "2") == item("2", n=number(1))


class Limits:
    """Mixed into each class that runs the contract, but for the local engine's."""

    def test_an_attribute_is_changed_once(self, places: Places) -> None:
        values = {":v": number(1)}
        call = partial(update, places.table, "SET v = :v REMOVE v", ExpressionAttributeValues=values)
        assert code(call) == INVALID

    def test_what_is_over_sixteen_megabytes_is_left_over(self, places: Places) -> None:
        for at in range(44):
            put(places.table, item(f"{at:02}", v=text("x" * 399_000)))
        wanted = {places.table: {"Keys": [key(f"{at:02}") for at in range(44)]}}
        answer = aws.dynamodb().batch_get_item(RequestItems=wanted)
        left = answer["UnprocessedKeys"][places.table]["Keys"]
        assert 0 < len(left) < 6
        assert len(left) + len(answer["Responses"][places.table]) == 44
