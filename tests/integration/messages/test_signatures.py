"""Signatures: kept by their author, put under what they write where they ask for it, and counted with it."""

from typing import Any

import pytest

from chalicelib.directory import store as directory
from chalicelib.messages import store
from chalicelib.messages.model import Message
from chalicelib.messages.signed import LEFT_OUT
from tests.builders import people
from tests.support.api import Answer, HttpApi

from .conftest import D, Send, stored
from .test_schedules import Desk
from .test_schedules import desk as desk  # a fixture

URL = "/v1/me/signatures"
NAME = "<p>Helen Miller<br>Lincoln High</p>"
BOTH = {"email_html": NAME, "sms_text": "H. Miller"}
PARTS = {"email": {"html": "<p>Bring lunch.</p>"}, "sms": {"text": "Bring lunch."}}
SIGNED = ("<p>Bring lunch.</p><div><p>Helen Miller<br>Lincoln High</p></div>", "Bring lunch.\nH. Miller")


def keep(api: HttpApi, as_: str = "head", tag: str = "", **signatures: str) -> Answer:
    known = tag or api.get(URL, as_=as_).headers["etag"]
    body = {"email_html": "", "sms_text": ""} | signatures
    return api.call("PUT", URL, as_=as_, body=body, headers={"If-Match": known})


def sent(answer: Answer) -> Message:
    assert answer.status == 202, answer.text
    found = store.load(D, answer.json["message_id"])
    assert found
    return found


def said(message: Message) -> tuple[str, str]:
    return message.content.html, message.content.sms.text if message.content.sms else ""


# ---- Keeping them --------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("town")
def test_each_keeps_their_own(api: HttpApi) -> None:
    """SET-10, SET-11: cleaned like an email, trimmed like a text; nobody else has them."""
    picture = '<img src="https://lincoln.example/logo.png" alt="Lincoln High">'
    html = f'<p style="color:red" class="x">Helen <b>Miller</b></p><p>{picture}</p>'
    kept = keep(api, email_html=html, sms_text="  H. Miller \r\n")
    assert kept.json == {"email_html": f"<p>Helen <b>Miller</b></p><p>{picture}</p>", "sms_text": "H. Miller"}
    assert api.get(URL, as_="head").json == kept.json
    assert api.get(URL, as_="boss").json == {"email_html": "", "sms_text": ""}


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize(
    ("field", "written", "why"),
    [
        ("email_html", "<p>Me</p><script>alert(1)</script>", "The signature holds a script"),
        ("email_html", '<img src="data:image/png;base64,AAAA">', "a picture pasted"),
        ("email_html", '<img src="http://x.example/a.png">', "http://x.example/a.png. Only one that begins"),
        ("email_html", "<p>" + "x" * 20480 + "</p>", "up to 20 KB"),
        ("email_html", "<p>For {{student.first_name}}</p>", "{{student.first_name}}"),
        ("sms_text", "x" * 131, "up to 130 characters"),
        ("sms_text", "e" + "\u0301" * 1600, "up to 130 characters"),
        ("sms_text", "{{sender.name}}", "{{sender.name}}"),
    ],
)
def test_what_cannot_be_sent_is_not_kept(api: HttpApi, field: str, written: str, why: str) -> None:
    """SET-10, SET-11: unsafe HTML, and a text longer than the SMS limit; what was kept stays."""
    keep(api, **BOTH)
    refused = keep(api, **BOTH | {field: written})
    assert (refused.status, refused.fields) == (400, [field])
    assert why in refused.json["detail"]
    assert api.get(URL, as_="head").json == BOTH


@pytest.mark.usefixtures("town")
def test_the_districts_own_limit_binds(api: HttpApi) -> None:
    """SET-11, ADMIN-05."""
    directory.put_district(people.district(settings={"sms_character_limit": 20}))
    assert keep(api, sms_text="x" * 21).fields == ["sms_text"]
    assert keep(api, sms_text="\U0001f469\u200d\U0001f467" * 20).status == 200


@pytest.mark.usefixtures("town")
def test_the_second_of_two_windows_is_told(api: HttpApi) -> None:
    """SET-08: nothing is lost."""
    before = api.get(URL, as_="head").headers["etag"]
    assert keep(api, **BOTH).status == 200
    assert keep(api, tag=before, sms_text="Other").status == 412
    assert api.get(URL, as_="head").json == BOTH
    assert keep(api).json == {"email_html": "", "sms_text": ""}
    assert keep(api, sms_text="Again").status == 200  # what was emptied can be written anew


# ---- Sending with them ---------------------------------------------------------------------------------------


def test_they_go_under_what_is_written_where_it_is_asked_for(api: HttpApi, send: Send) -> None:
    """COMP-27, SET-12, SMS-08: the one under the email, the other under the text; unticked, neither."""
    keep(api, **BOTH)
    message = sent(send(parts=PARTS, include_signature=True))
    assert said(message) == SIGNED
    assert message.content.plain == "Bring lunch.\n\nHelen Miller\nLincoln High"
    assert said(sent(send(parts=PARTS))) == ("<p>Bring lunch.</p>", "Bring lunch.")


def test_who_has_none_sends_without(api: HttpApi, send: Send) -> None:
    """COMP-27: and who has one of the two, with that one."""
    assert said(sent(send(parts=PARTS, include_signature=True))) == ("<p>Bring lunch.</p>", "Bring lunch.")
    keep(api, sms_text="H. Miller")
    assert said(sent(send(parts=PARTS, include_signature=True))) == ("<p>Bring lunch.</p>", SIGNED[1])


def test_what_was_sent_keeps_its_signature(api: HttpApi, send: Send) -> None:
    """SEND-10: another one later changes nothing; nor does the same request again."""
    keep(api, **BOTH)
    message = sent(send(key="the-request", parts=PARTS, include_signature=True))
    keep(api, sms_text="Somebody else")
    assert said(sent(send(key="the-request", parts=PARTS, include_signature=True))) == SIGNED
    again = store.load(D, message.message_id)
    assert again
    assert said(again) == SIGNED


def test_a_signature_alone_is_no_message(api: HttpApi, send: Send) -> None:
    """COMP-35: blank parts stay blank, and a part that is not written gets none."""
    keep(api, **BOTH)
    blank = {"email": {"html": "<p> </p>"}, "sms": {"text": " "}}
    assert send(parts=blank, include_signature=True).fields == ["parts"]
    assert stored() == 0
    assert said(sent(send(parts={"sms": {"text": "Bus late"}}, include_signature=True))) == (
        "",
        "Bus late\nH. Miller",
    )


def test_text_and_signature_together_keep_to_the_limit(api: HttpApi, send: Send) -> None:
    """SMS-03, SMS-08: 120 characters, a line end and nine more are 130; one more is refused, nothing stored."""
    keep(api, **BOTH)
    parts: dict[str, Any] = {"sms": {"text": "\u00e9" * 121}}
    refused = send(parts=parts, include_signature=True)
    assert (refused.status, refused.fields, stored()) == (400, ["parts.sms.text"], 0)
    assert "your signature included; this one has 131" in refused.json["detail"]
    assert send(parts=parts).status == 202
    assert send(parts={"sms": {"text": "\u00e9" * 120}}, include_signature=True).status == 202


@pytest.mark.parametrize("source", ["district", "school"])
def test_the_district_signs_with_nobodys_name(api: HttpApi, send: Send, source: str) -> None:
    """COMP-16, COMP-19: nobody learns who wrote; the preview says so as well."""
    keep(api, "boss", **BOTH)
    refused = send("boss", parts=PARTS, source=source, include_signature=True)
    assert (refused.status, refused.fields, stored()) == (400, ["include_signature"], 0)
    order = {"school_id": "lincoln", "parts": PARTS, "source": source, "include_signature": True}
    assert api.post("/v1/preview", order, as_="boss").fields == ["include_signature"]


@pytest.mark.usefixtures("town")
def test_the_preview_shows_them(api: HttpApi) -> None:
    """COMP-33, COMP-27: letter, text and in-app copy; too long a text is refused at its field."""
    keep(api, **BOTH)
    order = {"school_id": "lincoln", "parts": PARTS, "include_signature": True}
    found = api.post("/v1/preview", order, as_="head").json
    assert SIGNED[0] in found["letter"]["html"]
    assert "Helen Miller\nLincoln High" in found["letter"]["text"]
    assert (found["sms_text"], found["in_app"]["html"]) == (SIGNED[1], SIGNED[0])
    long = order | {"parts": {"sms": {"text": "x" * 125}}}
    assert api.post("/v1/preview", long, as_="head").fields == ["parts.sms.text"]


# ---- Later ---------------------------------------------------------------------------------------------------


def leaves(desk: Desk) -> tuple[str, str]:
    """What the message said that has just become due."""
    desk.at(2026, 11, 24, 10, 30)
    desk.run()
    (row,) = desk.sent()
    message = store.load(D, row.message_id)
    assert message
    return said(message)


def test_a_scheduled_message_leaves_with_the_signature_of_its_day(desk: Desk) -> None:
    """COMP-27, SMS-08: checked when it is scheduled, with those of then; sent with those of now."""
    keep(desk.api, **BOTH)
    long = {"sms": {"text": "x" * 125}}
    assert desk.schedule(parts=long, include_signature=True).fields == ["message.parts.sms.text"]
    row = desk.schedule(parts=PARTS, include_signature=True).json
    assert desk.read(row)["message"]["include_signature"] is True
    keep(desk.api, sms_text="Dr. Miller")
    assert leaves(desk) == ("<p>Bring lunch.</p>", "Bring lunch.\nDr. Miller")


def test_one_that_has_become_too_long_holds_up_no_scheduled_text(desk: Desk) -> None:
    """SMS-08: the text leaves without it, and the schedule says so."""
    keep(desk.api, **BOTH)
    text = "x" * 115
    row = desk.schedule(parts=PARTS | {"sms": {"text": text}}, include_signature=True).json
    keep(desk.api, email_html=NAME, sms_text="Helen Miller, principal")
    assert leaves(desk) == (SIGNED[0], text)
    assert desk.read(row)["runs"][0]["note"] == LEFT_OUT


def test_a_limit_lowered_meanwhile_asks_for_a_shorter_text(desk: Desk) -> None:
    """SMS-03: nothing is sent, and its author is told what to shorten."""
    row = desk.schedule(parts={"sms": {"text": "x" * 100}}).json
    directory.put_district(people.district(time_zone="America/New_York", settings={"sms_character_limit": 90}))
    desk.at(2026, 11, 24, 10, 30)
    desk.run()
    assert desk.sent() == []
    assert "up to 90 characters; this one has 100" in desk.read(row)["problem"]
