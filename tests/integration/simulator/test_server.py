"""The simulator on a real socket: three protocols, forwarding, batched events, hard kills, the control API."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError

from tests.integration.simulator import served as parts
from tests.integration.simulator.conftest import TOPIC
from tests.integration.simulator.served import Engine, Served, until
from tests.integration.simulator.test_eum import text
from tests.integration.simulator.test_ses import bulk, entry

pytestmark = pytest.mark.skipif(not parts.PYTHON.exists(), reason="needs .venv-engine (make setup)")


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with parts.engine() as noted:
        yield noted


@pytest.fixture(scope="module")
def running(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with parts.serve(tmp_path_factory.mktemp("simulator"), engine.url) as served:
        set_up(served)
        yield served


@pytest.fixture
def served(running: Served, engine: Engine) -> Served:
    running.control(action="reset")
    engine.calls.clear()
    return running


def set_up(served: Served) -> None:
    ses, sms = served.client("sesv2"), served.client("pinpoint-sms-voice-v2")
    ses.create_configuration_set(ConfigurationSetName="carillon")
    ses.create_configuration_set_event_destination(
        ConfigurationSetName="carillon",
        EventDestinationName="receipts",
        EventDestination={
            "Enabled": True,
            "MatchingEventTypes": ["DELIVERY"],
            "SnsDestination": {"TopicArn": TOPIC},
        },
    )
    sms.create_configuration_set(ConfigurationSetName="carillon")
    sms.create_event_destination(
        ConfigurationSetName="carillon",
        EventDestinationName="receipts",
        MatchingEventTypes=["TEXT_ALL"],
        SnsDestination={"TopicArn": TOPIC},
    )


def test_three_protocols_and_their_events(served: Served, engine: Engine) -> None:
    """A-78"""
    results = bulk(served.client("sesv2"), [entry(f"a{n}@x.org") for n in range(23)])
    message_id = text(served.client("pinpoint-sms-voice-v2"))
    sns = served.client("sns")
    application = sns.create_platform_application(Name="c", Platform="GCM", Attributes={})[
        "PlatformApplicationArn"
    ]
    endpoint = sns.create_platform_endpoint(PlatformApplicationArn=application, Token="t")["EndpointArn"]
    sns.publish(TargetArn=endpoint, Message="hello")
    assert served.json("/_stats")["handed_over"] == {"email": 23, "text": 1, "push": 1}
    until(lambda: len(engine.messages) == 24)
    ids = {each.get("messageId") or each["mail"]["messageId"] for each in engine.messages}
    assert ids == {message_id, *(each["MessageId"] for each in results)}
    assert len(engine.calls) <= 5, "events go ten to a request"
    assert {call["TopicArn"] for call in engine.calls} == {TOPIC}
    until(lambda: served.json("/_stats")["events_pending"] == 0)


def test_topics_are_the_engines(served: Served, engine: Engine) -> None:
    assert served.client("sns").create_topic(Name="receipts")["TopicArn"] == "arn:made"
    assert engine.calls == [{"Action": "CreateTopic", "Name": "receipts", "Version": "2010-03-31"}]


def test_other_services_are_told_so(served: Served) -> None:
    status, body = served.get("/nothing/here")
    assert status == 404
    assert "knows no GET /nothing/here" in body


def test_errors_reach_boto_as_the_services_give_them(served: Served) -> None:
    with pytest.raises(ClientError) as error:
        text(served.client("pinpoint-sms-voice-v2"), "+19075550130")
    assert error.value.response["Reason"] == "DESTINATION_PHONE_NUMBER_OPTED_OUT"


def test_a_lost_reply_closes_the_connection(served: Served) -> None:
    with pytest.raises(ConnectionClosedError):
        text(served.client("pinpoint-sms-voice-v2"), "+19075550136")
    assert served.json("/_handed-over")["count"] == 1


def test_orders_and_the_count_of_what_left(served: Served) -> None:
    sms = served.client("pinpoint-sms-voice-v2")
    assert served.control(action="throttle", kind="text", calls=1)[1]["faults"]["text"]["throttle_calls"] == 1
    with pytest.raises(ClientError):
        text(sms)
    for to in ("+12065550101", "+12065550101", "+12065550102"):
        text(sms, to)
    found = served.json("/_handed-over?service=sms&limit=1")
    assert (found["count"], found["by_kind"], len(found["items"])) == (3, {"text": 3}, 1)
    assert [(each["destination"], each["count"]) for each in found["duplicates"]] == [("+12065550101", 2)]
    assert served.json("/_handed-over?destination=%2B12065550102")["count"] == 1
    assert served.json("/_handed-over?since=2100-01-01T00:00:00Z")["count"] == 0
    (by_tag,) = served.json("/_handed-over?by=delivery&destination=%2B12065550101")["duplicates"]
    assert by_tag["same"] == "d1"


@pytest.mark.parametrize("order", [{"action": "fly"}, {"action": "delay", "seconds": "long"}])
def test_a_wrong_order_is_refused_with_a_sentence(served: Served, order: dict[str, Any]) -> None:
    status, answer = served.control(**order)
    assert status == 400
    assert "action" in answer["message"] or "seconds" in answer["message"]


def test_a_wrong_question_is_refused_with_a_sentence(served: Served) -> None:
    status, body = served.get("/_handed-over?service=fax")
    assert status == 400
    assert "service must be one of" in body


def test_nothing_is_forgotten_over_a_hard_kill(tmp_path: Path) -> None:
    """A-78: everything that was answered is there after kill -9; its events are published then, once each."""
    with parts.engine() as closed:
        port = closed.port
    with parts.serve(tmp_path, f"http://127.0.0.1:{port}") as served:  # nobody listens there now
        set_up(served)
        sms = served.client("pinpoint-sms-voice-v2")
        with ThreadPoolExecutor(4) as pool:
            ids = set(pool.map(lambda n: text(sms, f"+1206555{n:04}"), range(40)))
        served.process.kill()
    with parts.engine(port) as engine, parts.serve(tmp_path, engine.url) as served:
        assert served.json("/_stats")["handed_over"] == {"text": 40}
        until(lambda: len(engine.messages) >= 40)
        assert sorted(each["messageId"] for each in engine.messages) == sorted(ids)
        text(served.client("pinpoint-sms-voice-v2"))  # the set-up is still there, too
