"""A STOP while a chunk leaves slowly: it binds before the next hand-over but one or two seconds."""

from collections.abc import Callable

import pytest
from botocore.exceptions import EndpointConnectionError

from chalicelib.content.model import Channel
from chalicelib.delivery.channels import base
from chalicelib.delivery.model import DeliveryStatus
from chalicelib.directory.store import suppressions
from chalicelib.directory.suppression import Cause
from chalicelib.kernel.clock import stamp
from chalicelib.messages.model import Message
from tests.builders import messages as build
from tests.support.line import Line
from tests.support.memory import Call, Work
from tests.support.memory.calls import Answer

from ..gate.test_gate import families_of, keep_time, limited, texts
from ..test_dispatch import EMAIL_ONLY
from ..test_whole_line import to

READS = "BatchGetItem"


def before_call(line: Line, service: str, nth: int, do: Callable[[], None]) -> None:
    """Somebody does something while a worker stands before its nth call of a provider."""
    seen = 0

    def watch(_call: Call, work: Work) -> Answer:
        nonlocal seen
        seen += 1
        if seen == nth:
            worker, line.rights.function = line.rights.function, ""
            do()
            line.rights.function, line.saboteur.watching = worker, True
        return work()

    line.ground.watch(watch, service)


def rows(line: Line, message: Message, channel: Channel) -> dict[DeliveryStatus, int]:
    found: dict[DeliveryStatus, int] = {}
    for row in line.rows(message, channel):
        found[row.status] = found.get(row.status, 0) + 1
    return found


@pytest.mark.parametrize("emergency", [False, True])
def test_a_text_that_waits_for_its_time_does_not_leave_after_a_stop(
    line: Line, monkeypatch: pytest.MonkeyPatch, emergency: bool
) -> None:
    """CHAN-10, ABUSE-07: at one a second, everybody's STOP after the third; at most two seconds later none
    leaves, in an emergency too."""
    keep_time(line, monkeypatch)
    monkeypatch.setattr(base, "THREADS", 1)
    students = families_of(12)
    limited(texts_per_second=1)

    def stop() -> None:
        for at in range(12):
            address = f"+1206{at:07d}"
            suppressions.suppress("demo", Channel.SMS, address, Cause.OPT_OUT, stamp(line.clock.now()))

    before_call(line, "pinpoint-sms-voice-v2", 3, stop)
    message = texts(line, students, emergency=emergency)
    line.run(minutes=1)
    assert 3 <= len(line.handed_over()) <= 5
    assert rows(line, message, Channel.SMS)[DeliveryStatus.ERROR] == 12 - len(line.handed_over())
    assert {row.reason for row in line.rows(message, Channel.SMS) if row.status is DeliveryStatus.ERROR} == {
        "opted_out"
    }


def test_an_email_that_waits_for_its_time_does_not_leave_after_do_not_contact(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CHAN-10: entered by the office while a message leaves at one email a second."""
    keep_time(line, monkeypatch)
    students = families_of(12)
    limited(emails_per_second=1)

    def enter() -> None:
        for each in students:
            address = f"{each}@home.example"
            suppressions.suppress("demo", Channel.EMAIL, address, Cause.STAFF, stamp(line.clock.now()))

    before_call(line, "sesv2", 3, enter)
    content = build.content(**EMAIL_ONLY)
    message = line.send(build.message(accepted_at=line.clock.now(), content=content, selection=to(*students)))
    line.run(minutes=1)
    assert 3 <= len(line.handed_over()) <= 5
    assert rows(line, message, Channel.EMAIL)[DeliveryStatus.ERROR] == 12 - len(line.handed_over())


def test_a_chunk_that_leaves_at_once_asks_once(line: Line) -> None:
    """The budget of requests: nothing more for who is gone within two seconds."""
    students = families_of(40)
    texts(line, students)
    line.run()
    assert len(line.handed_over()) == 40
    reads = [name for name in line.saboteur.calls if name == READS]
    assert len(reads) <= 6


def test_while_nobody_can_tell_who_said_stop_nothing_leaves(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CHAN-10: the table does not answer; who is left waits, and gets it once afterwards."""
    keep_time(line, monkeypatch)
    monkeypatch.setattr(base, "THREADS", 1)
    students, ask = families_of(12), suppressions.among
    limited(texts_per_second=1)

    def silent(*_: object) -> dict[str, Cause]:
        raise EndpointConnectionError(endpoint_url="https://dynamodb.example")

    before_call(line, "pinpoint-sms-voice-v2", 3, lambda: monkeypatch.setattr(suppressions, "among", silent))
    message = texts(line, students)
    line.run()
    assert 3 <= len(line.handed_over()) <= 5
    assert rows(line, message, Channel.SMS)[DeliveryStatus.PENDING] == 12 - len(line.handed_over())
    monkeypatch.setattr(suppressions, "among", ask)
    line.run(minutes=4)
    assert rows(line, message, Channel.SMS) == {DeliveryStatus.SENT: 12}
    assert len(line.handed_over()) == 12
