"""Families write, staff answer, families go on: conversations in both directions, on the whole line."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.access import store as access
from chalicelib.access.profiles import STANDARD
from chalicelib.content.model import Channel
from chalicelib.directory import store as directory
from chalicelib.directory.model import EmailAddress, LinkedUser, Role, RollEntry
from chalicelib.kernel.clock import FixedClock
from chalicelib.messages import store
from tests.builders import families, people
from tests.support.api import Answer, HttpApi
from tests.support.ground import Ground
from tests.support.line import Line

D = "demo"
Reply = Callable[..., Answer]
HEADS = {"head": "lincoln", "other-head": "hill"}  # principals, and where


@pytest.fixture
def line(api: HttpApi, ground: Ground, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> Line:
    """Lincoln's Tom teaches Sam; Mary is Sam's mother, whose address stands in the contact, not the account."""
    made = Line(ground, clock, monkeypatch)
    monkeypatch.setattr("chalicelib.access.endpoint.clock_source", lambda: clock)
    directory.put_district(people.district())
    for each in ("lincoln", "hill"):
        directory.put_school(D, people.school(each, name=each.title()))
    mother = families.contact("mary", linked_user=LinkedUser("mum"))
    own = {"account": LinkedUser("sam"), "primary_email": EmailAddress("sam@x.example"), "sections": ("c1",)}
    directory.put_students(D, [families.student("sam", mother, **own)])
    directory.put_sections(D, [people.section("c1", teachers=("tom",), students=("sam",))])
    directory.put_roll(D, "lincoln", [RollEntry("sam", "09", "sam", "")])
    directory.put_users(
        D,
        [
            people.user(
                "tom", roles=(Role.TEACHER,), sections=("c1",), email=EmailAddress("tom@school.example")
            ),
            people.user("eve", roles=(Role.TEACHER,)),
            people.user("boss", profiles=("district-administrator",), schools=(), all_schools=True),
            people.user("mum", roles=(Role.PARENT,), students=("sam",), given_name="Mary"),
            people.user("sam", roles=(Role.STUDENT,)),
            people.user("dad", roles=(Role.PARENT,), students=("sam",)),
        ],
    )
    access.put_profiles(D, STANDARD.values())
    return made


@pytest.fixture
def send(api: HttpApi, line: Line) -> Callable[..., str]:
    """Send and deliver; gives back the message's id. By default the teacher writes to Sam's contacts."""
    numbers = iter(range(100))

    def post(as_: str = "tom", **changes: Any) -> str:
        audience = {"students": {"recipient_type": "all_contacts", "students": ["sam"]}}
        usual = {"school_id": "lincoln", "subject": "Field trip", "audience": audience, "replies": True}
        body = usual | {"parts": {"email": {"html": "<p>Bring lunch.</p>"}}} | changes
        answer = api.post(
            "/v1/messages", body, as_=as_, headers={"Idempotency-Key": f"message-{next(numbers)}"}
        )
        assert answer.status == 202, answer.text
        line.clock.advance(seconds=1)
        line.run()
        return str(answer.json["message_id"])

    return post


def to_tom(**changes: Any) -> dict[str, Any]:
    return {"audience": {"staff": {"users": ["tom"]}}, "replies": False} | changes


@pytest.fixture
def reply(api: HttpApi, line: Line) -> Reply:
    """Answer in one's only conversation, and deliver it."""
    numbers = iter(range(100))

    def post(as_: str, html: str = "<p>Gladly.</p>", key: str = "", thread: str = "") -> Answer:
        path = f"/v1/inbox/{thread or thread_of(api, as_)}/replies"
        headers = {"Idempotency-Key": key or f"answer-{next(numbers)}"}
        answer = api.post(path, {"html": html}, as_=as_, headers=headers)
        line.clock.advance(seconds=1)
        line.run()
        return answer

    return post


def thread_of(api: HttpApi, as_: str) -> str:
    (thread,) = api.get("/v1/inbox", as_=as_).json["items"]
    return str(thread["thread_id"])


def talk(api: HttpApi, as_: str) -> list[tuple[str, bool]]:
    """What was said, oldest first, and whether the reader said it."""
    items = api.get(f"/v1/inbox/{thread_of(api, as_)}", as_=as_).json["items"]
    return [(each["html"], each["outgoing"]) for each in reversed(items)]


def why_not(api: HttpApi, as_: str) -> str | None:
    said = api.get(f"/v1/inbox/{thread_of(api, as_)}", as_=as_).json["cannot_reply"]
    assert said is None or isinstance(said, str)
    return said


def emails_to(line: Line, address: str) -> int:
    return len([each for each in line.handed_over(kind="email") if address in str(each)])


# ---- both directions ---------------------------------------------------------------------------------------


def test_a_parent_writes_the_teacher_answers_the_parent_goes_on(
    api: HttpApi, line: Line, send: Callable[..., str], reply: Reply
) -> None:
    """RCPT-25, RPLY-01, RPLY-11, COMP-21, INBOX-04: one conversation, the same for both, each message once."""
    send("mum", **to_tom())
    assert api.get("/v1/inbox", as_="tom").json["unread"] == 1
    assert why_not(api, "mum") == "waiting"
    assert reply("tom").status == 202
    assert why_not(api, "mum") is None
    assert reply("mum", "<p>Thank you!</p>").status == 202
    said = ["<p>Bring lunch.</p>", "<p>Gladly.</p>", "<p>Thank you!</p>"]
    assert talk(api, "mum") == list(zip(said, [True, False, True], strict=True))
    assert talk(api, "tom") == list(zip(said, [False, True, False], strict=True))
    assert api.get("/v1/inbox", as_="mum").json["unread"] == 1
    subjects = [
        each["subject"] for each in api.get(f"/v1/inbox/{thread_of(api, 'tom')}", as_="tom").json["items"]
    ]
    assert subjects == ["Re: Field trip", "Re: Field trip", "Field trip"]


def test_an_answer_is_mailed_where_messages_about_the_child_go(
    line: Line, send: Callable[..., str], reply: Reply
) -> None:
    """RPLY-11, CHAN-05: to the contact's address, with words for who writes with the school; and to staff."""
    send("mum", **to_tom())
    assert emails_to(line, "tom@school.example") == 1
    message = store.load(D, reply("tom").json["message_id"])
    assert message is not None
    (row,) = line.rows(message, Channel.EMAIL)
    assert (row.status.value, row.destination, row.person_kind, row.recipient_type) == (
        "sent",
        "mary@home.example",
        "family",
        "reply",
    )
    (mail,) = [each for each in line.handed_over(kind="email") if "mary@home.example" in str(each)]
    assert "because you write with somebody at Lincoln" in str(mail)


@pytest.mark.parametrize("where", ["contact", "account"])
def test_who_wants_no_email_gets_the_answer_in_the_app(
    api: HttpApi, line: Line, send: Callable[..., str], reply: Reply, where: str
) -> None:
    """CHAN-05, CHAN-06, SET-07"""
    send("mum", **to_tom())
    if where == "account":
        user = directory.users(D, ["mum"])["mum"]
        directory.put_users(D, [replace(user, email_opt_out=True)])
    else:
        sam = directory.students(D, ["sam"])["sam"]
        directory.put_students(D, [replace(sam, contacts=(replace(sam.contacts[0], email_opt_out=True),))])
    message = store.load(D, reply("tom").json["message_id"])
    assert message is not None
    assert [row.reason for row in line.rows(message, Channel.EMAIL)] == ["email_opt_out"]
    assert ("<p>Gladly.</p>", False) in talk(api, "mum")


def test_a_student_answers_too(api: HttpApi, line: Line, send: Callable[..., str], reply: Reply) -> None:
    """RPLY-01: at the school's address and in the app."""
    send(audience={"students": {"recipient_type": "students", "students": ["sam"]}})
    assert reply("sam").status == 202
    assert reply("tom").status == 202
    assert [outgoing for _, outgoing in talk(api, "sam")] == [False, True, False]
    assert emails_to(line, "sam@x.example") == 2


def test_staff_answer_staff(api: HttpApi, send: Callable[..., str], reply: Reply) -> None:
    """RPLY-11: a message with replies off, of a colleague or of the district's office."""
    send("boss", audience={"staff": {"users": ["eve"]}}, replies=False)
    assert reply("eve").status == 202
    assert [outgoing for _, outgoing in talk(api, "boss")] == [True, False]


def test_what_has_not_arrived_is_the_authors_alone(
    api: HttpApi, line: Line, send: Callable[..., str], reply: Reply
) -> None:
    """INBOX-04, RPLY-11: kept by who wrote it, there at once; the other side sees it when it arrives, not
    before, and never as words of their own."""
    send("mum", **to_tom())
    reply("tom")
    before = talk(api, "mum")
    path = f"/v1/inbox/{thread_of(api, 'tom')}/replies"
    answer = api.post(
        path, {"html": "<p>One more thing.</p>"}, as_="tom", headers={"Idempotency-Key": "not-yet-delivered"}
    )
    assert answer.status == 202
    assert talk(api, "tom")[-1] == ("<p>One more thing.</p>", True)
    assert talk(api, "mum") == before
    line.clock.advance(seconds=1)
    line.run()
    assert talk(api, "mum") == [*before, ("<p>One more thing.</p>", False)]


@pytest.mark.parametrize(
    ("teaches_at", "seen_by"),
    [(("lincoln",), ["head"]), (("north", "lincoln"), ["head"]), (("lincoln", "hill"), [])],
)
def test_a_principal_sees_both_sides_of_a_conversation_or_none(
    api: HttpApi, send: Callable[..., str], reply: Reply, teaches_at: tuple[str, ...], seen_by: list[str]
) -> None:
    """PERM-R02, REPT-11: of a mother with children at two schools: where she and the teacher meet."""
    whole = directory.users(D, ["mum", "tom"])
    directory.put_users(
        D,
        [
            replace(whole["mum"], schools=("lincoln", "hill")),
            replace(whole["tom"], schools=teaches_at),
            *(people.user(each, roles=(Role.ADMIN,), schools=(at,)) for each, at in HEADS.items()),
        ],
    )
    send("mum", **to_tom())
    assert reply("tom").status == 202
    assert reply("mum", "<p>Thank you!</p>").status == 202
    query = {"all_users": "true"}
    seen = {
        each: {row["message_id"] for row in api.get("/v1/reports/history", as_=each, query=query).json["items"]}
        for each in (*HEADS, "boss")
    }
    assert len(seen["boss"]) == 3
    assert {each: found for each, found in seen.items() if found} == dict.fromkeys(
        (*seen_by, "boss"), seen["boss"]
    )


# ---- who may not -------------------------------------------------------------------------------------------


def test_replies_off_no_reply(api: HttpApi, send: Callable[..., str], reply: Reply) -> None:
    """RPLY-01, COMP-20: refused by the server, nothing stored; staff answering makes it answerable."""
    send(replies=False)
    assert why_not(api, "mum") == "off"
    refused = reply("mum")
    assert (refused.status, refused.json["detail"]) == (403, "This message does not take answers.")
    assert talk(api, "mum") == [("<p>Bring lunch.</p>", False)]
    send("mum", **to_tom())
    assert reply("tom").status == 202
    assert reply("mum").status == 202, "COMP-21: the teacher goes on with the conversation"


def test_a_later_broadcast_with_replies_off_closes_nothing(
    api: HttpApi, send: Callable[..., str], reply: Reply
) -> None:
    """RPLY-01: an earlier message takes answers still."""
    send()
    send(replies=False)
    assert why_not(api, "mum") is None
    assert reply("mum").status == 202


def test_what_the_family_began_a_broadcast_does_not_close(
    api: HttpApi, send: Callable[..., str], reply: Reply
) -> None:
    """RPLY-01: although the teacher's only message in it has replies off."""
    send("mum", **to_tom())
    send(replies=False)
    assert why_not(api, "mum") is None
    assert reply("mum").status == 202


@pytest.mark.parametrize("source", ["district", "school"])
def test_nobody_answers_the_district_or_a_school(
    api: HttpApi, send: Callable[..., str], reply: Reply, source: str
) -> None:
    """COMP-18: the box has no effect there, and a forged one is refused."""
    send("boss", source=source, replies=False)
    assert why_not(api, "mum") == "nobody"
    assert reply("mum").status == 403
    audience = {"students": {"recipient_type": "all_contacts", "students": ["sam"]}}
    body = {"school_id": "lincoln", "audience": audience, "source": source, "replies": True}
    both = body | {"parts": {"email": {"html": "<p>x</p>"}}}
    answer = api.post("/v1/messages", both, as_="boss", headers={"Idempotency-Key": "with-replies"})
    assert (answer.status, answer.fields) == (400, ["replies"])


def test_a_teacher_of_another_school_is_not_answered(
    api: HttpApi, send: Callable[..., str], reply: Reply
) -> None:
    """RPLY-08: the teacher has moved; of several children one there suffices."""
    send()
    tom = directory.users(D, ["tom"])["tom"]
    directory.put_users(D, [replace(tom, schools=("hill",))])
    assert why_not(api, "mum") == "other_school"
    assert reply("mum").status == 403
    mum = directory.users(D, ["mum"])["mum"]
    directory.put_users(D, [replace(mum, schools=("lincoln", "hill"))])
    assert why_not(api, "mum") is None


def test_a_conversation_of_last_school_year_is_over_for_families(
    api: HttpApi, line: Line, send: Callable[..., str], reply: Reply
) -> None:
    """RPLY-08: until the teacher writes in this one; staff may always."""
    summer = timedelta(days=200).total_seconds()
    line.clock.advance(seconds=-summer)
    send()
    assert why_not(api, "mum") is None
    line.clock.advance(seconds=summer)
    assert why_not(api, "mum") == "earlier_year"
    assert reply("mum").status == 403
    send()
    assert reply("mum").status == 202


def test_the_districts_school_year_decides(api: HttpApi, send: Callable[..., str]) -> None:
    """RPLY-08: not the calendar, where the district has set one."""
    directory.put_district(people.district(settings={"session_year": "2027"}))
    send()
    assert why_not(api, "mum") == "earlier_year"


def test_hidden_schedules_do_not_end_a_conversation(
    api: HttpApi, send: Callable[..., str], reply: Reply
) -> None:
    """A-73, PICK-12, RPLY-08, PICK-09: the teacher wrote first; found by nobody, and still answered."""
    directory.put_district(people.district(settings={"hide_schedules_from_families": True}))
    tom = directory.users(D, ["tom"])["tom"]
    directory.put_users(D, [replace(tom, searchable=False)])
    send()
    assert api.get("/v1/me/teachers", as_="mum").json["hidden"] is True
    assert reply("mum").status == 202


def test_without_the_right_to_send_no_reply(api: HttpApi, send: Callable[..., str], reply: Reply) -> None:
    """PERM-F02, PERM-06"""
    send()
    mum = directory.users(D, ["mum"])["mum"]
    directory.put_users(D, [replace(mum, profiles=("parent-inbox-only",))])
    assert why_not(api, "mum") == "no_right"
    assert reply("mum").status == 403


def test_a_closed_account_is_not_answered(api: HttpApi, send: Callable[..., str], reply: Reply) -> None:
    """RPLY-11: nobody would read it."""
    send("mum", **to_tom())
    mum = directory.users(D, ["mum"])["mum"]
    directory.put_users(D, [replace(mum, enabled=False)])
    assert why_not(api, "tom") == "gone"
    assert reply("tom").status == 403


def test_only_ones_own_conversations(api: HttpApi, send: Callable[..., str], reply: Reply) -> None:
    """RPLY-01: another family's looks as if it were not there."""
    send()
    theirs = thread_of(api, "mum")
    assert api.get("/v1/inbox", as_="dad").json["items"] == []
    assert reply("dad", thread=theirs).status == 404
    assert reply("mum", thread="nowhere").status == 404


# ---- what is said ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("html", ["", " ", "<p> </p>", "<script>alert(1)</script>", "<p>{{nonsense}}</p>"])
def test_an_answer_says_something(api: HttpApi, send: Callable[..., str], reply: Reply, html: str) -> None:
    """RPLY-01: an empty one, and what cannot be sent, is refused at its field; nothing is stored."""
    send()
    answer = reply("mum", html)
    assert (answer.status, answer.fields) == (400, ["html"]), answer.text
    assert len(talk(api, "mum")) == 1


def test_an_answer_is_filed_once(api: HttpApi, send: Callable[..., str], reply: Reply) -> None:
    """RPLY-01, SEND-01: a double click, and a key that was used for something else."""
    send()
    first = reply("mum", key="the-same-key")
    assert reply("mum", key="the-same-key").json == first.json
    assert reply("mum", "<p>Other</p>", key="the-same-key").status == 409
    assert len(talk(api, "mum")) == len(talk(api, "tom")) == 2


def test_a_family_answers_so_much_an_hour(
    api: HttpApi, send: Callable[..., str], reply: Reply, monkeypatch: pytest.MonkeyPatch
) -> None:
    """RPLY-01: beyond it nothing is stored; staff have no such limit."""
    monkeypatch.setattr("chalicelib.messages.families.MOST_AN_HOUR", 1)
    send()
    assert [reply("mum").status for _ in range(2)] == [202, 429]
    assert [reply("tom").status for _ in range(2)] == [202, 202]
    assert len(talk(api, "mum")) == 4
