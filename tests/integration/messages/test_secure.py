"""Secure messages at the API: whoever may send may ask for it, and the count says who could not read it."""

from tests.builders import families
from tests.support.api import HttpApi

from .conftest import Send, enrol, students


def test_any_staff_who_may_send_may_mark_a_message_secure(send: Send, api: HttpApi) -> None:
    """COMP-06, A-94: and the sender sees later that it was."""
    answer = send(as_="kay", secure=True)
    assert answer.status == 202
    assert answer.json["secure"] is True
    shown = api.get(answer.headers["location"], as_="kay").json
    assert shown["secure"] is True
    assert shown["html"] == "<p>Bring lunch.</p>"


def test_a_message_is_not_secure_unless_asked(send: Send) -> None:
    assert send().json["secure"] is False


def test_secure_is_yes_or_no(send: Send) -> None:
    answer = send(secure="perhaps")
    assert answer.status == 400
    assert answer.json["errors"][0]["field"] == "secure"


def test_who_cannot_read_it_is_counted_and_named_before_sending(api: HttpApi, town: None) -> None:
    """A-31."""
    without = families.contact("none", linked_user=None)
    enrol("lincoln", families.student("s1", without, families.contact("mum")))
    asked = {"audience": students(students=["s1"]), "parts": ["email"], "secure": True}
    counted = api.post("/v1/audience/count", asked, as_="head").json["by_channel"]["email"]
    assert (counted["reachable"], counted["unreachable"]) == (1, 1)
    assert counted["reasons"] == {"no_account": 1}
    (row,) = [
        each
        for each in api.post("/v1/audience/unreachable", asked, as_="head").json["items"]
        if each["channel"] == "email"
    ]
    assert (row["name"], row["reason"]) == ("None Miller", "no_account")
    open_letter = api.post("/v1/audience/count", asked | {"secure": False}, as_="head").json
    assert open_letter["by_channel"]["email"]["reachable"] == 2
