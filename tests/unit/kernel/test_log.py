"""What a log line says of an error: enough to find it, and nothing of a person."""

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError, ReadTimeoutError

from chalicelib.kernel import queue_batch
from chalicelib.kernel.clock import moment
from chalicelib.kernel.log import failure
from chalicelib.kernel.troubles import note
from tests.support.heard import heard


def caught() -> Exception:
    try:
        moment("Ana Li, +12065550101")
    except ValueError as error:
        return error
    raise AssertionError


def test_an_error_is_told_by_its_kind_and_the_line_of_ours_that_it_passed() -> None:
    """QUEUE-14: its text, which may hold a person's data, is not told."""
    told = failure(caught())
    assert told["error"] == "ValueError"
    file, line = told["at"].split(":")
    assert file == "chalicelib/kernel/clock.py"
    assert int(line) > 0
    assert "Ana" not in str(told)


def test_what_aws_refuses_is_told_with_its_code() -> None:
    error = ClientError({"Error": {"Code": "AccessDenied", "Message": "Ana"}}, "SendMessage")
    assert failure(error) == {"error": "ClientError", "at": "", "code": "AccessDenied"}


@pytest.mark.parametrize("kind", [ReadTimeoutError, ConnectionClosedError])
def test_a_call_without_an_answer_is_told_without_a_code(
    kind: type[ReadTimeoutError] | type[ConnectionClosedError],
) -> None:
    """QUEUE-14: these have a `response` that is None; whoever logs one must not fail over it."""
    assert failure(kind(endpoint_url="https://sqs")) == {"error": kind.__name__, "at": ""}


def test_troubles_and_failed_queue_messages_tell_where() -> None:
    """QUEUE-14"""
    with heard() as lines:
        note("Something could not be brought on", caught(), district="demo")
        queue_batch.report("A queue message failed", caught(), {"messageId": "m"})
    assert all("chalicelib/kernel/clock.py:" in line for line in lines)
    assert len(lines) == 2
