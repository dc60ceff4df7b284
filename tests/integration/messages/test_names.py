"""The names of what a saved audience is made of, for the window in which it is changed."""

from typing import Any

from chalicelib.directory import store as directory
from tests.builders import people
from tests.support.api import HttpApi

from .conftest import D

URL = "/v1/audience/names"


def _names(api: HttpApi, audience: dict[str, Any], as_: str = "head") -> list[tuple[str, str, str]]:
    answer = api.post(URL, {"audience": audience, "school_id": "lincoln"}, as_=as_)
    assert answer.status == 200, answer.text
    return [(each["kind"], each["id"], each["name"]) for each in answer.json["items"]]


def test_everything_chosen_has_its_name(api: HttpApi, town: None) -> None:
    """SCHD-07: whole schools, grades, sections, single students and staff."""
    students = {
        "recipient_type": "primary_contacts",
        "schools": ["lincoln"],
        "grades": [{"school_id": "lincoln", "grade": "09"}],
        "sections": ["c1"],
        "students": ["s1"],
    }
    title = directory.sections(D, ["c1"])["c1"].title
    assert _names(api, {"students": students, "staff": {"users": ["plain"]}}) == [
        ("school", "lincoln", "Lincoln High"),
        ("grade", "lincoln", "09"),
        ("section", "c1", title),
        ("student", "s1", directory.students(D, ["s1"])["s1"].name),
        ("staff", "plain", directory.users(D, ["plain"])["plain"].name),
    ]


def test_what_is_out_of_reach_now_is_left_out(api: HttpApi, town: None) -> None:
    """SCHD-07, PERM-07: a student who moved away since, and one who never was."""
    chosen = {"students": {"recipient_type": "students", "students": ["s1", "s5", "nowhere"]}}
    assert [each for _, each, _ in _names(api, chosen)] == ["s1"]
    directory.put_students(D, [people.student("s1", schools=("hill",))])
    assert _names(api, chosen) == []


def test_it_is_asked_for_in_parts(api: HttpApi, town: None) -> None:
    """An answer is bounded: 500 names at a time."""
    ids = [f"s{number}" for number in range(501)]
    audience = {"students": {"recipient_type": "students", "students": ids}}
    assert api.post(URL, {"audience": audience}, as_="head").status == 400
    audience["students"]["students"] = ids[:500]
    assert api.post(URL, {"audience": audience}, as_="head").status == 200
