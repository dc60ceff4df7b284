"""What the channels rely on of their providers: which answers and errors come, and as what."""

from typing import Any

import pytest
from botocore.exceptions import ConnectionClosedError

from chalicelib.kernel import aws
from infra.local.simulator.core import Simulator

from .places import refusal

SES, EUM = "sesv2", "pinpoint-sms-voice-v2"


def text(number: str = "+12065550100") -> Any:
    return aws.client(EUM).send_text_message(
        DestinationPhoneNumber=number, OriginationIdentity="+18335550100", MessageBody="Bring lunch",
        MessageType="TRANSACTIONAL", ConfigurationSetName="texts", Context={"ref": "one"}, TimeToLive=300,
    )  # fmt: skip


def mails(*addresses: str) -> list[str]:
    """Statuses of one bulk call."""
    template = {"TemplateContent": {"Subject": "S", "Text": "T"}, "TemplateData": "{}"}
    entries = [
        {"Destination": {"ToAddresses": [each]}, "ReplacementTags": [{"Name": "ref", "Value": each[0]}]}
        for each in addresses
    ]
    answer = aws.client(SES).send_bulk_email(
        FromEmailAddress="office@riverbend.example", ConfigurationSetName="mails",
        DefaultContent={"Template": template}, BulkEmailEntries=entries,
    )  # fmt: skip
    return [each["Status"] for each in answer["BulkEmailEntryResults"]]


def status_and_code(call: Any) -> tuple[int, str]:
    answer = refusal(call).response
    return answer["ResponseMetadata"]["HTTPStatusCode"], answer["Error"]["Code"]


class Providers:
    """Mixed into each class that runs the contract."""

    @pytest.fixture
    def providers(self, simulator: Simulator) -> Simulator:
        """`simulator` stands behind the clients; here with places for its events."""
        topic = {"SnsDestination": {"TopicArn": "arn:aws:sns:us-east-1:000000000000:events"}}
        aws.client(SES).create_configuration_set(ConfigurationSetName="mails")
        aws.client(EUM).create_configuration_set(ConfigurationSetName="texts")
        aws.client(EUM).create_event_destination(
            ConfigurationSetName="texts", EventDestinationName="e", MatchingEventTypes=["ALL"], **topic
        )
        return simulator

    def test_a_text_is_taken_and_reported_on(self, providers: Simulator) -> None:
        assert text()["MessageId"]
        (event,) = providers.events(everything=True)
        assert (event.body["eventType"], event.body["context"]) == ("TEXT_DELIVERED", {"ref": "one"})

    def test_of_many_mails_each_has_its_status(self, providers: Simulator) -> None:
        assert mails("a@home.example", "x@refused.example", "b@home.example") == [
            "SUCCESS",
            "MESSAGE_REJECTED",
            "SUCCESS",
        ]

    def test_too_fast_or_out_of_order(self, providers: Simulator) -> None:
        providers.control({"action": "throttle", "kind": "text"})
        assert status_and_code(text) == (400, "ThrottlingException")
        providers.control({"action": "refuse", "kind": "text", "code": "InternalServerException"})
        assert status_and_code(text) == (500, "InternalServerException")
        providers.control({"action": "throttle", "kind": "email"})
        assert status_and_code(lambda: mails("a@home.example")) == (429, "TooManyRequestsException")

    def test_a_refusal_says_why(self, providers: Simulator) -> None:
        answer: Any = refusal(lambda: text("+19075550130")).response
        assert answer["Error"]["Code"] == "ConflictException"
        assert answer["Reason"] == "DESTINATION_PHONE_NUMBER_OPTED_OUT"

    def test_an_answer_that_gets_lost(self, providers: Simulator) -> None:
        providers.control({"action": "lose-reply", "kind": "text"})
        with pytest.raises(ConnectionClosedError):
            text()
        assert len(providers.handed_over(kind="text")) == 1

    def test_a_device_that_is_gone(self, providers: Simulator) -> None:
        made = aws.client("sns").create_platform_application(Name="app", Platform="GCM", Attributes={})
        endpoint = aws.client("sns").create_platform_endpoint(
            PlatformApplicationArn=made["PlatformApplicationArn"], Token="token-1"
        )["EndpointArn"]

        def publish() -> Any:
            return aws.client("sns").publish(
                TargetArn=endpoint, Message='{"default": "x"}', MessageStructure="json"
            )

        assert publish()["MessageId"]
        aws.client("sns").set_endpoint_attributes(EndpointArn=endpoint, Attributes={"Enabled": "false"})
        assert status_and_code(publish)[1] in ("EndpointDisabled", "EndpointDisabledException")
