"""When a scheduled message is due: what of its audience is gone is left out and noted, the others get it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.access import store as access
from chalicelib.directory import store as directory
from chalicelib.directory.groups import Group, GroupKind
from chalicelib.directory.model import Role
from tests.builders import families, people

from .conftest import D, students
from .test_schedules import Desk
from .test_schedules import desk as desk

STAFF = {"users": ["tom", "kay"], "groups": ["duty"]}
BOTH = students(students=["s1", "s2"], groups=["band"]) | {"staff": STAFF}


@pytest.fixture(autouse=True)
def groups(town: None) -> None:
    for name, kind, member in (("band", GroupKind.STUDENTS, "s3"), ("duty", GroupKind.STAFF, "plain")):
        directory.create_group(D, Group(name, kind, name.title(), "head", "Helen", (member,), ()))


def due(desk: Desk, row: Any) -> Any:
    """The schedule after its moment."""
    desk.at(2026, 11, 24, 10, 30)
    desk.run()
    return desk.read(row)


def one_left_school() -> str:
    directory.put_students(D, [families.student("s1", given_name="Amy", active=False)])
    return "Amy"


def one_moved_away() -> str:
    directory.put_students(D, [families.student("s1", given_name="Amy", schools=("hill",))])
    return "Amy"


def one_left_the_search() -> str:
    directory.put_users(D, [people.user("tom", roles=(Role.TEACHER,), given_name="Tom", searchable=False)])
    return "Tom"


def one_lost_the_right_to_be_found() -> str:
    known = access.profiles(D)["teacher-without-calls"]
    kept = {name: level for name, level in known.grants.items() if name != "include_in_messaging_search"}
    access.put_profiles(D, [replace(known, grants=kept)])
    return directory.users(D, ["kay"])["kay"].name


def deleted(name: str) -> str:
    assert directory.delete_group(D, directory.groups(D, [name])[name])
    return "1 group"


def a_group_was_deleted() -> str:
    return deleted("band")


def a_team_was_deleted() -> str:
    return deleted("duty")


@pytest.mark.parametrize(
    "gone",
    [
        one_left_school,
        one_moved_away,
        one_left_the_search,
        one_lost_the_right_to_be_found,
        a_group_was_deleted,
        a_team_was_deleted,
    ],
)
def test_who_is_gone_is_left_out_and_noted(desk: Desk, gone: Callable[[], str]) -> None:
    """RCPT-19, A-82, PICK-09, PICK-04: nobody loses a message because somebody else left."""
    row = desk.schedule(audience=BOTH).json
    who = gone()
    shown = due(desk, row)
    assert shown["state"] == "ended", shown["problem"]
    assert "Left out" in shown["runs"][-1]["note"]
    assert who in shown["runs"][-1]["note"]
    assert shown["last_sent"]["note"] == shown["runs"][-1]["note"]
    (sent,) = desk.sent()
    assert sent.people == 5


def test_a_closed_school_and_a_section_that_is_gone_are_left_out(desk: Desk) -> None:
    """PICK-03, RCPT-19: the school by its name, once; the section counted."""
    directory.put_users(D, [people.user("head", profiles=("principal",), schools=("lincoln", "hill"))])
    hills = {"schools": ["hill"], "grades": [{"school_id": "hill", "grade": "02"}], "sections": ["c9"]}
    row = desk.schedule(audience=students(students=["s1"], **hills)).json
    school = people.school("hill", name="Hill Elementary", students=1, grades={"02": 1}, last_year="2025")
    directory.put_school(D, school)
    directory.replace_sections(D, {"c9": None})
    shown = due(desk, row)
    assert shown["runs"][-1]["note"].endswith("can write to: Hill Elementary and 1 class.")
    (sent,) = desk.sent()
    assert sent.people == 1


def test_nothing_leaves_from_a_school_that_closed_meanwhile(desk: Desk) -> None:
    """PICK-03, SCHD-14: by the calendar, without a session year; though its readers are elsewhere."""
    directory.put_users(D, [people.user("head", profiles=("principal",), schools=("lincoln", "hill"))])
    row = desk.schedule(audience=students(students=["s5"])).json
    directory.put_school(D, people.school("lincoln", name="Lincoln High", last_year="2025"))
    shown = due(desk, row)
    assert (shown["state"], desk.sent()) == ("errored", [])
    assert shown["problem"] == "The school that this was written for has closed, or is no longer among yours."


def test_when_nobody_is_left_it_is_errored_and_says_who_is_gone(desk: Desk) -> None:
    """RCPT-19, SCHD-14: at once, as nobody comes back by waiting."""
    row = desk.schedule(audience=students(students=["s1"], groups=["band"])).json
    who = one_left_school()
    deleted("band")
    shown = due(desk, row)
    assert (shown["state"], desk.sent()) == ("errored", [])
    assert shown["problem"].startswith("Nobody is left")
    assert who in shown["problem"]
    assert "1 group" in shown["problem"]


def test_many_who_are_gone_are_counted(desk: Desk) -> None:
    """RCPT-19: five by name."""
    ids = [f"n{number}" for number in range(8)]
    directory.put_students(D, [people.student(each) for each in ids])
    row = desk.schedule(audience=students(students=["s1", *ids])).json
    directory.put_students(D, [people.student(each, active=False) for each in ids])
    assert due(desk, row)["runs"][-1]["note"].endswith("and 3 more.")


def test_a_right_that_is_gone_is_an_error_still(desk: Desk) -> None:
    """PERM-12: whole schools are for administrators, so nobody of one is left out in silence."""
    row = desk.schedule(audience=students(schools=["lincoln"], students=["s1"])).json
    teacher = people.user("head", roles=(Role.TEACHER,), sections=("c1",))
    directory.put_users(D, [teacher])
    shown = due(desk, row)
    assert (shown["state"], desk.sent()) == ("errored", [])
    assert "administrators" in shown["problem"]
