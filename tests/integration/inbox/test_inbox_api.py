"""The inbox over HTTP, on moto."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.access import store as access
from chalicelib.access.model import Profile
from chalicelib.content.model import Content, SmsPart
from chalicelib.directory import store as directory
from chalicelib.directory.model import Role
from chalicelib.directory.store import records
from chalicelib.kernel.paging import encode_cursor
from chalicelib.messages import store
from chalicelib.messages.inbox_routes import entry_id
from chalicelib.messages.model import Source
from chalicelib.messages.threads import Counterpart
from tests.builders import messages as build
from tests.builders import people
from tests.builders.messages import copy, counterpart, later, message, message_id
from tests.support.api import HttpApi
from tests.support.ground import Ground
from tests.support.requests import counted

THREAD = f"/v1/inbox/{counterpart().thread_id}"


@pytest.fixture(autouse=True)
def town(aws: None) -> None:
    """A teacher who writes, two parents, and a student without a right to Communication."""
    directory.put_district(people.district())
    directory.put_school("demo", people.school())
    access.put_profiles("demo", [Profile("student-shut-out", "No messages", Role.STUDENT)])
    directory.put_users(
        "demo",
        [
            people.user("teacher-1", roles=(Role.TEACHER,)),
            people.user("parent-1", roles=(Role.PARENT,)),
            people.user("parent-2", roles=(Role.PARENT,)),
            people.user("student-1", roles=(Role.STUDENT,), profiles=("student-shut-out",)),
        ],
    )


def arrive(number: int, account: str = "parent-1", **changes: Any) -> None:
    """A message that is stored and delivered in-app."""
    store.accept(message(number, accepted_at=later(minutes=number), **changes))
    build.arrive(copy(number, account))


def test_the_list_shows_who_wrote_what_and_how_much_is_unread(api: HttpApi) -> None:
    """INBOX-01, CHAN-02: the sender's name and school, the newest subject, the number unread."""
    arrive(1)
    arrive(2)
    answer = api.get("/v1/inbox", as_="parent-1").json
    assert answer == {
        "items": [
            {
                "thread_id": counterpart().thread_id,
                "with": {
                    "kind": "user",
                    "id": "teacher-1",
                    "name": "Ada Teacher",
                    "school_name": "Lincoln High",
                },
                "unread": 2,
                "last_at": "2026-11-23T14:02:00.000000+00:00",
                "subject": "Subject 2",
                "snippet": "Snippet 2",
                "flagged": False,
                "secure": False,
                "emergency": False,
            }
        ],
        "next_cursor": None,
        "unread": 2,
    }


def test_an_emergency_is_seen_as_one_whatever_came_after_it(api: HttpApi) -> None:
    """INBOX-01: in the list until it is read, in the conversation for ever."""
    store.accept(
        message(1, accepted_at=later(minutes=1), content=build.content(sms=SmsPart("Go", emergency=True)))
    )
    build.arrive(copy(1, subject="Snow day", emergency=True))
    arrive(2)
    (row,) = api.get("/v1/inbox", as_="parent-1").json["items"]
    assert (row["emergency"], row["subject"], row["snippet"], row["unread"]) == (
        True,
        "Snow day",
        "Snippet 1",
        2,
    )
    assert [each["emergency"] for each in api.get(THREAD, as_="parent-1").json["items"]] == [False, True]
    assert api.post(f"{THREAD}/read", as_="parent-1").status == 204
    (row,) = api.get("/v1/inbox", as_="parent-1").json["items"]
    assert (row["emergency"], row["subject"]) == (False, "Subject 2")
    assert [each["emergency"] for each in api.get(THREAD, as_="parent-1").json["items"]] == [False, True]


def test_a_conversation_shows_each_message_with_its_time_and_its_student(api: HttpApi) -> None:
    """INBOX-04: date and time, and what it said; the email as it was cleaned at sending."""
    arrive(1)
    (entry,) = api.get(THREAD, as_="parent-1").json["items"]
    assert entry["html"] == "<p>Bring lunch.</p>"
    assert entry["sent_at"] == "2026-11-23T14:01:00.000000+00:00"
    assert (entry["subject"], entry["regarding_student"], entry["outgoing"], entry["unread"]) == (
        "Field trip",
        "Sam Student",
        False,
        True,
    )


def test_a_message_without_email_shows_its_text_as_text(api: HttpApi) -> None:
    """CHAN-02: a text's letters stay letters, whatever they look like."""
    arrive(1, content=Content("Bus", sms=SmsPart("Bus <b>7</b>\nis late & slow")))
    (entry,) = api.get(THREAD, as_="parent-1").json["items"]
    assert entry["html"] == "<p>Bus &lt;b&gt;7&lt;/b&gt;<br>is late &amp; slow</p>"


def test_opening_and_the_eye_move_the_number(api: HttpApi) -> None:
    """INBOX-05, INBOX-06, A-96: the number drops at once and rises by one."""
    arrive(1)
    arrive(2)
    assert api.post(f"{THREAD}/read", as_="parent-1").status == 204
    assert api.get("/v1/inbox", as_="parent-1").json["unread"] == 0
    entry = api.get(THREAD, as_="parent-1").json["items"][1]
    assert api.post(f"{THREAD}/entries/{entry['entry_id']}/unread", as_="parent-1").status == 204
    assert api.get("/v1/inbox", as_="parent-1").json["unread"] == 1
    assert [each["unread"] for each in api.get(THREAD, as_="parent-1").json["items"]] == [False, True]


def test_the_number_unread_stands_beside_the_word_inbox(api: HttpApi) -> None:
    """A-96, INBOX-05: everywhere in the app, with what the app asks for once."""
    arrive(1)
    assert api.get("/v1/me", as_="parent-1").json["unread"] == 1
    assert api.get("/v1/me", as_="parent-2").json["unread"] == 0
    api.post(f"{THREAD}/read", as_="parent-1")
    assert api.get("/v1/me", as_="parent-1").json["unread"] == 0
    assert api.get("/v1/me", as_="student-1").json["unread"] == 0


def test_conversations_and_entries_page(api: HttpApi) -> None:
    """INBOX-02: older ones on demand, each once."""
    for number in range(1, 8):
        arrive(number)
        other = counterpart(id=f"other-{number}")
        build.arrive(copy(number, counterpart=other))
    for path, field, total in (("/v1/inbox", "thread_id", 8), (THREAD, "entry_id", 7)):
        seen: list[str] = []
        cursor: str | None = None
        while not seen or cursor:
            query = {"limit": 3} | ({"cursor": cursor} if cursor else {})
            page = api.get(path, as_="parent-1", query=query).json
            seen += [row[field] for row in page["items"]]
            cursor = page["next_cursor"]
        assert len(seen) == len(set(seen)) == total


@pytest.mark.parametrize("removed", [True, False])
def test_who_is_gone_has_no_name_and_what_they_wrote_stays(api: HttpApi, *, removed: bool) -> None:
    """A-71, INBOX-15: closed or no longer in the roster; in the list and the conversation, in the reader's
    language. Nobody can answer, and whoever comes back has their name again."""
    arrive(1)
    teacher = people.user("teacher-1", roles=(Role.TEACHER,))
    if removed:
        records.replace_users("demo", {"teacher-1": None})
    else:
        directory.put_users("demo", [replace(teacher, enabled=False)])

    def names(language: str = "en") -> set[str]:
        spoken = {"Accept-Language": language}
        (row,) = api.get("/v1/inbox", as_="parent-1", headers=spoken).json["items"]
        return {row["with"]["name"], api.get(THREAD, as_="parent-1", headers=spoken).json["with"]["name"]}

    assert (names(), names("es")) == ({"Deleted User"}, {"Usuario eliminado"})
    conversation = api.get(THREAD, as_="parent-1").json
    assert conversation["items"][0]["html"] == "<p>Bring lunch.</p>"
    assert conversation["cannot_reply"] == "gone"
    answer = {"html": "<p>Gladly.</p>"}
    key = {"Idempotency-Key": "answer-to-nobody"}
    assert api.post(f"{THREAD}/replies", answer, as_="parent-1", headers=key).status == 403
    directory.put_users("demo", [teacher])
    assert names() == {"Ada Teacher"}


def test_the_names_of_a_page_are_looked_up_at_once(api: HttpApi, ground: Ground) -> None:
    """A-71: however many teachers wrote; what a school wrote keeps its name."""
    build.arrive(copy(0, counterpart=counterpart(id="teacher-0")))
    with counted(ground) as for_one:
        api.get("/v1/inbox", as_="parent-1")
    for number in range(1, 5):
        build.arrive(copy(number, counterpart=counterpart(id=f"teacher-{number}")))
    build.arrive(copy(9, counterpart=Counterpart(Source.SCHOOL, "lincoln", "Lincoln High", "Lincoln High")))
    with counted(ground) as for_six:
        rows = api.get("/v1/inbox", as_="parent-1").json["items"]
    shown = sorted(row["with"]["name"] for row in rows)
    assert shown == ["Ada Teacher", *["Deleted User"] * 4, "Lincoln High"]
    assert for_six == for_one


def test_another_account_finds_nothing_there(api: HttpApi) -> None:
    """INBOX-04, INBOX-06: what is not one's own looks as if it were not there, and stays as it was."""
    arrive(1)
    entry = api.get(THREAD, as_="parent-1").json["items"][0]["entry_id"]
    for as_ in ("parent-2", "teacher-1"):
        assert api.get("/v1/inbox", as_=as_).json["items"] == []
        assert api.get(THREAD, as_=as_).status == 404
        assert api.post(f"{THREAD}/read", as_=as_).status == 404
        assert api.post(f"{THREAD}/entries/{entry}/unread", as_=as_).status == 404
    assert api.get("/v1/inbox", as_="parent-1").json["unread"] == 1


def test_who_may_not_see_communication_has_no_inbox(api: HttpApi) -> None:
    """RCPT-20: the in-app copy is for accounts that are allowed to see Communication."""
    for method, path in (("GET", "/v1/inbox"), ("GET", THREAD), ("POST", f"{THREAD}/read")):
        assert api.call(method, path, as_="student-1").status == 403


@pytest.mark.parametrize(
    "entry", ["x", "%E2%82%AC", entry_id("nothing"), entry_id("x" * 3000)[:250], "a" * 257]
)
def test_ids_that_we_never_gave_out_are_not_found(api: HttpApi, entry: str) -> None:
    """INBOX-06: never an error of ours."""
    arrive(1)
    assert api.post(f"{THREAD}/entries/{entry}/unread", as_="parent-1").status in (400, 404)


@pytest.mark.parametrize(
    "position",
    [{}, {"at": "", "id": ""}, {"at": 7, "id": None}, {"before": ""}, {"before": "!"}, {"before": 5}],
)
def test_forged_page_markers_reach_nothing(api: HttpApi, position: dict[str, Any]) -> None:
    """INBOX-02: a marker is a position in one's own list, whatever it says."""
    arrive(1, "parent-2")
    build.arrive(copy(9, "parent-1"))
    for path in ("/v1/inbox", THREAD):
        answer = api.get(path, as_="parent-1", query={"cursor": encode_cursor(position)})
        assert answer.status in (200, 400), answer.text
        assert message_id(1) not in answer.text
