"""From an imported list to the report of what became of each."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.access import store as access
from chalicelib.access.model import Level, Permission, Profile
from chalicelib.audience.imported import store as lists
from chalicelib.audience.model import Selection
from chalicelib.content.model import Channel
from chalicelib.directory import store as directory
from chalicelib.directory.model import Role, RollEntry
from chalicelib.directory.store import suppressions
from chalicelib.directory.suppression import Cause
from chalicelib.kernel.clock import FixedClock, stamp
from chalicelib.messages import store as messages
from chalicelib.messages.schedules.fire import SCHEDULES
from tests.builders import families, imports, people
from tests.builders import messages as build
from tests.support.api import Answer, HttpApi
from tests.support.firing import fired
from tests.support.ground import Ground
from tests.support.line import Line

from .conftest import Add

Begin = Callable[[], str]
EMAIL_AND_TEXT = {"email": {"html": "<p>Hello</p>"}, "sms": {"text": "Hello"}}


@pytest.fixture
def line(town: None, ground: Ground, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> Line:
    return Line(ground, clock, monkeypatch)


@pytest.fixture
def send(api: HttpApi, line: Line) -> Callable[..., Answer]:
    numbers = iter(range(100))

    def post(list_id: str, as_: str = "ann", key: str = "", **changes: Any) -> Answer:
        body: dict[str, Any] = {
            "school_id": "lincoln",
            "subject": "Open day",
            "audience": {"imported": {"list_id": list_id}},
            "parts": EMAIL_AND_TEXT,
        }
        headers = {"Idempotency-Key": key or f"request-{next(numbers)}"}
        return api.post("/v1/messages", body | changes, as_=as_, headers=headers)

    return post


Send = Callable[..., Answer]


def rows(api: HttpApi, message_id: str, **query: Any) -> list[dict[str, Any]]:
    answer = api.get(f"/v1/messages/{message_id}/recipients", as_="ann", query={"limit": 100, **query})
    assert answer.status == 200, answer.text
    return list(answer.json["items"])


def test_imported_people_get_what_their_data_allow(
    api: HttpApi, begin: Begin, add: Add, send: Send, line: Line
) -> None:
    """IMPT-10, IMPT-13, RCPT-21: email, text and call; no in-app copy, no student, no school."""
    list_id = begin()
    add(list_id, imports.csv())
    parts = {**EMAIL_AND_TEXT, "voice": {"kind": "tts", "text": "Hello"}, "push": {}}
    answer = send(list_id, parts=parts)
    assert answer.status == 202, answer.text
    made = answer.json
    assert (made["people"], made["to"], made["recipient_type"]) == (3, "3 imported", ["imported"])
    line.run()
    assert sorted((each.kind, each.destination) for each in line.handed_over()) == [
        ("call", "+15055550101"),
        ("call", "+15055550103"),
        ("email", "ana@mail.example"),
        ("email", "bo@mail.example"),
        ("text", "+15055550101"),
        ("text", "+15055550103"),
    ]
    found = rows(api, made["message_id"])
    assert {(each["recipient_type"], each["person_kind"]) for each in found} == {("imported", "imported")}
    assert {(each["student_id"], each["regarding_student"], each["school_id"]) for each in found} == {
        (None, None, "")
    }
    assert {each["name"] for each in found} == {"Ana Ruiz", "Bo Li", "Cy Dee"}
    assert {each["channel"] for each in found} == {"email", "sms", "voice"}
    assert [
        (each["name"], each["destination"], bool(each["error"])) for each in found if each["status"] == "error"
    ] == [
        ("Cy Dee", None, True),
        ("Bo Li", None, True),
        ("Bo Li", None, True),
    ]
    seen = api.get(f"/v1/messages/{made['message_id']}", as_="ann").json
    assert seen["status"] == "done"
    assert {part["channel"]: part["total"] for part in seen["parts"]} == {
        "email": 3,
        "sms": 3,
        "voice": 3,
        "push": 0,
        "portal": 0,
    }


def test_the_letter_says_why_they_get_it(api: HttpApi, begin: Begin, add: Add, send: Send, line: Line) -> None:
    """IMPT-10: about no student, and no inbox to read it in."""
    list_id = begin()
    add(list_id, imports.csv("Ana Ruiz,ana@mail.example,"))
    send(list_id)
    line.run()
    (mail,) = line.handed_over(kind="email")
    assert "wrote this message to you." in mail.html
    assert "About" not in mail.text
    assert "/inbox" not in mail.html


def test_a_students_data_are_blank(begin: Begin, add: Add, send: Send, line: Line) -> None:
    """IMPT-10, FLDS-03: an insert field of a student says nothing here, and does not stand as a token."""
    list_id = begin()
    add(list_id, imports.csv("Ana Ruiz,ana@mail.example,505-555-0101"))
    text = "Hello {{student.first_name}}!"
    assert send(list_id, parts={"email": {"html": f"<p>{text}</p>"}, "sms": {"text": text}}).status == 202
    line.run()
    (mail,), (sms,) = line.handed_over(kind="email"), line.handed_over(kind="text")
    assert sms.text == "Hello!", "a blank value takes its space with it"
    assert "student" not in mail.text


def test_double_entries_are_two_deliveries(
    api: HttpApi, begin: Begin, add: Add, send: Send, line: Line
) -> None:
    """IMPT-06: nothing is merged, not even at sending."""
    list_id = begin()
    for _ in range(2):
        add(list_id, imports.csv("Ana Ruiz,ana@mail.example,"))
    made = send(list_id, parts={"email": {"html": "<p>Hello</p>"}}).json
    line.run()
    assert [each.destination for each in line.handed_over(kind="email")] == ["ana@mail.example"] * 2
    assert [each["status"] for each in rows(api, made["message_id"])] == ["sent", "sent"]


def test_an_opt_out_binds_by_address(begin: Begin, add: Add, send: Send, line: Line, api: HttpApi) -> None:
    """CHAN-10, IMPT-10: whoever opted out of an address is not written to by way of a file."""
    now = stamp(line.clock.now())
    suppressions.suppress("demo", Channel.EMAIL, "ana@mail.example", Cause.COMPLAINT, now)
    list_id = begin()
    add(list_id, imports.csv())
    made = send(list_id, parts={"email": {"html": "<p>Hello</p>"}}).json
    line.run()
    assert [each.destination for each in line.handed_over(kind="email")] == ["bo@mail.example"]
    ana = next(each for each in rows(api, made["message_id"]) if each["name"] == "Ana Ruiz")
    assert (ana["status"], ana["reason"]) == ("error", "suppressed_complaint")


def test_who_opted_out_is_counted_before(api: HttpApi, begin: Begin, add: Add) -> None:
    """SEND-13, IMPT-11: the others by the list's numbers alone."""
    for channel, address in (("email", "bo@mail.example"), ("sms", "+15055550101")):
        suppressions.suppress("demo", channel, address, Cause.OPT_OUT, "2026-11-22")
    list_id = begin()
    add(list_id, imports.csv())
    body = {"audience": {"imported": {"list_id": list_id}}, "parts": ["email", "sms"]}
    counted = api.post("/v1/audience/count", body, as_="ann").json
    assert counted["people"] == 3
    assert counted["unreachable_people"] == 1
    assert counted["by_channel"]["email"]["reasons"] == {"no_contact_data": 1, "opted_out": 1}
    assert counted["by_channel"]["sms"]["reasons"] == {"no_contact_data": 1, "opted_out": 1}


def test_one_hundred_pass_and_one_more_asks(api: HttpApi, begin: Begin, add: Add, send: Send) -> None:
    """IMPT-11, SEND-02, A-26: 101 imported only need a yes to the number; 100 do not."""
    hundred, more = begin(), begin()
    add(hundred, imports.many(100))
    add(more, imports.many(101))
    assert send(hundred).status == 202
    asked = send(more)
    assert (asked.status, asked.json["type"]) == (409, "/problems/confirmation-required")
    assert asked.json["recipients"] == 101
    assert asked.json["by_channel"]["email"] == {"reachable": 101, "unreachable": 0, "deliveries": 101}
    assert send(more, confirmed_recipients=101).status == 202


def test_they_count_together_with_students_and_staff(api: HttpApi, begin: Begin, add: Add, send: Send) -> None:
    """IMPT-11, A-26, SEND-13: distinct people of all kinds, by channel."""
    directory.put_students("demo", [families.student("sam")])
    directory.put_roll("demo", "lincoln", [RollEntry("sam", "09", "sam", "")])
    list_id = begin()
    add(list_id, imports.csv())
    audience = {
        "students": {"recipient_type": "primary_contacts", "students": ["sam"]},
        "staff": {"users": ["eve"]},
        "imported": {"list_id": list_id},
    }
    asked = {"audience": audience, "parts": ["email", "sms"]}
    answer = api.post("/v1/audience/count", asked, as_="ann")
    assert answer.status == 200, answer.text
    counted = answer.json
    assert (counted["students_selected"], counted["staff_selected"], counted["imported_selected"]) == (1, 1, 3)
    assert counted["people"] == 5
    assert counted["by_channel"]["email"] == {
        "reachable": 3,
        "unreachable": 2,
        "deliveries": 5,
        "duplicates": 0,
        "reasons": {"no_contact_data": 2},
    }
    assert counted["by_channel"]["portal"]["reasons"] == {"no_account": 3}
    made = send(list_id, audience=audience).json
    assert made["to"] == "Primary contacts of 1 student; Eve Miller; 3 imported"
    assert made["recipient_type"] == ["primary_contacts", "staff", "imported"]


def test_whom_no_part_reaches_is_counted(api: HttpApi, begin: Begin, add: Add) -> None:
    """SEND-13: one without email is not reached by an email alone."""
    list_id = begin()
    add(list_id, imports.csv())
    audience = {"imported": {"list_id": list_id}}
    for parts, unreachable in ((["email"], 1), (["sms"], 1), (["email", "voice"], 0), ([], 3)):
        answer = api.post("/v1/audience/count", {"audience": audience, "parts": parts}, as_="ann").json
        assert answer["unreachable_people"] == unreachable, parts


def test_imported_only_is_what_is_left_without_recipient_types(
    api: HttpApi, begin: Begin, add: Add, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PERM-10: neither a student type nor Send to Staff: imported recipients, with Send Messages."""
    grants = {Permission.COMMUNICATION: Level.VIEW, Permission.SEND_MESSAGES: Level.EDIT}
    access.put_profiles("demo", [Profile("only-imported", "Only imported", Role.ADMIN, grants)])
    directory.put_users("demo", [people.user("ann", profiles=("only-imported",))])
    list_id = begin()
    add(list_id, imports.csv())
    assert send(list_id, parts={"email": {"html": "<p>Hello</p>"}}).status == 202
    assert send(begin(), parts=EMAIL_AND_TEXT).fields == ["parts.sms"]
    refused = send(begin(), audience={"staff": {"users": ["eve"]}}, parts={"email": {"html": "<p>Hello</p>"}})
    assert (refused.status, refused.fields) == (403, ["audience.staff"])


def test_a_list_that_was_sent_stands_as_it_was_sent(
    api: HttpApi, begin: Begin, add: Add, send: Send, line: Line
) -> None:
    """IMPT-07, IMPT-08, IMPT-09: no change while it is being sent nor after, and no second message."""
    list_id = begin()
    add(list_id, imports.csv())
    there = f"/v1/imported-lists/{list_id}"
    entry = api.get(f"{there}/entries", as_="ann").json["items"][0]["entry_id"]
    first = send(list_id, key="the-first-request")
    assert first.status == 202
    for _ in range(2):
        for method, path in (("DELETE", there), ("DELETE", f"{there}/entries/{entry}")):
            refused = api.call(method, path, as_="ann")
            assert (refused.status, refused.json["type"]) == (409, "/problems/conflict")
        assert add(list_id, imports.csv()).status == 409
        again = send(list_id)
        assert (again.status, again.fields) == (409, ["audience.imported.list_id"])
        line.run()
    assert api.get(there, as_="ann").json["sent"] is True
    assert send(list_id, key="the-first-request").json["message_id"] == first.json["message_id"]
    assert len(line.handed_over(kind="email")) == 2


def test_a_change_at_the_moment_of_sending_is_noticed(
    api: HttpApi, begin: Begin, add: Add, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    """IMPT-09, SEND-02: what goes out is what was counted; or nothing does."""
    list_id = begin()
    add(list_id, imports.csv())
    accept = messages.accept

    def overtaken(*given: Any, **kept: Any) -> None:
        assert add(list_id, imports.csv()).status == 200
        accept(*given, **kept)

    monkeypatch.setattr(messages, "accept", overtaken)
    moved = send(list_id)
    assert (moved.status, moved.fields) == (409, ["audience.imported.list_id"])
    assert "changed meanwhile" in moved.json["detail"]
    assert api.get("/v1/messages", as_="ann").json["items"] == []
    monkeypatch.setattr(messages, "accept", accept)
    assert send(list_id).json["people"] == 6


def test_two_requests_at_once_under_one_key_are_one_message(
    begin: Begin, add: Add, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SEND-01, IMPT-09: the slower one is answered with the message of the faster, not with a refusal."""
    list_id = begin()
    add(list_id, imports.csv())
    accept = messages.accept
    first: list[Answer] = []

    def overtaken(*given: Any, **kept: Any) -> None:
        monkeypatch.setattr(messages, "accept", accept)
        first.append(send(list_id, key="the-same-key"))
        accept(*given, **kept)

    monkeypatch.setattr(messages, "accept", overtaken)
    second = send(list_id, key="the-same-key")
    assert (first[0].status, second.status) == (202, 202)
    assert first[0].json["message_id"] == second.json["message_id"]


def test_an_empty_list_is_nobody(begin: Begin, send: Send) -> None:
    """COMP-01."""
    assert send(begin()).fields == ["audience"]


def test_many_shards_lose_nobody(api: HttpApi, begin: Begin, add: Add, send: Send, line: Line) -> None:
    """IMPT-10: a list of several pages, with a hole in one of them."""
    list_id = begin()
    add(list_id, imports.many(450))
    gone = api.get(f"/v1/imported-lists/{list_id}/entries", as_="ann", query={"q": "Person 207"}).json["items"]
    api.call("DELETE", f"/v1/imported-lists/{list_id}/entries/{gone[0]['entry_id']}", as_="ann")
    made = send(list_id, parts={"email": {"html": "<p>Hello</p>"}}, confirmed_recipients=449).json
    line.run()
    assert len({each.destination for each in line.handed_over(kind="email")}) == 449
    seen = api.get(f"/v1/messages/{made['message_id']}", as_="ann").json
    assert {part["channel"]: part["sent"] for part in seen["parts"]} == {"email": 449, "portal": 0}


def test_a_schedule_sends_its_list_each_time(api: HttpApi, begin: Begin, add: Add, line: Line) -> None:
    """IMPT-09: the list is kept with its schedule; what another message took is refused to one sent at once."""
    list_id = begin()
    add(list_id, imports.csv())
    version = lists.get("demo", list_id)
    assert version is not None
    chosen = {"selection": Selection(imported=list_id), "imported_version": version.version}
    for number, day in enumerate(("2026-11-23", "2026-11-24")):
        line.send(build.message(number, occurrence=day, accepted_at=line.clock.now(), **chosen))
    with pytest.raises(messages.ListMoved):
        messages.accept(build.message(9, **chosen))
    line.run()
    assert len(line.handed_over(kind="email")) == 4


def test_a_schedule_of_a_list_fires_with_the_rights_of_the_queue_job(
    api: HttpApi, begin: Begin, add: Add, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """IMPT-09, SCHD-13: the list is read, and kept for its messages, by the job itself."""
    monkeypatch.setattr("chalicelib.access.endpoint.clock_source", lambda: line.clock)
    list_id = begin()
    add(list_id, imports.csv())
    message = {"school_id": "lincoln", "audience": {"imported": {"list_id": list_id}}, "parts": EMAIL_AND_TEXT}
    order = {"message": message, "schedule": {"date": "2026-11-24", "time": "05:30"}}
    made = api.post("/v1/scheduled-messages", order, as_="ann", headers={"Idempotency-Key": "a-schedule"})
    assert made.status == 201, made.text
    line.clock.at = line.clock.at.replace(day=24, hour=13)
    line.run(minutes=1)
    assert len(line.handed_over(kind="email")) == 2


def test_a_list_that_is_scheduled_is_seen_there_and_leaves_on_its_day(
    api: HttpApi, begin: Begin, add: Add, line: Line
) -> None:
    """IMPT-01, IMPT-09: kept with the schedule, changed until it leaves, and nobody else's."""
    list_id = begin()
    add(list_id, imports.csv())
    day = datetime.now(UTC) + timedelta(days=2)
    message = {"school_id": "lincoln", "audience": {"imported": {"list_id": list_id}}, "parts": EMAIL_AND_TEXT}
    asked = {"message": message, "schedule": {"date": f"{day:%Y-%m-%d}", "time": "09:00"}}
    headers = {"Idempotency-Key": "the-schedule"}
    made = api.post("/v1/scheduled-messages", asked, as_="ann", headers=headers)
    assert made.status == 201, made.text
    (row,) = api.get("/v1/scheduled-messages", as_="ann").json["items"]
    assert (row["imported_list_id"], row["people"]) == (list_id, 3)
    assert api.get(f"/v1/imported-lists/{list_id}", as_="eve").status == 404
    add(list_id, imports.csv("Zoe Zed,zoe@x.example,"))
    line.clock.at = day + timedelta(days=1)
    assert fired(SCHEDULES, line.clock) == 1
    line.run()
    assert "zoe@x.example" in {each.destination for each in line.handed_over(kind="email")}
    seen = api.get(f"/v1/imported-lists/{list_id}", as_="ann").json
    assert (seen["people"], seen["sent"]) == (4, True)


def test_whom_no_channel_reaches_is_listed_by_name(api: HttpApi, begin: Begin, add: Add, send: Send) -> None:
    """IMPT-10, SEND-14: imported people too, page after page of a long list."""
    list_id = begin()
    add(list_id, imports.csv("Zoe Zed,,505-555-0101"))
    add(list_id, imports.many(2_500))
    add(list_id, imports.csv("Yan Yew,,505-555-0102"))
    asked: dict[str, Any] = {"audience": {"imported": {"list_id": list_id}}, "parts": ["email"]}
    names: list[str] = []
    cursor: str | None = None
    for _ in range(3):
        page = asked | {"of_channels": ["email"], "limit": 20, "cursor": cursor}
        answer = api.post("/v1/audience/unreachable", page, as_="ann")
        assert answer.status == 200, answer.text
        names += [each["name"] for each in answer.json["items"]]
        cursor = answer.json["next_cursor"]
        if cursor is None:
            break
    assert (names, cursor) == (["Zoe Zed", "Yan Yew"], None)


def test_a_preview_shows_it_as_an_imported_person_gets_it(
    api: HttpApi, begin: Begin, add: Add, line: Line
) -> None:
    """IMPT-10, FLDS-03: each of the list in turn, with a student's data blank; no inbox and no device."""
    list_id = begin()
    add(list_id, imports.csv("Ana Ruiz,ana@mail.example,505-555-0101"))
    add(list_id, imports.csv("Bo Li,bo@mail.example,505-555-0102"))
    asked = {
        "school_id": "lincoln",
        "audience": {"imported": {"list_id": list_id}},
        "parts": {"sms": {"text": "Hello {{student.first_name}}!"}, "push": {}},
    }
    seen = [api.post("/v1/preview", asked | {"sample": sample}, as_="ann").json for sample in (0, 1)]
    assert [each["samples"] for each in seen] == [2, 2]
    assert [each["reader"]["name"] for each in seen] == ["Ana Ruiz", "Bo Li"]
    assert seen[0]["sms_text"] == "Hello!"
    assert (seen[0]["in_app"], seen[0]["push_text"]) == (None, None)
