"""One Carillon for all end-to-end and browser tests: the stack of `template.yaml` on a private local engine,
with the demo district, on ports and in a folder of its own."""

import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from infra.local.engine import Place
from infra.local.run import Carillon
from tests.e2e.client import Client
from tests.e2e.sending import SnowDay, send_snow_day


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Patient tests come last: what they wait for happens while the others run."""
    items.sort(key=lambda item: item.get_closest_marker("patient") is not None)


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    engine, simulator, web = free_ports(3)
    folder = tmp_path_factory.mktemp("carillon")
    return Place(data=folder, engine_port=engine, simulator_port=simulator, web_port=web)


def free_ports(number: int) -> list[int]:
    """Ports that nobody listens on, so that two runs of the tests do not meet."""
    with ExitStack() as held:
        taken = [held.enter_context(socket.socket()) for _ in range(number)]
        for each in taken:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in taken]


@pytest.fixture(scope="session")
def carillon(place: Place) -> Iterator[Carillon]:
    with Carillon(place, say=print) as running:
        running.start()
        yield running


@pytest.fixture(scope="session")
def sign_ins(carillon: Carillon, place: Place) -> dict[str, dict[str, str]]:
    """The demo's sign-ins by role key: `principal`, `teacher`, `parent`..."""
    found: dict[str, dict[str, str]] = json.loads(Path(place.data / "sign-ins.json").read_text())
    return found


@pytest.fixture(scope="session")
def sent(place: Place, sign_ins: dict[str, dict[str, str]]) -> SnowDay:
    """A message of the principal's to every family of the largest school, sent and done."""
    return send_snow_day(client_of(place, sign_ins["principal"]))


@pytest.fixture
def principal(place: Place, sign_ins: dict[str, dict[str, str]]) -> Client:
    return client_of(place, sign_ins["principal"])


def client_of(place: Place, who: dict[str, str]) -> Client:
    return Client(place.web_url).sign_in(who["username"], who["password"])
