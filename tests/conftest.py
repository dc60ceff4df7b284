"""Fixtures that every test may use.

`aws` is an empty one in memory (`tests/support/memory`); or moto for what is marked `moto`, which has all of
botocore in it and takes fifteen times as long.
"""

import gc
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chalicelib.kernel.clock import FixedClock
from tests.support.api import HttpApi
from tests.support.ground import Ground
from tests.support.pool import Pool
from tests.support.tokens import Issuer

os.environ |= {
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_ACCOUNT_ID_ENDPOINT_MODE": "disabled",
    "POWERTOOLS_LOG_LEVEL": "WARNING",
}

# botocore, moto and Chalice keep much alive that each look for garbage goes through again; look less often.
gc.set_threshold(100_000, 20, 100)

# One Carillon serves the end-to-end and the browser tests.
pytest_plugins = ["tests.e2e.carillon"]

FIRST_DAY = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--moto", action="store_true", help="whatever else would run on the AWS in memory")


@pytest.fixture
def clock() -> FixedClock:
    """Monday 23 November 2026, 15:00 UTC."""
    return FixedClock(FIRST_DAY)


@pytest.fixture(scope="session")
def moto_session() -> Iterator[None]:
    from moto import mock_aws

    from chalicelib.kernel import aws as door

    saved = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("AWS_ENDPOINT_URL")}
    with mock_aws():
        door.session.cache_clear()  # one that was made before moto was there would reach out
        yield
    door.session.cache_clear()
    os.environ |= saved


@pytest.fixture
def ground(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ground]:
    """What the test stands on: an AWS in memory, or moto if it is marked so. Nothing is there yet."""
    from chalicelib.access import scope
    from chalicelib.kernel import aws as door
    from chalicelib.kernel import signing

    scope.forget()
    signing.forget()
    on_moto = request.node.get_closest_marker("moto") or request.config.getoption("moto")
    if on_moto:
        request.getfixturevalue("moto_session")
    yield (_moto if on_moto else _memory)(monkeypatch)
    door.client.cache_clear()


def _moto(patch: pytest.MonkeyPatch) -> Ground:
    from tests.support.moto import Moto  # and with it moto, which is slow to import

    return Moto(patch)


def _memory(patch: pytest.MonkeyPatch) -> Ground:
    from tests.support.memory import Memory

    memory = Memory()
    memory.install(patch)
    return memory


@pytest.fixture
def aws(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    """The template's tables, queues, topics and buckets, all empty, and the functions' environment."""
    from tests.support import stack

    for name, value in stack.create(ground.client).items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def issuer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Issuer:
    """A user pool's tokens, which the API accepts."""
    made = Issuer(tmp_path / "keys.json")
    made.publish()
    for name, value in made.environment().items():
        monkeypatch.setenv(name, value)
    return made


@pytest.fixture
def api(aws: None, issuer: Issuer) -> HttpApi:
    """The whole HTTP API on an empty AWS: `api.get("/v1/me", as_="sign-in name")`."""
    from chalice.test import Client

    from app import app

    return HttpApi(Client(app), issuer)


@pytest.fixture
def pool(api: HttpApi, monkeypatch: pytest.MonkeyPatch) -> Pool:
    """A real user pool with `ann` in it; the tokens that the API verifies go on being the issuer's."""
    made = Pool.create()
    monkeypatch.setenv("USER_POOL_ID", made.pool_id)
    monkeypatch.setenv("USER_POOL_CLIENT_ID", made.client_id)
    made.add("ann")
    return made
