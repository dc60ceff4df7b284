"""What is answered after a secure message is secure: whoever gives it, and however."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.content.model import Channel
from chalicelib.delivery import devices
from chalicelib.delivery.model import Delivery
from chalicelib.directory import store as directory
from chalicelib.directory.model import LinkedUser
from chalicelib.messages import store
from chalicelib.messages.model import Message
from infra.local.simulator.rendering import HandedOver
from tests.support.api import Answer, HttpApi
from tests.support.line import Line

from .test_answers_by_email import Receive, receive, replies_are_received, reply_to
from .test_replies import D, Reply, line, reply, send, talk, thread_of, to_tom
from .test_scheduled_answers import schedule, wait_for

__all__ = ["line", "receive", "replies_are_received", "reply", "send"]  # fixtures
Send = Callable[..., str]
SECRETS = ("Bring lunch", "Field trip", "Gladly", "Many thanks", "Sam")


def conversation(api: HttpApi, as_: str, thread: str = "") -> dict[str, Any]:
    found: dict[str, Any] = api.get(f"/v1/inbox/{thread or thread_of(api, as_)}", as_=as_).json
    return found


def mails(line: Line) -> list[HandedOver]:
    return line.handed_over(kind="email")


def leaks(line: Line, newest: int = 100) -> list[str]:
    """What of a secure conversation stands in the newest mails or on a device."""
    outside = [*mails(line)[:newest], *line.handed_over(kind="push")]
    return [
        said
        for said in SECRETS
        for each in outside
        if said in f"{each.subject}{each.html}{each.text}{each.payload}"
    ]


def rows(line: Line, answer: Answer) -> list[Delivery]:
    return line.rows(message_of(answer), Channel.EMAIL)


def message_of(answer: Answer) -> Message:
    found = store.load(D, answer.json["message_id"])
    assert found is not None
    return found


def test_answers_in_the_app_are_secure_for_both(api: HttpApi, line: Line, send: Send, reply: Reply) -> None:
    """COMP-06, RPLY-01, RPLY-11, CHAN-03: family and staff in turn; outside they say that there is one."""
    for account in ("mum", "tom"):
        devices.register(D, account, "android", f"token-{account}", "Phone", line.clock.now())
        user = directory.users(D, [account])[account]
        directory.put_users(D, [replace(user, push_always=True)])
    send(secure=True)
    for as_, html in (
        ("mum", "<p>Many thanks!</p>"),
        ("tom", "<p>Gladly.</p>"),
        ("mum", "<p>Many thanks.</p>"),
    ):
        answer = reply(as_, html)
        assert (answer.status, answer.json["secure"]) == (202, True)
        assert [row.status.value for row in rows(line, answer)] == ["sent"]
    assert [(each.destination, each.subject) for each in reversed(mails(line))] == [
        ("mary@home.example", "Secure message from Tom Miller"),
        ("tom@school.example", "Secure message from Mary Miller"),
        ("mary@home.example", "Secure message from Tom Miller"),
        ("tom@school.example", "Secure message from Mary Miller"),
    ]
    assert len(line.handed_over(kind="push")) == 3  # one for each answer
    assert leaks(line) == []
    said = ["<p>Bring lunch.</p>", "<p>Many thanks!</p>", "<p>Gladly.</p>", "<p>Many thanks.</p>"]
    assert [html for html, _ in talk(api, "mum")] == [html for html, _ in talk(api, "tom")] == said


def test_everybody_sees_that_it_is_secure(api: HttpApi, send: Send, reply: Reply) -> None:
    """COMP-06: in the list, at each message, and for the answer."""
    send(secure=True)
    assert reply("mum").status == 202
    for as_ in ("mum", "tom"):
        (thread,) = api.get("/v1/inbox", as_=as_).json["items"]
        found = conversation(api, as_)
        assert thread["secure"] is found["secure"] is True
        assert found["unread_there"] is False
        assert [each["secure"] for each in found["items"]] == [True, True]


def test_an_ordinary_conversation_stays_ordinary(api: HttpApi, line: Line, send: Send, reply: Reply) -> None:
    """COMP-06: nothing is secure that nobody asked for."""
    send()
    answer = reply("mum")
    assert answer.json["secure"] is False
    found = conversation(api, "tom")
    assert (found["secure"], found["unread_there"]) == (False, False)
    assert [each["secure"] for each in found["items"]] == [False, False]
    assert "Gladly" in mails(line)[0].text


def test_an_ordinary_message_does_not_open_it_again(line: Line, send: Send, reply: Reply) -> None:
    """COMP-06: it goes out as its author wrote it; what is answered may still be about the secret."""
    send(secure=True)
    send(subject="Newsletter", parts={"email": {"html": "<p>Snow.</p>"}})
    assert "Snow." in mails(line)[0].text
    answer = reply("mum")
    assert answer.json["secure"] is True
    assert leaks(line, newest=1) == []


def test_what_staff_add_to_their_own_secure_message_is_secure(
    api: HttpApi, line: Line, send: Send, reply: Reply
) -> None:
    """COMP-06: a send writes only its readers' side of the conversation; the author's says nothing of it."""
    send("mum", **to_tom())
    send(secure=True)
    assert conversation(api, "tom")["secure"] is True
    before = len(mails(line))
    assert reply("tom", "<p>Gladly.</p>").json["secure"] is True
    assert [each.subject for each in mails(line)[: len(mails(line)) - before]] == [
        "Secure message from Tom Miller"
    ]
    assert "Gladly" not in str(mails(line))


def test_an_answer_that_waits_is_marked_secure(api: HttpApi, line: Line, send: Send, reply: Reply) -> None:
    """COMP-06, SCHD-05: in the list of scheduled messages, from when it was saved."""
    send(secure=True)
    reply("mum", "<p>Many thanks!</p>")
    assert schedule(api, line).json["secure"] is True
    (row,) = api.get("/v1/scheduled-messages", as_="tom").json["items"]
    assert row["secure"] is True


def test_a_family_answers_securely_and_marks_nothing_secure(api: HttpApi, send: Send, reply: Reply) -> None:
    """COMP-06, A-94: their answer inherits it; asking for it is for staff."""
    send(secure=True)
    assert reply("mum").json["secure"] is True
    parts = {"email": {"html": "<p>Gladly.</p>"}}
    asked = {"school_id": "lincoln", "parts": parts} | to_tom(secure=True)
    answer = api.post("/v1/messages", asked, as_="mum", headers={"Idempotency-Key": "by-mary-1"})
    assert (answer.status, answer.fields) == (403, ["secure"])


def test_an_answer_that_leaves_later_is_secure(api: HttpApi, line: Line, send: Send, reply: Reply) -> None:
    """COMP-06, SCHD-05: as the conversation is when it is due."""
    send("mum", **to_tom())
    made = schedule(api, line)
    assert made.status == 201, made.text
    assert made.json["warnings"] == []
    send(secure=True)
    before = len(mails(line))
    wait_for(line, made)
    assert len(mails(line)) == before + 1
    assert mails(line)[0].subject == "Secure message from Tom Miller"
    assert "Gladly" not in str(mails(line))
    assert talk(api, "mum")[-1] == ("<p>Gladly.</p>", False)


def test_a_notice_that_is_answered_by_email_is_filed_and_goes_on_as_secure(
    api: HttpApi, line: Line, send: Send, receive: Receive, reply: Reply
) -> None:
    """COMP-06, RPLY-02, RPLY-06: the notice asks to answer after signing in; who does not is heard."""
    send(secure=True)
    (notice,) = mails(line)
    assert "Please answer there, too" in notice.text
    mary = {"from": "mary@home.example"}
    assert receive(reply_to(line, "mary@home.example"), "Gladly.", **mary) == "filed"
    assert mails(line)[0].destination == "tom@school.example"
    assert reply("tom", "<p>Many thanks.</p>").status == 202
    assert leaks(line) == []
    assert talk(api, "tom")[1:] == [("<p>Gladly.</p>", False), ("<p>Many thanks.</p>", True)]


def test_an_ordinary_letter_that_is_answered_in_a_secure_conversation(
    line: Line, send: Send, receive: Receive
) -> None:
    """COMP-06, RPLY-02: whichever letter it answers."""
    send(subject="Newsletter", parts={"email": {"html": "<p>Snow.</p>"}})
    letter = reply_to(line, "mary@home.example")
    send(secure=True)
    assert receive(letter, "Gladly.") == "filed"
    assert leaks(line, newest=1) == []


def test_a_notice_without_replies_asks_nobody_to_answer(line: Line, send: Send, receive: Receive) -> None:
    """RPLY-04, COMP-06: and what refuses an answer says nothing of the message."""
    send(secure=True, replies=False)
    assert "Please answer there" not in mails(line)[0].text
    assert receive(reply_to(line, "mary@home.example")) == "not_taken"
    assert leaks(line) == []


@pytest.fixture
def answered(api: HttpApi, line: Line, send: Send, receive: Receive) -> str:
    """Mary had an account when the secure message came, and none when she answered the notice: Tom's
    conversation with her."""
    send(secure=True)
    address = reply_to(line, "mary@home.example")
    (sam,) = directory.students(D, ["sam"]).values()
    mary = replace(sam.contacts[0], linked_user=LinkedUser("mum", enabled=False))
    directory.put_students(D, [replace(sam, contacts=(mary, *sam.contacts[1:]))])
    assert receive(address, "Gladly.") == "filed"
    return thread_of(api, "tom")


def test_nothing_is_mailed_to_who_has_no_account(api: HttpApi, line: Line, answered: str, reply: Reply) -> None:
    """A-31, COMP-06, RPLY-05, RPLY-11: staff are told before, may answer, and find an Error for it."""
    found = conversation(api, "tom", answered)
    assert (found["secure"], found["unread_there"], found["cannot_reply"]) == (True, True, None)
    before = len(mails(line))
    answer = reply("tom", "<p>Many thanks!</p>")
    assert answer.status == 202
    assert [(row.status.value, row.reason) for row in rows(line, answer)] == [("error", "no_account")]
    assert len(mails(line)) == before
    assert leaks(line) == []


def test_who_schedules_an_answer_for_nobody_is_told(api: HttpApi, line: Line, answered: str) -> None:
    """A-31, SCHD-05: when it is kept, again when the request is repeated, and on record when it left."""
    made = schedule(api, line, thread=answered)
    (warned,) = made.json["warnings"]
    assert warned["field"] == "answer.html"
    assert "no inbox" in warned["message"]
    assert schedule(api, line, thread=answered).json["warnings"] == [warned]
    wait_for(line, made)
    (run,) = api.get(f"/v1/scheduled-messages/{made.json['schedule_id']}", as_="tom").json["runs"]
    assert run["note"] == warned["message"]
