"""Whom a principal may reach (PERM-07), and what looks as if it were not there."""

from typing import Any

import pytest

from chalicelib.access import scope, store
from chalicelib.access.model import Principal, Profile
from chalicelib.access.profiles import PARENT, PRINCIPAL, TEACHER, standard_profile
from chalicelib.directory import store as directory
from chalicelib.directory.model import Role
from chalicelib.kernel.errors import NotFound
from tests.builders import people


def principal(role: Role = Role.ADMIN, **changes: Any) -> Principal:
    usual: dict[str, Any] = {
        "district": "demo",
        "user_id": "ann",
        "name": "Ann",
        "roles": (role,),
        "profiles": (standard_profile(role),),
        "schools": ("lincoln",),
    }
    return Principal(**usual | changes)


ALL_SCHOOLS = principal(schools=(), all_schools=True)
TOM = principal(Role.TEACHER, sections=("algebra",))
PAT = principal(Role.PARENT, children=("sam",))


@pytest.fixture
def town(aws: None) -> None:
    directory.put_district(people.district())
    for each in ("lincoln", "roosevelt"):
        directory.put_school("demo", people.school(each))


def test_schools_within_reach(town: None) -> None:
    """PERM-07: one's own; all of them for a district administrator."""
    assert scope.schools_of(principal()) == ("lincoln",)
    assert set(scope.schools_of(ALL_SCHOOLS)) == {"lincoln", "roosevelt"}
    assert scope.as_school(principal(), "lincoln").school_id == "lincoln"
    with pytest.raises(NotFound):
        scope.as_school(principal(), "roosevelt")


@pytest.mark.parametrize(
    ("who", "changes", "reached"),
    [
        (principal(), {}, True),
        (principal(), {"schools": ("roosevelt",)}, False),
        (principal(), {"schools": ("roosevelt", "lincoln")}, True),
        (principal(), {"schools": ()}, False),
        (principal(), {"active": False}, False),
        (ALL_SCHOOLS, {"schools": ("roosevelt",)}, True),
        (TOM, {"sections": ("algebra",)}, True),
        (TOM, {"sections": ("chemistry",)}, False),
        (TOM, {}, False),
        (PAT, {}, True),
        (PAT, {"student_id": "sid"}, False),
        (principal(roles=(Role.TEACHER, Role.ADMIN)), {}, True),
    ],
)
def test_students_within_reach(town: None, who: Principal, changes: dict[str, Any], reached: bool) -> None:
    """PERM-07: an admin's schools, a teacher's own students, a parent's children."""
    student = people.student(**{"student_id": "sam", **changes})
    known = {student.student_id: student}

    assert scope.scope_of(who).has_student(student) is reached
    if reached:
        scope.check_students(who, known, known)
    else:
        with pytest.raises(NotFound) as refusal:
            scope.check_students(who, known, known, "audience.students")
        assert [each.field for each in refusal.value.fields] == ["audience.students"]


def test_one_student_out_of_reach_refuses_all(town: None) -> None:
    """PERM-07: refused, not silently dropped; unknown and foreign look the same."""
    known = {"sam": people.student("sam"), "ros": people.student("ros", schools=("roosevelt",))}
    with pytest.raises(NotFound) as foreign:
        scope.check_students(principal(), ["sam", "ros"], known)
    with pytest.raises(NotFound) as unknown:
        scope.check_students(principal(), ["sam", "nobody"], known)
    assert foreign.value.detail == unknown.value.detail


@pytest.mark.parametrize(
    ("who", "changes", "reached"),
    [
        (principal(), {}, True),
        (principal(), {"school_id": "roosevelt"}, False),
        (ALL_SCHOOLS, {"school_id": "roosevelt"}, True),
        (TOM, {}, True),
        (TOM, {"section_id": "chemistry"}, False),
        (PAT, {}, False),
    ],
)
def test_sections_within_reach(town: None, who: Principal, changes: dict[str, Any], reached: bool) -> None:
    """PERM-07, PERM-T11: a teacher's own; all of an admin's schools."""
    section = people.section(**changes)
    known = {section.section_id: section}
    if reached:
        scope.check_sections(who, known, known)
    else:
        with pytest.raises(NotFound):
            scope.check_sections(who, known, known)


@pytest.mark.parametrize(
    ("who", "changes", "reached"),
    [
        (principal(), {}, True),
        (principal(), {"schools": ("roosevelt",)}, False),
        (principal(), {"schools": ("roosevelt",), "all_schools": True}, True),
        (ALL_SCHOOLS, {"schools": ("roosevelt",)}, True),
        (TOM, {}, True),
        (TOM, {"schools": ("roosevelt",)}, False),
        (PAT, {}, True),
        (PAT, {"schools": ("roosevelt",)}, False),
        (principal(), {"enabled": False}, False),
        (principal(), {"searchable": False}, False),
        (principal(), {"roles": (Role.PARENT,)}, False),
        (principal(), {"profiles": ("hidden",)}, False),
        (principal(), {"profiles": ("hidden", "principal")}, True),
        (principal(), {"profiles": ("gone",)}, False),
    ],
)
def test_staff_whom_one_may_choose(town: None, who: Principal, changes: dict[str, Any], reached: bool) -> None:
    """PICK-08, PERM-A07, PERM-T04, PERM-03: a common school, and one profile that allows being found."""
    store.put_profiles("demo", [Profile("hidden", "Hidden", Role.ADMIN)])
    known = {"eve": people.user("eve", **changes)}
    if reached:
        scope.check_staff(who, known, known)
    else:
        with pytest.raises(NotFound):
            scope.check_staff(who, known, known)


def test_the_standard_profiles_let_staff_be_found_and_families_not() -> None:
    known = {each.profile_id: each for each in (PRINCIPAL, TEACHER, PARENT, standard_profile(Role.ADMIN))}
    assert scope.in_messaging_search((), (Role.TEACHER,), known)
    assert scope.in_messaging_search((), (Role.ADMIN,), known)
    assert not scope.in_messaging_search((), (Role.PARENT,), known)


def test_a_school_that_is_not_stored_is_not_there(town: None) -> None:
    """PERM-07: a person's record may name one."""
    with pytest.raises(NotFound):
        scope.as_school(principal(schools=("gone",)), "gone")
