"""Looking at an earlier school year: what Sent and the inbox show of it, and that nothing leaves (A-69)."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.access import store as access
from chalicelib.access.profiles import STANDARD
from chalicelib.directory import store as directory
from chalicelib.directory.model import LinkedUser, Role, RollEntry
from chalicelib.kernel.clock import FixedClock
from chalicelib.messages.store import conversations
from tests.builders import families, people
from tests.support.api import Answer, HttpApi
from tests.support.ground import Ground
from tests.support.line import Line

D = "demo"
LAST_YEAR = {"School-Year": "2025"}
SPRING, SUMMER = datetime(2026, 5, 4, 15, tzinfo=UTC), datetime(2026, 6, 30, 15, tzinfo=UTC)
AUTUMN = datetime(2026, 9, 7, 15, tzinfo=UTC)
Send = Callable[..., Answer]


@pytest.fixture
def line(api: HttpApi, ground: Ground, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> Line:
    """Tom and Eve teach Sam, whose mother reads in the app."""
    made = Line(ground, clock, monkeypatch)
    monkeypatch.setattr("chalicelib.access.endpoint.clock_source", lambda: clock)
    directory.put_district(people.district())
    directory.put_school(D, people.school("lincoln", name="Lincoln", first_year="2024"))
    directory.put_students(
        D, [families.student("sam", families.contact("mary", linked_user=LinkedUser("mum")), sections=("c1",))]
    )
    directory.put_sections(D, [people.section("c1", teachers=("tom", "eve"), students=("sam",))])
    directory.put_roll(D, "lincoln", [RollEntry("sam", "09", "sam", "")])
    teachers = [people.user(each, roles=(Role.TEACHER,), sections=("c1",)) for each in ("tom", "eve")]
    directory.put_users(D, [*teachers, people.user("mum", roles=(Role.PARENT,), students=("sam",))])
    access.put_profiles(D, STANDARD.values())
    return made


@pytest.fixture
def send(api: HttpApi, line: Line) -> Send:
    keys = iter(range(100))

    def post(subject: str, at: datetime, as_: str = "tom", headers: dict[str, str] | None = None) -> Answer:
        line.clock.at = at
        body = {
            "school_id": "lincoln",
            "subject": subject,
            "audience": {"students": {"recipient_type": "all_contacts", "students": ["sam"]}},
            "replies": True,
            "parts": {"email": {"html": f"<p>{subject}.</p>"}},
        }
        key = {"Idempotency-Key": f"message-{next(keys)}"}
        answer = api.post("/v1/messages", body, as_=as_, headers=key | (headers or {}))
        line.clock.advance(seconds=1)
        line.run()
        return answer

    return post


@pytest.fixture
def two_years(send: Send) -> None:
    """Tom wrote in both years, Eve in the earlier one only."""
    for subject, at, who in (
        ("Spring", SPRING, "tom"),
        ("Summer", SUMMER, "tom"),
        ("Play", SUMMER, "eve"),
        ("Autumn", AUTUMN, "tom"),
    ):
        assert send(subject, at, who).status == 202


def subjects(answer: Answer) -> list[str]:
    assert answer.status == 200, answer.text
    return [each["subject"] for each in answer.json["items"]]


@pytest.mark.usefixtures("two_years")
def test_sent_shows_the_chosen_year(api: HttpApi) -> None:
    """COMP-34: reading works; without the header everything is there."""
    assert subjects(api.get("/v1/messages", as_="tom")) == ["Autumn", "Summer", "Spring"]
    assert subjects(api.get("/v1/messages", as_="tom", headers=LAST_YEAR)) == ["Summer", "Spring"]
    assert subjects(api.get("/v1/messages", as_="tom", headers={"School-Year": "2024"})) == []
    first = api.get("/v1/messages", as_="tom", headers=LAST_YEAR, query={"limit": 1})
    cursor = {"cursor": first.json["next_cursor"], "limit": 1}
    assert subjects(first) == ["Summer"]
    assert subjects(api.get("/v1/messages", as_="tom", headers=LAST_YEAR, query=cursor)) == ["Spring"]


@pytest.mark.usefixtures("two_years")
def test_the_report_is_of_the_chosen_year_unless_days_are_asked_for(api: HttpApi) -> None:
    """COMP-34: searching works."""
    report = "/v1/reports/history"
    assert subjects(api.get(report, as_="tom", headers=LAST_YEAR)) == ["Summer", "Spring"]
    autumn = {"from": "2026-09-01"}
    assert subjects(api.get(report, as_="tom", headers=LAST_YEAR, query=autumn)) == ["Autumn"]
    assert len(subjects(api.get(report, as_="tom"))) == 3


@pytest.mark.usefixtures("two_years")
def test_the_inbox_shows_conversations_as_that_year_left_them(api: HttpApi) -> None:
    """A-69: one that goes on is still one of that year; what waits of it is counted in the current year."""
    assert subjects(api.get("/v1/inbox", as_="mum")) == ["Autumn", "Play"]
    then = api.get("/v1/inbox", as_="mum", headers=LAST_YEAR)
    assert sorted(subjects(then)) == ["Play", "Summer"]
    by_subject = {each["subject"]: each for each in then.json["items"]}
    assert by_subject["Summer"]["unread"] == 0
    assert by_subject["Summer"]["last_at"] < "2026-07"
    assert by_subject["Play"]["unread"] == 1
    assert then.json["unread"] == 4
    assert subjects(api.get("/v1/inbox", as_="mum", headers={"School-Year": "2024"})) == []


@pytest.mark.usefixtures("two_years")
def test_the_inbox_of_a_year_goes_on_page_by_page(api: HttpApi) -> None:
    """INBOX-02."""
    first = api.get("/v1/inbox", as_="mum", headers=LAST_YEAR, query={"limit": 1})
    cursor = first.json["next_cursor"]
    rest = api.get("/v1/inbox", as_="mum", headers=LAST_YEAR, query={"limit": 1, "cursor": cursor})
    assert sorted(subjects(first) + subjects(rest)) == ["Play", "Summer"]
    assert rest.json["next_cursor"] is None
    for foreign in (api.get("/v1/messages", as_="tom", query={"limit": 1}).json["next_cursor"], "nonsense"):
        assert api.get("/v1/inbox", as_="mum", headers=LAST_YEAR, query={"cursor": foreign}).status == 400
    earlier = {"cursor": cursor}  # begins before the other year does
    assert api.get("/v1/inbox", as_="mum", headers={"School-Year": "2026"}, query=earlier).status == 200


@pytest.mark.usefixtures("two_years")
def test_a_conversation_shows_the_chosen_year_and_is_read_up_to_its_end(api: HttpApi) -> None:
    """RPLY-11, A-69: nobody answers there; opening it marks nothing of today as read."""
    (with_tom,) = (
        each for each in api.get("/v1/inbox", as_="mum").json["items"] if each["subject"] == "Autumn"
    )
    where = f"/v1/inbox/{with_tom['thread_id']}"
    shown = api.get(where, as_="mum", headers=LAST_YEAR)
    assert subjects(shown) == ["Summer", "Spring"]
    assert shown.json["cannot_reply"] == "looking_back"
    assert api.get(where, as_="mum").json["cannot_reply"] is None
    assert api.post(f"{where}/read", as_="mum", headers=LAST_YEAR).status == 204
    assert [each["unread"] for each in api.get(where, as_="mum").json["items"]] == [True, False, False]


@pytest.fixture
def refused(api: HttpApi, send: Send) -> Iterator[Callable[[Answer], None]]:
    """Checks a refusal; and at the end that nothing was sent."""

    def check(answer: Answer) -> None:
        assert (answer.status, answer.json["type"]) == (409, "/problems/earlier-school-year"), answer.text
        assert "2025-26" in answer.json["detail"]
        assert "Go back to 2026-27" in answer.json["detail"]
        assert answer.fields == ["School-Year"]

    yield check
    assert subjects(api.get("/v1/messages", as_="tom")) == ["Autumn", "Summer", "Spring"]


@pytest.mark.usefixtures("two_years")
def test_nothing_is_sent_scheduled_or_answered_in_an_earlier_year(
    api: HttpApi, send: Send, refused: Callable[[Answer], None]
) -> None:
    """COMP-34, RPLY-11, SCHD-05, A-69."""
    refused(send("Late", AUTUMN, headers=LAST_YEAR))
    message = {
        "school_id": "lincoln",
        "audience": {"students": {"recipient_type": "all_contacts", "students": ["sam"]}},
        "parts": {"email": {"html": "<p>Hello</p>"}},
    }
    when = {"date": "2026-09-14", "time": "10:00"}
    key = {"Idempotency-Key": "schedule-1"}
    wish = {"message": message, "schedule": when}
    refused(api.post("/v1/scheduled-messages", wish, as_="tom", headers=LAST_YEAR | key))
    made = api.post("/v1/scheduled-messages", wish, as_="tom", headers=key)
    assert made.status == 201, made.text
    where = f"/v1/scheduled-messages/{made.json['schedule_id']}"
    tag = {"If-Match": made.headers.get("etag", "*")}
    refused(api.call("PUT", where, body=wish, as_="tom", headers=LAST_YEAR | tag))
    thread_id = api.get("/v1/inbox", as_="mum").json["items"][0]["thread_id"]
    answer = {"html": "<p>Yes</p>"}
    refused(
        api.post(
            f"/v1/inbox/{thread_id}/replies",
            answer,
            as_="mum",
            headers=LAST_YEAR | {"Idempotency-Key": "reply-01"},
        )
    )
    assert api.call("DELETE", where, as_="tom", headers=LAST_YEAR).status == 204  # stopping is no sending


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("2027", "The school year 2027-28 has not begun. Choose 2026-27 or an earlier one."),
        ("2023", "There is nothing of 2023-24. Choose 2024-25 or a later one."),
        ("2025-26", "“2025-26” is no school year. Send the year in which it begins, such as 2026."),
        ("", "“” is no school year. Send the year in which it begins, such as 2026."),
    ],
)
def test_a_year_to_come_one_before_the_first_and_what_is_no_year_are_refused(
    api: HttpApi, line: Line, asked: str, told: str
) -> None:
    """COMP-34."""
    line.clock.at = AUTUMN
    answer = api.get("/v1/me", as_="tom", headers={"School-Year": asked})
    assert (answer.status, answer.fields, answer.json["detail"]) == (400, ["School-Year"], told)


@pytest.mark.usefixtures("two_years")
def test_the_current_year_may_be_named_too(api: HttpApi, send: Send) -> None:
    """COMP-34: as the district set it (ADMIN-02), else by the calendar."""
    assert send("Winter", AUTUMN, headers={"School-Year": "2026"}).status == 202
    assert api.get("/v1/me", as_="mum").json["school_years"] == {"first": "2024", "current": "2026"}
    directory.put_district(people.district(settings={"session_year": "2025"}))
    assert api.get("/v1/me", as_="mum").json["school_years"] == {"first": "2024", "current": "2025"}
    assert send("Once more", AUTUMN, headers=LAST_YEAR).status == 202


@pytest.mark.parametrize(("headers", "there"), [({}, []), (LAST_YEAR, ["Hill"])])
def test_a_school_closed_last_year_is_there_in_that_years_session(
    api: HttpApi, line: Line, headers: dict[str, str], there: list[str]
) -> None:
    """PICK-03: absent this year, present in that year's session."""
    line.clock.at = AUTUMN
    directory.put_school(D, people.school("hill", name="Hill", last_year="2025", students=3))
    directory.put_school(D, people.school("lincoln", name="Lincoln", first_year="2026", students=3))
    directory.put_users(D, [people.user("ann", schools=("lincoln", "hill"))])
    found = api.get("/v1/schools", as_="ann", headers=headers).json["items"]
    assert [each["name"] for each in found if each["name"] == "Hill"] == there
    assert any(each["name"] == "Lincoln" for each in found) is not bool(there)
    assert api.get("/v1/me", as_="ann").json["school_years"]["first"] == "2025"


def test_what_is_unread_elsewhere_stays_as_it_is(api: HttpApi, line: Line, send: Send) -> None:
    """A-96: looking back makes nothing read."""
    send("Spring", SPRING)
    line.clock.at = AUTUMN
    api.get("/v1/inbox", as_="mum", headers=LAST_YEAR)
    assert conversations.unread(D, "mum") == 1
    now: Any = api.get("/v1/inbox", as_="mum").json
    assert now["unread"] == 1
