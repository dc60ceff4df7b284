"""A sent message whose provider does not answer, or whose emails are paused: its page says so."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.content.model import Channel
from chalicelib.delivery.gate.breaker import Breaker
from chalicelib.delivery.model import DeliveryStatus
from chalicelib.delivery.store import gates
from chalicelib.directory import store as directory
from chalicelib.directory.model import Role
from chalicelib.messages.model import Rung
from tests.builders import deliveries, people
from tests.builders.messages import message, message_id
from tests.support.api import HttpApi

SENT, PENDING = DeliveryStatus.SENT, DeliveryStatus.PENDING
EMAIL, SMS = Channel.EMAIL, Channel.SMS


@pytest.fixture(autouse=True)
def town(aws: None) -> None:
    directory.put_district(people.district())
    directory.put_school("demo", people.school("lincoln", name="Lincoln High"))
    directory.put_users("demo", [people.user("teacher-1", roles=(Role.TEACHER,))])


def stopped(api: HttpApi, number: int = 1) -> Any:
    answer = api.get(f"/v1/messages/{message_id(number)}", as_="teacher-1")
    assert answer.status == 200, answer.text
    return answer.json["stopped"]


def down(channel: Channel) -> None:
    gates.change("demo", channel, lambda _breaker, line: (Breaker(3, 1.0, 2.0), line, None))


def test_texts_that_wait_for_a_provider_that_is_down_say_so(api: HttpApi) -> None:
    """QUEUE-04: of the part that waits alone, and until the provider answers."""
    deliveries.sent_out(1, {EMAIL: [SENT], SMS: [SENT, PENDING]})
    assert stopped(api) == {}
    down(SMS)
    down(EMAIL)
    assert stopped(api) == {"sms": "down"}
    gates.change("demo", SMS, lambda breaker, line: (breaker.worked(), line, None))
    assert stopped(api) == {}


def test_emails_that_are_paused_say_so_unless_it_is_an_emergency(api: HttpApi) -> None:
    """QUEUE-04"""
    deliveries.sent_out(1, {EMAIL: [PENDING]})
    assert gates.pause("demo", EMAIL, 5.0)
    assert stopped(api) == {"email": "paused"}
    content = message(2).content
    assert content.sms
    urgent = replace(content, sms=replace(content.sms, emergency=True))
    deliveries.sent_out(2, {EMAIL: [PENDING]}, content=urgent)
    assert stopped(api, 2) == {}


def test_a_part_that_waits_for_readers_has_another_reason(api: HttpApi) -> None:
    """QUEUE-04: before its time; from then on it waits for the provider."""
    down(SMS)
    sent_at = datetime.now(UTC) - timedelta(minutes=10)
    deliveries.sent_out(1, {SMS: [PENDING]}, ladder=(Rung(SMS, 15),), accepted_at=sent_at)
    assert stopped(api) == {}
    deliveries.sent_out(2, {SMS: [PENDING]}, ladder=(Rung(SMS, 5),), accepted_at=sent_at)
    assert stopped(api, 2) == {"sms": "down"}
