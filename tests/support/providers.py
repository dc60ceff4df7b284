"""The providers as a stack has them: configuration sets that report to a topic, and an application of push."""

from collections.abc import Callable
from typing import Any

import pytest

TOPIC = "arn:aws:sns:us-east-1:000000000000:provider-events"
_MAIL_EVENTS = ["SEND", "DELIVERY", "BOUNCE", "COMPLAINT", "REJECT", "DELIVERY_DELAY", "RENDERING_FAILURE"]
_SETTINGS = {
    "EMAIL_FROM_ADDRESS": "office@riverbend.example",
    "EMAIL_CONFIGURATION_SET": "email",
    "SMS_CONFIGURATION_SET": "sms-voice",
    "SMS_ORIGINATION": "+18335550100",
    "VOICE_ORIGINATION": "+18335550100",
}


def make_providers(client: Callable[[str], Any], patch: pytest.MonkeyPatch) -> None:
    """Set them up by the clients of the services, and tell product code."""
    ses, eum = client("sesv2"), client("pinpoint-sms-voice-v2")
    topic = {"SnsDestination": {"TopicArn": TOPIC}}
    ses.create_configuration_set(ConfigurationSetName="email")
    ses.create_configuration_set_event_destination(
        ConfigurationSetName="email",
        EventDestinationName="receipts",
        EventDestination={"Enabled": True, "MatchingEventTypes": _MAIL_EVENTS, **topic},
    )
    eum.create_configuration_set(ConfigurationSetName="sms-voice")
    eum.create_event_destination(
        ConfigurationSetName="sms-voice", EventDestinationName="receipts", MatchingEventTypes=["ALL"], **topic
    )
    made = client("sns").create_platform_application(Name="app", Platform="GCM", Attributes={})
    for name, value in {**_SETTINGS, "PUSH_PLATFORM_ARN": made["PlatformApplicationArn"]}.items():
        patch.setenv(name, value)
