"""What stands on whose portal, through the API."""

from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.announcements import store
from chalicelib.directory import store as directory
from chalicelib.directory.model import Role
from chalicelib.kernel import dynamo
from chalicelib.kernel.clock import FixedClock
from tests.builders import families, people
from tests.support.api import HttpApi

from .conftest import D, Post

EVERYBODY = ["admin", "teacher", "parent", "student"]


def shown(api: HttpApi, as_: str, **query: Any) -> list[str]:
    answer = api.get("/v1/announcements/shown", as_=as_, query=query)
    assert answer.status == 200, answer.text
    return [each["title"] for each in answer.json["items"]]


def test_it_stands_from_its_first_day_to_the_end_of_its_last(
    api: HttpApi, post: Post, clock: FixedClock
) -> None:
    """ANN-04: by the days of its school, from midnight to midnight."""
    post(start="2026-11-24", end="2026-11-25")
    post(title="For good", start="2026-11-24")
    clock.at = datetime(2026, 11, 24, 6, 59, 59, tzinfo=UTC)  # a second before midnight in Denver
    assert shown(api, "mum") == []
    clock.advance(seconds=1)
    assert set(shown(api, "mum")) == {"Picture day", "For good"}
    clock.at = datetime(2026, 11, 26, 6, 59, 59, tzinfo=UTC)
    assert set(shown(api, "mum")) == {"Picture day", "For good"}
    clock.advance(seconds=1)
    assert shown(api, "mum") == ["For good"]


def test_a_school_in_another_zone_has_its_own_days(api: HttpApi, post: Post, clock: FixedClock) -> None:
    """ANN-04, A-23."""
    directory.put_school(D, people.school("hill", grades={"02": 1}, time_zone="Pacific/Honolulu"))
    post("hana", school_id="hill", school_ids=["hill"], end="2026-11-23")
    clock.at = datetime(
        2026, 11, 24, 9, 59, tzinfo=UTC
    )  # two in the morning in Denver, a minute before midnight there
    assert shown(api, "dad") == ["Picture day"]
    clock.advance(minutes=1)
    assert shown(api, "dad") == []


def test_whose_profile_is_chosen(api: HttpApi, post: Post) -> None:
    """ANN-05, ANN-20."""
    for role in EVERYBODY:
        post(title=role, roles=[role])
    for who, role in (("head", "admin"), ("tom", "teacher"), ("mum", "parent"), ("amy", "student")):
        assert shown(api, who) == [role]


def test_families_are_narrowed_by_grade_and_staff_are_not(api: HttpApi, post: Post) -> None:
    """ANN-09: a mother of children in 9 and 11 sees what is for 10 and 11; the child in 9 does not."""
    post(grades=["10", "11"], roles=EVERYBODY)
    for who in ("head", "tom", "mum"):
        assert shown(api, who) == ["Picture day"]
    assert shown(api, "amy") == []


def test_families_see_every_school_of_their_children(api: HttpApi, post: Post) -> None:
    """ANN-19, ANN-20: and a student who moves sees the new school's from that day on."""
    post()
    post("hana", title="At Hill", school_id="hill", school_ids=["hill"])
    directory.put_users(D, [people.user("nan", roles=(Role.PARENT,), schools=(), students=("ben", "cem"))])
    assert set(shown(api, "nan")) == {"Picture day", "At Hill"}
    assert shown(api, "mum") == ["Picture day"]
    directory.put_students(D, [families.student("amy", schools=("hill",), grade="02")])
    assert shown(api, "amy") == ["At Hill"]


def test_staff_see_the_school_that_they_look_at(api: HttpApi, post: Post) -> None:
    """ANN-19: with what is the whole district's."""
    post(roles=EVERYBODY)
    post("hana", title="At Hill", school_id="hill", school_ids=["hill"], roles=EVERYBODY)
    post("boss", title="Everywhere", school_ids=[], roles=EVERYBODY)
    assert set(shown(api, "both", school_id="lincoln")) == {"Picture day", "Everywhere"}
    assert set(shown(api, "both", school_id="hill")) == {"At Hill", "Everywhere"}
    assert set(shown(api, "tom")) == {"Picture day", "Everywhere"}


@pytest.mark.parametrize("gone", [{"excluded": True}, {"last_year": "2025"}])
def test_without_a_school_staff_look_at_the_first_that_counts(
    api: HttpApi, post: Post, gone: dict[str, Any]
) -> None:
    """ANN-19, XSCH-02, PICK-03"""
    directory.put_school(D, people.school("aaa", name="First of all", grades={"05": 1}, **gone))
    post("boss", title="Everywhere", school_ids=[], roles=EVERYBODY)
    post("hana", title="At Hill", school_id="hill", school_ids=["hill"], roles=EVERYBODY)
    assert set(shown(api, "boss")) == {"Everywhere", "At Hill"}
    directory.put_users(D, [people.user("quinn", profiles=("principal",), schools=("quiet",))])
    assert shown(api, "quinn") == []


def test_those_without_an_end_are_shown_behind_many_with_one(
    api: HttpApi, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ANN-04: however many queries the rows of the place take."""
    post(title="For good")
    for number in range(4):
        post(title=f"Ends {number}", end="2026-12-01", html="<p>Smile.</p>")
    assert len(shown(api, "mum")) == 5
    query = dynamo.reads.query

    def two_at_a_time(*args: Any, **options: Any) -> Any:
        return query(*args, **options | {"limit": 2})

    monkeypatch.setattr(dynamo.reads, "query", two_at_a_time)
    assert len(shown(api, "mum")) == 5
    monkeypatch.setattr(store, "MOST_SHOWN", 3)
    assert len(shown(api, "mum")) == 3


def test_the_whole_district_is_without_excluded_schools(api: HttpApi, post: Post) -> None:
    """XSCH-02: they see what is posted for them alone."""
    post("boss", title="Everywhere", school_ids=[])
    post("half", title="At Quiet", school_id="quiet", school_ids=["quiet"])
    assert shown(api, "pa") == ["At Quiet"]
    assert shown(api, "dad") == ["Everywhere"]


def test_the_order_and_the_line_below_the_title(api: HttpApi, post: Post, clock: FixedClock) -> None:
    """ANN-10, ANN-17, ANN-18: numbered ones first, equal ones by newest day; whose it is, in the reader's
    language."""
    post("boss", title="Everywhere", school_ids=[])
    post("both", title="Two schools", school_ids=["lincoln", "hill"], start="2026-11-24")
    post(title="Second", sort_order=2)
    post(title="First, older", sort_order=1)
    post(title="First, newer", sort_order=1, start="2026-11-24")
    clock.advance(days=1)
    answer = api.get("/v1/announcements/shown", as_="mum", headers={"Accept-Language": "es"})
    assert [(each["title"], each["subtitle"]) for each in answer.json["items"]] == [
        ("First, newer", "Lincoln High"),
        ("First, older", "Lincoln High"),
        ("Second", "Lincoln High"),
        ("Two schools", None),
        ("Everywhere", "Anuncio del distrito"),
    ]
