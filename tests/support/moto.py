"""moto as the ground of a test: one for the whole session, emptied for each test, since a mock per test would
cost four times as much. botocore is all there: what it checks, how it writes and reads, when it tries again."""

from collections.abc import Callable
from functools import cache, partial
from typing import Any

import boto3
import pytest
import requests
from moto.backends import get_backend
from moto.core.models import DEFAULT_ACCOUNT_ID as ACCOUNT
from moto.core.models import botocore_stubber
from moto.moto_api._internal.models import moto_api_backend

from chalicelib.kernel import aws
from infra.local.simulator.core import Simulator
from infra.local.simulator.hook import install

from .memory import Around, Call
from .memory.tables import Lag

_NOT_IN_MOTO = ("sesv2", "pinpoint-sms-voice-v2")


@cache
def client(service: str) -> Any:
    """One client a service for all tests: making one costs more than creating what it creates."""
    return boto3.client(service)


class Moto:
    """See `ground.Ground`. To be made while moto is active."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._patch = patch
        moto_api_backend.reset()
        aws.client.cache_clear()

    def client(self, service: str) -> Any:
        return client(service)

    def watch(self, around: Around, *services: str) -> Callable[[], None]:
        ends = [_watch(aws.client(service), service, around) for service in services]

        def end() -> None:
            for each in ends:
                each()

        return end

    def provide(self, now: Callable[[], float]) -> Simulator:
        simulator = Simulator(clock=now, fetch=fetched)
        self._patch.setattr("moto.sqs.models.unix_time", lambda *_: now())
        self._patch.setattr("moto.sqs.models.unix_time_millis", lambda *_: now() * 1000)
        for service in aws.PROVIDERS:
            made = aws.client(service)
            install(made, simulator)
            if service in _NOT_IN_MOTO:
                # botocore asks every handler, and moto raises for what it does not know.
                made.meta.events.unregister("before-send", botocore_stubber)
        return simulator

    def clear(self, table: str) -> None:
        get_backend("dynamodb")[ACCOUNT]["us-east-1"].tables[table].items.clear()

    def fall_behind(self, _lag: Lag | None) -> None:
        """moto's tables are never late: what holds where they are holds here."""

    def purge(self, queue: str) -> None:
        queues = get_backend("sqs")[ACCOUNT]["us-east-1"]
        queues.get_queue(queue).last_purged_at = None  # SQS allows one purge a minute
        queues.purge_queue(queue)


def _watch(made: Any, service: str, around: Around) -> Callable[[], None]:
    """Between a client's methods and botocore."""
    before = made._make_api_call

    def call(operation: str, params: dict[str, Any]) -> Any:
        return around(Call(service, operation, params), partial(before, operation, params))

    made._make_api_call = call
    return lambda: setattr(made, "_make_api_call", before)


def fetched(link: str) -> bytes:
    """What is behind a link into moto's S3, which listens to `requests` and to no socket."""
    answer = requests.get(link, timeout=5)
    if answer.status_code != 200:
        raise OSError(answer.status_code)
    return answer.content
