"""Pausing, resuming and canceling a message over HTTP: by right, once, with an honest number."""

from typing import Any

import pytest

from chalicelib.access import store as access
from chalicelib.access.model import Level, Permission, Profile
from chalicelib.content.model import Channel
from chalicelib.delivery.model import DeliveryStatus, Totals
from chalicelib.directory import store as directory
from chalicelib.directory.model import Role
from tests.builders import deliveries, people
from tests.builders.messages import message_id
from tests.support.api import Answer, HttpApi

from .test_progress import parts, town

__all__ = ["town"]  # a fixture
ONE = f"/v1/messages/{message_id(1)}"
SENT, PENDING = DeliveryStatus.SENT, DeliveryStatus.PENDING


def say(api: HttpApi, what: str, as_: str = "teacher-1") -> Answer:
    return api.post(f"{ONE}/{what}", as_=as_)


@pytest.fixture
def going_out() -> None:
    """One email has arrived, one waits."""
    deliveries.waits(deliveries.sent_out(1, {Channel.EMAIL: [SENT]}), 1)


def test_its_sender_cancels_it_once_and_for_good(api: HttpApi, going_out: None) -> None:
    """R14: who and when, in the answer, in Sent and in the message; again is no second time."""
    first = say(api, "cancellation")
    assert first.status == 200
    halt: dict[str, Any] = first.json["halt"]
    assert (halt["state"], halt["by"]) == ("canceled", {"user_id": "teacher-1", "name": "Teacher-1 Miller"})
    assert halt["may_still_leave"] == 0, "no worker has any in hand"
    for answer in (say(api, "cancellation"), api.get(ONE, as_="teacher-1")):
        assert answer.json["halt"] == halt
    assert api.get("/v1/messages", as_="teacher-1").json["items"][0]["halt"] == halt
    for what in ("resume", "pause"):
        refused = say(api, what)
        assert (refused.status, refused.json["type"]) == (409, "/problems/conflict")
        assert "Send it again as a new message" in refused.json["detail"]


def test_paused_and_resumed(api: HttpApi, going_out: None) -> None:
    """R14: and its status says so, from the first time on."""
    assert say(api, "resume").json["halt"] is None, "it was never paused"
    paused = say(api, "pause").json
    assert (paused["halt"]["state"], paused["status"]) == ("paused", "paused")
    assert api.get(ONE, as_="teacher-1").json["status"] == "paused"
    assert say(api, "pause").status == 200
    resumed = say(api, "resume").json
    assert (resumed["halt"], resumed["status"]) == (None, "sending")
    assert say(api, "pause").json["halt"]["state"] == "paused"


def test_of_what_is_final_nothing_can_be_stopped(api: HttpApi) -> None:
    """R14: refused, with the reason."""
    deliveries.sent_out(1, {Channel.EMAIL: [SENT, SENT]})
    for what in ("pause", "cancellation"):
        refused = say(api, what)
        assert refused.status == 409
        assert "every delivery has its result" in refused.json["detail"]


def test_of_what_has_left_nothing_can_be_stopped(api: HttpApi) -> None:
    """R14: what is at the provider's is pending and does not wait; nothing is said of it."""
    deliveries.sent_out(1, {Channel.EMAIL: [SENT, PENDING]})
    for what in ("pause", "cancellation"):
        refused = say(api, what)
        assert refused.status == 409
        assert "has left already" in refused.json["detail"]
    assert api.get(ONE, as_="teacher-1").json["halt"] is None


@pytest.mark.parametrize(
    ("who", "status"),
    [("principal", 200), ("superintendent", 200), ("teacher-2", 404), ("other-principal", 404), ("clerk", 404)],
)
def test_others_may_who_see_it_and_may_send(api: HttpApi, going_out: None, who: str, status: int) -> None:
    """PERM-02, PERM-R02: whoever may not see it learns nothing of it."""
    assert say(api, "pause", as_=who).status == status
    assert (api.get(ONE, as_="teacher-1").json["halt"] is not None) == (status == 200)


def test_the_numbers_say_how_many_were_canceled(api: HttpApi) -> None:
    """A-89: a share of the expired, beside the five numbers."""
    made = deliveries.planned(1)
    deliveries.count(made, Channel.EMAIL, Totals(total=5, sent=2, expired=3, canceled=3))
    answer = api.get(ONE, as_="teacher-1").json
    assert parts(answer)["email"] == (5, 2, 0, 3, 0, 0)
    assert {each["channel"]: each["canceled"] for each in answer["parts"]}["email"] == 3


def test_whoever_may_only_look_is_told_so(api: HttpApi, going_out: None) -> None:
    """PERM-02: the reports' right to see everybody's messages stops none."""
    seeing = {Permission.COMMUNICATION_REPORTS: Level.VIEW, Permission.REPORTS_VIEW_ALL_USERS: Level.VIEW}
    access.put_profiles("demo", [Profile("reader", "Reader", Role.ADMIN, seeing)])
    directory.put_users("demo", [people.user("reader", profiles=("reader",))])
    refused = say(api, "cancellation", as_="reader")
    assert (refused.status, refused.json["type"]) == (403, "/problems/forbidden")
    assert "other people's messages" in refused.json["detail"]
