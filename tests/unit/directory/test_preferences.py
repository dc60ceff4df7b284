"""Preferences: defaults, the district's word, the school's word, and what may not be set together."""

import pytest

from chalicelib.directory.preferences import BY_SCHOOL, DEFAULTS, changed, effective, window_faults
from chalicelib.directory.settings_schemas import Preferences, SchoolPreferences
from tests.builders import people


def test_a_school_decides_before_its_district_and_the_district_before_the_usual() -> None:
    """ADMIN-02: also where the school says "no" to what the district switched on."""
    district = people.district(settings={"sms_character_limit": 300, "always_confirm": True})
    school = people.school(settings={"always_confirm": False, "session_year": "1999"})
    assert effective(people.district())["sms_character_limit"] == 130
    assert effective(district)["always_confirm"] is True
    holds = effective(district, school)
    assert (holds["always_confirm"], holds["sms_character_limit"]) == (False, 300)
    assert holds["session_year"] == "", "not a school's to decide"


@pytest.mark.parametrize(
    ("minutes", "characters"), [(None, 1000), (1, 1000), (2, 2000), (3, 3000), (4, 1000), (True, 1000)]
)
def test_the_length_of_calls_is_a_number_of_characters(minutes: int | None, characters: int) -> None:
    """LIC-07: 1, 2 or 3 minutes; anything else counts as 1."""
    settings = {} if minutes is None else {"call_minutes": minutes}
    assert effective(people.district(settings=settings))["call_character_limit"] == characters


def test_nothing_takes_a_decision_back() -> None:
    """ADMIN-02: then the district's value holds again."""
    assert changed({"always_confirm": True, "ai": True}, {"always_confirm": None}) == {"ai": True}


@pytest.mark.parametrize(
    ("before", "after", "sent", "named"),
    [
        ("08:00", "21:00", {}, []),
        ("08:00", "08:00", {}, []),
        ("", "07:00", {}, []),
        ("08:00", "", {}, []),
        ("21:00", "08:00", {"call_window_not_after": "08:00"}, ["preferences.call_window_not_after"]),
        ("21:00", "08:00", {"call_window_not_before": "21:00"}, ["preferences.call_window_not_before"]),
    ],
)
def test_a_window_does_not_end_before_it_begins(
    before: str, after: str, sent: dict[str, str], named: list[str]
) -> None:
    """ADMIN-01: empty is no limit on that side; the side that was sent is named."""
    values = {"call_window_not_before": before, "call_window_not_after": after}
    assert [each.field for each in window_faults(values, sent)] == named


def test_the_api_names_the_same_preferences() -> None:
    """ADMIN-02: what can be set is what is read, for the district and for a school."""
    assert set(SchoolPreferences.model_fields) == BY_SCHOOL
    assert set(Preferences.model_fields) == set(DEFAULTS)
