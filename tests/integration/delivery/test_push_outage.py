"""SNS answers badly, or not at all, while pushes leave: nobody is lost but those whose call nobody answered."""

import pytest

from chalicelib.content.model import Channel
from chalicelib.delivery import devices
from chalicelib.delivery.model import DeliveryStatus, Totals
from chalicelib.delivery.store import devices as stored
from chalicelib.delivery.store import gates
from chalicelib.messages.model import Message
from tests.builders import families
from tests.builders import messages as build
from tests.support.line import Line, settle_district
from tests.support.memory import refused

from .test_whole_line import to

MANY = 50  # a chunk


def pushed(line: Line) -> Message:
    """A push to the mothers of fifty students, each with a phone."""
    students = [families.student(f"student-{at}") for at in range(MANY)]
    settle_district(*students)
    for at in range(MANY):
        devices.register(
            "demo", f"student-{at}-mum-account", "android", f"token-{at}", "Phone", line.clock.now()
        )
    content = build.content(html="", sms=None, push=True, plain="Bring lunch")
    selection = to(*(each.student_id for each in students))
    return line.send(build.message(accepted_at=line.clock.now(), content=content, selection=selection))


@pytest.mark.parametrize("shaky", [False, True], ids=["at once", "one call first"])
def test_one_answer_that_gets_lost_is_one_push_that_nobody_knows_of(line: Line, shaky: bool) -> None:
    """QUEUE-08, QUEUE-10: the other forty-nine arrive, also where one call must pass first."""
    message = pushed(line)
    if shaky:
        line.simulator.control({"action": "throttle", "kind": "push", "calls": 1})
    line.simulator.control({"action": "lose-reply", "kind": "push", "calls": 1})
    line.run(minutes=6)
    assert line.totals(message, Channel.PUSH) == Totals(total=MANY, sent=MANY - 1, errors=1)
    (lost,) = [row for row in line.rows(message, Channel.PUSH) if row.status is DeliveryStatus.ERROR]
    assert lost.reason == "unconfirmed"
    assert len(line.handed_over(kind="push")) == MANY, "nobody is pushed twice"


def test_a_push_that_sns_refuses_is_not_said_to_have_lost_its_app(line: Line) -> None:
    """QUEUE-08, CHAN-03: the device stays, and nobody is told to install anything."""
    message = pushed(line)
    line.simulator.control({"action": "refuse", "code": "InvalidParameter", "kind": "push", "calls": 1})
    line.run(minutes=2)
    (row,) = [row for row in line.rows(message, Channel.PUSH) if row.status is DeliveryStatus.ERROR]
    assert row.reason == "refused"
    assert len(devices.of("demo", row.person_id + "-account")) == 1


def test_a_device_that_is_gone_and_cannot_be_forgotten_blames_nobody(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CHAN-03: the table does not answer; that is no fault of SNS, and nobody is in doubt."""

    def fails(*_: object) -> None:
        raise refused("InternalServerError", status=500)

    message = pushed(line)
    line.simulator.control({"action": "refuse", "code": "EndpointDisabled", "kind": "push", "calls": 1})
    monkeypatch.setattr(stored, "alter", fails)
    line.run(minutes=2)
    (row,) = [row for row in line.rows(message, Channel.PUSH) if row.status is DeliveryStatus.ERROR]
    assert row.reason == "device_gone"


def test_a_device_that_is_gone_is_forgotten_with_whose_it_was(line: Line) -> None:
    """CHAN-03, QUEUE-08: by the push function, whose rights to remove anything are for that alone."""
    message = pushed(line)
    line.simulator.control({"action": "refuse", "code": "EndpointDisabled", "kind": "push", "calls": 1})
    line.run(minutes=2)
    (row,) = [row for row in line.rows(message, Channel.PUSH) if row.status is DeliveryStatus.ERROR]
    assert devices.of("demo", row.person_id + "-account") == ()
    assert line.rights.overstepped == []


def test_one_device_that_takes_it_is_enough(line: Line) -> None:
    """CHAN-03, QUEUE-08: of the other one nobody knows, and the push has arrived all the same."""
    settle_district(families.student("sam"))
    for number in (1, 2):
        devices.register("demo", "sam-mum-account", "android", f"token-{number}", "Phone", line.clock.now())
    content = build.content(html="", sms=None, push=True, plain="Bring lunch")
    message = line.send(build.message(accepted_at=line.clock.now(), content=content, selection=to("sam")))
    line.simulator.control({"action": "lose-reply", "kind": "push", "calls": 1})
    line.run(minutes=3)
    assert line.totals(message, Channel.PUSH) == Totals(total=1, sent=1)
    assert len(line.handed_over(kind="push")) == 2


def test_ten_minutes_of_outage_cost_no_push(line: Line) -> None:
    """QUEUE-10 (R10): what SNS turns away waits, and while the breaker is open no family is the probe."""
    message = pushed(line)
    line.simulator.control({"action": "refuse", "code": "ServiceUnavailable", "kind": "push", "calls": 100_000})
    line.run(minutes=10)
    assert gates.read("demo", Channel.PUSH).breaker.open
    assert line.totals(message, Channel.PUSH) == Totals(total=MANY)
    line.simulator.control({"action": "reset", "what": "faults"})
    line.run(minutes=20)
    assert line.totals(message, Channel.PUSH) == Totals(total=MANY, sent=MANY)
    assert not gates.read("demo", Channel.PUSH).breaker.open
    assert len(line.handed_over(kind="push")) == MANY


def test_an_outage_without_clear_answers_costs_what_was_in_hand_when_it_began(line: Line) -> None:
    """QUEUE-10 (R10): after a 500 nobody knows. The breaker opens, and the probes are to a device of nobody."""
    message = pushed(line)
    line.simulator.control({"action": "refuse", "code": "InternalError", "kind": "push", "calls": 100_000})
    line.run(minutes=10)
    began = line.totals(message, Channel.PUSH).errors
    assert 0 < began <= 12
    line.simulator.control({"action": "reset", "what": "faults"})
    line.run(minutes=20)
    assert line.totals(message, Channel.PUSH) == Totals(total=MANY, sent=MANY - began, errors=began)
