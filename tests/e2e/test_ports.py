"""The local engine keeps the contract of `tests/contract`, which moto and the AWS in memory keep as well."""

from collections.abc import Iterator

import pytest

from chalicelib.kernel import aws
from infra.local.engine import Place
from infra.local.run import Carillon
from tests.contract.dynamodb_reads import Reads
from tests.contract.dynamodb_strict import Strict
from tests.contract.dynamodb_transactions import Transactions
from tests.contract.dynamodb_writes import Writes
from tests.contract.places import Places
from tests.contract.s3 import Objects
from tests.contract.sqs import Queues

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def clients(carillon: Carillon, place: Place) -> Iterator[None]:
    """`kernel.aws` speaks to the engine; once for all tests, as a client is slow to make."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in place.aws_environment().items():
            patch.setenv(name, value)
        _forget()
        yield
    _forget()


def _forget() -> None:
    aws.session.cache_clear()
    aws.client.cache_clear()


class TestEngine(Reads, Writes, Transactions, Strict, Queues, Objects):
    @pytest.fixture
    def places(self, clients: None) -> Places:
        return Places.make()
