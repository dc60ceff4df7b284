"""Whoever is asked before each call answers, whatever the table does."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from botocore.exceptions import ConnectTimeoutError

from chalicelib.content.model import Channel
from chalicelib.delivery.last_answer import LastAnswer
from chalicelib.delivery.store.contended import Contended
from tests.builders.messages import SENT
from tests.support.heard import heard
from tests.support.memory import refused


@pytest.mark.parametrize(
    "error",
    [Contended(Channel.SMS), refused("InternalServerError"), ConnectTimeoutError(endpoint_url="http://table")],
)
def test_without_an_answer_the_last_one_holds(error: Exception) -> None:
    """QUEUE-12: a gate that too many read, a table that fails."""
    answers: list[bool | Exception] = [error, True, error]

    def ask(_now: datetime) -> bool:
        found = answers.pop(0)
        if isinstance(found, Exception):
            raise found
        return found

    asked, soon = LastAnswer(ask), SENT + timedelta(seconds=2)
    with heard() as lines:
        assert [asked(SENT), asked(soon), asked(soon)] == [False, True, True]
    assert all("chalicelib/delivery/last_answer.py:" in each for each in lines)
    assert len(lines) == 2


def test_who_had_no_answer_asks_again_after_two_seconds() -> None:
    """QUEUE-04: else each worker reads a gate before each call, just while too many do."""
    asked_at: list[datetime] = []

    def ask(now: datetime) -> bool:
        asked_at.append(now)
        raise Contended(Channel.SMS)

    asked, moments = LastAnswer(ask), [SENT + timedelta(seconds=at / 2) for at in range(9)]
    assert not any(map(asked, moments))
    assert asked_at == moments[::4]


def test_of_several_threads_one_asks_at_a_time() -> None:
    """QUEUE-04: the others have its answer, which is not a moment old; each would read the table else."""
    asking: list[int] = []

    def ask(_now: datetime) -> bool:
        asking.append(len(asking))
        time.sleep(0.01)
        at_once.append(len(asking))
        asking.pop()
        return False

    at_once: list[int] = []
    asked = LastAnswer(ask)
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(asked, [SENT] * 4))
    assert at_once == [1] * 4
