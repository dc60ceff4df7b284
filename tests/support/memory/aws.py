"""All of it together, in the place of botocore's session: `kernel.aws` makes its clients from this."""

import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.kernel import aws
from infra.local.simulator.core import Simulator

from . import providers
from .calls import Around, Client, undisturbed
from .dynamodb import DynamoDb
from .s3 import S3
from .secrets import Secrets
from .sqs import Sqs
from .tables import Lag


class Memory:
    """An AWS of one process. `now` in seconds, for what is delayed in queues; `lag` for what reads may miss;
    `around` stands at each call of the clients made here."""

    def __init__(
        self,
        now: Callable[[], float] = time.time,
        around: Around = undisturbed,
        lag: Lag | None = None,
    ) -> None:
        self.around, self._now = around, now
        self.dynamodb, self.sqs, self.s3 = DynamoDb(lag), Sqs(self._seconds), S3()
        self.secrets = Secrets()
        self.simulator = Simulator(clock=self._seconds)

    def _seconds(self) -> float:
        return self._now()

    def install(self, patch: pytest.MonkeyPatch) -> None:
        """From now on product code speaks to this one."""
        patch.setattr(aws, "session", lambda: self)
        aws.client.cache_clear()

    def create_client(self, service: str, config: Any = None) -> Any:
        """As botocore's session."""
        return Client(service, self._operations(service), self.around)

    def get_service_data(self, _service: str) -> Any:
        """As botocore's session: a model that may be changed at will."""
        return {"shapes": defaultdict(dict), "operations": {}}

    def for_tests(self, service: str) -> Any:
        """A client of the test's own, at whose calls nobody stands."""
        return Client(service, self._operations(service), undisturbed)

    def _operations(self, service: str) -> Any:
        if service in providers.SERVICES:
            found = dict(providers.operations(service, self.simulator))
            return found | {"CreateTopic": lambda params: {"TopicArn": f"arn:aws:sns:::{params['Name']}"}}
        ours: Any = {
            "dynamodb": self.dynamodb,
            "sqs": self.sqs,
            "s3": self.s3,
            "secretsmanager": self.secrets,
        }
        return ours[service].operations

    # ---- As the ground of a test (`tests.support.ground`) ---------------------------------------------------

    client = for_tests

    def watch(self, around: Around, *services: str) -> Callable[[], None]:
        ends = [aws.client(service).watch(around) for service in services]

        def end() -> None:
            for each in ends:
                each()

        return end

    def provide(self, now: Callable[[], float]) -> Simulator:
        self._now = now
        return self.simulator

    def clear(self, table: str) -> None:
        self.dynamodb.tables[table].clear()

    def fall_behind(self, lag: Lag | None) -> None:
        for table in self.dynamodb.tables.values():
            table.lag = lag

    def purge(self, queue: str) -> None:
        self.sqs.queues[queue].purge()
