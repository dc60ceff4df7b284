"""Bad days by order, the clock, events in their time, and a restart."""

from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError

from infra.local.simulator.core import Simulator
from infra.local.simulator.records import PendingEvent
from tests.integration.simulator.conftest import TOPIC, Ticker, client
from tests.integration.simulator.test_eum import call, text


def test_throttled_calls_then_good_ones(sms: Any, simulator: Simulator) -> None:
    simulator.control({"action": "throttle", "kind": "text", "calls": 2})
    for _ in range(2):
        with pytest.raises(ClientError) as error:
            text(sms)
        assert error.value.response["Error"]["Code"] == "ThrottlingException"
    call(sms)
    text(sms)
    assert len(simulator.handed_over()) == 2


def test_refused_with_a_code_of_ones_choice(sms: Any, simulator: Simulator) -> None:
    order = {"action": "refuse", "kind": "text", "calls": 1, "code": "ServiceQuotaExceededException"}
    simulator.control(order)
    with pytest.raises(ClientError) as error:
        text(sms)
    assert error.value.response["Error"]["Code"] == "ServiceQuotaExceededException"
    text(sms)


def test_silence_keeps_the_message_and_says_nothing(sms: Any, simulator: Simulator) -> None:
    simulator.control({"action": "silence", "kind": "text"})
    text(sms)
    assert simulator.events(everything=True) == []
    assert simulator.handed_over()[0].outcome == ()
    simulator.control({"action": "silence", "kind": "text", "on": False})
    text(sms)
    assert len(simulator.events(everything=True)) == 1


def test_lost_replies(sms: Any, simulator: Simulator) -> None:
    simulator.control({"action": "lose-reply", "calls": 1})
    with pytest.raises(ConnectionClosedError):
        call(sms)
    call(sms)
    assert len(simulator.handed_over()) == 2


def test_events_come_when_the_clock_says(sms: Any, simulator: Simulator, ticker: Ticker) -> None:
    simulator.control({"action": "event-delay", "kind": "call", "seconds": 10})
    call(sms)
    ticker.now += 9
    assert simulator.events() == []
    ticker.now += 11
    assert [event.kind for event in simulator.events()] == ["VOICE_INITIATED", "VOICE_RINGING"]
    ticker.now += 100
    assert [event.kind for event in simulator.events()] == ["VOICE_ANSWERED", "VOICE_COMPLETED"]


def test_duplicated_events_are_for_the_topic_of_the_configuration_set(sms: Any, simulator: Simulator) -> None:
    simulator.control({"action": "duplicate-events", "copies": 3})
    text(sms)
    assert simulator.events() == []
    taken = [(event.destination, event.kind) for event in simulator.events(everything=True)]
    assert taken == [(TOPIC, "TEXT_DELIVERED")] * 3
    assert simulator.events(everything=True) == []


def test_a_reset_keeps_the_set_up(sms: Any, simulator: Simulator) -> None:
    text(sms)
    sms.put_opted_out_number(OptOutListName="Default", OptedOutNumber="+12065550123")
    simulator.control({"action": "throttle", "calls": 5})
    simulator.control({"action": "reset"})
    assert simulator.handed_over() == []
    assert simulator.events(everything=True) == []
    text(sms)
    simulator.control({"action": "reset", "what": "resources"})
    with pytest.raises(ClientError):
        text(sms)


@pytest.mark.parametrize("order", [{"action": "explode"}, {}, {"action": "reset", "what": "world"}])
def test_a_wrong_order_says_what_is_wrong(simulator: Simulator, order: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"action|what"):
        simulator.control(order)


def test_a_provider_does_not_forget(tmp_path: Path) -> None:
    """A-78: what was handed over, the events owed for it and the set-up outlast the process."""
    path = tmp_path / "simulator.sqlite3"
    before = client(Simulator(path), "pinpoint-sms-voice-v2")
    before.create_configuration_set(ConfigurationSetName="carillon")
    before.create_event_destination(
        ConfigurationSetName="carillon",
        EventDestinationName="receipts",
        MatchingEventTypes=["ALL"],
        SnsDestination={"TopicArn": TOPIC},
    )
    first = Simulator(path)
    message_id = text(client(first, "pinpoint-sms-voice-v2"))
    first.flush()
    second = Simulator(path)
    events: list[PendingEvent] = second.events(everything=True)
    assert [event.body["messageId"] for event in events] == [message_id]
    assert [item.message_id for item in second.handed_over()] == [message_id]
    text(client(second, "pinpoint-sms-voice-v2"))
    assert len(second.events(everything=True)) == 1, "each event is owed once"
