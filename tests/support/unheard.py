"""Under moto: calls that are done, and answered with an error."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from moto.core.models import botocore_stubber

from chalicelib.kernel import aws


class Raw(BytesIO):
    """A response's body as botocore reads it."""

    def stream(self, **_options: Any) -> list[bytes]:
        return [self.read()]


def said(request: AWSPreparedRequest, status: int, code: str, **members: Any) -> AWSResponse:
    """DynamoDB's answer: an error by its code."""
    text = json.dumps({"__type": f"com.amazonaws.dynamodb.v20120810#{code}", **members}).encode()
    return AWSResponse(request.url, status, {"content-type": "application/x-amz-json-1.0"}, Raw(text))


@dataclass
class Unheard:
    """Answers the first `errors` calls of each write on a condition with an error. `done`: they happen."""

    errors: int
    done: bool = True
    code: str = "InternalServerError"
    status: int = 500
    made: Counter[str] = field(default_factory=Counter)
    _answered: Counter[str] = field(default_factory=Counter)

    def watch(self, *operations: str) -> "Unheard":
        """From now on, until the client is made anew."""
        self._watched = operations
        stand_before_moto(self._answer)
        return self

    def _answer(self, event_name: str, request: AWSPreparedRequest, **more: Any) -> AWSResponse | None:
        operation, body = event_name.rpartition(".")[2], _text(request)
        self.made[operation] += 1
        if operation not in self._watched or "ConditionExpression" not in body:
            return botocore_stubber(event_name, request, **more)
        self._answered[body] += 1
        if self._answered[body] > self.errors:
            return botocore_stubber(event_name, request, **more)
        if self.done:
            botocore_stubber(event_name, request, **more)
        return said(request, self.status, self.code)


def stand_before_moto(answer: Callable[..., AWSResponse | None]) -> None:
    """Let this answer DynamoDB's calls, or ask moto."""
    events = aws.dynamodb().meta.events
    events.unregister("before-send", botocore_stubber)
    events.register_first("before-send", answer)


def _text(request: AWSPreparedRequest) -> str:
    return request.body.decode() if isinstance(request.body, bytes) else str(request.body)
