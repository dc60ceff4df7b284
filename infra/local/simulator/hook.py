"""Puts a simulator behind boto3 clients in process, beside moto: no sockets, the very same wire format.

    simulator = Simulator()
    client = boto3.client("sesv2", region_name="us-east-1")
    install(client, simulator)

The handler answers `before-send` and so runs before moto's; SNS calls that are not push fall through to moto.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Protocol
from urllib.parse import urlsplit

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.exceptions import ConnectionClosedError

from .core import Simulator
from .errors import ReplyLost
from .wire import EUM, SES, SNS, Request, understand


class _Emitter(Protocol):
    def register_first(self, event_name: str, handler: Any) -> Any: ...


class _Raw(BytesIO):
    """What botocore reads a response's body from."""

    def stream(self, **_options: Any) -> Iterator[bytes]:
        while chunk := self.read(1 << 16):
            yield chunk


def install(target: Any, simulator: Simulator) -> None:
    """`target` is a client, or a session (boto3's or botocore's) whose later clients all get it."""

    def on_send(request: AWSPreparedRequest, **_: Any) -> AWSResponse | None:
        call = understand(_request_of(request))
        if call is None or not simulator.is_ours(call):
            return None
        if seconds := simulator.delay_of(call):
            time.sleep(seconds)
        try:
            response = simulator.respond_to(call)
        except ReplyLost:
            raise ConnectionClosedError(endpoint_url=request.url) from None
        return AWSResponse(request.url, response.status, response.headers, _Raw(response.body))

    emitter, services = _emitter_of(target)
    for service in services:
        emitter.register_first(f"before-send.{service}", on_send)


def _emitter_of(target: Any) -> tuple[_Emitter, tuple[str, ...]]:
    if hasattr(target, "meta"):
        return target.meta.events, (target.meta.service_model.service_name,)
    everything = (SES, EUM, SNS)
    return (target.events if hasattr(target, "events") else target.get_component("event_emitter")), everything


def _request_of(request: AWSPreparedRequest) -> Request:
    parts = urlsplit(request.url)
    body = request.body
    if hasattr(body, "read"):
        body = body.read()
    return Request(
        method=request.method,
        target=f"{parts.path}?{parts.query}" if parts.query else parts.path,
        headers={name.lower(): _text(value) for name, value in request.headers.items()},
        body=body.encode() if isinstance(body, str) else body or b"",
    )


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
