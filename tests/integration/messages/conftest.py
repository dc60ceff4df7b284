"""A small district that can be written to: two schools, five students, their families, some staff."""

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.access import store as access
from chalicelib.access.model import Profile
from chalicelib.access.permissions import OFFERED
from chalicelib.directory import store as directory
from chalicelib.directory.model import EmailAddress, Role, RollEntry, Student
from chalicelib.kernel.aws import dynamodb, sqs
from chalicelib.kernel.settings import setting
from tests.builders import families, people
from tests.support.api import Answer, HttpApi
from tests.support.calling import can_call

D = "demo"
Send = Callable[..., Answer]


def enrol(school_id: str, *students: Student) -> None:
    """Students with their records, on the roll of a school."""
    directory.put_students(D, students)
    entries = [RollEntry(each.student_id, each.grade, _family(each), "") for each in students]
    directory.put_roll(D, school_id, entries)


def _family(student: Student) -> str:
    return min((student.student_id, *student.linked_students))


@pytest.fixture
def town(aws: None) -> None:
    directory.put_district(people.district())
    can_call()
    directory.put_school(
        D, people.school("lincoln", name="Lincoln High", students=4, grades={"09": 3, "10": 1}, staff=4)
    )
    directory.put_school(
        D, people.school("hill", name="Hill Elementary", students=1, grades={"02": 1}, staff=1)
    )
    enrol(
        "lincoln",
        families.student("s1", sections=("c1",), given_name="Amy"),
        families.student("s2", sections=("c1",), grade="10"),
        families.student("s3"),
        families.student("s4", primary_email=EmailAddress("s4@lincoln.example")),
    )
    enrol("hill", families.student("s5", schools=("hill",), grade="02"))
    directory.put_sections(
        D,
        [
            people.section("c1", teachers=("tom",), students=("s1", "s2")),
            people.section("c9", school_id="hill", students=("s5",)),
        ],
    )
    directory.put_users(
        D,
        [
            people.user(
                "head", profiles=("principal",), given_name="Helen", email=EmailAddress("head@x.example")
            ),
            people.user("boss", profiles=("district-administrator",), schools=(), all_schools=True),
            people.user("plain", profiles=("admin-standard",)),
            people.user("tom", roles=(Role.TEACHER,), sections=("c1",), email=EmailAddress("tom@x.example")),
            people.user("kay", roles=(Role.TEACHER,), profiles=("teacher-without-calls",), sections=("c1",)),
            people.user("far", roles=(Role.TEACHER,), schools=("hill",)),
            people.user("mum", roles=(Role.PARENT,), students=("s1",)),
        ],
    )


def students(**choice: Any) -> dict[str, Any]:
    """An audience of primary contacts."""
    return {"students": {"recipient_type": "primary_contacts", **choice}, "staff": None}


def body(**changes: Any) -> dict[str, Any]:
    """An email to Amy's family."""
    usual: dict[str, Any] = {
        "school_id": "lincoln",
        "subject": "Field trip",
        "audience": students(students=["s1"]),
        "parts": {"email": {"html": "<p>Bring lunch.</p>"}},
    }
    return usual | changes


@pytest.fixture
def send(api: HttpApi, town: None) -> Send:
    """Post a message as somebody, with a key of its own unless given."""
    numbers = iter(range(1000))

    def post(as_: str = "head", key: str | None = None, **changes: Any) -> Answer:
        headers = {"Idempotency-Key": key or f"request-{next(numbers)}"}
        return api.post("/v1/messages", body(**changes), as_=as_, headers=headers)

    return post


def stored() -> int:
    """Items in the tables that sending writes, plus messages on the fan-out queue."""
    items = sum(
        dynamodb().scan(TableName=setting(name), Select="COUNT")["Count"]
        for name in ("MESSAGES_TABLE", "DELIVERIES_TABLE")
    )
    return int(items) + queued()


def queued() -> int:
    answer = sqs().get_queue_attributes(
        QueueUrl=setting("FAN_OUT_QUEUE_URL"), AttributeNames=["ApproximateNumberOfMessages"]
    )
    return int(answer["Attributes"]["ApproximateNumberOfMessages"])


@pytest.fixture
def without(town: None) -> Callable[[str], str]:
    """A district administrator who lacks one permission; gives the sign-in name."""

    def made(permission: str) -> str:
        grants = {each: level for each, level in OFFERED[Role.ADMIN].items() if each != permission}
        access.put_profiles(D, [Profile("nearly", "Nearly everything", Role.ADMIN, grants)])
        directory.put_users(D, [people.user("near", profiles=("nearly",))])
        return "near"

    return made
