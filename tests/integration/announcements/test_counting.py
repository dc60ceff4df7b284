"""How many an announcement reaches, as its author sees before it is posted: those to whom it then goes."""

from typing import Any

import pytest

from chalicelib.announcements import store
from chalicelib.audience.model import picks
from chalicelib.content.model import Channel
from chalicelib.directory import store as directory
from chalicelib.messages import store as messages
from chalicelib.messages.model import Message
from tests.builders import families, people
from tests.builders.announcements import body
from tests.support.api import Answer, HttpApi
from tests.support.line import Line

from .conftest import D, Post

KEY = "picture-day-2026"
WORDS: dict[str, Any] = {
    "email": {"html": "<p>Bring a smile.</p>"},
    "sms": {"text": "Bring a smile"},
    "voice": {"text": "Bring a smile"},
}


def count(api: HttpApi, *parts: str, as_: str = "head", **changes: Any) -> Answer:
    asked = {name: each for name, each in body(**changes).items() if name not in ("title", "html")}
    return api.post("/v1/announcements/count", {"key": KEY, **asked, "parts": list(parts)}, as_=as_)


def messages_of(posted: Answer) -> list[Message]:
    """What it has become."""
    found = store.load(D, posted.json["announcement_id"])
    assert found
    made = [messages.load(D, each.message_id) for each in found.sent]
    return [each for each in made if each]


def deliveries(answer: Answer) -> dict[str, int]:
    return {channel: each["deliveries"] for channel, each in answer.json["by_channel"].items()}


@pytest.mark.parametrize(
    ("who", "changes"),
    [
        ("head", {"roles": ["parent"]}),
        ("head", {"roles": ["parent", "student", "teacher", "admin"]}),
        ("head", {"roles": ["student", "parent"], "grades": ["09"]}),
        ("head", {"roles": ["parent"], "student_contacts": "once_per_family"}),
        ("head", {"roles": ["parent", "teacher"], "student_contacts": "teachers_of"}),
        ("boss", {"roles": ["parent", "admin"], "school_ids": []}),
        ("half", {"roles": ["parent"], "school_id": "quiet", "school_ids": ["quiet"], "by": ["email"]}),
    ],
)
def test_those_counted_are_those_to_whom_it_goes(
    line: Line, api: HttpApi, post: Post, who: str, changes: dict[str, Any]
) -> None:
    """SEND-13, A-26: by each part and by the in-app copy, whoever it is for."""
    changes = dict(changes)
    by = changes.pop("by", list(WORDS))
    counted = count(api, *by, as_=who, **changes)
    assert counted.status == 200, counted.text
    posted = post(who, key=KEY, parts={each: WORDS[each] for each in by}, **changes)
    assert posted.status == 201, posted.text
    line.run(minutes=2)
    (message,) = messages_of(posted)
    assert counted.json["people"] == message.people > 0
    assert deliveries(counted) == {way: len(line.rows(message, way)) for way in message.parts}
    assert set(deliveries(counted)) == {*by, Channel.PORTAL}


def test_of_a_family_the_same_are_picked(api: HttpApi, town: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """RCPT-09, SEND-13: under the announcement's key, as at sending."""
    seeds: list[str] = []

    def noted(seed: str) -> str:
        seeds.append(seed)
        return picks(seed)

    monkeypatch.setattr("chalicelib.announcements.count.picks", noted)
    count(api, "email")
    headers = {"Idempotency-Key": KEY}
    posted = api.post("/v1/announcements", body(parts={"email": {}}), as_="head", headers=headers)
    count(api, "email", announcement_id=posted.json["announcement_id"])
    assert seeds == [posted.json["announcement_id"]] * 2


def test_an_emergency_reaches_numbers_marked_blocked(api: HttpApi, town: None) -> None:
    """SEND-13, A-22: as it will be sent."""
    mum = families.contact("amy-mum", phones=(families.phone("+12065550123", blocked=True),))
    directory.put_students(D, [families.student("amy", mum, schools=("lincoln",), grade="09")])
    ordinary = count(api, "sms", roles=["parent"])
    urgent = count(api, "sms", roles=["parent"], emergency=["sms"])
    assert [each.json["by_channel"]["sms"]["reachable"] for each in (ordinary, urgent)] == [1, 2]


def test_what_was_sent_is_not_counted_again(line: Line, api: HttpApi, post: Post) -> None:
    """SEND-13, A-36: nor is the in-app copy, which went with it."""
    posted = post(roles=["parent"], parts={"email": {}})
    line.run(minutes=2)
    again = {"announcement_id": posted.json["announcement_id"], "roles": ["parent"]}
    assert set(deliveries(count(api, "email", "sms", **again))) == {"sms"}
    assert count(api, "email", **again).json["people"] == 0


def test_without_parts_nobody_is_sent_anything(api: HttpApi, town: None) -> None:
    """SEND-02: it only stands on portals, and nothing is asked."""
    answer = count(api).json
    assert (answer["people"], answer["by_channel"], answer["confirm"]) == (0, {}, False)


@pytest.mark.parametrize(("number", "asks"), [(100, False), (101, True)])
def test_from_101_people_on_the_author_confirms(api: HttpApi, town: None, number: int, asks: bool) -> None:
    """SEND-02, A-26: posting itself asks nothing of a script."""
    others = number - count(api, "email", roles=["admin"]).json["people"]
    directory.put_users(D, [people.user(f"head{each}", profiles=("principal",)) for each in range(others)])
    answer = count(api, "email", roles=["admin"])
    assert (answer.json["people"], answer.json["confirm"]) == (number, asks)
    headers = {"Idempotency-Key": KEY}
    asked = body(roles=["admin"], parts={"email": {}})
    assert api.post("/v1/announcements", asked, as_="head", headers=headers).status == 201


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"roles": []}, "roles"),
        ({"grades": ["02"]}, "grades"),
        ({"student_contacts": "once_per_family"}, "student_contacts"),
        ({"student_contacts": "everybody"}, "student_contacts"),
        ({"parts": ["push"]}, "parts.0"),
        ({"key": "x" * 101}, "key"),
        ({"per_student": "yes"}, "per_student"),
    ],
)
def test_what_cannot_be_counted_is_named(api: HttpApi, town: None, changes: dict[str, Any], field: str) -> None:
    """ANN-05, ANN-06: as at posting."""
    asked = {"school_id": "lincoln", "roles": ["parent", "student"], "parts": ["email"], **changes}
    answer = api.post("/v1/announcements/count", asked, as_="head")
    assert answer.status == 400, answer.text
    assert field in answer.fields


def test_parts_that_one_may_not_attach_are_refused(api: HttpApi, without: Any) -> None:
    """PERM-A20: counted is what one may send."""
    answer = count(api, "email", "sms", as_=without("announcements_send_sms"))
    assert (answer.status, answer.fields) == (403, ["parts.sms"])
