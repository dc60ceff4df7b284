"""Secure messages through the whole line: outside there is only a notice, and only for who can sign in."""

from typing import Any

import pytest

from chalicelib.access import store as access
from chalicelib.access.model import Profile
from chalicelib.access.profiles import STANDARD
from chalicelib.audience.model import RecipientType, Selection, StudentSelection
from chalicelib.content.model import Channel, VoicePart
from chalicelib.delivery import devices, reasons
from chalicelib.delivery.model import DeliveryStatus
from chalicelib.directory import store as directory
from chalicelib.directory.model import EmailAddress, LinkedUser, Role
from chalicelib.messages.model import Message
from tests.builders import families, people
from tests.builders import messages as build
from tests.support.api import HttpApi
from tests.support.line import Line, settle_district

SECRET = "The test was positive."
TO_SAM = Selection(StudentSelection(RecipientType.PRIMARY_CONTACTS, students=("sam",)))


def sent(line: Line, **parts: Any) -> Message:
    """A secure message to Sam's contacts, gone out."""
    letter = {"subject": "Result", "html": f"<p>{SECRET}</p>", "plain": SECRET}
    content = build.content(**{**letter, "sms": None, "secure": True, **parts})
    message = line.send(build.message(accepted_at=line.clock.now(), content=content, selection=TO_SAM))
    line.run()
    return message


def test_the_email_carries_a_notice_and_the_inbox_the_text(
    line: Line, api: HttpApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    """COMP-06: neither text nor subject nor student in any part of the mail."""
    monkeypatch.setenv("PUBLIC_URL", "https://carillon.example")
    settle_district(families.student("sam", given_name="Samantha"))
    directory.put_users("demo", [people.user("sam-mum-account", roles=(Role.PARENT,), students=("sam",))])
    sent(line)
    (mail,) = line.handed_over(kind="email")
    assert mail.subject == "Secure message from Ada Teacher"
    for hidden in (SECRET, "Result", "Samantha"):
        assert hidden not in mail.html + mail.text + mail.subject
    assert "https://carillon.example/inbox" in mail.html
    (thread,) = api.get("/v1/inbox", as_="sam-mum-account").json["items"]
    (entry,) = api.get(f"/v1/inbox/{thread['thread_id']}", as_="sam-mum-account").json["items"]
    assert (entry["subject"], entry["html"]) == ("Result", f"<p>{SECRET}</p>")


def test_who_cannot_sign_in_is_mailed_nothing_and_recorded_as_an_error(line: Line) -> None:
    """A-31, COMP-06: no account, a closed one, and one that may not see Communication."""
    settle_district(
        families.student(
            "sam",
            families.contact("none", linked_user=None),
            families.contact("shut", linked_user=LinkedUser("shut-account", enabled=False)),
            families.contact("mum"),
            families.contact("out", linked_user=LinkedUser("out-account", profiles=("no-inbox",))),
        )
    )
    access.put_profiles("demo", [*STANDARD.values(), Profile("no-inbox", "No inbox", Role.PARENT)])
    message = sent(line)
    rows = {row.name: (row.status, row.reason) for row in line.rows(message, Channel.EMAIL)}
    assert rows == {
        "None Miller": (DeliveryStatus.ERROR, "no_account"),
        "Shut Miller": (DeliveryStatus.ERROR, "no_account"),
        "Mum Miller": (DeliveryStatus.SENT, ""),
        "Out Miller": (DeliveryStatus.ERROR, "no_inbox"),
    }
    assert reasons.words("no_inbox", Channel.EMAIL).startswith("Their profile does not let them read")
    assert [mail.destination for mail in line.handed_over(kind="email")] == ["mum@home.example"]


def test_an_address_shared_with_somebody_without_account_is_no_duplicate(line: Line) -> None:
    """A-31, A-18: who cannot read it does not stand before who can."""
    home = (EmailAddress("home@home.example"),)
    contacts = (families.contact("none", emails=home, linked_user=None), families.contact("mum", emails=home))
    settle_district(families.student("sam", *contacts))
    message = sent(line)
    found = {row.name: row.status for row in line.rows(message, Channel.EMAIL)}
    assert found == {"None Miller": DeliveryStatus.ERROR, "Mum Miller": DeliveryStatus.SENT}


def test_a_push_says_only_that_there_is_one_and_texts_and_calls_go_as_written(line: Line) -> None:
    """A-31, CHAN-12: also to people without an account."""
    contacts = (families.contact("mum", language="es"), families.contact("none", linked_user=None))
    settle_district(families.student("sam", *contacts))
    devices.register("demo", "mum-account", "android", "token", "Phone", line.clock.now())
    sms = build.content().sms
    sent(line, sms=sms, voice=VoicePart("Please call the office"), push=True)
    (push,) = line.handed_over(kind="push")
    assert push.text == "Tiene un mensaje seguro. Inicie sesión para leerlo."
    assert SECRET not in push.payload
    assert "Result" not in push.payload
    assert {each.text for each in line.handed_over(kind="text")} == {"Bring lunch"}
    assert len(line.handed_over(kind="text")) == len(line.handed_over(kind="call")) == 2
