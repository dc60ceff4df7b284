"""A selection in words."""

from typing import Any

import pytest

from chalicelib.audience.model import RecipientType, Selection, StudentSelection
from chalicelib.directory import store as directory
from chalicelib.messages.wording import in_words
from tests.builders import people

from .conftest import D

pytestmark = pytest.mark.usefixtures("town")


@pytest.mark.parametrize(
    ("chosen", "staff", "words"),
    [
        ({"schools": ("lincoln",)}, 0, "Primary contacts of Lincoln High"),
        ({"schools": ("lincoln", "hill")}, 0, "Primary contacts of Lincoln High and Hill Elementary"),
        (
            {"grades": (("lincoln", "09"), ("hill", "KG"))},
            0,
            "Primary contacts of grade 9 at Lincoln High and grade KG at Hill Elementary",
        ),
        ({"sections": ("c1",), "students": ("s3",)}, 3, "Primary contacts of C1 and 1 student; 3 staff"),
        ({"students": tuple(f"s{n}" for n in range(1234))}, 0, "Primary contacts of 1,234 students"),
        (
            {"schools": ("lincoln", "hill"), "sections": ("c1", "c9"), "students": ("s1",)},
            0,
            "Primary contacts of Lincoln High, Hill Elementary, C1, 1 more and 1 student",
        ),
        ({}, 1, "Tom Miller"),
    ],
)  # fmt: skip
def test_a_selection_in_words(chosen: dict[str, Any], staff: int, words: str) -> None:
    """REPT-13: the column To."""
    selection = Selection(StudentSelection(RecipientType.PRIMARY_CONTACTS, **chosen))
    users = [people.user(name) for name in ("tom", "kay", "far")][:staff]
    assert in_words(D, selection, directory.schools(D), None, users) == words


def test_one_student_is_named() -> None:
    """REPT-13."""
    selection = Selection(StudentSelection(RecipientType.STUDENTS, sections=("c1",)))
    assert in_words(D, selection, {}, people.student("amy"), ()) == "Students: Amy Miller"


def test_a_school_that_is_not_stored_is_passed_over() -> None:
    """REPT-13: a person's record may name one."""
    chosen = StudentSelection(
        RecipientType.STUDENTS, schools=("gone", "lincoln"), grades=(("gone", "09"),), students=("s1",)
    )
    assert (
        in_words(D, Selection(chosen), directory.schools(D), None, ()) == "Students: Lincoln High and 1 student"
    )
