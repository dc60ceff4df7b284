"""moto with the provider simulator, and the AWS in memory, keep the contract of `tests/contract`."""

import pytest
from moto.core.models import botocore_stubber

from chalicelib.kernel import aws as door
from infra.local.simulator.core import Simulator
from infra.local.simulator.hook import install
from tests.contract.dynamodb_reads import Reads
from tests.contract.dynamodb_strict import Limits, Strict
from tests.contract.dynamodb_transactions import Transactions
from tests.contract.dynamodb_writes import Writes
from tests.contract.places import Places
from tests.contract.providers import Providers
from tests.contract.s3 import Objects
from tests.contract.sqs import Queues
from tests.support.memory import Memory
from tests.support.memory.providers import SERVICES


class TestMoto(Reads, Writes, Transactions, Limits, Queues, Objects, Providers):
    @pytest.fixture
    def places(self, moto_session: None) -> Places:
        door.client.cache_clear()
        return Places.make()

    @pytest.fixture
    def simulator(self, moto_session: None) -> Simulator:
        door.client.cache_clear()
        made = Simulator()
        for service in SERVICES:
            client = door.client(service)
            install(client, made)
            client.meta.events.unregister("before-send", botocore_stubber)
        return made


class TestMemory(Reads, Writes, Transactions, Limits, Strict, Queues, Objects, Providers):
    @pytest.fixture
    def memory(self, monkeypatch: pytest.MonkeyPatch) -> Memory:
        made = Memory()
        made.install(monkeypatch)
        return made

    @pytest.fixture
    def places(self, memory: Memory) -> Places:
        return Places.make()

    @pytest.fixture
    def simulator(self, memory: Memory) -> Simulator:
        return memory.simulator
