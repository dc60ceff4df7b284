"""What happened, in order: shown when a schedule ends badly."""

from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from tests.support.memory import Call

LONGEST = 20_000  # lines kept


class Trace:
    """Made without a clock it keeps nothing, which is faster."""

    def __init__(self, now: Callable[[], float] | None = None) -> None:
        self._now = now
        self.lines: deque[str] = deque(maxlen=LONGEST)

    def note(self, what: str) -> None:
        if self._now:
            self.lines.append(f"{datetime.fromtimestamp(self._now(), UTC):%H:%M:%S.%f} {what}")

    def call(self, process: object, call: Call) -> None:
        if self._now:
            self.note(f"{process} {call.operation} {_about(call)}")


def _about(call: Call) -> str:
    """What a call is about, in few words."""
    params: dict[str, Any] = call.params
    if "TransactItems" in params:
        return " | ".join(
            _write(kind, each) for item in params["TransactItems"] for kind, each in item.items()
        )[:600]
    if "Key" in params or "Item" in params:
        return _write("", params)
    if "KeyConditionExpression" in params:
        values = params["ExpressionAttributeValues"]
        return " ".join(str(next(iter(each.values()))) for each in values.values())[:200]
    if "Entries" in params:
        bodies = " ".join(each.get("MessageBody", "") for each in params["Entries"])
        return f"{params['QueueUrl'].rpartition('/')[2]} {bodies}"[:300]
    return str(params.get("Context") or params.get("MessageBody") or params.get("TargetArn") or "")[:200]


def _write(kind: str, params: dict[str, Any]) -> str:
    key = params.get("Key") or params["Item"]
    name = "/".join(str(key[part].get("S")) for part in ("pk", "sk"))
    return f"{kind} {name} {params.get('UpdateExpression', '')} {params.get('ConditionExpression', '')}".strip()
