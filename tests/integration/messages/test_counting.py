"""Counting an audience before sending, and which students a selection means."""

from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.audience import count as counting
from chalicelib.audience import plan
from chalicelib.audience.model import Count, RecipientType, Selection, StudentSelection
from chalicelib.audience.resolve import RULES
from chalicelib.audience.terms import terms_of
from chalicelib.content.model import Channel
from chalicelib.directory import store as directory
from chalicelib.directory.model import EmailAddress, RollEntry
from chalicelib.directory.suppression import NOBODY
from chalicelib.messages import store as messages
from tests.builders import families, people
from tests.support.api import Answer, HttpApi

from .conftest import D, Send, enrol, stored, students

pytestmark = pytest.mark.usefixtures("town")


def ask(api: HttpApi, as_: str = "head", parts: Any = ("email", "sms"), **audience: Any) -> Answer:
    body = {"audience": {"students": None, "staff": None} | audience, "parts": list(parts)}
    return api.post("/v1/audience/count", body, as_=as_)


def test_the_numbers_beside_send(api: HttpApi) -> None:
    """SEND-13: selected and possible, people, and per channel who can be reached."""
    directory.put_students(D, [families.reached_at("s3", email="s3@home.example")])
    answer = ask(api, students=students(schools=["lincoln"])["students"], staff={"users": ["tom"]})
    assert answer.status == 200
    assert answer.json == {
        "students_selected": 4,
        "students_possible": 4,
        "staff_selected": 1,
        "staff_possible": 4,
        "imported_selected": 0,
        "people": 5,
        "by_channel": {
            "email": {"reachable": 5, "unreachable": 0, "deliveries": 5, "duplicates": 0, "reasons": {}},
            "sms": {
                "reachable": 3,
                "unreachable": 2,
                "deliveries": 5,
                "duplicates": 0,
                "reasons": {"no_contact_data": 2},
            },
            "portal": {
                "reachable": 4,
                "unreachable": 1,
                "deliveries": 4,
                "duplicates": 0,
                "reasons": {"no_account": 1},
            },
        },
        "unreachable_people": 0,
        "landlines": 0,
        "approximate": False,
        "groups": [],
    }
    assert stored() == 0


def test_an_emergency_counts_blocked_numbers_as_reached(api: HttpApi) -> None:
    """RCPT-22, A-22: as it will be sent; an email is never an emergency."""
    number = families.phone("+12065550001", blocked=True)
    directory.put_students(D, [families.student("s3", families.contact("mum", phones=(number,)))])
    audience = students(students=["s3"]) | {"staff": None}
    asked = {"audience": audience, "parts": ["email", "sms"]}
    usual = api.post("/v1/audience/count", asked, as_="head").json["by_channel"]["sms"]
    urgent = api.post("/v1/audience/count", asked | {"emergency": ["sms", "email"]}, as_="head").json
    assert (usual["reachable"], usual["reasons"]) == (0, {"blocked": 1})
    assert urgent["by_channel"]["sms"]["reachable"] == 1


def test_nobody_chosen_yet_is_no_mistake(api: HttpApi) -> None:
    answer = ask(api)
    assert (answer.status, answer.json["people"], answer.json["students_possible"]) == (200, 0, 4)


def test_people_whom_nothing_reaches(api: HttpApi) -> None:
    """RCPT-23: neither data nor account."""
    directory.put_students(D, [families.reached_at("s3")])
    found = ask(api, students=students(students=["s3"])["students"]).json
    assert (found["people"], found["unreachable_people"]) == (1, 1)


def test_siblings_count_their_mother_once(api: HttpApi) -> None:
    """A-26, also when one record of her is another contact with the same account."""
    mother = families.contact("mother")
    again = families.contact("mother-2", linked_user=mother.linked_user)
    enrol(
        "hill",
        *(families.student(name, who, schools=("hill",)) for name, who in (("x1", mother), ("x2", again))),
    )
    found = ask(api, "boss", students=students(schools=["hill"])["students"]).json
    assert (found["students_selected"], found["people"]) == (2, 1)


def test_a_teachers_possible_students_are_their_own(api: HttpApi) -> None:
    """PERM-07: the second number of 2 / 2."""
    found = ask(api, "tom", students=students(sections=["c1"])["students"]).json
    assert (found["students_selected"], found["students_possible"]) == (2, 2)


@pytest.mark.parametrize(
    ("who", "audience", "status"),
    [
        ("head", students(students=["s5"]), 404),
        ("tom", students(schools=["lincoln"]), 404),
        ("head", students(students=["s1"], recipient_type="cousins"), 400),
    ],
)
def test_what_cannot_be_sent_is_not_counted(api: HttpApi, who: str, audience: Any, status: int) -> None:
    """PERM-07: a count would tell who is there."""
    assert ask(api, who, **audience).status == status


def test_the_count_of_the_confirmation_is_the_one_shown(api: HttpApi) -> None:
    """SEND-13: both come from the same rules; fallback people count for the channels of the message."""
    aunt = families.contact("aunt", custodial=False, phones=(), linked_user=None)
    gran = families.contact("gran", custodial=False, emails=(), linked_user=None, sort_order=100)
    enrol("hill", families.student("x1", aunt, gran, schools=("hill",)))
    by_email = ask(api, "boss", ["email"], students=students(schools=["hill"])["students"]).json
    by_both = ask(api, "boss", ["email", "sms"], students=students(schools=["hill"])["students"]).json
    assert (by_email["people"], by_both["people"]) == (1, 2)


# ---- Large selections ---------------------------------------------------------------------------------------


def count(recipient_type: RecipientType) -> Count:
    selection = Selection(StudentSelection(recipient_type, schools=("hill",)), staff=("tom",))
    now = datetime(2026, 11, 23, 15, tzinfo=UTC)
    terms = terms_of(people.district(D), NOBODY, (Channel.EMAIL, Channel.PORTAL), now)
    return counting.count(counting.gather(D, selection, None), terms)


@pytest.mark.parametrize("recipient_type", [each for each in RULES if each != RecipientType.TEACHERS_OF])
def test_above_the_limit_people_are_counted_from_the_rolls(
    monkeypatch: pytest.MonkeyPatch, recipient_type: RecipientType
) -> None:
    """SEND-13: the number of people stays exact, the channels are projected from a sample, and it says so."""
    pairs = [families.contact(f"dad{number // 2}") for number in range(40)]
    enrol_with_contacts = [
        families.student(
            f"x{number:02}",
            dad,
            schools=("hill",),
            primary_email=EmailAddress("x@x.example") if number % 2 else None,
        )
        for number, dad in enumerate(pairs)
    ]
    directory.put_students(D, enrol_with_contacts)
    directory.put_roll(
        D,
        "hill",
        [
            RollEntry(
                each.student_id,
                "02",
                each.contacts[0].contact_id,
                "",
                ((each.contacts[0].contact_id, True, 1),),
            )
            for each in enrol_with_contacts
        ],
    )
    exact = count(recipient_type)
    monkeypatch.setattr(counting, "EXACT", 10)
    monkeypatch.setattr(counting, "SAMPLE", 40)
    sampled = count(recipient_type)
    assert (sampled.approximate, exact.approximate) == (True, False)
    assert (sampled.people, sampled.students, sampled.staff) == (exact.people, 40, 1)
    assert sampled.reachable == exact.reachable
    monkeypatch.setattr(counting, "SAMPLE", 8)
    rough = count(recipient_type)
    assert rough.people == exact.people
    assert all(
        0 <= number <= rough.people for number in (*rough.reachable.values(), *rough.unreachable.values())
    )


def test_teachers_are_counted_exactly_however_many_students(monkeypatch: pytest.MonkeyPatch) -> None:
    """RCPT-05, SEND-13, A-26: Tom, who is chosen as staff besides, is one; who has no teacher is nobody."""
    directory.put_students(D, [people.student("x1", schools=("hill",), sections=("c1",))])
    directory.put_sections(D, [people.section("c1", teachers=("tom", "kay"), students=("s1", "s2", "x1"))])
    enrol("hill", people.student("x1", schools=("hill",), sections=("c1",)), people.student("x2"))
    exact = count(RecipientType.TEACHERS_OF)
    assert (exact.people, exact.students, exact.deliveries[Channel.EMAIL]) == (2, 2, 3)
    assert exact.reasons[Channel.EMAIL] == {"no_contact_data": 1, "no_teacher": 1}
    monkeypatch.setattr(counting, "EXACT", 1)
    assert count(RecipientType.TEACHERS_OF) == exact


# ---- Which students ------------------------------------------------------------------------------------------


def ids(**chosen: Any) -> list[str]:
    selection = StudentSelection(RecipientType.STUDENTS, **chosen)
    return [entry.student_id for entry in plan.enrolled(D, selection).entries]


def test_schools_grades_sections_and_single_students_each_once() -> None:
    """PICK-13, COMP-01."""
    assert ids(schools=("lincoln",)) == ["s1", "s2", "s3", "s4"]
    assert ids(grades=(("lincoln", "10"), ("hill", "02"))) == ["s2", "s5"]
    assert ids(sections=("c1",), students=("s4", "s1")) == ["s1", "s2", "s4"]
    assert ids(students=("s5", "s3"), grades=(("lincoln", "09"),)) == ["s1", "s3", "s4", "s5"]
    assert ids() == []


def test_who_left_is_not_there_any_more() -> None:
    """RCPT-19: the roll of now decides; records alone enrol nobody."""
    directory.put_students(D, [people.student("s9", active=False), people.student("s8", schools=())])
    assert ids(students=("s9", "s8", "nobody", "s1")) == ["s1"]
    assert ids(sections=("gone",)) == []


def test_families_stay_together_across_schools() -> None:
    """RCPT-12 is decided within one shard, so that a family must not be cut in two."""
    directory.put_roll(D, "lincoln", [RollEntry("s1", "09", "f1", ""), RollEntry("s2", "10", "f2", "")])
    directory.put_roll(D, "hill", [RollEntry("s5", "02", "f1", ""), RollEntry("s2", "02", "f2", "")])
    selection = StudentSelection(RecipientType.STUDENTS, schools=("lincoln", "hill"))
    assert plan.families(plan.enrolled(D, selection).entries) == [["s1", "s5"], ["s2"]]
    assert plan.enrolled(D, selection).schools == ("lincoln", "hill")


def test_teachers_of_an_excluded_school_are_neither_counted_nor_kept_in_reach(api: HttpApi, send: Send) -> None:
    """XSCH-02, PICK-10: from outside, of a student of both schools; the message keeps its sender's scope."""
    directory.put_school(D, people.school("hill", excluded=True))
    directory.put_sections(D, [people.section("c9", school_id="hill", teachers=("far",), students=("s1",))])
    directory.put_students(D, [families.student("s1", schools=("lincoln", "hill"), sections=("c1", "c9"))])
    chosen = {"recipient_type": "teachers_of", "students": ["s1"]}
    assert ask(api, students=chosen).json["people"] == 1
    asked = {"audience": {"students": chosen, "staff": None}, "parts": ["email"]}
    listed = api.post("/v1/audience/unreachable", asked, as_="head").json["items"]
    assert {each["person_id"] for each in listed} <= {"tom"}
    made = messages.load(D, send(audience={"students": chosen, "staff": None}).json["message_id"])
    assert made
    assert made.people == 1
    assert made.within
    assert made.within.excluded == ("hill",)


@pytest.mark.parametrize("wanted", [True, False])
def test_a_message_keeps_whether_a_phone_gets_one_text(send: Send, wanted: bool) -> None:
    """CHAN-13, SEND-13: as it was counted."""
    directory.put_district(people.district(settings={"one_per_address": wanted}))
    made = messages.load(D, send().json["message_id"])
    assert made
    assert made.one_per_address is wanted
