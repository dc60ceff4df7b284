"""Whom no part of a message reached: people, not deliveries."""

from typing import Any

import pytest

from chalicelib.content.model import Channel
from chalicelib.delivery.model import Delivery
from chalicelib.delivery.sent import by_nothing
from chalicelib.directory import store as directory
from chalicelib.directory.audit import Who
from chalicelib.directory.model import Role
from chalicelib.kernel import dynamo
from chalicelib.messages.model import Resend
from chalicelib.messages.store import resends
from tests.builders import deliveries, people
from tests.builders.deliveries import DUPLICATE, ERROR, EXPIRED, PENDING, SENT, delivery
from tests.builders.messages import later, message_id
from tests.support.api import HttpApi

EMAIL, SMS = Channel.EMAIL, Channel.SMS
LIST = f"/v1/messages/{message_id(1)}/reached-by-nothing"


@pytest.fixture
def town(aws: None) -> None:
    directory.put_district(people.district())
    directory.put_school("demo", people.school("lincoln", name="Lincoln High"))
    directory.put_users(
        "demo", [people.user(each, roles=(Role.TEACHER,)) for each in ("teacher-1", "teacher-2")]
    )


def names(rows: list[Delivery]) -> list[str]:
    return [each.deliveries[0].name for each in by_nothing.missed(rows)]


def test_whoever_one_part_reached_or_may_reach_is_not_missed() -> None:
    """REPT-25: of five people two got nothing; one of them is still in doubt."""
    rows = [delivery(at, status=ERROR, reason="no_mailbox") for at in range(5)]
    rows += [
        delivery(0, channel=SMS, status=SENT),
        delivery(1, channel=SMS, status=PENDING),
        delivery(2, channel=SMS, status=EXPIRED, reason="expired"),
        delivery(3, channel=SMS, status=EXPIRED, reason="canceled"),
    ]
    assert names(rows) == ["Contact 2", "Contact 4"]


def test_a_mother_of_two_is_one_person_and_one_that_arrived_is_enough() -> None:
    """REPT-25"""
    mother = [delivery(at, status=ERROR, person_id="mum", name="Mum") for at in (0, 1)]
    assert names(mother) == ["Mum"]
    assert names([*mother, delivery(2, status=SENT, person_id="mum")]) == []


def test_a_duplicate_is_as_good_as_what_went_to_its_address() -> None:
    """REPT-25, A-89"""
    home = "family@example.org"
    second = delivery(1, status=DUPLICATE, reason="duplicate", destination=home)
    assert names([delivery(0, status=SENT, destination=home), second]) == []
    assert names([delivery(0, status=ERROR, destination=home), second]) == ["Contact 0", "Contact 1"]


def listed(api: HttpApi, cursor: str | None = None) -> Any:
    answer = api.get(LIST, as_="teacher-1", query={"cursor": cursor} if cursor else None)
    assert answer.status == 200, answer.text
    return answer.json


@pytest.mark.usefixtures("town")
def test_the_list_has_people_with_each_reason(api: HttpApi) -> None:
    """REPT-25: also where there are other shards, and for the sender alone."""
    deliveries.sent_out(1, {EMAIL: [SENT, ERROR, SENT, ERROR], SMS: [ERROR, ERROR, ERROR, PENDING]})
    found = listed(api)
    assert found["next_cursor"] is None
    (one,) = found["items"]
    assert (one["name"], one["person_id"], one["person_kind"]) == ("Contact 1", "c1", "contact")
    assert [(each["channel"], each["reason"]) for each in one["deliveries"]] == [
        ("email", "no_mailbox"),
        ("sms", "no_mailbox"),
    ]
    assert api.get(LIST, as_="teacher-2").status == 404


@pytest.mark.usefixtures("town")
def test_a_big_message_is_looked_through_page_by_page(api: HttpApi, monkeypatch: pytest.MonkeyPatch) -> None:
    """REPT-25: a page may be empty and have a next one; a cursor of nobody's is refused or finds nothing."""
    deliveries.sent_out(1, {EMAIL: [SENT, SENT, SENT, ERROR]})
    monkeypatch.setattr(by_nothing, "MOST_QUERIES", 1)
    first = listed(api)
    assert (first["items"], bool(first["next_cursor"])) == ([], True)
    second = listed(api, first["next_cursor"])
    assert ([each["name"] for each in second["items"]], second["next_cursor"]) == (["Contact 3"], None)


@pytest.mark.usefixtures("town")
def test_who_is_reached_by_another_try_is_not_missed(api: HttpApi) -> None:
    """REPT-25: and the try has no list of its own."""
    deliveries.sent_out(1, {EMAIL: [ERROR, ERROR]})
    made = deliveries.sent_out(2, {EMAIL: [SENT]}, resend=Resend(message_id(1), 1, (EMAIL,), (0,)))
    dynamo.transact([resends.entry(made, Who("teacher-1", "Ada Teacher"), later(hours=1))])
    assert [each["name"] for each in listed(api)["items"]] == ["Contact 1"]
    again = f"/v1/messages/{message_id(2)}/reached-by-nothing"
    assert api.get(again, as_="teacher-1").status == 404
