"""Deleting an announcement: first nothing more can become of it, then what did is canceled, for good."""

from typing import Any

import pytest

from chalicelib.access.principal import principal_of_user
from chalicelib.announcements import compose, fire, store, write
from chalicelib.content.model import Channel
from chalicelib.delivery.halting.command import withdraw
from chalicelib.delivery.model import DeliveryStatus
from chalicelib.kernel import dynamo
from chalicelib.kernel.errors import Conflict, Unavailable
from chalicelib.kernel.settings import table
from chalicelib.messages.firing import OURS
from tests.support.api import Answer, HttpApi
from tests.support.line import Line

from .conftest import D, Post
from .test_sending import EMAIL, SMS, at, change, hours, kinds, one, sent, statuses

__all__ = ["hours"]  # the fixture


def _met_by_the_closing_window(line: Line, post: Post) -> Answer:
    """An announcement whose email the line holds until the morning."""
    at(line, 23, 21)
    posted = post(roles=["parent"], parts=EMAIL)
    line.call("queue_job", {})
    line.clock.advance(minutes=2)
    line.run(minutes=2)
    return posted


def test_the_request_repeated_does_not_make_it_anew(line: Line, api: HttpApi, post: Post, hours: None) -> None:
    """ANN-26: it is told that it was deleted."""
    posted = post(roles=["parent"], parts=EMAIL, key="the-same-key")
    assert api.call("DELETE", posted.headers["location"], as_="head").status == 204
    repeated = post(roles=["parent"], parts=EMAIL, key="the-same-key")
    assert (repeated.status, repeated.fields) == (409, ["Idempotency-Key"])
    assert api.get("/v1/announcements", as_="head").json["items"] == []
    line.run(minutes=2)
    assert not line.handed_over()


def test_a_key_used_again_long_after_posts_anew(line: Line, api: HttpApi, post: Post, hours: None) -> None:
    """ANN-15, ANN-26: its message is another than that of what was deleted."""
    posted = post(roles=["parent"], parts=EMAIL, key="the-same-key")
    line.run(minutes=2)
    assert api.call("DELETE", posted.headers["location"], as_="head").status == 204
    dynamo.delete(table("announcements"), f"D#{D}#ANNOUNCEMENT#{posted.json['announcement_id']}", "RECORD")
    line.clock.advance(minutes=1)
    anew = post(roles=["parent"], parts=EMAIL, key="the-same-key")
    assert anew.json["announcement_id"] == posted.json["announcement_id"]
    line.run(minutes=2)
    assert kinds(line) == {"email": 4}
    assert one(anew).due is None


def test_another_message_of_its_id_is_said(line: Line, post: Post, hours: None, monkeypatch: Any) -> None:
    """QUEUE-14: instead of trying for ever without a word."""
    first = post(roles=["parent"], parts=EMAIL)
    line.run(minutes=2)
    taken = sent(first).message_id
    monkeypatch.setattr(compose, "message_id", lambda _: taken)
    other = post(roles=["parent"], parts=EMAIL)
    line.run(minutes=1)
    assert one(other).problem == OURS


def test_interrupted_it_is_gone_and_deleted_again_canceled(
    line: Line, api: HttpApi, post: Post, hours: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ANN-26: neither shown nor sent nor changed from the first moment on; the list has it until it is done."""
    posted = _met_by_the_closing_window(line, post)
    message = sent(posted)
    path = posted.headers["location"]

    def broken(*_: Any) -> None:
        raise Unavailable

    monkeypatch.setattr(write, "withdraw", broken)
    assert api.call("DELETE", path, as_="head").status == 503
    assert api.get("/v1/announcements/shown", as_="mum").json["items"] == []
    assert change(api, posted, roles=["parent"]).json["detail"] == write.BEING_DELETED
    assert [each["state"] for each in api.get("/v1/announcements", as_="head").json["items"]] == ["inactive"]
    assert statuses(line, message, Channel.EMAIL) == {DeliveryStatus.PENDING}
    monkeypatch.setattr(write, "withdraw", withdraw)
    assert api.call("DELETE", path, as_="head").status == 204
    assert api.call("DELETE", path, as_="head").status == 404
    assert api.get("/v1/announcements", as_="head").json["items"] == []
    line.run(minutes=2)
    assert statuses(line, message, Channel.EMAIL) == {DeliveryStatus.EXPIRED}


def test_overtaken_it_has_canceled_nothing(line: Line, api: HttpApi, post: Post, hours: None) -> None:
    """ANN-26: somebody else added a part meanwhile."""
    posted = _met_by_the_closing_window(line, post)
    stale = one(posted)
    assert change(api, posted, roles=["parent"], parts={**EMAIL, "voice": {"text": "Smile"}}).status == 200
    with pytest.raises(Conflict):
        write.delete(principal_of_user(D, "head"), stale, line.clock)
    assert statuses(line, sent(posted), Channel.EMAIL) == {DeliveryStatus.PENDING}
    at(line, 24, 8)
    assert kinds(line) == {"email": 2, "call": 2}


def test_two_who_delete_it_at_once_both_have(line: Line, post: Post, hours: None) -> None:
    """ANN-26"""
    posted = one(post(roles=["parent"], parts=SMS, start="2026-11-24"))
    head = principal_of_user(D, "head")
    write.delete(head, posted, line.clock)
    assert store.load(D, posted.announcement_id) is None
    assert fire.fire(posted, line.clock) is None
    with pytest.raises(Conflict):
        write.delete(head, posted, line.clock)
