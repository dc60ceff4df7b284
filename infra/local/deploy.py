"""Deploys the stack to the local engine and wires the simulator to it, as an operator does on AWS."""

from functools import cache
from typing import Any

import boto3
from botocore.exceptions import ClientError

from infra import deploy
from infra.local.engine import ACCOUNT, REGION, Place
from infra.package import package

SMS_VOICE_EVENTS = [
    "TEXT_ALL",
    "VOICE_INITIATED",
    "VOICE_COMPLETED",
    "VOICE_BUSY",
    "VOICE_NO_ANSWER",
    "VOICE_FAILED",
    "VOICE_TTL_EXPIRED",
]
EMAIL_EVENTS = ["SEND", "REJECT", "BOUNCE", "COMPLAINT", "DELIVERY", "DELIVERY_DELAY", "RENDERING_FAILURE"]


def deploy_locally(place: Place) -> bool:
    """Package the working tree and bring the stack to it. False when nothing had changed."""
    packed = package(place.data / "build", local=True)
    stack = deploy.Stack(place.stack, f"{place.stack}-code", parameters(place))
    changed = deploy.deploy(engine_session(place), packed, stack)
    connect_simulator(place)
    return changed


def parameters(place: Place) -> dict[str, str]:
    """What differs between one machine and a district's account. Two at a time suit two processors."""
    return {
        "EmailFromAddress": "messages@riverbend.example",
        "PublicUrl": place.web_url,
        "ReplyDomain": "replies.riverbend.example",
        "SmsOrigination": "+18005550100",
        "VoiceOrigination": "+18005550101",
        "PushPlatformArn": push_platform(place),
        "NormalConcurrency": "2",
        "PriorityConcurrency": "2",
        "FanOutConcurrency": "2",
        "ServeWeb": "false",
        "ManageProviders": "false",
        "SignInEndpoint": place.engine_url,
    }


def push_platform(place: Place) -> str:
    """The simulator's platform application; making it again gives the same one back."""
    made = simulator_client(place, "sns").create_platform_application(
        Name=place.stack, Platform="GCM", Attributes={"PlatformCredential": "local"}
    )
    return str(made["PlatformApplicationArn"])


def connect_simulator(place: Place) -> None:
    """Configuration sets under the template's names, their events going to the stack's topic."""
    topic = deploy.outputs(engine_session(place), place.stack)["ProviderEventsTopicArn"]
    email, sms = simulator_client(place, "sesv2"), simulator_client(place, "pinpoint-sms-voice-v2")
    names = f"{place.stack}-email", f"{place.stack}-sms-voice"
    unless_there(email.create_configuration_set, ConfigurationSetName=names[0])
    unless_there(
        email.create_configuration_set_event_destination,
        ConfigurationSetName=names[0],
        EventDestinationName="receipts",
        EventDestination={
            "Enabled": True,
            "MatchingEventTypes": EMAIL_EVENTS,
            "SnsDestination": {"TopicArn": topic},
        },
    )
    unless_there(sms.create_configuration_set, ConfigurationSetName=names[1])
    unless_there(
        sms.create_event_destination,
        ConfigurationSetName=names[1],
        EventDestinationName="receipts",
        MatchingEventTypes=SMS_VOICE_EVENTS,
        SnsDestination={"TopicArn": topic},
    )


def unless_there(call: Any, **arguments: Any) -> None:
    """Make it; that it exists from an earlier start is as good."""
    try:
        call(**arguments)
    except ClientError as error:
        if error.response["Error"]["Code"] not in {"AlreadyExistsException", "ConflictException"}:
            raise


def engine_session(place: Place) -> "EndpointSession":
    return session(place.engine_url)


def simulator_client(place: Place, service: str) -> Any:
    return session(place.simulator_url).client(service)


class EndpointSession:
    """A session whose clients all speak to one address, whatever the environment says."""

    region_name = REGION

    def __init__(self, endpoint: str) -> None:
        self._endpoint = endpoint
        self._session = boto3.session.Session(ACCOUNT, "local", region_name=REGION)
        self._clients: dict[str, Any] = {}

    def client(self, service: str) -> Any:
        """One for each service; making one costs 50 ms and more."""
        if service not in self._clients:
            self._clients[service] = self._session.client(service, endpoint_url=self._endpoint)
        return self._clients[service]


session = cache(EndpointSession)


def function_settings(place: Place) -> dict[str, str]:
    """The environment of the deployed functions: for the demo loader, the tests and the benches."""
    resources = engine_session(place).client("cloudformation").describe_stack_resources(StackName=place.stack)
    names = {each["LogicalResourceId"]: each["PhysicalResourceId"] for each in resources["StackResources"]}
    configuration = (
        engine_session(place).client("lambda").get_function_configuration(FunctionName=names["APIHandler"])
    )
    return dict(configuration["Environment"]["Variables"])


def api_url(place: Place) -> str:
    """Where the engine serves the HTTP API; `/v1/...` follows it."""
    api = deploy.outputs(engine_session(place), place.stack)["RestAPIId"]
    return f"{place.engine_url}/restapis/{api}/main/_user_request_"
