"""Which number a message's calls come from, as it is accepted; and when a schedule fires."""

from typing import Any

import pytest

from chalicelib.directory import store as directory
from chalicelib.messages import store
from chalicelib.messages.callers import GONE
from tests.builders import people
from tests.support.calling import can_call, cannot_call

from .conftest import D, Send, stored
from .test_schedules import Desk
from .test_schedules import desk as desk  # a fixture

DISTRICT = people.caller_id("district", number="+13035550100")
LINCOLN = people.caller_id(
    "lincoln",
    number="+13035550101",
    schools=("lincoln",),
    default_schools=("lincoln",),
    district_default=False,
)
TOMS = people.caller_id("toms", number="+13035550102", creator="tom", public=False, district_default=False)


def call(caller_id: str = "") -> dict[str, Any]:
    return {"voice": {"text": "No school today", **({"caller_id": caller_id} if caller_id else {})}}


def number(message_id: str) -> str:
    message = store.load(D, message_id)
    assert message
    assert message.content.voice
    return message.content.voice.number


@pytest.mark.parametrize(
    ("who", "chosen", "expected"),
    [
        ("head", "", LINCOLN),
        ("boss", "", DISTRICT),
        ("head", "district", DISTRICT),
        ("tom", "", LINCOLN),
        ("tom", "toms", TOMS),
    ],
)
def test_a_call_comes_from_what_was_chosen_or_from_the_default(
    send: Send, who: str, chosen: str, expected: Any
) -> None:
    """CALL-03, CALL-04, CID-08: the school's default; the district's for people without a school."""
    can_call(DISTRICT, LINCOLN, TOMS)
    answer = send(who, parts=call(chosen))
    assert answer.status == 202, answer.text
    assert number(answer.json["message_id"]) == expected.number


@pytest.mark.parametrize(("who", "chosen"), [("head", "toms"), ("far", "lincoln"), ("head", "nowhere")])
def test_a_number_of_others_is_refused_as_if_it_were_not_there(send: Send, who: str, chosen: str) -> None:
    """CID-04: another person's private one, another school's, and one that is nowhere."""
    can_call(DISTRICT, LINCOLN, TOMS)
    school = "hill" if who == "far" else "lincoln"
    to = {"students": {"recipient_type": "primary_contacts", "students": ["s5" if who == "far" else "s1"]}}
    answer = send(who, school_id=school, audience=to, parts=call(chosen))
    assert (answer.status, answer.fields) == (404, ["parts.voice.caller_id"])
    assert stored() == 0


def test_without_a_district_default_a_call_is_refused(send: Send) -> None:
    """CALL-01, A-55: with a sentence, and nothing stored; the rest of the message may go alone."""
    cannot_call()
    answer = send(parts={**call(), "sms": {"text": "No school"}})
    assert (answer.status, answer.fields) == (409, ["parts.voice"])
    assert "no default caller ID" in answer.json["detail"]
    assert stored() == 0
    assert send(parts={"sms": {"text": "No school"}}).status == 202


def test_a_caller_id_named_for_a_text_is_passed_over(send: Send) -> None:
    """CID-13, SMS-10: whatever it names."""
    answer = send(parts={"sms": {"text": "No school", "caller_id": "toms"}})
    assert answer.status == 202
    message = store.load(D, answer.json["message_id"])
    assert message
    assert not hasattr(message.content.sms, "caller_id")


def test_a_scheduled_call_whose_number_is_gone_comes_from_the_default(desk: Desk) -> None:
    """CALL-04: and its author can read it."""
    can_call(DISTRICT, LINCOLN)
    row = desk.schedule(parts=call("district"), every="daily").json
    desk.at(2026, 11, 24, 10, 30)
    desk.run()
    can_call(people.caller_id("another", number="+13035550109"))
    desk.at(2026, 11, 25, 10, 30)
    desk.run()
    newest, first = desk.sent()
    assert (number(first.message_id), number(newest.message_id)) == ("+13035550100", "+13035550109")
    notes = [run["note"] for run in desk.read(row)["runs"]]
    assert sorted(notes, key=bool) == [None, GONE]


def test_a_scheduled_call_takes_a_number_that_its_author_lost(desk: Desk) -> None:
    """CALL-04, CID-04: the right is asked again when it is due."""
    can_call(DISTRICT, LINCOLN)
    desk.schedule(parts=call("lincoln"))
    can_call(DISTRICT, people.caller_id("lincoln", public=False, creator="boss", district_default=False))
    desk.at(2026, 11, 24, 10, 30)
    desk.run()
    (sent,) = desk.sent()
    assert number(sent.message_id) == DISTRICT.number


def test_a_scheduled_call_waits_for_a_default(desk: Desk) -> None:
    """CALL-01, CALL-04: on its day; once there is one again it goes."""
    row = desk.schedule(parts=call()).json
    cannot_call()
    desk.at(2026, 11, 24, 10, 30)
    desk.run()
    assert "no default caller ID" in desk.read(row)["problem"]
    can_call(DISTRICT)
    desk.at(2026, 11, 24, 10, 40)
    desk.run()
    assert len(desk.sent()) == 1


def test_an_excluded_school_still_has_no_calls(send: Send) -> None:
    """CID-03: whatever its numbers."""
    can_call(DISTRICT, LINCOLN)
    directory.put_school(D, people.school("lincoln", name="Lincoln High", students=4, staff=4, excluded=True))
    answer = send(parts=call("lincoln"))
    assert (answer.status, answer.fields) == (403, ["parts.voice"])
