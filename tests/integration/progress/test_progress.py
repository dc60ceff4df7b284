"""Sent messages, their progress and the Recipients window over HTTP, on moto."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from typing import Any

import pytest

from chalicelib.content.model import Channel
from chalicelib.delivery.model import DeliveryStatus, Totals
from chalicelib.directory import store as directory
from chalicelib.directory.model import Role
from chalicelib.kernel.paging import encode_cursor
from tests.builders import deliveries, people
from tests.builders.deliveries import DUPLICATE, ERROR, EXPIRED, PENDING, SENT
from tests.builders.messages import later, message_id, sender
from tests.support.api import HttpApi

EMAIL, SMS = Channel.EMAIL, Channel.SMS
ONE = f"/v1/messages/{message_id(1)}"


@pytest.fixture(autouse=True)
def town(aws: None) -> None:
    """Two schools; a teacher who sends, a colleague, principals of either school, and a family."""
    directory.put_district(people.district())
    for school_id, name in (("lincoln", "Lincoln High"), ("roosevelt", "Roosevelt Middle")):
        directory.put_school("demo", people.school(school_id, name=name))
    directory.put_users(
        "demo",
        [
            people.user("teacher-1", roles=(Role.TEACHER,)),
            people.user("teacher-2", roles=(Role.TEACHER,)),
            people.user("principal", profiles=("principal",)),
            people.user("other-principal", profiles=("principal",), schools=("roosevelt",)),
            people.user("superintendent", profiles=("district-administrator",), all_schools=True),
            people.user("clerk", profiles=("data-clerk",)),
            people.user("parent-1", roles=(Role.PARENT,)),
        ],
    )


def parts(answer: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
    names = ("total", "sent", "pending", "expired", "errors", "duplicates")
    return {part["channel"]: tuple(part[name] for name in names) for part in answer["parts"]}


def recipients(api: HttpApi, as_: str = "teacher-1", **query: Any) -> Any:
    answer = api.get(f"{ONE}/recipients", as_=as_, query=query)
    assert answer.status == 200, answer.text
    return answer.json


def test_a_message_shows_what_it_says_and_its_numbers(api: HttpApi) -> None:
    """REPT-19, QUEUE-18, A-89: total = sent + pending + expired + errors, of the queue records; duplicates
    stand beside it."""
    deliveries.sent_out(1, {EMAIL: [SENT, SENT, ERROR, DUPLICATE], SMS: [SENT, PENDING, EXPIRED]})
    answer = api.get(ONE, as_="teacher-1").json
    assert parts(answer) == {
        "email": (3, 2, 0, 0, 1, 1),
        "sms": (3, 1, 1, 1, 0, 0),
        "portal": (0, 0, 0, 0, 0, 0),
    }
    assert (answer["subject"], answer["html"], answer["sms_text"], answer["voice_text"]) == (
        "Field trip",
        "<p>Bring lunch.</p>",
        "Bring lunch",
        None,
    )
    assert answer["sender"] == {"user_id": "teacher-1", "name": "Ada Teacher"}


def test_totals_counted_in_slices_are_added_up(api: HttpApi) -> None:
    """REPT-19: big messages count in several items."""
    made = deliveries.planned(1, people=9000)
    assert made.slices > 1
    for counter in range(made.slices):
        deliveries.count(made, EMAIL, Totals(total=10, sent=counter), counter)
    shown = parts(api.get(ONE, as_="teacher-1").json)["email"]
    assert shown[:3] == (10 * made.slices, sum(range(made.slices)), 10 * made.slices - sum(range(made.slices)))


@pytest.mark.parametrize(
    ("shards", "finished", "statuses", "stage"),
    [
        (None, None, [], "resolving"),
        (2, 1, [SENT], "resolving"),
        (1, 1, [SENT, PENDING], "sending"),
        (1, 1, [SENT, ERROR], "done"),
        (0, 0, [], "done"),
    ],
)
def test_the_stage_of_a_message(
    api: HttpApi, shards: int | None, finished: int | None, statuses: Sequence[DeliveryStatus], stage: str
) -> None:
    """REPT-19: Pending is not final, so neither is the message; nor is it before all recipients are known."""
    made = deliveries.accepted(1) if shards is None else deliveries.planned(1, shards=shards, finished=finished)
    if statuses:
        deliveries.count(made, EMAIL, deliveries.totals_of(statuses))
    assert api.get(ONE, as_="teacher-1").json["status"] == stage
    assert api.get("/v1/messages", as_="teacher-1").json["items"][0]["status"] == stage


def test_sent_lists_each_own_message_once_newest_first_in_pages(api: HttpApi) -> None:
    """SEND-08: the sender's side is this list, not a conversation for each recipient."""
    for number in range(1, 8):
        deliveries.sent_out(number, accepted_at=later(minutes=number))
    deliveries.sent_out(8, sender=sender(user_id="teacher-2"))
    seen: list[str] = []
    cursor: str | None = None
    while not seen or cursor:
        query = {"limit": 3} | ({"cursor": cursor} if cursor else {})
        page = api.get("/v1/messages", as_="teacher-1", query=query).json
        seen += [row["message_id"] for row in page["items"]]
        cursor = page["next_cursor"]
        assert "html" not in page["items"][0]
    assert seen == [message_id(number) for number in range(7, 0, -1)]


def test_the_recipients_window_shows_a_row_per_delivery_with_the_reason(api: HttpApi) -> None:
    """REPT-20, REPT-25: last update, status, type, name, destination, school, student, expiration, error."""
    deliveries.sent_out(1, {EMAIL: [ERROR]})
    directory.put_students("demo", [replace(people.student("s0"), number="40017")])
    (row,) = recipients(api)["items"]
    assert row == {
        "delivery_id": deliveries.ref(0).delivery_id,
        "last_update": "2026-11-23T14:01:00.000000+00:00",
        "status": "error",
        "channel": "email",
        "recipient_type": "primary_contacts",
        "name": "Contact 0",
        "person_id": "c0",
        "person_kind": "contact",
        "destination": "contact-0@example.org",
        "school_id": "lincoln",
        "school_name": "Lincoln High",
        "regarding_student": "Student 0",
        "student_id": "s0",
        "student_number": "40017",
        "staff_number": None,
        "expires_at": "2026-11-24T14:00:00.000000+00:00",
        "error": "There is no such mailbox. Please check the address",
        "reason": "no_mailbox",
    }


STATUSES = [SENT, ERROR, PENDING, SENT, DUPLICATE, ERROR, EXPIRED, SENT, PENDING, SENT, ERROR]


@pytest.mark.parametrize("limit", [1, 2, 4, 100])
def test_all_recipients_come_once_across_parts_and_shards(api: HttpApi, limit: int) -> None:
    """REPT-20, GRID-02: paging loses nobody and repeats nobody."""
    deliveries.sent_out(1, {EMAIL: STATUSES, SMS: STATUSES[:5]})
    seen: list[str] = []
    cursor: str | None = None
    while not seen or cursor:
        page = recipients(api, limit=limit, **({"cursor": cursor} if cursor else {}))
        assert len(page["items"]) <= limit
        assert page["total"] == 16
        seen += [row["delivery_id"] for row in page["items"]]
        cursor = page["next_cursor"]
    assert len(seen) == len(set(seen)) == 16


@pytest.mark.parametrize("status", list(DeliveryStatus))
def test_recipients_by_status(api: HttpApi, status: DeliveryStatus) -> None:
    """REPT-25: the number in a column opens exactly those rows."""
    deliveries.sent_out(1, {EMAIL: STATUSES, SMS: STATUSES[:5]})
    wanted = STATUSES.count(status)
    seen: list[str] = []
    cursor: str | None = None
    for _ in range(20):
        page = recipients(
            api, channel="email", status=status.value, limit=2, **({"cursor": cursor} if cursor else {})
        )
        assert page["total"] == wanted
        assert {row["status"] for row in page["items"]} <= {status.value}
        assert {row["channel"] for row in page["items"]} <= {"email"}
        seen += [row["delivery_id"] for row in page["items"]]
        cursor = page["next_cursor"]
        if not cursor:
            break
    assert len(seen) == len(set(seen)) == wanted


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("contact 7", ["Contact 7"]),
        ("STUDENT", [f"Contact {n}" for n in range(11)]),
        ("nobody", []),
        ("...", []),
    ],
)
@pytest.mark.parametrize("limit", [2, 100])
def test_recipients_are_found_by_a_name(
    api: HttpApi, monkeypatch: pytest.MonkeyPatch, q: str, found: list[str], limit: int
) -> None:
    """REPT-20: by the recipient's or the student's; a request opens a bounded number of rows."""
    monkeypatch.setattr(import_module("chalicelib.delivery.store.rows"), "MOST_SEARCHED", 2)
    deliveries.sent_out(1, {EMAIL: STATUSES})
    seen: list[str] = []
    cursor: str | None = None
    for _ in range(20):
        page = recipients(api, q=q, limit=limit, **({"cursor": cursor} if cursor else {}))
        assert page["total"] is None
        seen += [row["name"] for row in page["items"]]
        cursor = page["next_cursor"]
        if not cursor:
            break
    assert (sorted(seen), cursor) == (sorted(found), None)


@pytest.mark.parametrize("viewer", ["teacher-1", "principal", "superintendent"])
def test_sender_and_holders_of_view_all_users_of_its_schools_may_look(api: HttpApi, viewer: str) -> None:
    """PERM-R02: others' messages within the viewer's schools."""
    deliveries.sent_out(1)
    assert api.get(ONE, as_=viewer).status == 200
    assert len(recipients(api, viewer)["items"]) == 1


@pytest.mark.parametrize("viewer", ["teacher-2", "other-principal", "clerk"])
def test_to_others_a_message_is_not_there(api: HttpApi, viewer: str) -> None:
    """PERM-R01, PERM-R05, PERM-R02, GRID-10: the same answer as for a message that does not exist."""
    deliveries.sent_out(1)
    missing = api.get(f"/v1/messages/{message_id(99)}", as_=viewer)
    for path in (ONE, f"{ONE}/recipients"):
        answer = api.get(path, as_=viewer)
        assert (answer.status, answer.json) == (404, missing.json)


def test_a_message_that_reaches_a_school_of_others_is_not_the_principals_to_read(api: HttpApi) -> None:
    """REPT-11, GRID-10: a message of two schools shows people of both, so one school's principal may not."""
    deliveries.sent_out(1, schools=("lincoln", "roosevelt"))
    assert api.get(ONE, as_="principal").status == 404
    assert api.get(ONE, as_="superintendent").status == 200


def test_families_have_no_sent_messages(api: HttpApi) -> None:
    """PERM-R06: direct address refused."""
    deliveries.sent_out(1)
    for path in ("/v1/messages", ONE, f"{ONE}/recipients"):
        assert api.get(path, as_="parent-1").status == 403


@pytest.mark.parametrize(
    "position",
    [
        {},
        {"at": "x", "shard": 0, "key": ""},
        {"at": 0, "shard": "x", "key": ""},
        {"at": 0, "shard": 0, "key": "0"},
        {"at": -1, "shard": -7, "key": "0"},
        {"at": 10**9, "shard": 0, "key": ""},
        {"at": 0, "shard": 10**9, "key": "0#x"},
        {"at": 0, "shard": 0, "key": "\ud800"},
        {"at": 0, "shard": 0, "key": "x" * 3000},
        {"at": 0, "shard": 0, "key": {"pk": "D#other"}},
    ],
)
def test_a_forged_page_marker_is_refused_or_finds_nothing_foreign(
    api: HttpApi, position: dict[str, Any]
) -> None:
    """GRID-02: never an error of ours, never another message's rows."""
    deliveries.sent_out(1)
    deliveries.sent_out(2, {EMAIL: STATUSES})
    for status in (None, "error"):
        query = {"cursor": encode_cursor(position)} | ({"status": status} if status else {})
        answer = api.get(f"{ONE}/recipients", as_="teacher-1", query=query)
        assert answer.status in (200, 400), answer.text
        if answer.status == 200:
            assert all(row["delivery_id"] == deliveries.ref(0).delivery_id for row in answer.json["items"])


@pytest.mark.parametrize(
    "query", [{"limit": 0}, {"limit": 101}, {"limit": "x"}, {"channel": "fax"}, {"status": "x"}]
)
def test_unusable_queries_name_their_field(api: HttpApi, query: dict[str, Any]) -> None:
    """GRID-01: zero, negative, text and too many are refused."""
    deliveries.sent_out(1)
    answer = api.get(f"{ONE}/recipients", as_="teacher-1", query=query)
    assert answer.status == 400
    assert answer.fields == list(query)
