"""What binds a sender where they sit."""

from typing import Any

import pytest

from chalicelib.access.model import Principal
from chalicelib.directory.model import Role
from chalicelib.directory.preferences import effective
from chalicelib.messages.desk import ANY_NUMBER, Desk
from chalicelib.messages.model import Source
from tests.builders import people


@pytest.mark.parametrize(
    ("role", "settings", "over"),
    [
        (Role.TEACHER, {}, 100),
        (Role.TEACHER, {"always_confirm": True}, 0),
        (Role.ADMIN, {"always_confirm": True, "confirm_over": 20}, 0),
        (Role.PARENT, {"always_confirm": True}, ANY_NUMBER),
        (Role.STUDENT, {"always_confirm": True}, ANY_NUMBER),
    ],
)
def test_the_preference_to_confirm_always_is_about_staff(role: Role, settings: Any, over: int) -> None:
    """SEND-03, SEND-04: a parent who writes to one teacher is not asked."""
    district, school = people.district(settings=settings), people.school()
    who = Principal("demo", "u", "U", (role,))
    assert Desk(who, district, school, Source.USER, effective(district, school)).confirm_over == over
