"""As whom a message is sent, and what binds its sender where they sit: source, session school, modules."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.directory import store as directory
from chalicelib.messages import store
from chalicelib.messages.model import Source
from tests.builders import people
from tests.support.api import HttpApi

from .conftest import D, Send, stored, students

SMS: dict[str, Any] = {"sms": {"text": "No school today"}}


def exclude(school_id: str, excluded: bool = True) -> None:
    school = directory.schools(D)[school_id]
    directory.put_school(D, replace(school, excluded=excluded))


def settle(**settings: Any) -> None:
    directory.put_district(people.district(settings=settings))


# ---- as the district, as the school ------------------------------------------------------------------------


def test_as_the_district_or_as_the_school(api: HttpApi, send: Send) -> None:
    """PERM-A04, PERM-A05, COMP-16, COMP-19, A-23: the session school is the one that shows."""
    answer = send("boss", source="district")
    assert (answer.status, answer.json["source"]) == (202, "district")
    answer = send("head", source="school")
    message = store.load(D, answer.json["message_id"])
    assert message is not None
    assert (message.source, message.sender.school_name) == (Source.SCHOOL, "Lincoln High")


@pytest.mark.parametrize(
    ("permission", "source"), [("send_from_district", "district"), ("send_from_school", "school")]
)
def test_each_needs_its_permission(
    send: Send, without: Callable[[str], str], permission: str, source: str
) -> None:
    """PERM-A04, PERM-A05: refused by the server, with nothing stored."""
    before = stored()
    answer = send(without(permission), source=source)
    assert (answer.status, answer.fields) == (403, ["source"])
    assert send("tom", source=source).status == 403
    assert stored() == before


@pytest.mark.parametrize("both", [["district", "school"], "district,school", "District", 1, True, None])
def test_a_message_has_one_source(send: Send, both: Any) -> None:
    """COMP-19: both at once are refused."""
    answer = send("boss", source=both)
    assert (answer.status, answer.fields) == (400, ["source"])


def test_it_does_not_stand_in_the_authors_sent_tab(api: HttpApi, send: Send) -> None:
    """COMP-17, REPT-16, SEND-07: the author may open it, and the report shows it with the author's name."""
    own = send("boss").json["message_id"]
    ours = send("boss", source="district").json["message_id"]
    of_school = send("boss", source="school").json["message_id"]
    sent = api.get("/v1/messages", as_="boss").json["items"]
    assert [each["message_id"] for each in sent] == [own]
    assert api.get(f"/v1/messages/{ours}", as_="boss").json["source"] == "district"
    history = api.get("/v1/reports/history", as_="boss").json["items"]
    found = {each["message_id"]: (each["source"], each["from"]["name"]) for each in history}
    assert found[ours] == ("district", "Boss Miller")
    assert found[of_school] == ("school", "Boss Miller")


# ---- an excluded school ------------------------------------------------------------------------------------


@pytest.mark.parametrize("emergency", [False, True])
def test_whoever_works_for_an_excluded_school_has_no_texts_and_calls(send: Send, emergency: bool) -> None:
    """XSCH-04, XSCH-05, XSCH-09, SMS-01: emergencies included, from the next request on; at another school of
    theirs they have them; unticking restores."""
    exclude("lincoln")
    before = stored()
    text = {"text": "Stay home", "emergency": emergency}
    answer = send("boss", parts={"sms": text, "voice": {**text, "kind": "tts"}})
    assert answer.status == 403
    assert {"parts.sms", "parts.voice"} <= set(answer.fields)
    assert "turned off for your district or school" in answer.json["detail"]
    assert stored() == before
    assert send("boss").status == 202, "emails stay"
    there = {"school_id": "hill", "audience": students(students=["s5"])}
    assert send("boss", parts={"sms": text}, **there).status == 202
    exclude("lincoln", False)
    assert send("boss", parts={"sms": text}).status == 202


def test_there_the_district_becomes_the_school(send: Send, without: Callable[[str], str]) -> None:
    """XSCH-06: with either right; one who holds neither is refused."""
    exclude("lincoln")
    assert send("boss", source="district").json["source"] == "school"
    assert send("boss", source="school").json["source"] == "school"
    only_district = without("send_from_school")
    assert send(only_district, source="school").json["source"] == "school"
    assert send("tom", source="school").status == 403


def test_reports_show_the_school_in_place_of_its_people(api: HttpApi, send: Send) -> None:
    """XSCH-08, REPT-17: source School and its title under From; what one sent as oneself is one's own."""
    sent = send("boss", source="district").json["message_id"]
    exclude("lincoln")
    later = send("boss", source="district").json["message_id"]
    own = send("boss").json["message_id"]
    history = api.get("/v1/reports/history", as_="boss").json["items"]
    found = {each["message_id"]: (each["source"], each["from"]["name"]) for each in history}
    assert found[sent] == found[later] == ("school", "Lincoln High")
    assert found[own] == ("user", "Boss Miller")


# ---- modules -----------------------------------------------------------------------------------------------


def test_without_the_module_nobody_texts_or_calls(api: HttpApi, send: Send) -> None:
    """LIC-01: refused at the part, nothing stored; `/v1/me` does not offer it; on again, it is there again."""
    settle(calling_and_texting=False)
    before = stored()
    answer = send("boss", parts=SMS | {"voice": {"kind": "tts", "text": "No school"}})
    assert (answer.status, set(answer.fields)) == (403, {"parts.sms", "parts.voice"})
    assert stored() == before
    assert "send_sms" not in api.get("/v1/me", as_="boss").json["permissions"]
    settle(calling_and_texting=True)
    assert send("boss", parts=SMS).status == 202


def types(api: HttpApi, **query: Any) -> list[str]:
    """The types in the report, sorted."""
    found = api.get("/v1/reports/history", as_="boss", query=query).json["items"]
    return sorted(each["type"] for each in found)


def test_reports_without_the_module(api: HttpApi, send: Send) -> None:
    """LIC-10, LIC-09: texts are left out; a filter that names them is dropped and the answer says so; the
    message itself stays readable."""
    both = send("boss", parts=SMS | {"email": {"html": "<p>No school</p>"}}).json["message_id"]
    assert types(api) == ["email", "sms"]
    settle(calling_and_texting=False)
    assert types(api) == ["email"]
    assert types(api, channel="sms") == ["email"]
    assert types(api, channel=["sms", "push"]) == []
    answer = api.get("/v1/reports/history", as_="boss", query={"channel": ["voice", "email"]}).json
    assert answer["left_out"] == ["tts"]
    assert api.get(f"/v1/messages/{both}", as_="boss").json["sms_text"] == "No school today"


# ---- preferences -------------------------------------------------------------------------------------------


def test_the_senders_school_decides_and_for_the_district_its_default(send: Send) -> None:
    """ADMIN-02, ADMIN-05, SMS-02, A-27: the session school's limit; as the district, the district's."""
    settle(sms_character_limit=20)
    directory.put_school(D, replace(directory.schools(D)["lincoln"], settings={"sms_character_limit": 5}))
    assert send("boss", parts=SMS).fields == ["parts.sms.text"]
    assert send("boss", parts=SMS, source="district").status == 202
    there = {"school_id": "hill", "audience": students(students=["s5"])}
    assert send("boss", parts=SMS, **there).status == 202


def test_always_confirm_asks_for_a_single_recipient(send: Send) -> None:
    """ADMIN-03, SEND-03: at the school that wants it."""
    directory.put_school(D, replace(directory.schools(D)["lincoln"], settings={"always_confirm": True}))
    answer = send("boss")
    assert (answer.status, answer.json["recipients"]) == (409, 1)
    assert send("boss", confirmed_recipients=1).status == 202
    assert send("boss", source="district").status == 202, "the district does not ask"


def test_the_operator_lets_calls_be_longer(send: Send) -> None:
    """LIC-07, CALL-08: two minutes are 2,000 characters."""
    call = {"voice": {"kind": "tts", "text": "a" * 1500}}
    assert send("boss", parts=call).fields == ["parts.voice.text"]
    settle(call_minutes=2)
    assert send("boss", parts=call).status == 202
