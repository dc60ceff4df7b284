"""End User Messaging over the wire: texts, calls, opt-outs and their events."""

from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError

from chalicelib.content import ssml
from infra.local.simulator.core import Simulator
from infra.local.simulator.speech import begins_after
from tests.integration.simulator.conftest import TOPIC, Ticker, client


def text(sms: Any, to: str = "+12065550123", **changes: Any) -> str:
    """One text; its message id."""
    arguments: dict[str, Any] = {
        "DestinationPhoneNumber": to,
        "OriginationIdentity": "+18335550100",
        "MessageBody": "School is closed today.",
        "ConfigurationSetName": "carillon",
        "Context": {"delivery": "d1"},
    }
    message_id: str = sms.send_text_message(**arguments | changes)["MessageId"]
    return message_id


def call(sms: Any, to: str = "+12065550123", **changes: Any) -> str:
    """One call; its message id."""
    arguments: dict[str, Any] = {
        "DestinationPhoneNumber": to,
        "OriginationIdentity": "+18335550100",
        "MessageBody": "School is closed today.",
        "VoiceId": "JOANNA",
        "ConfigurationSetName": "carillon",
        "Context": {"delivery": "d2"},
    }
    message_id: str = sms.send_voice_message(**arguments | changes)["MessageId"]
    return message_id


def test_a_text_is_kept_and_reported(sms: Any, simulator: Simulator, ticker: Ticker) -> None:
    """A-78"""
    message_id = text(sms)
    (item,) = simulator.handed_over(kind="text")
    assert (item.message_id, item.destination, item.sender) == (message_id, "+12065550123", "+18335550100")
    assert (item.text, item.tags) == ("School is closed today.", {"delivery": "d1"})
    assert (item.detail["parts"], item.detail["encoding"]) == (1, "GSM")
    (event,) = simulator.events(everything=True)
    assert event.destination == TOPIC
    assert event.body == event.body | {
        "eventType": "TEXT_DELIVERED",
        "eventVersion": "1.0",
        "isFinal": True,
        "messageStatus": "DELIVERED",
        "messageId": message_id,
        "originationPhoneNumber": "+18335550100",
        "destinationPhoneNumber": "+12065550123",
        "messageRequestTimestamp": int(ticker.now * 1000),
        "context": {"delivery": "d1"},
        "totalMessageParts": 1,
    }
    assert event.body["eventTimestamp"] > event.body["messageRequestTimestamp"]


def test_a_call_is_kept_and_reported_step_by_step(sms: Any, simulator: Simulator) -> None:
    """A-78"""
    message_id = call(sms)
    (item,) = simulator.handed_over(kind="call")
    assert (item.speech, item.detail["voice"]) == ("School is closed today.", "JOANNA")
    events = [event.body for event in simulator.events(everything=True)]
    assert [(each["eventType"], each["isFinal"]) for each in events] == [
        ("VOICE_INITIATED", False),
        ("VOICE_RINGING", False),
        ("VOICE_ANSWERED", False),
        ("VOICE_COMPLETED", True),
    ]
    assert {each["messageId"] for each in events} == {message_id}
    assert all(each["context"] == {"delivery": "d2"} for each in events)


@pytest.mark.parametrize(
    ("to", "kinds"),
    [
        ("+14254147755", ["TEXT_DELIVERED"]),
        ("+14254147167", ["TEXT_BLOCKED"]),
        ("+19075550101", ["TEXT_SUCCESSFUL"]),
        ("+19075550102", ["TEXT_SUCCESSFUL", "TEXT_DELIVERED"]),
        ("+19075550110", ["TEXT_INVALID"]),
        ("+19075550112", ["TEXT_CARRIER_UNREACHABLE"]),
        ("+19075550117", ["TEXT_TTL_EXPIRED"]),
        ("+19075550134", []),
        ("+19075550135", ["TEXT_DELIVERED", "TEXT_DELIVERED"]),
    ],
)
def test_what_is_reported_of_texts(sms: Any, simulator: Simulator, to: str, kinds: list[str]) -> None:
    text(sms, to)
    assert [event.kind for event in simulator.events(everything=True)] == kinds


@pytest.mark.parametrize(
    ("ending", "last"),
    [("20", "VOICE_BUSY"), ("21", "VOICE_NO_ANSWER"), ("22", "VOICE_FAILED"), ("11", "VOICE_FAILED")],
)
def test_how_calls_end(sms: Any, simulator: Simulator, ending: str, last: str) -> None:
    call(sms, f"+190755501{ending}")
    body = simulator.events(everything=True)[-1].body
    assert (body["eventType"], body["isFinal"]) == (last, True)


def test_a_success_that_is_not_final(sms: Any, simulator: Simulator) -> None:
    text(sms, "+19075550103")
    (event,) = simulator.events(everything=True)
    assert (event.kind, event.body["isFinal"]) == ("TEXT_SUCCESSFUL", False)


def test_only_the_wanted_event_types_are_published(sms: Any, simulator: Simulator) -> None:
    sms.update_event_destination(
        ConfigurationSetName="carillon",
        EventDestinationName="receipts",
        MatchingEventTypes=["VOICE_COMPLETED", "TEXT_ALL"],
    )
    call(sms)
    text(sms)
    kinds = [event.kind for event in simulator.events(everything=True)]
    assert kinds == ["TEXT_DELIVERED", "VOICE_COMPLETED"]


def test_an_opted_out_number_is_refused_until_it_opts_in(sms: Any, simulator: Simulator) -> None:
    put = sms.put_opted_out_number(OptOutListName="Default", OptedOutNumber="+12065550123")
    assert put["EndUserOptedOut"] is False
    for send in (text, call):
        with pytest.raises(ClientError) as error:
            send(sms)
        told = error.value.response
        assert told["Error"]["Code"] == "ConflictException"
        assert (told["Reason"], told["ResourceId"]) == ("DESTINATION_PHONE_NUMBER_OPTED_OUT", "+12065550123")
    assert simulator.handed_over() == []
    numbers = sms.describe_opted_out_numbers(OptOutListName="Default")["OptedOutNumbers"]
    assert [each["OptedOutNumber"] for each in numbers] == ["+12065550123"]
    sms.delete_opted_out_number(OptOutListName="Default", OptedOutNumber="+12065550123")
    text(sms)
    with pytest.raises(ClientError, match="opted-out-number"):
        sms.describe_opted_out_numbers(OptOutListName="Default", OptedOutNumbers=["+12065550123"])


def test_opt_out_lists_and_their_pages(sms: Any) -> None:
    sms.create_opt_out_list(OptOutListName="maple")
    names = [each["OptOutListName"] for each in sms.describe_opt_out_lists()["OptOutLists"]]
    assert names == ["Default", "maple"]
    for number in range(3):
        sms.put_opted_out_number(OptOutListName="maple", OptedOutNumber=f"+1206555010{number}")
    page = sms.describe_opted_out_numbers(OptOutListName="maple", MaxResults=2)
    rest = sms.describe_opted_out_numbers(OptOutListName="maple", NextToken=page["NextToken"])
    assert [each["OptedOutNumber"][-1] for each in page["OptedOutNumbers"] + rest["OptedOutNumbers"]] == list(
        "012"
    )
    assert "NextToken" not in rest


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"DestinationPhoneNumber": "12-34"}, "DestinationPhoneNumber"),
        ({"MessageBody": "   "}, "MessageBody"),
        ({"MessageBody": "x" * 1601}, "MessageBody"),
        ({"MessageType": "URGENT"}, "MessageType"),
        ({"Context": {str(n): "x" for n in range(6)}}, "Context"),
        ({"Context": {"a b": "x"}}, "Context.key"),
        ({"Context": {"a": "x" * 801}}, "Context.a"),
    ],
)
def test_wrong_texts_name_the_field(
    sms: Any, simulator: Simulator, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(ClientError) as error:
        text(sms, **changes)
    told = error.value.response
    assert told["Error"]["Code"] == "ValidationException"
    assert (told["Reason"], told["Fields"][0]["Name"]) == ("FIELD_VALIDATION_FAILED", field)
    assert simulator.handed_over() == []


@pytest.mark.parametrize(
    ("body", "text_type", "accepted"),
    [
        ("x" * 3000, "TEXT", True),
        ("x" * 3001, "TEXT", False),
        ("<speak>" + "x" * 5985 + "</speak>", "SSML", True),
        ("<speak>" + "x" * 5986 + "</speak>", "SSML", False),
        ("<speak>Hola<break time='1s'/></speak>", "SSML", True),
        ("<speak>Hola", "SSML", False),
        ("Hola & adiós", "SSML", False),
        ("<p>Hola</p>", "SSML", False),
        ('<!DOCTYPE speak [<!ENTITY a "aaaa">]><speak>&a;</speak>', "SSML", False),
    ],
)
def test_the_limits_of_spoken_text_and_ssml(sms: Any, body: str, text_type: str, accepted: bool) -> None:
    if accepted:
        assert call(sms, MessageBody=body, MessageBodyTextType=text_type)
        return
    with pytest.raises(ClientError) as error:
        call(sms, MessageBody=body, MessageBodyTextType=text_type)
    assert error.value.response["Error"]["Code"] == "ValidationException"
    assert error.value.response["Fields"][0]["Name"] == "MessageBody"


@pytest.mark.parametrize(
    ("ending", "code", "status"),
    [
        ("30", "ConflictException", 400),
        ("31", "ValidationException", 400),
        ("32", "ThrottlingException", 400),
        ("33", "InternalServerException", 500),
    ],
)
def test_calls_that_fail(sms: Any, simulator: Simulator, ending: str, code: str, status: int) -> None:
    for send in (text, call):
        with pytest.raises(ClientError) as error:
            send(sms, f"+190755501{ending}")
        assert error.value.response["Error"]["Code"] == code
        assert error.value.response["ResponseMetadata"]["HTTPStatusCode"] == status
    assert simulator.handed_over() == []


def test_a_lost_reply_leaves_the_text_sent(sms: Any, simulator: Simulator) -> None:
    with pytest.raises(ConnectionClosedError):
        text(sms, "+19075550136")
    assert len(simulator.handed_over()) == 1
    assert len(simulator.events(everything=True)) == 1


def test_a_dry_run_sends_nothing(sms: Any, simulator: Simulator) -> None:
    assert text(sms, DryRun=True)
    assert simulator.handed_over() == []
    assert simulator.events(everything=True) == []


def test_configuration_sets(sms: Any) -> None:
    (found,) = sms.describe_configuration_sets(ConfigurationSetNames=["carillon"])["ConfigurationSets"]
    assert found["EventDestinations"][0]["SnsDestination"]["TopicArn"] == TOPIC
    text(sms, ConfigurationSetName=found["ConfigurationSetArn"])
    with pytest.raises(ClientError) as error:
        sms.create_configuration_set(ConfigurationSetName="carillon")
    assert error.value.response["Reason"] == "RESOURCE_ALREADY_EXISTS"
    with pytest.raises(ClientError) as error:
        text(sms, ConfigurationSetName="nobody")
    assert error.value.response["Error"]["Code"] == "ResourceNotFoundException"


def test_a_family_answers_stop(sms: Any, simulator: Simulator) -> None:
    message_id = text(sms)
    simulator.events(everything=True)
    order = {
        "action": "inbound-text",
        "from": "+12065550123",
        "to": "+18335550100",
        "body": "Stop ",
        "topic": TOPIC,
    }
    simulator.control(order)
    (event,) = simulator.events(everything=True)
    assert event.body == event.body | {
        "originationNumber": "+12065550123",
        "destinationNumber": "+18335550100",
        "messageKeyword": "STOP",
        "messageBody": "Stop ",
        "previousPublishedMessageId": message_id,
    }
    with pytest.raises(ClientError) as error:
        text(sms)
    assert error.value.response["Error"]["Code"] == "ConflictException"
    with pytest.raises(ValueError, match="from"):
        simulator.control({"action": "inbound-text", "body": "Hi"})


# ---- What a call plays -------------------------------------------------------------------------------------


def sounding(ticker: Ticker, sound: bytes | None) -> tuple[Simulator, Any]:
    """A simulator that finds this behind every link; None: nothing."""

    def fetch(_link: str) -> bytes:
        if sound is None:
            raise OSError("403")
        return sound

    made = Simulator(clock=ticker, fetch=fetch)
    sms = client(made, "pinpoint-sms-voice-v2")
    sms.create_configuration_set(ConfigurationSetName="carillon")
    return made, sms


PLAYED = '<speak><break time="2500ms"/><audio src="https://x.example/a.wav?a=1&amp;b=2"/></speak>'


@pytest.mark.parametrize(
    ("sound", "last"),
    [(b"RIFF....WAVE", "COMPLETED"), (b"<Error>AccessDenied</Error>", "FAILED"), (None, "FAILED")],
)
def test_a_call_plays_the_file_behind_its_link(ticker: Ticker, sound: bytes | None, last: str) -> None:
    """CALL-12, CALL-15: fetched as the provider does; what is no sound, or not there, ends the call."""
    simulator, sms = sounding(ticker, sound)
    call(sms, MessageBody=PLAYED, MessageBodyTextType="SSML")
    (item,) = simulator.handed_over(kind="call")
    assert item.outcome[-1] == last
    assert bool(item.sound) is (last == "COMPLETED")
    assert item.words == ""


def test_marks_that_nobody_can_speak_are_refused(sms: Any) -> None:
    """CALL-12"""
    for body in ("<speak><video/></speak>", "<p>No</p>", "<speak>", "<speak>a & b</speak>"):
        with pytest.raises(ClientError, match=r"SSML|speak"):
            call(sms, MessageBody=body, MessageBodyTextType="SSML")


@pytest.mark.parametrize("answered_for", [0.0, 0.5 + 1.5, 2.0])
def test_whoever_picks_up_misses_nothing(answered_for: float) -> None:
    """CALL-12: silence, a person who says hello from half a second on, a machine that records from its tone:
    the words begin after all of them, within two to three seconds."""
    begins = begins_after(ssml.played("https://x.example/a.wav"))
    assert answered_for < begins
    assert 2 <= begins <= 3
    assert begins_after(ssml.spoken("No school")) == begins
    assert begins_after("<speak>No school</speak>") == 0
