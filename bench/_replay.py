"""DynamoDB from memory, for benches that must not pay for a fake server's work.

record(store answers)  run the calls once against moto, and keep each request with the bytes that came back
replay                 afterwards the same requests get the same bytes from a dict, below all of botocore's own
                       work: serialising, signing and parsing are counted as they are in production
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from botocore.awsrequest import AWSPreparedRequest, AWSResponse

from chalicelib.kernel import aws as door

Answers = dict[tuple[str, bytes], bytes]


@contextmanager
def recording(answers: Answers) -> Iterator[None]:
    """While this lasts, what DynamoDB answers is kept."""
    events = door.dynamodb().meta.events
    events.register("before-call.dynamodb", _remember)
    keep = _keeper(answers)
    events.register("after-call.dynamodb", keep)
    yield
    events.unregister("before-call.dynamodb", _remember)
    events.unregister("after-call.dynamodb", keep)


def _remember(params: dict[str, Any], context: dict[str, Any], **_: Any) -> None:
    body = params["body"]
    context["asked"] = (
        params["headers"]["X-Amz-Target"],
        body if isinstance(body, bytes) else body.encode(),
    )


def _keeper(answers: Answers) -> Callable[..., None]:
    def keep(http_response: AWSResponse, context: dict[str, Any], **_: Any) -> None:
        answers[context["asked"]] = http_response.content

    return keep


class _Raw:
    """As much of a urllib3 response as botocore reads."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def stream(self, *_: Any, **__: Any) -> Iterator[bytes]:
        yield self._body


def replay(answers: Answers) -> None:
    """Answer this process's DynamoDB client from memory from now on. KeyError: nobody recorded that."""
    os.environ |= {"AWS_ACCESS_KEY_ID": "bench", "AWS_SECRET_ACCESS_KEY": "bench"}
    door.client.cache_clear()

    def answer(request: AWSPreparedRequest, **_: Any) -> AWSResponse:
        target = request.headers["X-Amz-Target"]
        name = target.decode() if isinstance(target, bytes) else target
        body = answers[(name, bytes(request.body))]
        headers = {"Content-Type": "application/x-amz-json-1.0", "Content-Length": str(len(body))}
        return AWSResponse(request.url, 200, headers, _Raw(body))

    door.dynamodb().meta.events.register_first("before-send.dynamodb", answer)
