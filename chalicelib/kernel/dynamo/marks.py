"""A write that was done, and answered with an error: botocore makes it again, and it is refused by what it
wrote itself. So each write on a condition leaves a mark, and who wrote it knows it again.

    write --done, no answer--> made again --refused, with the item as it is--> our mark: done
          --five times no answer--> once more                                  another: refused

The item comes with the refusal, so that this costs no request. Transactions have a token for it instead.
"""

from collections.abc import Callable
from http import HTTPStatus
from os import urandom
from typing import Any

from botocore.exceptions import ClientError, HTTPClientError

MARK = "written_as"
Answer = dict[str, Any]
ITEM_IN_REFUSAL = {"ReturnValuesOnConditionCheckFailure": "ALL_OLD"}


def new_mark() -> str:
    """One that nobody else has."""
    return urandom(8).hex()


def known_again(mark: str, write: Callable[[], Answer]) -> tuple[bool, Answer]:
    """Whether a write that leaves this mark was done, now or before; and the item as the answer or the refusal
    shows it, empty where there is none."""
    try:
        return True, heard(write).get("Attributes", {})
    except ClientError as error:
        if not _condition_failed(error):
            raise
        item: Answer = error.response.get("Item", {})
        return item.get(MARK) == {"S": mark}, item


def heard(call: Callable[[], Answer]) -> Answer:
    """What a call answers that does no harm when it is made again: once more, where nobody knows whether it was
    done."""
    try:
        return call()
    except (ClientError, HTTPClientError) as error:
        if not _is_open(error):
            raise
        return call()


def _is_open(error: ClientError | HTTPClientError) -> bool:
    """Whether one of its tries may have been done. Who was throttled is not asked again at once."""
    if isinstance(error, HTTPClientError):
        return True
    return bool(error.response["ResponseMetadata"].get("HTTPStatusCode", 0) >= HTTPStatus.INTERNAL_SERVER_ERROR)


def _condition_failed(error: ClientError) -> bool:
    """Whether a write was refused by its own condition."""
    return bool(error.response["Error"]["Code"] == "ConditionalCheckFailedException")
