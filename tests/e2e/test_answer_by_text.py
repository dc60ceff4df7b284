"""Somebody texts the district's number: topic, envelope, queue and function are the deployed ones."""

import time

import pytest
import urllib3

from infra.local.deploy import parameters
from infra.local.engine import ACCOUNT, REGION, Place
from tests.e2e.client import Json, eventually

pytestmark = [pytest.mark.e2e, pytest.mark.usefixtures("carillon")]
NUMBER = "+12025550143"  # nobody's


def test_stop_is_confirmed_in_the_language_it_was_said_in(place: Place) -> None:
    """CHAN-10: once, although it is said twice."""
    for _ in range(2):
        say(place, "¡Alto!")
    (told,) = eventually(lambda: answers(place))
    assert "No recibirá más mensajes" in told["text"]
    time.sleep(1.1)  # the engine's SNS tells whole seconds, and of two texts in one STOP holds
    say(place, "START")
    assert "Volverá a recibir" in eventually(lambda: answers(place)[1:])[0]["text"]


def say(place: Place, text: str) -> None:
    order = {
        "action": "inbound-text",
        "from": NUMBER,
        "to": parameters(place)["SmsOrigination"],
        "body": text,
        "topic": f"arn:aws:sns:{REGION}:{ACCOUNT}:{place.stack}-texts",
        "self_managed_opt_outs": True,
    }
    answer = urllib3.request("POST", f"{place.simulator_url}/_control", json=order, timeout=60.0)
    assert answer.status == 200, answer.data


def answers(place: Place) -> list[Json]:
    """What the number was told, oldest first."""
    asked = {"service": "sms", "destination": NUMBER}
    found = urllib3.request("GET", f"{place.simulator_url}/_handed-over", fields=asked, timeout=60.0)
    return list(reversed(found.json()["items"]))
