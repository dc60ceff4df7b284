"""Answers by email, on the whole line: from the letter's own address into the conversation, and back."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from chalicelib.access import store as access
from chalicelib.access.model import Profile
from chalicelib.access.profiles import STANDARD
from chalicelib.delivery.replies.inbound import receive as take_in
from chalicelib.directory import store as directory
from chalicelib.directory.model import LinkedUser, Role
from chalicelib.kernel import aws, dynamo, settings
from chalicelib.messages.store import keys
from infra.local.simulator.mailbox import mime, notification
from infra.local.simulator.rendering import HandedOver
from tests.builders import families, imports, people
from tests.support.api import HttpApi
from tests.support.line import Line

from .test_replies import line, send, talk, thread_of, why_not

__all__ = ["line", "send"]  # fixtures
D = "demo"
Receive = Callable[..., str]


@pytest.fixture(autouse=True)
def replies_are_received(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sam's uncle is a contact too, without an account."""
    monkeypatch.setenv("REPLY_DOMAIN", "replies.example.org")
    uncle = families.contact("uncle", given_name="Uncle", family_name="Bob", linked_user=None)
    (sam,) = directory.students(D, ["sam"]).values()
    directory.put_students(D, [replace(sam, contacts=(*sam.contacts, uncle))])


@pytest.fixture
def receive(line: Line) -> Receive:
    """Let a mail come in, as SES hands it on; gives back what became of it."""

    def come_in(to: str, text: str = "Gladly.", mail_id: str = "", **order: Any) -> str:
        mail_id = mail_id or uuid4().hex
        key = f"incoming/{mail_id}"
        whole = {"from": "somebody@home.example", "to": to, "subject": "Re: Field trip", "body": text} | order
        bucket = settings.setting("MAIL_BUCKET")
        aws.s3().put_object(Bucket=bucket, Key=key, Body=mime(whole))
        line.clock.advance(seconds=1)
        note = notification(whole, mail_id, bucket, key, "2026-11-23T15:00:00Z")
        fate = take_in(note, line.clock)
        line.clock.advance(seconds=1)
        line.run()
        return fate

    return come_in


def letter_to(line: Line, address: str) -> HandedOver:
    """The newest email to somebody."""
    return next(each for each in line.handed_over(kind="email") if each.destination == address)


def reply_to(line: Line, address: str) -> str:
    (found,) = letter_to(line, address).detail["reply_to"]
    return str(found)


def test_a_parent_answers_the_email(
    api: HttpApi, line: Line, send: Callable[..., str], receive: Receive
) -> None:
    """RPLY-02, RPLY-03, QUEUE-13: also from a personal address, which the reader is told; the same conversation
    as a reply in the app."""
    send()
    assert (
        receive(reply_to(line, "mary@home.example"), "She will come.\n\nOn Monday Tom wrote:\n> Bring lunch.")
        == "filed"
    )
    said = "<p>She will come.</p><p><em>Sent from somebody@home.example</em></p>"
    assert talk(api, "tom") == [("<p>Bring lunch.</p>", True), (said, False)]
    assert talk(api, "mum") == [("<p>Bring lunch.</p>", False), (said, True)]
    assert receive(reply_to(line, "mary@home.example"), "At nine.", **{"from": "Mary@Home.example"}) == "filed"
    assert talk(api, "tom")[-1] == ("<p>At nine.</p>", False)


def test_the_same_mail_twice_is_filed_once(
    api: HttpApi, line: Line, send: Callable[..., str], receive: Receive
) -> None:
    """RPLY-03."""
    send()
    to = reply_to(line, "mary@home.example")
    assert [receive(to, mail_id="same"), receive(to, mail_id="same")] == ["filed", "filed"]
    assert len(talk(api, "tom")) == 2


def test_a_mail_that_comes_again_days_later_is_filed_no_second_time(
    api: HttpApi, line: Line, send: Callable[..., str], receive: Receive
) -> None:
    """RPLY-03: SQS keeps it for 14 days, requests are known for one."""
    send()
    to = reply_to(line, "mary@home.example")
    assert receive(to, mail_id="same") == "filed"
    known = keys.request(D, "mum", "mail-same")
    assert dynamo.get(keys.table(), known, "REQUEST")
    dynamo.delete(keys.table(), known, "REQUEST")
    line.clock.advance(days=2)
    assert receive(to, mail_id="same") == "filed"
    assert len(talk(api, "tom")) == 2


def test_what_is_too_much_for_this_hour_is_filed_in_the_next(
    api: HttpApi, line: Line, send: Callable[..., str], receive: Receive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """RPLY-02: nothing that a family mails gets lost; with an account or without."""
    monkeypatch.setattr("chalicelib.messages.families.MOST_AN_HOUR", 1)
    send()
    both = [(each, reply_to(line, each)) for each in ("mary@home.example", "uncle@home.example")]
    fates = [receive(to, text, **{"from": each}) for text in ("One.", "Two.") for each, to in both]
    assert fates == ["filed", "filed", "put_off", "put_off"]
    line.run(minutes=9)
    assert newest(api) == ["One.", "One."]
    line.clock.advance(hours=1)
    line.run(minutes=1)
    assert newest(api) == ["Two.", "Two."]
    assert line.dead_letters == []


def newest(api: HttpApi) -> list[str]:
    """What Tom's inbox shows of each conversation."""
    return [each["snippet"] for each in api.get("/v1/inbox", as_="tom").json["items"]]


def test_a_contact_without_an_account_answers_and_is_answered(
    api: HttpApi, line: Line, send: Callable[..., str], receive: Receive
) -> None:
    """RPLY-05, A-95, IMPT-12: shown by the contact's name; staff's answers go back to the email."""
    send()
    uncle = {"from": "uncle@home.example"}
    assert receive(reply_to(line, "uncle@home.example"), "I can drive.", **uncle) == "filed"
    (thread,) = [each for each in api.get("/v1/inbox", as_="tom").json["items"] if each["unread"]]
    assert thread["with"]["name"] == "Uncle Bob"
    path = f"/v1/inbox/{thread['thread_id']}"
    answer = api.post(
        f"{path}/replies", {"html": "<p>Thank you!</p>"}, as_="tom", headers={"Idempotency-Key": "thanks-1"}
    )
    assert answer.status == 202, answer.text
    line.run()
    assert "Thank you!" in letter_to(line, "uncle@home.example").text
    assert receive(reply_to(line, "uncle@home.example"), "You are welcome.", **uncle) == "filed"
    said = [each["html"] for each in api.get(path, as_="tom").json["items"]]
    assert said == ["<p>You are welcome.</p>", "<p>Thank you!</p>", "<p>I can drive.</p>"]


def test_an_imported_recipient_answers(
    api: HttpApi, line: Line, send: Callable[..., str], receive: Receive
) -> None:
    """IMPT-12: when the message allows it."""
    made = api.post("/v1/imported-lists", as_="tom").json
    filled = api.post(
        f"/v1/imported-lists/{made['list_id']}/files",
        imports.body(imports.csv("Grace Park,grace@firm.example,")),
        as_="tom",
    )
    assert filled.status == 200, filled.text
    send(audience={"imported": {"list_id": made["list_id"]}})
    assert receive(reply_to(line, "grace@firm.example"), "Count me in.") == "filed"
    (thread,) = api.get("/v1/inbox", as_="tom").json["items"]
    assert thread["with"]["name"] == "Grace Park"


def test_a_message_that_takes_no_answers_gets_one_notice(
    api: HttpApi, line: Line, send: Callable[..., str], receive: Receive
) -> None:
    """RPLY-04: one, polite, marked as automatic; and nothing is filed."""
    send(replies=False)
    to = reply_to(line, "mary@home.example")
    assert [receive(to), receive(to)] == ["not_taken", "not_taken"]
    (notice,) = [each for each in line.handed_over(kind="email") if each.destination == "somebody@home.example"]
    assert "takes no answers" in notice.text
    assert ["Auto-Submitted", "auto-replied"] in [list(each) for each in notice.headers]
    assert api.get("/v1/inbox", as_="tom").json["items"] == []


@pytest.mark.parametrize("header", [{"Auto-Submitted": "auto-replied"}, {"Precedence": "bulk"}])
def test_machines_are_neither_filed_nor_answered(
    api: HttpApi, line: Line, send: Callable[..., str], receive: Receive, header: dict[str, str]
) -> None:
    """RPLY-04, RPLY-10."""
    send(replies=False)
    before = len(line.handed_over(kind="email"))
    assert receive(reply_to(line, "mary@home.example"), headers=header) == "automatic"
    assert len(line.handed_over(kind="email")) == before


def test_an_altered_address_is_not_filed(
    api: HttpApi, line: Line, send: Callable[..., str], receive: Receive
) -> None:
    """RPLY-03: kept for review; nobody is told."""
    send()
    to = reply_to(line, "mary@home.example")
    before = len(line.handed_over(kind="email"))
    assert receive(("b" if to[0] == "a" else "a") + to[1:]) == "unknown_address"
    assert receive("office@replies.example.org") == "unknown_address"
    assert len(line.handed_over(kind="email")) == before
    assert api.get("/v1/inbox", as_="tom").json["items"] == []


@pytest.mark.parametrize(
    ("verdicts", "fate"),
    [
        ({"dmarc": "FAIL"}, "not_trusted"),
        ({"virus": "FAIL"}, "not_trusted"),
        ({"virus": "PROCESSING_FAILED"}, "not_trusted"),
        ({"spam": "FAIL"}, "not_trusted"),
        ({"dmarc": "GRAY", "spf": "FAIL", "dkim": "GRAY"}, "not_trusted"),
        ({"dmarc": "GRAY", "spf": "FAIL"}, "filed"),
        ({"dmarc": "GRAY", "dkim": "FAIL"}, "filed"),
    ],
)
def test_who_forges_a_sender_is_not_filed(
    line: Line, send: Callable[..., str], receive: Receive, verdicts: dict[str, str], fate: str
) -> None:
    """ABUSE-06: the address alone is not enough."""
    send()
    assert receive(reply_to(line, "mary@home.example"), verdicts=verdicts) == fate


@pytest.mark.parametrize("subtype", ["plain", "html"])
def test_an_answer_by_email_passes_the_flagged_words(
    api: HttpApi, line: Line, send: Callable[..., str], receive: Receive, subtype: str
) -> None:
    """FLAG-09, RPLY-07: tags inside a word hide nothing; who has an account and who has none alike."""
    send()
    word = "This is bul<b>ls</b>hit." if subtype == "html" else "This is bullshit."
    for address in ("mary@home.example", "uncle@home.example"):
        assert receive(reply_to(line, address), word, subtype=subtype) == "filed"
    threads = api.get("/v1/inbox", as_="tom").json["items"]
    assert [each["flagged"] for each in threads] == [True, True]


def test_html_in_an_answer_is_text(
    api: HttpApi, line: Line, send: Callable[..., str], receive: Receive
) -> None:
    """RPLY-06."""
    send()
    receive(reply_to(line, "mary@home.example"), "<script>alert(1)</script> {{student.first_name}}")
    assert "<script>" not in str(talk(api, "tom"))
    assert "{ {student.first_name}}" in str(talk(api, "tom"))


def test_the_letter_says_where_to_write(line: Line, send: Callable[..., str]) -> None:
    """RPLY-06: the line that answers are cut at stands in letters that take answers, and in no others."""
    send()
    assert "above this line" in letter_to(line, "mary@home.example").text
    send(replies=False)
    assert "above this line" not in letter_to(line, "mary@home.example").text


@pytest.mark.parametrize("address", ["mary@home.example", "uncle@home.example"])
def test_a_later_message_with_replies_off_leaves_earlier_letters_open(
    api: HttpApi, line: Line, send: Callable[..., str], receive: Receive, address: str
) -> None:
    """RPLY-02, RPLY-03, RPLY-04: each letter's own message decides, with an account or without."""
    send()
    open_letter = reply_to(line, address)
    send(replies=False)
    closed_letter = reply_to(line, address)
    assert receive(open_letter, "She will come.", **{"from": address}) == "filed"
    assert ("<p>She will come.</p>", False) in talk(api, "tom")
    assert receive(closed_letter) == "not_taken"


def test_a_later_message_that_takes_answers_does_not_open_earlier_letters(
    api: HttpApi, line: Line, send: Callable[..., str], receive: Receive
) -> None:
    """RPLY-04: a letter with replies off stays closed; the later one is answered."""
    send(replies=False)
    closed_letter = reply_to(line, "mary@home.example")
    send()
    assert receive(closed_letter) == "not_taken"
    assert receive(reply_to(line, "mary@home.example")) == "filed"


def test_closed_conversations_stay_closed_by_email(
    api: HttpApi, line: Line, send: Callable[..., str], receive: Receive
) -> None:
    """RPLY-08: what the app refuses, the mailbox refuses too."""
    send()
    to = reply_to(line, "mary@home.example")
    tom = directory.users(D, ["tom"])["tom"]
    directory.put_users(D, [replace(tom, schools=("hill",))])
    assert why_not(api, "mum") == "other_school"
    assert receive(to) == "not_taken"
    assert thread_of(api, "mum")


def test_who_may_not_answer_is_not_told_that_nobody_may(
    line: Line, send: Callable[..., str], receive: Receive
) -> None:
    """RPLY-04, PERM-05: an account without Communication, whose letter asked for an answer as all do."""
    access.put_profiles(D, [*STANDARD.values(), Profile("no-inbox", "No inbox", Role.PARENT)])
    out = {"roles": (Role.PARENT,), "students": ("sam",), "profiles": ("no-inbox",)}
    directory.put_users(D, [people.user("out", **out)])
    linked = families.contact("out", linked_user=LinkedUser("out", profiles=("no-inbox",)))
    (sam,) = directory.students(D, ["sam"]).values()
    directory.put_students(D, [replace(sam, contacts=(*sam.contacts, linked))])
    send()
    assert receive(reply_to(line, "out@home.example")) == "not_taken"
    told = letter_to(line, "somebody@home.example").text
    assert "Tom Miller cannot be answered from your account" in told
    assert "takes no answers" not in told
