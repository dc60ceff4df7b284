"""Schools apart: excluded from the district's communication, or not open this year; and hidden schedules."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.access import scope
from chalicelib.access.model import Principal
from chalicelib.directory import store as directory
from chalicelib.directory.model import Role
from chalicelib.kernel.errors import NotFound
from tests.builders import people

from .test_scope import principal

D = "demo"
BOTH = principal(schools=("quiet", "lincoln"))
BOSS = principal(schools=(), all_schools=True)
TOM = principal(Role.TEACHER, schools=("quiet", "lincoln"), sections=("hush", "algebra"))
IN_QUIET = people.student("ida", schools=("quiet",), sections=("hush",))
IN_LINCOLN = people.student("sam", sections=("algebra",))
IN_BOTH = people.student("bea", schools=("lincoln", "quiet"), sections=("algebra", "hush"))


@pytest.fixture(autouse=True)
def town(aws: None) -> None:
    """Quiet is excluded, Lincoln and Roosevelt are not."""
    directory.put_district(people.district())
    for each in ("lincoln", "roosevelt", "quiet"):
        directory.put_school(D, people.school(each, excluded=each == "quiet"))
    directory.put_sections(D, [people.section("algebra"), people.section("hush", school_id="quiet")])


@pytest.mark.parametrize(
    ("who", "reached"),
    [
        (principal(schools=("lincoln",)), ["lincoln"]),
        (principal(schools=("quiet",)), ["quiet"]),
        (BOTH, ["lincoln"]),
        (BOTH.at("lincoln"), ["lincoln"]),
        (BOTH.at("quiet"), ["quiet"]),
        (BOTH.at("roosevelt"), ["lincoln"]),
        (BOSS, ["lincoln", "roosevelt"]),
        (BOSS.at("quiet"), ["quiet"]),
    ],
)
def test_an_excluded_school_is_for_itself(who: Principal, reached: list[str]) -> None:
    """PICK-10, XSCH-02, XSCH-03, XSCH-09, A-70: the session school's rules; a foreign one has none."""
    within = scope.scope_of(who)
    assert sorted(within.schools) == reached
    assert within.has_student(IN_QUIET) is ("quiet" in reached)
    assert within.has_student(IN_LINCOLN) is ("lincoln" in reached)
    assert within.has_student(IN_BOTH)
    with pytest.raises(NotFound):
        scope.check_places(who, ["lincoln", "quiet"])


@pytest.mark.parametrize(
    ("who", "reached"), [(TOM, "sam"), (TOM.at("lincoln"), "sam"), (TOM.at("quiet"), "ida")]
)
def test_a_teacher_of_both_has_the_sections_of_the_session_school(who: Principal, reached: str) -> None:
    """PICK-10, A-70."""
    within = scope.scope_of(who)
    found = [each.student_id for each in (IN_QUIET, IN_LINCOLN) if within.has_student(each)]
    assert found == [reached]
    known = directory.sections(D, ["algebra", "hush"])
    assert [each for each, section in known.items() if within.has_section(section)] == list(within.sections)


def test_a_student_of_an_excluded_school_is_absent_even_in_a_lesson_elsewhere() -> None:
    """PICK-10."""
    guest = replace(IN_QUIET, sections=("algebra",))
    assert not scope.scope_of(principal(Role.TEACHER, sections=("algebra",))).has_student(guest)


@pytest.mark.parametrize(
    ("who", "changes", "reached"),
    [
        (BOTH, {"schools": ("quiet",)}, False),
        (BOSS, {"schools": ("quiet",)}, False),
        (BOSS, {"schools": ("quiet", "roosevelt")}, True),
        (BOTH.at("quiet"), {"schools": ("quiet",)}, True),
        (BOTH.at("quiet"), {"schools": ("lincoln",)}, False),
        (BOTH.at("quiet"), {"schools": (), "all_schools": True}, False),
    ],
)
def test_staff_of_an_excluded_school(who: Principal, changes: dict[str, Any], reached: bool) -> None:
    """PICK-10, XSCH-03: a forged id is refused; the district's office is outside the school."""
    known = {"eve": people.user("eve", **changes)}
    if reached:
        scope.check_staff(who, known, known)
    else:
        with pytest.raises(NotFound):
            scope.check_staff(who, known, known)


@pytest.mark.parametrize(
    ("moment", "settings", "reached"),
    [
        (datetime(2026, 6, 30, 12, tzinfo=UTC), {}, ["lincoln", "roosevelt"]),
        (datetime(2026, 7, 1, 3, tzinfo=UTC), {}, ["lincoln", "roosevelt"]),  # still June in Denver
        (datetime(2026, 7, 1, 12, tzinfo=UTC), {}, ["lincoln"]),
        (datetime(2026, 7, 1, 12, tzinfo=UTC), {"session_year": "2025"}, ["lincoln", "roosevelt"]),
        (datetime(2025, 3, 1, 12, tzinfo=UTC), {}, ["roosevelt"]),
    ],
)
def test_a_school_is_there_in_its_years(moment: datetime, settings: Any, reached: list[str]) -> None:
    """PICK-03: closed last year is absent this year, and present in that year's session."""
    directory.put_district(people.district(settings=settings))
    directory.put_school(D, people.school("lincoln", first_year="2025"))
    directory.put_school(D, people.school("roosevelt", last_year="2025"))
    within = scope.scope_of(replace(BOSS, asked_at=moment))
    assert sorted(within.schools) == reached
    assert within.has_student(people.student("ros", schools=("roosevelt",))) is ("roosevelt" in reached)


@pytest.mark.parametrize(
    ("changes", "is_there"), [({"school_year": "2025"}, True), ({}, False), ({"asked_at": None}, True)]
)
def test_nobody_works_for_a_school_that_is_closed(changes: Any, is_there: bool) -> None:
    """PICK-03: as a session school it gives the words of a foreign one; present in its last year's session."""
    directory.put_school(D, people.school("roosevelt", last_year="2025"))
    who = replace(BOSS, **{"asked_at": datetime(2026, 11, 1, 12, tzinfo=UTC), **changes})
    if is_there:
        assert scope.working_at(who, "roosevelt").session_school == "roosevelt"
        return
    with pytest.raises(NotFound) as closed:
        scope.working_at(who, "roosevelt")
    with pytest.raises(NotFound) as foreign:
        scope.working_at(who, "nowhere")
    assert closed.value.fields == foreign.value.fields


@pytest.mark.parametrize(
    ("preference", "own", "hidden"),
    [(True, {}, True), (False, {}, False), (True, {"hide_schedules_from_teachers": False}, False)],
)
def test_hidden_schedules_empty_a_teachers_reach(preference: bool, own: Any, hidden: bool) -> None:
    """PICK-11: forged ids refused; a school may differ; administrators are not concerned."""
    directory.put_district(people.district(settings={"hide_schedules_from_teachers": preference}))
    directory.put_school(D, people.school("lincoln", settings=own))
    tom = principal(Role.TEACHER, sections=("algebra",))
    assert scope.scope_of(tom).has_student(IN_LINCOLN) is not hidden
    assert scope.scope_of(tom).has_section(people.section("algebra")) is not hidden
    assert scope.scope_of(tom).has_staff(people.user("eve"))
    assert scope.scope_of(principal()).has_student(IN_LINCOLN)
    if hidden:
        with pytest.raises(NotFound):
            scope.check_students(tom, ["sam"], {"sam": IN_LINCOLN})
        with pytest.raises(NotFound):
            scope.check_sections(tom, ["algebra"], directory.sections(D, ["algebra"]))


def test_schedules_hidden_from_families_empty_their_choice_of_teachers() -> None:
    """PICK-12, A-73: a teacher of the child's school cannot be chosen then; staff still choose one another."""
    pat, eve = principal(Role.PARENT, children=("sam",)), people.user("eve", roles=(Role.TEACHER,))
    assert scope.scope_of(pat).has_staff(eve)
    directory.put_district(people.district(settings={"hide_schedules_from_families": True}))
    assert not scope.scope_of(pat).has_staff(eve)
    assert scope.scope_of(pat).has_student(people.student("sam"))
    assert scope.scope_of(TOM).has_staff(eve)
