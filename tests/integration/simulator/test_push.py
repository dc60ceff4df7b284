"""SNS push over the wire, and that everything else of SNS is not the simulator's."""

import json
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from infra.local.simulator.core import Simulator
from infra.local.simulator.hook import install

FCM = json.dumps({"fcmV1Message": {"message": {"notification": {"title": "Snow day", "body": "Closed"}}}})
APNS = json.dumps({"aps": {"alert": {"title": "Snow day", "body": "No school"}}})


@pytest.fixture
def application(sns: Any) -> str:
    made = sns.create_platform_application(
        Name="carillon", Platform="GCM", Attributes={"PlatformCredential": "secret"}
    )
    arn: str = made["PlatformApplicationArn"]
    return arn


def endpoint(sns: Any, application: str, token: str = "token-1", **changes: Any) -> str:
    made = sns.create_platform_endpoint(PlatformApplicationArn=application, Token=token, **changes)
    arn: str = made["EndpointArn"]
    return arn


def test_a_push_is_kept_as_the_phone_shows_it(sns: Any, application: str, simulator: Simulator) -> None:
    """A-78"""
    arn = endpoint(sns, application, CustomUserData="person-7")
    message = json.dumps({"default": "plain", "GCM": FCM, "APNS": APNS})
    attributes = {"delivery": {"DataType": "String", "StringValue": "d1"}}
    sent = sns.publish(TargetArn=arn, MessageStructure="json", Message=message, MessageAttributes=attributes)
    (item,) = simulator.handed_over(kind="push")
    assert (item.message_id, item.destination) == (sent["MessageId"], arn)
    assert (item.subject, item.text, item.tags) == ("Snow day", "Closed", {"delivery": "d1"})
    assert (item.detail["user_data"], item.detail["platform"]) == ("person-7", "GCM")


def test_each_platform_gets_its_own_words(sns: Any, simulator: Simulator) -> None:
    apple = sns.create_platform_application(Name="c", Platform="APNS", Attributes={})["PlatformApplicationArn"]
    message = json.dumps({"default": "plain", "GCM": FCM, "APNS": APNS})
    sns.publish(TargetArn=endpoint(sns, apple), MessageStructure="json", Message=message)
    assert simulator.handed_over()[0].text == "No school"
    sns.publish(TargetArn=endpoint(sns, apple), Message="just words")
    assert simulator.handed_over()[0].text == "just words"


def test_the_same_token_is_the_same_endpoint(sns: Any, application: str) -> None:
    first = endpoint(sns, application, CustomUserData="a")
    assert endpoint(sns, application, CustomUserData="a") == first
    assert endpoint(sns, application, "token-2") != first
    with pytest.raises(ClientError, match=f"Endpoint {first} already exists with the same Token"):
        endpoint(sns, application, CustomUserData="b")


def test_a_changed_token_is_found_and_the_old_one_free(sns: Any, application: str) -> None:
    arn = endpoint(sns, application)
    sns.set_endpoint_attributes(EndpointArn=arn, Attributes={"Token": "new"})
    assert endpoint(sns, application, "new") == arn
    assert endpoint(sns, application) != arn


def test_a_disabled_endpoint_is_refused_until_enabled(sns: Any, application: str, simulator: Simulator) -> None:
    arn = endpoint(sns, application)
    sns.set_endpoint_attributes(EndpointArn=arn, Attributes={"Enabled": "false"})
    with pytest.raises(sns.exceptions.EndpointDisabledException):
        sns.publish(TargetArn=arn, Message="hello")
    assert simulator.handed_over() == []
    sns.set_endpoint_attributes(EndpointArn=arn, Attributes={"Enabled": "true"})
    sns.publish(TargetArn=arn, Message="hello")
    assert sns.get_endpoint_attributes(EndpointArn=arn)["Attributes"]["Enabled"] == "true"


def test_a_dead_device_is_disabled_by_its_first_push(sns: Any, application: str) -> None:
    arn = endpoint(sns, application, "dead-phone")
    sns.publish(TargetArn=arn, Message="hello")
    with pytest.raises(sns.exceptions.EndpointDisabledException):
        sns.publish(TargetArn=arn, Message="hello again")


def test_a_deleted_endpoint_is_gone_and_deleting_again_is_fine(sns: Any, application: str) -> None:
    arn = endpoint(sns, application)
    for _ in range(2):
        sns.delete_endpoint(EndpointArn=arn)
    with pytest.raises(sns.exceptions.NotFoundException):
        sns.get_endpoint_attributes(EndpointArn=arn)
    with pytest.raises(ClientError, match="No endpoint found"):
        sns.publish(TargetArn=arn, Message="hello")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ({"Message": "x", "MessageStructure": "json"}, "failed to parse"),
        ({"Message": '{"GCM": "x"}', "MessageStructure": "json"}, "No default entry"),
        ({"Message": ""}, "Empty message"),
    ],
)
def test_wrong_messages(sns: Any, application: str, arguments: dict[str, str], complaint: str) -> None:
    with pytest.raises(ClientError, match=complaint) as error:
        sns.publish(TargetArn=endpoint(sns, application), **arguments)
    assert error.value.response["Error"]["Code"] == "InvalidParameter"


def test_credentials_are_never_shown(sns: Any, application: str) -> None:
    shown = sns.get_platform_application_attributes(PlatformApplicationArn=application)["Attributes"]
    assert shown == {"Enabled": "true"}
    assert sns.list_platform_applications()["PlatformApplications"][0]["PlatformApplicationArn"] == application


def test_endpoints_are_listed_in_pages(sns: Any, application: str) -> None:
    made = {endpoint(sns, application, f"t{n}") for n in range(120)}
    pages = sns.get_paginator("list_endpoints_by_platform_application")
    listed = [
        each["EndpointArn"]
        for page in pages.paginate(PlatformApplicationArn=application)
        for each in page["Endpoints"]
    ]
    assert len(listed) == 120
    assert set(listed) == made


def test_topics_fall_through_to_what_is_behind(simulator: Simulator) -> None:
    with mock_aws():
        client = boto3.client("sns", region_name="us-east-1")
        install(client, simulator)
        topic = client.create_topic(Name="receipts")["TopicArn"]
        assert client.publish(TopicArn=topic, Message="x")["MessageId"]
        assert {"TopicArn": topic} in client.list_topics()["Topics"]
        application = client.create_platform_application(Name="c", Platform="GCM", Attributes={})
        assert endpoint(client, application["PlatformApplicationArn"]).startswith("arn:aws:sns:")
    assert simulator.handed_over() == []


def test_a_session_gives_the_simulator_to_all_its_clients(simulator: Simulator) -> None:
    with mock_aws():
        session = boto3.Session(region_name="us-east-1")
        install(session, simulator)
        session.client("pinpoint-sms-voice-v2").send_text_message(
            DestinationPhoneNumber="+12065550123", MessageBody="Closed"
        )
        session.client("sqs").create_queue(QueueName="still-motos")
    assert simulator.handed_over()[0].text == "Closed"
