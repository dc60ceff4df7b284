"""School years: where one ends, how it is said, and which ones are offered."""

from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.directory import school_years
from tests.builders import people


@pytest.mark.parametrize(
    ("moment", "year"),
    [
        (datetime(2026, 7, 1, 5, 59, tzinfo=UTC), "2025"),  # still June in Denver
        (datetime(2026, 7, 1, 6, tzinfo=UTC), "2026"),
        (datetime(2027, 1, 1, 12, tzinfo=UTC), "2026"),
    ],
)
def test_a_year_is_its_districts_and_a_moment_lies_in_its_bounds(moment: datetime, year: str) -> None:
    district = people.district()
    assert school_years.year_of(district, moment) == year
    found = school_years.bounds(district, year)
    assert found.start <= moment.isoformat(timespec="microseconds") < found.end


def test_one_year_ends_where_the_next_begins() -> None:
    district = people.district()
    assert school_years.bounds(district, "2025").end == school_years.bounds(district, "2026").start


def test_it_is_said_as_people_say_it() -> None:
    assert [school_years.title(year) for year in ("2025", "1999", "2008")] == ["2025-26", "1999-00", "2008-09"]


@pytest.mark.parametrize(
    ("schools", "first_sent", "first"),
    [
        ([{}], "", "2026"),
        ([{}], "2024", "2024"),
        ([{"first_year": "2023"}, {"first_year": "2025"}], "2024", "2023"),
        ([{"last_year": "2025"}], "", "2025"),  # closed last year
        ([{"first_year": "2027"}], "", "2026"),  # opens next year
        ([{"first_year": "1950"}], "2024", "2016"),
    ],
)
def test_years_are_offered_from_the_first_of_which_something_tells(
    schools: list[dict[str, Any]], first_sent: str, first: str
) -> None:
    """COMP-34: ten back at most."""
    known = [people.school(f"s{at}", **each) for at, each in enumerate(schools)]
    assert school_years.first_offered(known, first_sent, "2026") == first
