"""The worker processes die in the middle of a send. What they had in hand comes back after a minute, and what
they left in doubt is settled by the provider's events and the canary: all other tests run meanwhile."""

import os
import signal
import subprocess

import pytest

from infra.local.engine import Place
from infra.local.run import Carillon
from tests.e2e.carillon import client_of
from tests.e2e.client import Client, Json, eventually
from tests.e2e.sending import SnowDay, assert_nobody_twice, done, largest_school, snow_day

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="session")
def struck(carillon: Carillon, sent: SnowDay, place: Place, sign_ins: dict[str, dict[str, str]]) -> str:
    """The id of a message, the same as `sent`, whose workers were killed three times; new ones answer again."""
    principal = client_of(place, sign_ins["principal"])
    body = snow_day(largest_school(principal), subject="Early release on Friday")
    message_id = str(principal.send(body).body["message_id"])
    for _ in range(3):
        eventually(lambda: kill_workers(carillon) or finished(principal, message_id), pause=0.2)
    eventually(lambda: principal.get("/v1/me").status == 200)
    return message_id


def test_killed_workers_are_replaced(struck: str, principal: Client) -> None:
    """Whoever signs in soon after is answered, and finds the message."""
    assert principal.get(f"/v1/messages/{struck}").status == 200


@pytest.mark.patient
def test_killed_workers_lose_nobody_and_double_nobody(
    struck: str, sent: SnowDay, principal: Client, place: Place
) -> None:
    """R1: the report is the same as if nothing had happened."""
    message = done(principal, struck, seconds=180)
    assert numbers(message) == numbers(sent.message)
    assert_nobody_twice(place, message)


def numbers(message: Json) -> list[tuple[str, int, int, int]]:
    return [(part["channel"], part["total"], part["sent"], part["errors"]) for part in message["parts"]]


def finished(client: Client, message_id: str) -> bool:
    answer = client.get(f"/v1/messages/{message_id}")
    return answer.status == 200 and answer.body["status"] == "done"


def kill_workers(carillon: Carillon) -> int:
    """SIGKILL to every function process of the engine; how many there were."""
    assert carillon.engine
    shown = subprocess.run(
        ["ps", "--ppid", str(carillon.engine.child.process.pid), "-o", "pid="],
        capture_output=True,
        text=True,
        check=False,
    )
    return sum(map(killed, map(int, shown.stdout.split())))


def killed(pid: int) -> bool:
    """Whether the process was still there to be killed."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True
