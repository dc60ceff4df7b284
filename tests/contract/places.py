"""The table, queue and bucket of one contract test, made anew on whatever AWS stands behind `kernel.aws`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from botocore.exceptions import ClientError

from chalicelib.kernel import aws

Wire = dict[str, Any]


@dataclass
class Places:
    """Names; those that tests share are told apart by keys that begin with a word of each test's own."""

    table: str
    queue: str
    bucket: str

    @classmethod
    def make(cls) -> "Places":
        name = f"contract-{uuid4().hex[:8]}"
        keys = [
            {"AttributeName": "pk", "KeyType": "HASH"},
            {"AttributeName": "sk", "KeyType": "RANGE"},
        ]
        by_due = [
            {"AttributeName": "due_in", "KeyType": "HASH"},
            {"AttributeName": "due_at", "KeyType": "RANGE"},
        ]
        names = ("pk", "sk", "due_in", "due_at")
        aws.dynamodb().create_table(
            TableName=name,
            AttributeDefinitions=[{"AttributeName": each, "AttributeType": "S"} for each in names],
            KeySchema=keys,
            BillingMode="PAY_PER_REQUEST",
            GlobalSecondaryIndexes=[
                {"IndexName": "due", "KeySchema": by_due, "Projection": {"ProjectionType": "ALL"}}
            ],
        )
        queue = aws.sqs().create_queue(QueueName=name, Attributes={"VisibilityTimeout": "30"})["QueueUrl"]
        aws.s3().create_bucket(Bucket=name)
        return cls(name, queue, name)


def key(sk: str = "1", pk: str = "p") -> Wire:
    return {"pk": {"S": pk}, "sk": {"S": sk}}


def item(sk: str = "1", pk: str = "p", **values: Wire) -> Wire:
    return key(sk, pk) | values


def number(value: int) -> Wire:
    return {"N": str(value)}


def text(value: str) -> Wire:
    return {"S": value}


def put(table: str, *items: Wire) -> None:
    for each in items:
        aws.dynamodb().put_item(TableName=table, Item=each)


def read(table: str, sk: str = "1", pk: str = "p") -> Wire | None:
    """What is there, for certain."""
    answer = aws.dynamodb().get_item(TableName=table, Key=key(sk, pk), ConsistentRead=True)
    found: Wire | None = answer.get("Item")
    return found


def refusal(call: Callable[[], object]) -> ClientError:
    """The error that a call must be answered with."""
    with pytest.raises(ClientError) as caught:
        call()
    return caught.value


def code(call: Callable[[], object]) -> str:
    return str(refusal(call).response["Error"]["Code"])
