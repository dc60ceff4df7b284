"""Single cells of a roster file."""

import pytest

from chalicelib.directory.roster import values


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2026-08-17", "2026-08-17"),
        ("2026-08-17T00:00:00.000Z", "2026-08-17"),
        ("8/7/2026", "2026-08-07"),
        ("2026-02-30", None),
        ("tomorrow", None),
    ],
)
def test_dates_with_and_without_a_time(text: str, found: str | None) -> None:
    """PICK-14: enrollments begin and end on days."""
    assert values.day(text) == found


@pytest.mark.parametrize(
    ("text", "found"), [("9", "09"), ("09", "09"), ("K", "KG"), ("10,11", "10"), ("", ""), ("Other", "OTHER")]
)
def test_grades(text: str, found: str) -> None:
    """PICK-01: one spelling per grade."""
    assert values.grade(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [("es", "es"), ("Spanish", "es"), ("zh_Hant", "zh-hant"), ("VIE", "vi"), ("", ""), ("??", None)],
)
def test_languages(text: str, found: str | None) -> None:
    """PICK-06: one spelling per language, as a tag."""
    assert values.language(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [("8:05", "08:05"), ("2:15 PM", "14:15"), ("12:00 am", "00:00"), ("", ""), ("25:00", None)],
)
def test_times_of_day(text: str, found: str | None) -> None:
    """PICK-01: periods."""
    assert values.clock_time(text) == found


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("Site Administrator", "admin"),
        ("districtAdministrator", "admin"),
        ("principal", "admin"),
        ("teacher", "teacher"),
        ("aide", "teacher"),
        ("proctor", "teacher"),
        ("guardian", "contact"),
        ("Father", "contact"),
        ("relative", "contact"),
        ("student", "student"),
        ("wizard", ""),
    ],
)
def test_roles(word: str, kind: str) -> None:
    """PERM-03: which kind of account a role makes."""
    assert values.kind_of(values.role_word(word)) == kind


def test_lists_yes_and_no_and_names() -> None:
    """PICK-01."""
    assert values.items("a, b;c,,a") == ["a", "b", "c"]
    assert (values.yes("TRUE"), values.yes("0"), values.yes("")) == (True, False, None)
    assert values.tidy(" Ann\x00\r\n  Lee ") == "Ann Lee"
    assert not values.usable_id("a\nb")
    assert not values.usable_id("x" * 129)
