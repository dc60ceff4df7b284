"""Groups as recipients: whose they are, who of them is reached, and what is kept until sending."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.audience.model import RecipientType, Selection, StudentSelection
from chalicelib.delivery import store as deliveries
from chalicelib.delivery.plan import plan as make_plan
from chalicelib.directory import store as directory
from chalicelib.directory.groups import Group, GroupKind
from chalicelib.kernel.clock import FixedClock
from chalicelib.messages import store as messages
from chalicelib.messages.model import Message
from tests.builders import families, people
from tests.support.api import Answer, HttpApi

from .conftest import D, Send, enrol, stored

BAND, DUTY = "band", "duty"


@pytest.fixture(autouse=True)
def groups(town: None) -> None:
    """The principal's band, with somebody of Hill and somebody who left; and who is on duty."""
    gone = people.student("left", active=False)
    directory.put_students(D, [gone])
    keep(BAND, GroupKind.STUDENTS, "s1", "s2", "s5", "left")
    keep(DUTY, GroupKind.STAFF, "tom", "kay", "far")


def keep(name: str, kind: GroupKind, *members: str, owner: str = "head", profiles: Any = ()) -> None:
    directory.create_group(D, Group(name, kind, name.title(), owner, owner.title(), members, profiles))


def to(*groups: str, staff: Any = None, **more: Any) -> dict[str, Any]:
    students = {"recipient_type": "primary_contacts", "groups": groups, **more}
    return {"students": students if groups or more else None, "staff": staff}


def count(api: HttpApi, audience: Any, as_: str = "head", **more: Any) -> Answer:
    return api.post("/v1/audience/count", {"audience": audience, "parts": ["email"], **more}, as_=as_)


def loaded(message_id: str) -> Message:
    message = messages.load(D, message_id)
    assert message
    return message


def planned(message_id: str, clock: FixedClock) -> list[str]:
    """Everybody whom planning puts into a shard."""
    make_plan(D, message_id, clock)
    plan = deliveries.plan(D, message_id)
    assert plan
    shards = [deliveries.shard(D, message_id, number, plan.plan_id) for number in range(plan.shards)]
    return [each for shard in shards if shard.who for each in shard.who.ids]


def test_the_members_within_reach_are_counted_and_the_others_too(api: HttpApi) -> None:
    """PICK-04, PICK-05: outside access or inactive is left out and counted; SEND-13."""
    found = count(api, to(BAND, staff={"groups": [DUTY]})).json
    assert (found["students_selected"], found["staff_selected"], found["people"]) == (2, 2, 4)
    assert found["groups"] == [
        {"group_id": BAND, "members": 2, "left_out": 2},
        {"group_id": DUTY, "members": 2, "left_out": 1},
    ]


def test_one_person_in_a_group_and_beside_it_counts_once(api: HttpApi) -> None:
    """PICK-13: students and staff, and somebody in two groups."""
    keep("choir", GroupKind.STUDENTS, "s2", "s3")
    found = count(
        api, to(BAND, "choir", students=["s1", "s2"], staff={"groups": [DUTY], "users": ["tom"]})
    ).json
    assert (found["students_selected"], found["staff_selected"], found["people"]) == (3, 2, 5)


@pytest.mark.parametrize(
    ("audience", "field"),
    [
        (to("nowhere"), "audience.students.groups"),
        (to("toms"), "audience.students.groups"),
        (to(DUTY), "audience.students.groups"),
        (to(staff={"groups": [BAND]}), "audience.staff.groups"),
        (to(staff={"groups": ["toms"]}), "audience.staff.groups"),
    ],
)
def test_a_group_of_somebody_else_is_not_there(api: HttpApi, send: Send, audience: Any, field: str) -> None:
    """PICK-04, PICK-05, PERM-07: nor is one of the other kind; nothing is stored."""
    keep("toms", GroupKind.STUDENTS, "s1", owner="tom")
    before = stored()
    for answer in (count(api, audience), send(audience=audience)):
        assert (answer.status, answer.fields) == (404, [field])
    assert stored() == before


def test_a_group_of_ones_profile_reaches_ones_own(api: HttpApi, send: Send, clock: FixedClock) -> None:
    """PICK-04, PERM-07: the teacher's students of it, not the principal's."""
    keep("shared", GroupKind.STUDENTS, "s1", "s3", "s5", profiles=("teacher-standard",))
    assert count(api, to("shared"), "tom").json["groups"] == [
        {"group_id": "shared", "members": 1, "left_out": 2}
    ]
    sent = send("tom", audience=to("shared"))
    assert (sent.status, sent.json["people"], sent.json["to"]) == (202, 1, "Primary contacts of Amy Miller")
    assert planned(sent.json["message_id"], clock) == ["s1"]


def test_a_group_stays_a_group_until_it_is_sent(send: Send, clock: FixedClock) -> None:
    """A-82, RCPT-19: members are those of sending, as far as the sender reached; also at a second try."""
    sent = send(audience=to(BAND, staff={"groups": [DUTY], "users": ["tom"]}))
    assert (sent.status, sent.json["to"]) == (202, "Primary contacts of Band; Duty and 1 staff")
    message = loaded(sent.json["message_id"])
    assert (message.selection.students, message.selection.staff_groups) == (
        StudentSelection(RecipientType.PRIMARY_CONTACTS, groups=(BAND,)),
        (DUTY,),
    )
    band = directory.groups(D, [BAND])[BAND]
    changed = replace(band, members=("s2", "s3", "s5"), version=2)
    assert directory.replace_group(D, changed, band)
    directory.put_users(D, [replace(directory.users(D, ["kay"])["kay"], searchable=False)])
    assert sorted(planned(message.message_id, clock)) == ["s2", "s3", "tom"]
    directory.delete_group(D, changed)
    assert sorted(planned(message.message_id, clock)) == ["s2", "s3", "tom"]


def test_who_came_into_reach_of_the_sender_is_reached(send: Send, clock: FixedClock) -> None:
    """A-82: the member's school is looked up at sending, the sender's is that of accepting."""
    sent = send(audience=to(BAND)).json["message_id"]
    enrol("lincoln", families.student("s5"), families.student("s2"))
    directory.put_users(D, [people.user("head", profiles=("principal",), schools=("hill",))])
    assert sorted(planned(sent, clock)) == ["s2", "s5"]


def test_a_group_without_anybody_within_reach_is_nobody(send: Send) -> None:
    """COMP-01, PICK-04."""
    keep("away", GroupKind.STUDENTS, "s5", "left")
    answer = send(audience=to("away"))
    assert (answer.status, answer.fields) == (400, ["audience"])


def test_hidden_schedules_leave_a_teacher_nobody(api: HttpApi, send: Send) -> None:
    """PICK-11: group, section and student alike."""
    keep("toms", GroupKind.STUDENTS, "s1", owner="tom")
    directory.put_district(people.district(settings={"hide_schedules_from_teachers": True}))
    found = count(api, to("toms"), "tom").json
    assert (found["people"], found["students_possible"], found["groups"][0]["left_out"]) == (0, 0, 1)
    assert send("tom", audience=to("toms")).status == 400
    assert send("tom", audience=to(students=["s1"])).fields == ["audience.students.students"]
    assert send("tom", audience=to(sections=["c1"])).fields == ["audience.students.sections"]


def test_an_excluded_school_is_reached_from_within_only(api: HttpApi, send: Send, clock: FixedClock) -> None:
    """PICK-10, XSCH-02, XSCH-03, A-70: forged ids refused, members of groups left out; the session decides."""
    hill = directory.schools(D)["hill"]
    directory.put_school(D, replace(hill, excluded=True))
    keep("all", GroupKind.STUDENTS, "s1", "s5", owner="boss")
    assert send("boss", audience=to(schools=["hill"])).fields == ["audience.students.schools"]
    assert send("boss", audience=to(students=["s5"])).fields == ["audience.students.students"]
    assert send("boss", audience=to(staff={"users": ["far"]})).fields == ["audience.staff.users"]
    assert send("far", school_id="hill", audience=to(staff={"users": ["head"]})).fields == [
        "audience.staff.users"
    ]
    outside = send("boss", audience=to("all"))
    inside = send("boss", school_id="hill", audience=to("all"))
    assert planned(outside.json["message_id"], clock) == ["s1"]
    assert planned(inside.json["message_id"], clock) == ["s5"]
    for school, members in (("lincoln", 1), ("hill", 1)):
        found = count(api, to("all"), "boss", school_id=school).json
        assert found["groups"] == [{"group_id": "all", "members": members, "left_out": 1}]


def test_without_groups_nothing_is_kept_of_the_sender(send: Send) -> None:
    """A-82: a message is no larger for it."""
    assert loaded(send().json["message_id"]).within is None
    with_group = loaded(send(audience=to(BAND)).json["message_id"])
    assert with_group.within is not None
    assert with_group.within.schools == ("lincoln",)
    assert with_group.selection == Selection(StudentSelection(RecipientType.PRIMARY_CONTACTS, groups=(BAND,)))
