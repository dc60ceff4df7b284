"""The pickers' routes: who sees which schools, students and staff."""

from dataclasses import replace

import pytest

from chalicelib.directory import store
from chalicelib.directory.model import Role
from tests.builders.people import district, school, section, student, user
from tests.support.api import Answer, HttpApi

D = "demo"


@pytest.fixture(autouse=True)
def people(aws: None) -> None:
    store.put_district(district())
    store.put_school(D, school("lincoln", students=3, grades={"09": 2, "10": 1}, staff=3))
    store.put_school(D, school("hill", students=1, grades={"02": 1}, time_zone="America/Phoenix"))
    store.put_school(D, school("closed", students=0, grades={}))
    store.put_students(
        D,
        [
            student("s1", given_name="Amy", family_name="Ames", sections=("c1",)),
            student("s2", given_name="Ben", family_name="Bird", grade="10", sections=("c1",)),
            student("s3", given_name="Cid", family_name="Cole"),
            student("s4", given_name="Dot", family_name="Ames", grade="02", schools=("hill",)),
        ],
    )
    store.put_sections(
        D,
        [
            section(
                "c1",
                title="Algebra",
                period="2",
                teachers=("tom",),
                teacher_names=("Tom Long",),
                students=("s1", "s2"),
            ),
            section("c2", title="Biology", students=("s3",)),
        ],
    )
    store.put_users(
        D,
        [
            user("head", schools=("lincoln",)),
            user("boss", schools=(), all_schools=True),
            user("tom", given_name="Tom", family_name="Long", roles=(Role.TEACHER,), sections=("c1",)),
            user("far", roles=(Role.TEACHER,), schools=("hill",)),
            user("mum", roles=(Role.PARENT,), students=("s1",)),
        ],
    )


def ids(answer: Answer, name: str = "student_id") -> list[str]:
    return [each[name] for each in answer.json["items"]]


def test_schools_are_those_within_reach_that_have_people(api: HttpApi) -> None:
    """PICK-02: a school without active students or staff is left out."""
    assert ids(api.get("/v1/schools", as_="head"), "school_id") == ["lincoln"]
    everywhere = api.get("/v1/schools", as_="boss").json["items"]
    assert [(each["school_id"], each["time_zone"]) for each in everywhere] == [
        ("hill", "America/Phoenix"),
        ("lincoln", "America/Denver"),
    ]
    assert [each["grades"] for each in everywhere] == [["02"], ["09", "10"]]


def test_grades_with_their_numbers(api: HttpApi) -> None:
    """PICK-02: an administrator sees the school's, a teacher their own students'."""
    assert api.get("/v1/schools/lincoln/grades", as_="head").json["items"] == [
        {"grade": "09", "students": 2},
        {"grade": "10", "students": 1},
    ]
    assert api.get("/v1/schools/lincoln/grades", as_="tom").json["items"] == [
        {"grade": "09", "students": 1},
        {"grade": "10", "students": 1},
    ]
    assert api.get("/v1/schools/hill/grades", as_="head").status == 404


def test_sections(api: HttpApi) -> None:
    """PERM-07: a teacher's own, an administrator's school's."""
    assert ids(api.get("/v1/sections", as_="head"), "section_id") == ["c1", "c2"]
    assert ids(api.get("/v1/sections", as_="head", query={"q": "tom alg"}), "section_id") == ["c1"]
    (own,) = api.get("/v1/sections", as_="tom").json["items"]
    assert own == {
        "section_id": "c1",
        "title": "Algebra",
        "school_id": "lincoln",
        "period": "2",
        "teachers": ["Tom Long"],
        "students": 2,
    }
    assert api.get("/v1/sections", as_="boss").status == 400
    assert api.get("/v1/sections", as_="head", query={"school_id": "hill"}).status == 404


def test_a_page_of_another_search_is_no_page_of_this_one(api: HttpApi) -> None:
    """PICK-01, ABUSE-04: the table refuses a place outside what is searched; that is the client's to mend."""
    store.put_students(D, [student("s5", given_name="Amos", family_name="Best")])
    first = api.get("/v1/students", as_="head", query={"q": "am", "limit": 1}).json["next_cursor"]
    assert first
    answer = api.get("/v1/students", as_="head", query={"q": "bi", "limit": 1, "cursor": first})
    assert (answer.status, answer.fields) == (400, ["cursor"])


def test_a_page_of_the_students_is_no_page_of_the_staff(api: HttpApi) -> None:
    """PICK-01, PICK-08"""
    first = api.get("/v1/students", as_="head", query={"limit": 1}).json["next_cursor"]
    assert first
    answer = api.get("/v1/staff", as_="head", query={"cursor": first})
    assert (answer.status, answer.fields) == (400, ["cursor"])


def test_an_administrator_finds_the_students_of_their_schools(api: HttpApi) -> None:
    """PICK-01: page by page, with the number possible."""
    first = api.get("/v1/students", as_="head", query={"limit": 2}).json
    assert [each["name"] for each in first["items"]] == ["Amy Ames", "Ben Bird"]
    assert (first["total"], first["items"][0]["school_name"]) == (3, "Lincoln")
    rest = api.get("/v1/students", as_="head", query={"limit": 2, "cursor": first["next_cursor"]})
    assert (ids(rest), rest.json["next_cursor"]) == (["s3"], None)
    assert ids(api.get("/v1/students", as_="boss", query={"q": "ames"})) == ["s4", "s1"]
    assert ids(api.get("/v1/students", as_="head", query={"grade": "10"})) == ["s2"]
    assert ids(api.get("/v1/students", as_="head", query={"section_id": "c2"})) == ["s3"]


def test_a_school_out_of_reach_looks_as_if_it_were_not_there(api: HttpApi) -> None:
    """PICK-02, PERM-07."""
    answer = api.get("/v1/students", as_="head", query={"school_id": ["lincoln", "hill"]})
    assert (answer.status, answer.fields) == (404, ["school_id"])


def test_a_teacher_finds_the_students_of_own_sections_only(api: HttpApi) -> None:
    """PICK-01, PERM-07."""
    answer = api.get("/v1/students", as_="tom")
    assert (ids(answer), answer.json["total"]) == (["s1", "s2"], 2)
    assert ids(api.get("/v1/students", as_="tom", query={"q": "bir"})) == ["s2"]
    assert ids(api.get("/v1/students", as_="tom", query={"section_id": "c2"})) == []
    assert ids(api.get("/v1/students", as_="tom", query={"q": "cole"})) == []


def test_a_family_account_has_no_student_picker(api: HttpApi) -> None:
    """PERM-F01: families choose among staff, never among students (RCPT-25)."""
    assert api.get("/v1/students", as_="mum").status == 403
    assert api.get("/v1/staff", as_="mum").status == 200


def test_staff_share_a_school(api: HttpApi) -> None:
    """PICK-08, PICK-09."""
    answer = api.get("/v1/staff", as_="tom")
    assert ids(answer, "user_id") == ["tom", "boss", "head"] or set(ids(answer, "user_id")) == {
        "tom",
        "boss",
        "head",
    }
    store.put_users(D, [replace(store.users(D, ["head"])["head"], searchable=False)])
    assert set(ids(api.get("/v1/staff", as_="tom"), "user_id")) == {"tom", "boss"}
