"""The answers of a service that refuses, as botocore raises them."""

from typing import Any

from botocore.exceptions import ClientError


def refused(
    code: str, message: str = "", *, status: int = 400, operation: str = "", **members: Any
) -> ClientError:
    """`members` are those that the error has beside its message, such as CancellationReasons."""
    answer: Any = {
        "Error": {"Code": code, "Message": message},
        "ResponseMetadata": {"HTTPStatusCode": status},
        **members,
    }
    return ClientError(answer, operation)


def invalid(message: str) -> ClientError:
    """DynamoDB's answer to a request that it does not understand."""
    return refused("ValidationException", message)
