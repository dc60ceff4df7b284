"""A simulator in memory behind real boto3 clients, on a clock of its own. No sockets."""

from dataclasses import dataclass
from typing import Any

import boto3
import pytest
from botocore.config import Config

from infra.local.simulator.core import Simulator
from infra.local.simulator.hook import install

TOPIC = "arn:aws:sns:us-east-1:000000000000:receipts"
EVENTS = ["SEND", "DELIVERY", "BOUNCE", "COMPLAINT", "REJECT", "DELIVERY_DELAY", "RENDERING_FAILURE"]


@dataclass
class Ticker:
    now: float = 1_795_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def ticker() -> Ticker:
    return Ticker()


@pytest.fixture
def simulator(ticker: Ticker) -> Simulator:
    return Simulator(clock=ticker)


def client(simulator: Simulator, service: Any) -> Any:
    """One try per call: what the provider says is what the test sees."""
    config = Config(retries={"total_max_attempts": 1})
    made = boto3.client(service, region_name="us-east-1", config=config)
    install(made, simulator)
    return made


@pytest.fixture
def ses(simulator: Simulator) -> Any:
    """SES v2 with a configuration set `carillon`, all of whose events go to TOPIC."""
    made = client(simulator, "sesv2")
    made.create_configuration_set(ConfigurationSetName="carillon")
    made.create_configuration_set_event_destination(
        ConfigurationSetName="carillon",
        EventDestinationName="receipts",
        EventDestination={
            "Enabled": True,
            "MatchingEventTypes": EVENTS,
            "SnsDestination": {"TopicArn": TOPIC},
        },
    )
    return made


@pytest.fixture
def sms(simulator: Simulator) -> Any:
    """End User Messaging with a configuration set `carillon`, all of whose events go to TOPIC."""
    made = client(simulator, "pinpoint-sms-voice-v2")
    made.create_configuration_set(ConfigurationSetName="carillon")
    made.create_event_destination(
        ConfigurationSetName="carillon",
        EventDestinationName="receipts",
        MatchingEventTypes=["ALL"],
        SnsDestination={"TopicArn": TOPIC},
    )
    return made


@pytest.fixture
def sns(simulator: Simulator) -> Any:
    return client(simulator, "sns")
