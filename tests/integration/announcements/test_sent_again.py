"""What an announcement sent is sent again to whom it did not reach: by its own rights, and while it stands."""

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.content.model import Channel
from chalicelib.delivery import known
from chalicelib.delivery.model import DeliveryStatus
from chalicelib.delivery.resending import try_again
from chalicelib.directory import store as directory
from chalicelib.messages.store import resends
from tests.builders import families
from tests.support.api import Answer, HttpApi
from tests.support.line import Line

from .conftest import D, Post
from .test_sending import EMAIL, at, hours, kinds, one, sent, statuses

__all__ = ["hours"]  # the fixture
EXPIRED = DeliveryStatus.EXPIRED


@pytest.fixture
def unreached(line: Line, post: Post, hours: None) -> Callable[..., Answer]:
    """Post an announcement whose email reaches one of two mothers."""

    def posted(as_: str = "head", **changes: Any) -> Answer:
        directory.put_students(D, [families.reached_at("amy", "amy@full.example")])
        answer = post(as_, roles=["parent"], parts=EMAIL, **changes)
        line.run(minutes=3)
        assert statuses(line, sent(answer), Channel.EMAIL) == {DeliveryStatus.SENT, DeliveryStatus.ERROR}
        directory.put_students(D, [families.reached_at("amy", "amy@home.example")])
        return answer

    return posted


def again(api: HttpApi, posted: Answer, as_: str = "head") -> Answer:
    path = f"/v1/messages/{one(posted).sent[0].message_id}/resend"
    return api.post(path, {"number": 1}, as_=as_)


def test_it_asks_what_attaching_asks(
    api: HttpApi, line: Line, unreached: Callable[..., Answer], without: Callable[..., str]
) -> None:
    """PERM-A19, PERM-12: and none of what a message as the school asks."""
    near = without("send_from_school", "send_from_district", "send_to_primary_contacts")
    posted = unreached(near)
    without("announcements_send_emails")
    refused = again(api, posted, near)
    assert (refused.status, refused.fields) == (403, ["parts.email"])
    without("announcements")
    assert again(api, posted, near).fields == ["parts.email"]
    without("send_from_school", "send_from_district", "send_to_primary_contacts")
    assert again(api, posted, near).status == 202
    line.run(minutes=2)
    assert "amy@home.example" in {each.destination for each in line.handed_over()}


def test_deleting_cancels_what_is_sent_again(
    api: HttpApi, line: Line, unreached: Callable[..., Answer]
) -> None:
    """ANN-26, A-12: another try waits for the window as the first did; and there are no more."""
    posted = unreached()
    message = sent(posted)
    at(line, 23, 22)
    before = kinds(line)
    assert again(api, posted).status == 202
    line.run(minutes=2)
    assert api.call("DELETE", posted.headers["location"], as_="head").status == 204
    (made,) = resends.of(D, message.message_id)
    at(line, 24, 8)
    line.run(minutes=1)
    assert kinds(line) == before
    progress = api.get(f"/v1/messages/{made.message_id}", as_="head").json
    assert progress["halt"]["state"] == "canceled"


def test_what_was_deleted_is_not_sent_again(api: HttpApi, line: Line, unreached: Callable[..., Answer]) -> None:
    """ANN-26: also by who read before that there was no other try."""
    posted = unreached()
    message_id = one(posted).sent[0].message_id
    assert api.get(f"/v1/messages/{message_id}/resend", as_="head").json["deliveries"] == 1
    assert api.call("DELETE", posted.headers["location"], as_="head").status == 204
    for refused in (
        api.get(f"/v1/messages/{message_id}/resend", as_="head"),
        api.post(f"/v1/messages/{message_id}/resend", {"number": 1}, as_="head"),
    ):
        assert (refused.status, refused.json["detail"]) == (409, try_again.ANNOUNCEMENT_OVER)
    assert resends.of(D, message_id) == ()
    assert resends.close(D, message_id) == ()


def test_it_ends_with_the_announcement(api: HttpApi, line: Line, unreached: Callable[..., Answer]) -> None:
    """A-15: and is not sent again after that."""
    posted = unreached(end="2026-11-23")
    at(line, 23, 20)
    made = again(api, posted)
    assert made.status == 202, made.text
    late = unreached(end="2026-11-23", title="Another")
    (only,) = resends.of(D, one(posted).sent[0].message_id)

    assert known.message(D, only.message_id).expires_at == sent(posted).expires_at
    at(line, 24, 8)
    refused = again(api, late)
    assert (refused.status, refused.json["detail"]) == (409, try_again.ANNOUNCEMENT_OVER)
