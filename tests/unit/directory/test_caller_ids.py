"""Who may call from which number, and which default wins."""

import pytest

from chalicelib.directory.caller_ids import CallerId, Default, available, default_of, edited, saved, without
from tests.builders import people

DISTRICT = people.caller_id("district")


def own(caller_id: str, **changes: object) -> CallerId:
    """Ann's, and nobody's default."""
    return people.caller_id(
        caller_id, **{"creator": "ann", "district_default": False, "public": False} | changes
    )


def choices(one: CallerId, user: str, school: str) -> bool:
    return one in available((DISTRICT, one), user, school)


@pytest.mark.parametrize(
    ("one", "others_at"),
    [
        (own("x", public=True), ("lincoln", "hill", "park", "")),
        (own("x", public=True, schools=("hill",)), ("hill",)),
        (own("x"), ()),
        (own("x", schools=("hill",)), ()),
        (own("x", schools=("hill", "park"), default_schools=("hill",)), ("hill",)),
        (own("x", student_attendance=True), ()),
    ],
)
def test_who_may_choose_it(one: CallerId, others_at: tuple[str, ...]) -> None:
    """CID-03, CID-04, A-54: public at its schools, private to its creator, a default to all whose default it
    is."""
    schools = ("lincoln", "hill", "park", "")
    assert [each for each in schools if choices(one, "bob", each)] == list(others_at)
    assert all(choices(one, "ann", each) for each in schools)


def test_without_a_district_default_there_is_nothing_to_choose() -> None:
    """CALL-01, A-55: not even a school default."""
    school = own("x", schools=("hill",), default_schools=("hill",))
    assert available((school,), "ann", "hill") == ()
    assert default_of((school,), "hill") is None


def test_whose_default_it_is() -> None:
    """CID-06, CID-08: of one's school, else of the district; without a school the district's."""
    school = own("x", schools=("hill",), default_schools=("hill",))
    listed = (DISTRICT, school)
    assert default_of(listed, "hill") == school
    assert default_of(listed, "lincoln") == DISTRICT
    assert default_of(listed, "") == DISTRICT


def test_the_newest_district_default_wins() -> None:
    """CID-07, A-53: the older loses its tick."""
    newer = own("newer", district_default=True)
    listed, moved = saved((DISTRICT,), (newer,))
    assert [(each.caller_id, each.district_default) for each in listed] == [
        ("district", False),
        ("newer", True),
    ]
    assert [(each.default, each.before.caller_id) for each in moved] == [(Default.DISTRICT, "district")]


def test_of_two_in_one_request_the_last_wins() -> None:
    """CID-07, A-53."""
    listed, moved = saved((), (DISTRICT, own("newer", district_default=True)))
    assert [each.caller_id for each in listed if each.district_default] == ["newer"]
    assert len(moved) == 1


def test_one_number_for_student_attendance() -> None:
    """CID-05, A-53: of the whole district, whatever their schools."""
    older = own("older", student_attendance=True, schools=("hill",))
    newer = own("newer", student_attendance=True, schools=("park",))
    listed, moved = saved((older,), (newer,))
    assert [each.caller_id for each in listed if each.student_attendance] == ["newer"]
    assert [each.default for each in moved] == [Default.ATTENDANCE]


def test_the_newest_school_default_wins_at_its_schools() -> None:
    """CID-06, A-53: the older keeps the schools that the newer does not have."""
    older = own("older", schools=("hill", "park"), default_schools=("hill", "park"))
    newer = own("newer", schools=("park",), default_schools=("park",))
    listed, moved = saved((DISTRICT, older), (newer,))
    assert [each.schools for each in moved] == [("park",)]
    assert [getattr(default_of(listed, each), "caller_id", "") for each in ("hill", "park")] == [
        "older",
        "newer",
    ]
    last, moved = saved(listed, (own("last", schools=("hill",), default_schools=("hill",)),))
    assert not next(each for each in last if each.caller_id == "older").school_default
    assert default_of(without(last, "last"), "hill") == last[0]


def test_saved_again_it_takes_nothing_from_itself() -> None:
    """A-53"""
    assert saved((DISTRICT,), (people.caller_id("district", title="New"),))[1] == ()


@pytest.mark.parametrize(
    ("fields", "default_schools"),
    [
        ({"title": "New"}, ("park",)),
        ({"school_default": True}, ("hill", "park")),
        ({"school_default": False}, ()),
        ({"schools": ["hill", "lake"]}, ("lake",)),
        ({"schools": ["park", "lake"]}, ("park", "lake")),
        ({"schools": []}, ()),
        ({"schools": ["lake", "lake"], "school_default": True}, ("lake",)),
    ],
)
def test_what_an_edit_makes_of_a_school_default(
    fields: dict[str, object], default_schools: tuple[str, ...]
) -> None:
    """CID-06: ticked anew it is for all its schools; an edit of something else takes nobody's default."""
    one = own("x", schools=("hill", "park"), default_schools=("park",))
    assert edited(one, fields).default_schools == default_schools
