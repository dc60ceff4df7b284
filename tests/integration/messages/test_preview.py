"""The message as a recipient will get it, and when it will be done, before it is sent."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.access import endpoint
from chalicelib.audience import sample
from chalicelib.audience.model import RecipientType, picks
from chalicelib.audience.resolve import reaches
from chalicelib.audience.terms import terms_of
from chalicelib.content.model import Channel
from chalicelib.delivery import known
from chalicelib.delivery.gate.breaker import Breaker
from chalicelib.delivery.gate.line import Line
from chalicelib.delivery.store import gates
from chalicelib.directory import store as directory
from chalicelib.directory.model import EmailAddress
from chalicelib.directory.suppression import NOBODY
from chalicelib.kernel.clock import FixedClock
from tests.builders import families, people
from tests.support.api import Answer, HttpApi
from tests.support.districts import settle

from .conftest import D, enrol, stored, students

pytestmark = pytest.mark.usefixtures("town")

LETTER = {"email": {"html": "<p>Dear {{recipient.first_name}}, {{student.first_name}} was late.</p>"}}


def ask(api: HttpApi, as_: str = "head", **changes: Any) -> Answer:
    usual = {"school_id": "lincoln", "subject": "About {{student.first_name}}", "parts": LETTER}
    return api.post("/v1/preview", usual | changes, as_=as_)


def test_the_letter_is_filled_for_a_sample_recipient(api: HttpApi) -> None:
    """COMP-33, FLDS-03: letterhead and insert fields; nothing is stored."""
    found = ask(api, audience=students(students=["s1"])).json
    letter = found["letter"]
    assert letter["subject"] == "About Amy"
    assert "<p>Dear S1-Mum, Amy was late.</p>" in letter["html"]
    assert ">Lincoln High<" in letter["html"]
    assert "lists you as a contact of Amy Miller" in letter["html"]
    assert "Dear S1-Mum, Amy was late." in letter["text"]
    assert "{{" not in letter["html"] + letter["text"]
    assert found["reader"] == {
        "name": "S1-Mum Miller",
        "person_kind": "contact",
        "regarding_student": "Amy Miller",
    }
    assert (found["sample"], found["samples"], stored()) == (0, 1, 0)


def test_without_a_recipient_the_fields_stand_marked(api: HttpApi) -> None:
    """COMP-33, COMP-01: a blank preview."""
    found = ask(api).json
    assert "[Recipient&#x27;s first name]" in found["letter"]["html"]
    assert found["letter"]["subject"] == "About [Student's first name]"
    assert (found["reader"], found["samples"]) == (None, 0)


def test_each_student_and_member_of_staff_is_a_sample(api: HttpApi) -> None:
    """COMP-33: one after another, and then from the beginning."""
    audience = students(schools=["lincoln"]) | {"staff": {"users": ["tom"]}}
    names = [ask(api, audience=audience, sample=number).json["reader"]["name"] for number in range(6)]
    assert names == [*(f"S{number}-Mum Miller" for number in (1, 2, 3, 4)), "Tom Miller", "S1-Mum Miller"]


def test_the_sample_is_somebody_who_is_reached(api: HttpApi) -> None:
    nobody = families.contact("nobody", emails=(), phones=(), linked_user=None, sort_order=1)
    enrol("hill", families.student("x1", nobody, families.contact("dad"), schools=("hill",)))
    found = ask(api, "boss", audience=students(schools=["hill"])).json
    assert found["reader"]["name"] == "Dad Miller"


def test_texts_and_calls_read_as_they_will(api: HttpApi) -> None:
    """COMP-33, A-75: cut where a value made them too long."""
    parts = {"sms": {"text": "{{student.first_name}} " + "x" * 100}, "voice": {"text": "Call {{sender.name}}"}}
    directory.put_students(D, [families.student("s1", given_name="Y" * 60)])
    found = ask(api, parts=parts, audience=students(students=["s1"])).json
    assert len(found["sms_text"]) == 130
    assert (found["letter"], found["voice_text"]) == (None, "Call Helen Miller")


def test_the_push_and_the_inbox_show_the_message_alone(api: HttpApi) -> None:
    """COMP-33: without the letter's frame, under the sender's name; without an email the first other part."""
    audience = students(students=["s1"])
    found = ask(api, audience=audience, parts=LETTER | {"push": {}}).json
    assert found["push_text"] == "About Amy: Dear S1-Mum, Amy was late."
    assert found["in_app"] == {"subject": "About Amy", "html": "<p>Dear S1-Mum, Amy was late.</p>"}
    assert found["sender"] == "Helen Miller"
    text = ask(api, audience=audience, parts={"sms": {"text": "{{student.first_name}} <was> late"}}).json
    assert (text["push_text"], text["in_app"]["html"]) == (None, "<p>Amy &lt;was&gt; late</p>")
    secure = ask(api, audience=audience, parts=LETTER | {"push": {}}, secure=True, source="school").json
    assert (secure["push_text"], secure["sender"]) == (
        "You have a secure message. Sign in to read it.",
        "Lincoln High",
    )


def test_what_could_not_be_sent_is_refused_at_its_field(api: HttpApi) -> None:
    """COMP-35, SMS-02."""
    assert ask(api, parts={}).fields == ["parts"]
    assert ask(api, parts={"sms": {"text": "x" * 131}}).fields == ["parts.sms.text"]
    script = ask(api, parts={"email": {"html": "<p>Hi</p><script>alert(1)</script>"}})
    assert (script.status, script.fields) == (400, ["parts.email.html"])


def test_whoever_may_not_send_may_preview_and_is_refused_to_send(
    api: HttpApi, without: Callable[[str], str]
) -> None:
    """PERM-06: Compose is there to print; a direct request to send is refused."""
    near = without("send_messages")
    audience = students(students=["s1"])
    found = ask(api, near, audience=audience)
    assert (found.status, found.json["reader"]["name"]) == (200, "S1-Mum Miller")
    assert api.get("/v1/insert-fields", as_=near).json["items"][0]["group"] == "student"
    sent = api.post(
        "/v1/messages",
        {"school_id": "lincoln", "audience": audience, "parts": LETTER},
        as_=near,
        headers={"Idempotency-Key": "the-direct-way"},
    )
    assert (sent.status, stored()) == (403, 0)


def test_a_sample_is_only_somebody_whom_one_could_write_to(api: HttpApi, without: Callable[[str], str]) -> None:
    """PERM-07: otherwise the preview would tell who is there."""
    assert ask(api, "tom", audience=students(schools=["lincoln"])).status == 404
    assert ask(api, "head", audience=students(students=["s5"])).status == 404
    refused = ask(api, without("send_to_primary_contacts"), audience=students(students=["s1"]))
    assert (refused.status, refused.fields) == (403, ["audience.students.recipient_type"])


# ---- When it will be done -----------------------------------------------------------------------------------


@pytest.fixture
def night(town: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half past five in Denver, an hour before the window opens there."""
    directory.put_district(
        people.district(settings={"call_window_not_before": "06:30", "texts_per_second": 10})
    )
    known.forget()
    now = FixedClock(datetime(2026, 11, 23, 12, 30, tzinfo=UTC))
    monkeypatch.setattr(endpoint, "clock_source", lambda: now)


def estimated(api: HttpApi, **query: Any) -> dict[str, Any]:
    answer = api.get("/v1/estimate", query={"school_id": "lincoln"} | query, as_="head")
    assert answer.status == 200, answer.text
    return {part["channel"]: part for part in answer.json["parts"]} | {"done_at": answer.json["done_at"]}


@pytest.mark.usefixtures("night")
def test_a_text_before_the_window_says_when_it_will_leave(api: HttpApi) -> None:
    """SEND-06, A-27: the email is not delayed; the rates are the district's."""
    found = estimated(api, email=100, sms=1200)
    assert (found["email"]["held"], found["email"]["begins_at"]) == (False, "2026-11-23T12:30:00.000000+00:00")
    assert (found["sms"]["held"], found["sms"]["begins_at"]) == (True, "2026-11-23T13:30:00.000000+00:00")
    assert found["sms"]["done_at"] == found["done_at"] == "2026-11-23T13:33:00.000000+00:00"


@pytest.mark.usefixtures("night")
def test_what_the_school_has_sent_before_counts(api: HttpApi) -> None:
    """QUEUE-04, SEND-06: sixty thousand emails leave for ten minutes more; another school does not mind."""
    until = {"made normal:lincoln": datetime(2026, 11, 23, 12, 40, tzinfo=UTC).timestamp()}
    placed = Line(until=until, pace=100, given_at=datetime(2026, 11, 23, 12, 30, tzinfo=UTC).timestamp())
    directory.put_district(people.district(settings={"emails_per_second": 100}))
    known.forget()
    gates.change(D, Channel.EMAIL, lambda breaker, _line: (breaker, placed, None))
    found = estimated(api, email=100)["email"]
    assert found["begins_at"] == "2026-11-23T12:40:00.000000+00:00"
    assert found["done_at"] == "2026-11-23T12:41:00.000000+00:00"
    assert estimated(api, email=100, emergency="email")["email"]["done_at"] == found["done_at"], "no email is"


@pytest.mark.usefixtures("night")
def test_an_emergency_says_nothing_of_the_window(api: HttpApi) -> None:
    """SEND-06: no warning, no delay."""
    found = estimated(api, sms=1200, emergency="sms,email")
    assert not found["sms"]["held"]


@pytest.mark.usefixtures("night")
def test_the_window_is_in_the_time_of_the_senders_school(api: HttpApi) -> None:
    """A-27: in Chicago it opened an hour earlier."""
    directory.put_school(D, people.school("lincoln", time_zone="America/Chicago"))
    known.forget()
    assert not estimated(api, sms=1)["sms"]["held"]


@pytest.mark.usefixtures("night")
def test_while_a_provider_is_down_nobody_names_an_end(api: HttpApi) -> None:
    """COMP-33, QUEUE-04: the estimate says so of that channel alone; when it answers again, it has its end."""
    now = datetime(2026, 11, 23, 12, 30, tzinfo=UTC).timestamp()
    gates.change(D, Channel.SMS, lambda _breaker, line: (Breaker(3, now, now + 5), line, None))
    found = estimated(api, email=100, sms=10)
    assert (found["sms"]["stopped"], found["sms"]["done_at"], found["sms"]["in_time"]) == ("down", None, True)
    assert (found["email"]["stopped"], found["done_at"]) == (None, None)
    assert found["email"]["done_at"]
    assert estimated(api, sms=10, emergency="sms")["sms"]["stopped"] == "down"
    gates.change(D, Channel.SMS, lambda breaker, line: (breaker.worked(), line, None))
    found = estimated(api, email=100, sms=10)
    assert (found["sms"]["stopped"], found["done_at"]) == (None, found["sms"]["done_at"])


@pytest.mark.usefixtures("night")
def test_emails_that_are_paused_wait_unless_the_message_is_an_emergency(api: HttpApi) -> None:
    """QUEUE-04"""
    assert gates.pause(D, Channel.EMAIL, 5.0)
    found = estimated(api, email=100, sms=10)
    assert (found["email"]["stopped"], found["email"]["done_at"], found["sms"]["stopped"]) == (
        "paused",
        None,
        None,
    )
    found = estimated(api, email=100, sms=10, emergency="sms")
    assert (found["email"]["stopped"], found["done_at"] is None) == (None, False)


def test_the_estimate_needs_a_school_and_sensible_numbers(api: HttpApi) -> None:
    assert api.get("/v1/estimate", query={"sms": 1}, as_="head").fields == ["school_id"]
    odd = {"school_id": "lincoln", "sms": -1, "emergency": "smoke"}
    assert set(api.get("/v1/estimate", query=odd, as_="head").fields) == {"sms", "emergency.0"}


def test_an_unsubscribed_sample_is_shown_all_the_same(api: HttpApi) -> None:
    """Whoever reads it in the inbox sees the same words."""
    gone = families.contact("una", emails=(EmailAddress("una@x.example", unsubscribed=True),))
    directory.put_students(D, [families.student("s1", gone)])
    assert ask(api, audience=students(students=["s1"])).json["reader"]["name"] == "Una Miller"


def test_a_secure_message_shows_the_notice_and_what_is_read_after_signing_in(api: HttpApi) -> None:
    """COMP-33, CHAN-12: two different things, so both are shown."""
    found = ask(api, secure=True, audience=students(students=["s1"])).json
    assert "Amy was late" in found["letter"]["html"]
    assert "Amy" not in found["notice"]["html"] + found["notice"]["subject"]
    assert ask(api).json["notice"] is None


# ---- What is shown is what goes out ------------------------------------------------------------------------


TEXT = {"sms": {"text": "re {{students.first_names}}"}}


def one_text_per_phone() -> None:
    """Ann and Bob of one mother; Cat, of another family at another school, on the same phone."""
    shared = families.phone("+12065550001")
    mum = families.contact("mum", phones=(shared,))
    gran = families.contact("gran", phones=(shared,))
    settle(
        families.student("ann", mum),
        families.student("bob", mum),
        families.student("cat", gran, schools=("hill",)),
        one_per_address=True,
    )


def test_one_text_per_phone_is_shown_about_everybody_whom_it_is_about(api: HttpApi) -> None:
    """COMP-33, CHAN-13: across schools and families; the email tells of the children of its own reader."""
    one_text_per_phone()
    audience = students(schools=["lincoln", "hill"])
    parts = TEXT | {"email": {"html": "<p>re {{students.first_names}}</p>"}}
    first, second = (ask(api, "boss", audience=audience, parts=parts, sample=at).json for at in (0, 1))
    assert first["samples"] == 2  # Bob is a repetition of Ann, by email and by text
    assert first["sms_text"].startswith("re Ann, Bob and Cat")
    assert "re Ann and Bob<" in first["letter"]["html"]
    assert second["reader"]["regarding_student"] == "Cat Miller"
    assert "re Cat<" in second["letter"]["html"]


def test_where_nothing_goes_out_about_a_child_the_household_is_shown(
    api: HttpApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    """COMP-33: an audience of which not everybody is looked up first."""
    monkeypatch.setattr(sample, "EACH", 0)
    one_text_per_phone()
    found = [
        ask(api, "boss", audience=students(schools=["lincoln", "hill"]), parts=TEXT, sample=at).json
        for at in range(3)
    ]
    assert found[0]["samples"] == 3
    assert {each["sms_text"] for each in found} == {found[0]["sms_text"]}


def test_once_per_family_shows_the_one_whom_sending_picks(api: HttpApi) -> None:
    """RCPT-09, RCPT-12, COMP-33: under the key of the draft, and no brother or sister as another sample."""
    pair = (
        families.student("ann", linked_students=("bob",)),
        families.student("bob", linked_students=("ann",)),
    )
    settle(*pair)
    audience = {"students": {"recipient_type": "once_per_family", "schools": ["lincoln"]}, "staff": None}
    district, shown = directory.district(D), set()
    for number in range(6):
        key = f"the-key-{number}"
        found = ask(api, audience=audience, parts=TEXT, key=key).json
        terms = terms_of(district, NOBODY, (Channel.SMS,), datetime.now(UTC), seed=picks(key))
        (picked,) = (
            each.recipient.student_name
            for each in reaches(RecipientType.ONCE_PER_FAMILY, pair, terms)
            if not each.recipient.destinations[Channel.SMS].duplicate
        )
        assert (found["samples"], found["reader"]["regarding_student"]) == (1, picked)
        shown.add(picked)
    assert len(shown) == 2
