"""Fixtures that every test may use. One session-wide moto, emptied before each test that asks for `aws`:
a mock per test would cost four times as much."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chalicelib.kernel.clock import FixedClock
from tests.support.api import HttpApi
from tests.support.pool import Pool
from tests.support.tokens import Issuer

os.environ |= {
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_ACCOUNT_ID_ENDPOINT_MODE": "disabled",
    "POWERTOOLS_LOG_LEVEL": "WARNING",
}

# One Carillon serves the end-to-end and the browser tests.
pytest_plugins = ["tests.e2e.carillon"]

FIRST_DAY = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


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
def aws(moto_session: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty AWS with the template's tables, queues, topics and buckets, and the functions' environment."""
    from moto.moto_api._internal.models import moto_api_backend

    from chalicelib.access import scope
    from chalicelib.kernel import aws as door
    from chalicelib.kernel import signing
    from tests.support import stack

    moto_api_backend.reset()
    door.client.cache_clear()
    scope.forget()
    signing.forget()
    for name, value in stack.create().items():
        monkeypatch.setenv(name, value)
    yield
    door.client.cache_clear()


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
