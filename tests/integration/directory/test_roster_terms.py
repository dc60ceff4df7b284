"""Marking periods out of academicSessions.csv, the district's one small item."""

import io

import pytest

from chalicelib.directory.roster.model import Status
from chalicelib.directory.store.marking_periods import marking_periods
from tests.builders.exports import MAPLE, Tables, small

from .conftest import Importing

D = "demo"
NEXT_YEAR = ("q1", "Quarter 1", "quarter", "2027-08-16", "2027-10-15")


def sessions(*rows: tuple[str, str, str, str, str]) -> Tables:
    """The small export with these sessions."""
    names = ("sourcedId", "title", "type", "startDate", "endDate")
    return {**small(), "academicSessions": [dict(zip(names, row, strict=True)) for row in rows]}


def known() -> list[tuple[str, str, str]]:
    return [(each.title, each.first, each.last) for each in marking_periods(D)]


def test_a_foreign_exports_sessions_become_marking_periods(imported: Importing) -> None:
    """FLDS-04: the school year itself is none; the same file again changes nothing."""
    assert imported(io.BytesIO(MAPLE.read_bytes())).status is Status.APPLIED
    assert known() == [("Fall 2026", "2026-08-17", "2026-12-19")]
    assert imported(io.BytesIO(MAPLE.read_bytes())).status is Status.UNCHANGED


def test_a_file_decides_about_the_years_that_it_names(imported: Importing) -> None:
    """FLDS-04: a title that is corrected, a quarter that goes; the year before stays."""
    fall = ("f", "Fall", "semester", "2026-08-17", "2026-12-18")
    imported(sessions(fall, ("s", "Spring", "semester", "2027-01-05", "2027-06-05")))
    imported(sessions(("f", "Autumn", "semester", "2026-08-17", "2026-12-18")))
    assert [each[0] for each in known()] == ["Autumn"]
    imported(sessions(NEXT_YEAR))
    assert [each[0] for each in known()] == ["Autumn", "Quarter 1"]


@pytest.mark.parametrize(
    ("first", "last"), [("2026-12-18", "2026-08-17"), ("", "2026-12-18"), ("soon", "2026-12-18")]
)
def test_a_session_without_usable_days_is_left_out(imported: Importing, first: str, last: str) -> None:
    """FLDS-04: named in the report where the file is wrong, and nothing else is lost."""
    done = imported(sessions(("f", "Fall", "semester", first, last), NEXT_YEAR))
    assert done.status is Status.APPLIED
    assert [each[0] for each in known()] == ["Quarter 1"]
    assert done.problems == (1 if first else 0)


def test_a_file_without_sessions_says_nothing_of_them(imported: Importing) -> None:
    """FLDS-04."""
    imported(sessions(NEXT_YEAR))
    imported({name: rows for name, rows in small().items() if name != "academicSessions"})
    assert [each[0] for each in known()] == ["Quarter 1"]
