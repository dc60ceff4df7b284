"""Communication History over HTTP, on moto: whose messages, which columns, which filters, page by page."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.content.model import Channel, SmsPart, VoicePart
from chalicelib.delivery.model import DeliveryStatus
from chalicelib.directory import store as directory
from chalicelib.directory.audit import Subject, Who, entry
from chalicelib.kernel.clock import FixedClock
from chalicelib.kernel.paging import encode_cursor
from chalicelib.messages.model import Source
from chalicelib.messages.store import flags, lists
from tests.builders import deliveries, people
from tests.builders.messages import content, later, message_id, sender
from tests.support.api import HttpApi

pytestmark = pytest.mark.usefixtures("town")

HISTORY = "/v1/reports/history"
LINCOLN, BOTH = ("lincoln",), ("lincoln", "roosevelt")


def send(number: int, by: str = "teacher-1", **changes: Any) -> None:
    """A message with an email and a text, `number` minutes after the standard time."""
    usual: dict[str, Any] = {
        "accepted_at": later(minutes=number),
        "sender": sender(user_id=by, name=by.title()),
    }
    deliveries.accepted(number, **usual | changes)


def rows(api: HttpApi, as_: str = "teacher-1", **query: Any) -> list[dict[str, Any]]:
    """All rows of all pages."""
    found: list[dict[str, Any]] = []
    while True:
        answer = api.get(HISTORY, as_=as_, query=query)
        assert answer.status == 200, answer.text
        found += answer.json["items"]
        if not answer.json["next_cursor"]:
            return found
        query["cursor"] = answer.json["next_cursor"]


def numbers_of(found: Sequence[dict[str, Any]]) -> list[int]:
    """Which messages, each once, in order."""
    known = {message_id(number): number for number in range(100)}
    return list(dict.fromkeys(known[row["message_id"]] for row in found))


def test_every_part_is_a_row_of_its_own_with_its_own_numbers(api: HttpApi) -> None:
    """REPT-14, REPT-19, A-89: email with SMS and TTS: three rows sharing one date."""
    sent, pending, error, expired, duplicate = (
        DeliveryStatus.SENT,
        DeliveryStatus.PENDING,
        DeliveryStatus.ERROR,
        DeliveryStatus.EXPIRED,
        DeliveryStatus.DUPLICATE,
    )
    deliveries.sent_out(
        1,
        {
            Channel.EMAIL: [sent, sent, error, duplicate],
            Channel.SMS: [pending, sent],
            Channel.VOICE: [expired],
            Channel.PORTAL: [sent],
        },
        content=content(voice=VoicePart("Bring lunch, please")),
    )
    found = {row["type"]: row for row in rows(api)}
    assert set(found) == {"email", "sms", "tts"}
    columns = ("total", "sent", "pending", "expired", "errors", "duplicates")
    assert [found["email"][name] for name in columns] == [3, 2, 0, 0, 1, 1]
    assert [found["sms"][name] for name in columns] == [2, 1, 1, 0, 0, 0]
    assert [found["tts"][name] for name in columns] == [1, 0, 0, 1, 0, 0]
    assert len({row["sent_at"] for row in found.values()}) == 1
    for row in found.values():
        assert row["total"] == row["sent"] + row["pending"] + row["expired"] + row["errors"]


def test_the_columns_of_a_row(api: HttpApi) -> None:
    """REPT-13, A-56: date, type, message, source, from, recipient type, to, regarding student, emergency."""
    send(1, regarding_student="Sam Student", priority=True)
    row = rows(api, channel="email")[0]
    wanted = {
        "message_id": message_id(1),
        "channel": "email",
        "type": "email",
        "sent_at": "2026-11-23T14:01:00.000000+00:00",
        "subject": "Field trip",
        "snippet": "Bring lunch.",
        "source": "user",
        "from": {"user_id": "teacher-1", "name": "Teacher-1"},
        "recipient_type": ["primary_contacts"],
        "to": "Lincoln High: primary contacts of 1 student",
        "regarding_student": "Sam Student",
        "priority": True,
        "emergency": False,
    }
    assert {name: row[name] for name in wanted} == wanted


def test_what_is_secure_is_marked_so(api: HttpApi) -> None:
    """COMP-06, REPT-13: as in the inbox."""
    send(1, content=content(secure=True))
    send(2)
    found = {row["message_id"]: row["secure"] for row in rows(api)}
    assert found == {message_id(1): True, message_id(2): False}


def test_who_is_gone_has_no_name_and_what_they_sent_stays(api: HttpApi) -> None:
    """A-71: of a closed account and of one that is no more; whoever comes back has the name again."""
    send(1)
    send(2, by="nobody-any-more")
    teacher = directory.users("demo", ["teacher-1"])["teacher-1"]
    directory.put_users("demo", [replace(teacher, enabled=False)])

    def said(language: str = "en") -> set[tuple[str, str]]:
        asked = {"query": {"all_users": "true"}, "headers": {"Accept-Language": language}}
        found = api.get(HISTORY, as_="superintendent", **asked).json["items"]
        one = api.get(f"/v1/messages/{message_id(1)}", as_="superintendent", headers=asked["headers"]).json
        return {(row["from"]["name"], row["subject"]) for row in found} | {
            (one["sender"]["name"], one["subject"])
        }

    assert (said(), said("es")) == ({("Deleted User", "Field trip")}, {("Usuario eliminado", "Field trip")})
    directory.put_users("demo", [teacher])
    assert said() == {("Teacher-1", "Field trip"), ("Deleted User", "Field trip")}


def test_an_emergency_is_told_of_the_part_that_is_one_and_of_the_message(api: HttpApi) -> None:
    """REPT-13: only texts and calls are emergencies; Sent shows the message as one."""
    send(1, content=content(sms=SmsPart("Leave the building", emergency=True)))
    assert {row["type"]: row["emergency"] for row in rows(api)} == {"email": False, "sms": True}
    (sent,) = api.get("/v1/messages", as_="teacher-1").json["items"]
    assert (sent["emergency"], sent["snippet"]) == (True, content().plain)
    assert api.get(f"/v1/messages/{sent['message_id']}", as_="teacher-1").json["emergency"] is True


def test_a_flagged_message_says_nothing_until_it_is_asked_for(api: HttpApi, clock: FixedClock) -> None:
    """REPT-31, FLAG-02: neither subject nor text in the list; the message itself has both, and after its flag
    is removed the list too."""
    send(1, by="parent-1", flagged=True)
    send(2)
    hidden, shown = rows(api, "superintendent", channel="email", all_users=True)[::-1]
    assert [(row["flagged"], row["subject"], row["snippet"]) for row in (hidden, shown)] == [
        (True, "", ""),
        (False, "Field trip", "Bring lunch."),
    ]
    whole = api.get(f"/v1/messages/{message_id(1)}", as_="superintendent").json
    assert (whole["subject"], whole["html"]) == ("Field trip", "<p>Bring lunch.</p>")
    told = entry(clock.now(), Who("teacher-1", "Ada"), Subject.MESSAGE, message_id(1), "Field trip", ())
    flags.remove("demo", message_id(1), told)
    once_flagged = rows(api, "superintendent", channel="email", all_users=True)[1]
    assert (once_flagged["flagged"], once_flagged["subject"]) == (False, "Field trip")


@pytest.mark.parametrize("source", [Source.SCHOOL, Source.DISTRICT])
def test_from_is_the_real_user_whatever_the_recipients_saw(api: HttpApi, source: Source) -> None:
    """REPT-16, REPT-17: source School or District, From shows who pressed Send."""
    send(1, source=source)
    row = rows(api)[0]
    assert (row["source"], row["from"]["user_id"]) == (source.value, "teacher-1")


def test_a_recorded_call_is_told_from_one_that_is_read_out(api: HttpApi) -> None:
    """REPT-03, REPT-14: here, in Sent, and at the message itself."""
    send(1, content=content(voice=VoicePart("Bring lunch")))
    send(2, content=content(voice=VoicePart("", recording="rec-1", seconds=4.0)))
    assert [row["type"] for row in rows(api, channel="voice")] == ["recorded", "tts"]
    sent = api.get("/v1/messages", as_="teacher-1").json["items"]
    whole = api.get(f"/v1/messages/{message_id(2)}", as_="teacher-1").json
    told = [[part["type"] for part in each["parts"]] for each in (*sent, whole)]
    assert told == [["email", "sms", kind, "portal"] for kind in ("recorded", "tts", "recorded")]


@pytest.mark.parametrize(
    ("asked", "types"),
    [
        ({}, {"email", "sms"}),
        ({"channel": "sms"}, {"sms"}),
        ({"channel": "email,sms"}, {"email", "sms"}),
        ({"channel": ["sms", "push"]}, {"sms"}),
        ({"channel": "voice"}, set()),
        ({"channel": "portal"}, {"portal"}),
    ],
)
def test_the_type_filter_takes_one_or_several(api: HttpApi, asked: dict[str, Any], types: set[str]) -> None:
    """REPT-03: none chosen means all."""
    send(1)
    assert {row["type"] for row in rows(api, **asked)} == types


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, [5, 4, 3, 2, 1]),
        ({"from": "2026-11-23", "to": "2026-11-23"}, [4, 3, 2]),
        ({"from": "2026-11-24"}, [5]),
        ({"to": "2026-11-22"}, [1]),
        ({"from": "2026-11-22", "to": "2026-11-24"}, [5, 4, 3, 2, 1]),
        ({"from": "2020-01-01", "to": "2020-12-31"}, []),
    ],
)
def test_dates_are_the_districts_and_the_end_is_included_whole(
    api: HttpApi, asked: dict[str, str], found: list[int]
) -> None:
    """REPT-05, A-83: midnight in New York is 05:00 UTC."""
    for number, moment in enumerate(
        ["2026-11-23T04:59:59.999999", "2026-11-23T05:00", "2026-11-23T20:00", "2026-11-24T04:59:59.999999",
         "2026-11-24T05:00"], 1,
    ):  # fmt: skip
        send(number, accepted_at=at(moment))
    assert numbers_of(rows(api, **asked)) == found


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"from": "2026-11-24", "to": "2026-11-23"}, "from"),
        ({"from": "23.11.2026"}, "from"),
        ({"from": "1763856000"}, "from"),
        ({"to": "2026-02-30"}, "to"),
        ({"to": "9999-12-31"}, "to"),
        ({"from": "0001-01-01"}, "from"),
        ({"channel": "fax"}, "channel.0"),
        ({"limit": 0}, "limit"),
        ({"limit": -1}, "limit"),
        ({"limit": 101}, "limit"),
        ({"limit": "many"}, "limit"),
        ({"cursor": "?"}, "cursor"),
    ],
)
def test_unusable_filters_are_refused_naming_the_field(api: HttpApi, asked: dict[str, Any], field: str) -> None:
    """REPT-05, GRID-01, GRID-02."""
    answer = api.get(HISTORY, as_="teacher-1", query=asked)
    assert answer.status == 400, answer.text
    assert answer.fields == [field]


def test_one_sees_ones_own_messages_unless_one_asks_for_others(api: HttpApi) -> None:
    """REPT-10, PERM-R01, PERM-R05: default is oneself, for principals as for teachers."""
    send(1, "teacher-1")
    send(2, "principal")
    for who, found in (("teacher-1", [1]), ("principal", [2]), ("superintendent", []), ("clerk", [])):
        assert numbers_of(rows(api, who)) == found


@pytest.mark.parametrize("who", ["teacher-1", "clerk"])
@pytest.mark.parametrize(
    "asked", [{"all_users": "true"}, {"user_id": "teacher-2"}, {"user_id": ["teacher-1", "clerk", "teacher-2"]}]
)
def test_asking_for_others_without_the_right_is_refused(api: HttpApi, who: str, asked: dict[str, Any]) -> None:
    """REPT-12, PERM-R02, PERM-R05: a forged request is refused, not quietly narrowed."""
    send(1, "teacher-2")
    answer = api.get(HISTORY, as_=who, query=asked)
    assert answer.status == 403
    assert message_id(1) not in answer.text


def everyone_sends() -> None:
    send(1, "teacher-1", schools=LINCOLN)
    send(2, "teacher-2", schools=LINCOLN)
    send(3, "far-teacher", schools=("roosevelt",))
    send(4, "superintendent", schools=BOTH)
    send(5, "principal", schools=BOTH)
    send(6, "teacher-2", schools=())  # to staff, from Lincoln
    send(7, "far-teacher", schools=(), sender=sender(user_id="far-teacher", school_id="roosevelt"))


@pytest.mark.parametrize(
    ("who", "asked", "found"),
    [
        ("principal", {"all_users": "true"}, [6, 5, 2, 1]),
        ("superintendent", {"all_users": "true"}, [7, 6, 5, 4, 3, 2, 1]),
        ("principal", {"user_id": "teacher-2"}, [6, 2]),
        ("principal", {"user_id": "far-teacher"}, []),
        ("principal", {"user_id": ["teacher-1", "teacher-2"]}, [6, 2, 1]),
        ("principal", {"user_id": ["principal", "far-teacher"]}, [5]),
        ("superintendent", {"user_id": "far-teacher"}, [7, 3]),
        ("superintendent", {"user_id": "nobody"}, []),
        ("superintendent", {"all_users": "true", "school_id": "roosevelt"}, [7, 5, 4, 3]),
        ("superintendent", {"all_users": "true", "school_id": ["roosevelt", "lincoln"]}, [7, 6, 5, 4, 3, 2, 1]),
        ("principal", {"school_id": "lincoln"}, [5]),
    ],
)
@pytest.mark.parametrize("limit", [1, 3, 100])
def test_others_messages_within_ones_schools(
    api: HttpApi, who: str, asked: dict[str, Any], found: list[int], limit: int
) -> None:
    """REPT-04, REPT-10, REPT-11, PERM-R02, GRID-10: in every page; one's own are always there."""
    everyone_sends()
    assert numbers_of(rows(api, who, **asked, limit=limit)) == found


@pytest.mark.parametrize("school", ["roosevelt", "nowhere"])
def test_a_school_out_of_reach_is_not_there(api: HttpApi, school: str) -> None:
    """REPT-04: only accessible schools; one of others looks like one that does not exist."""
    answer = api.get(HISTORY, as_="principal", query={"school_id": school, "all_users": "true"})
    assert (answer.status, answer.fields) == (404, ["school_id"])


@pytest.mark.parametrize("who", ["parent-1", "student-1"])
@pytest.mark.parametrize("path", [HISTORY, "/v1/reports/senders"])
def test_families_never_see_reports(api: HttpApi, who: str, path: str) -> None:
    """PERM-R06: direct address refused."""
    assert api.get(path, as_=who).status == 403


@pytest.mark.parametrize("limit", [1, 2, 7, 100])
def test_pages_hold_every_row_once(api: HttpApi, limit: int) -> None:
    """GRID-01, GRID-02: also for messages of the very same moment."""
    for number in range(1, 9):
        send(number, accepted_at=later())
    found = rows(api, limit=limit)
    assert len(found) == len({(row["message_id"], row["channel"]) for row in found}) == 16


def test_the_page_size_is_twenty_unless_asked_otherwise(api: HttpApi) -> None:
    """GRID-01: 20 by default."""
    for number in range(1, 13):
        send(number)
    first = api.get(HISTORY, as_="teacher-1").json
    assert len(first["items"]) == 20
    second = api.get(HISTORY, as_="teacher-1", query={"cursor": first["next_cursor"]}).json
    assert (len(second["items"]), second["next_cursor"]) == (4, None)


def test_a_rare_filter_bounds_the_work_and_goes_on(api: HttpApi, monkeypatch: pytest.MonkeyPatch) -> None:
    """GRID-02: a request reads a bounded number of rows; the cursor goes on to the one that is wanted."""
    monkeypatch.setattr(lists, "READ_AT_MOST", 10)
    monkeypatch.setattr(lists, "FILTERED_READ", 5)
    send(1, content=content(voice=VoicePart("Hello")))
    for number in range(2, 20):
        send(number)
    first = api.get(HISTORY, as_="teacher-1", query={"channel": "voice", "limit": 1}).json
    assert first["items"] == []
    assert first["next_cursor"]
    assert numbers_of(rows(api, channel="voice", limit=1)) == [1]


@pytest.mark.parametrize("position", [{}, {"at": ""}, {"at": 5}, {"at": None}, {"at": "~~"}, {"at": ["x"]}])
def test_a_forged_page_marker_shows_no_more(api: HttpApi, position: dict[str, Any]) -> None:
    """GRID-02, GRID-10: a marker is a place in one's own list."""
    send(1)
    send(2, "teacher-2")
    answer = api.get(HISTORY, as_="teacher-1", query={"cursor": encode_cursor(position)})
    assert answer.status in (200, 400), answer.text
    assert message_id(2) not in answer.text


def test_many_schools_are_all_of_ones_own_or_refused_in_words(api: HttpApi) -> None:
    """REPT-04: what the table could not be asked in one question never gets there."""
    ids = [f"a-school-with-a-long-identifier-{number}" for number in range(70)]
    for each in ids:
        directory.put_school("demo", people.school(each))
    everyone_sends()
    every = [*ids, "lincoln", "roosevelt"]
    asked = {"all_users": "true", "school_id": every}
    assert numbers_of(rows(api, "superintendent", **asked, limit=100)) == [7, 6, 5, 4, 3, 2, 1]
    answer = api.get(HISTORY, as_="superintendent", query={**asked, "school_id": every[:-1]})
    assert (answer.status, answer.fields) == (400, ["school_id"])
    assert "Choose up to 50 schools" in answer.text
    fifty = {**asked, "school_id": [*ids[:49], "roosevelt"]}
    assert numbers_of(rows(api, "superintendent", **fifty, limit=100)) == [7, 5, 4, 3]
