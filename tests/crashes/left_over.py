"""Batches of which DynamoDB or SQS takes only a part, and says so."""

from collections.abc import Callable
from random import Random
from typing import Any

from tests.support.memory import Call, Work
from tests.support.memory.calls import Answer

Part = Callable[[Work], Answer]


def left_over(call: Call, chance: Random) -> Part | None:
    """What does a part of the call; None for one that is all or nothing."""
    return _PARTS[call.operation](call.params, chance) if call.operation in _PARTS else None


def _writes(params: Any, chance: Random) -> Part:
    ((table, requests),) = params["RequestItems"].items()
    cut = chance.randrange(len(requests))
    params["RequestItems"] = {table: requests[:cut]}
    left = {"UnprocessedItems": {table: requests[cut:]}}
    return lambda work: left if not cut else work() | left


def _reads(params: Any, chance: Random) -> Part:
    ((table, wanted),) = params["RequestItems"].items()
    cut = chance.randrange(len(wanted["Keys"]))
    params["RequestItems"] = {table: {**wanted, "Keys": wanted["Keys"][:cut]}}
    left = {"UnprocessedKeys": {table: {**wanted, "Keys": wanted["Keys"][cut:]}}}
    return lambda work: ({"Responses": {}} if not cut else work()) | left


def _sends(params: Any, chance: Random) -> Part:
    entries = params["Entries"]
    cut = chance.randrange(len(entries))
    params["Entries"] = entries[:cut]
    failed = [{"Id": each["Id"], "SenderFault": False, "Code": "Busy"} for each in entries[cut:]]
    return lambda work: ({"Successful": []} if not cut else work()) | {"Failed": failed}


_PARTS: dict[str, Callable[[Any, Random], Part]] = {
    "BatchWriteItem": _writes,
    "BatchGetItem": _reads,
    "SendMessageBatch": _sends,
}
