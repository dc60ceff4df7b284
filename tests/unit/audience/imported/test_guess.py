"""What the columns of a file probably hold."""

import pytest

from chalicelib.audience.imported import guess
from chalicelib.audience.imported.model import Column


@pytest.mark.parametrize(
    ("headings", "found"),
    [
        ("First,First,Email,Email", {}),
        ("First,first ,Last,Email", {Column.LAST_NAME: 2, Column.EMAIL: 3}),
        ("First,First,Full name,Email", {Column.FULL_NAME: 2, Column.EMAIL: 3}),
        ("First,Last,Email,Mail", {Column.FIRST_NAME: 0, Column.LAST_NAME: 1, Column.EMAIL: 2}),
    ],
)
def test_of_two_columns_with_one_heading_none_is_guessed(headings: str, found: dict[Column, int]) -> None:
    """IMPT-03: only the person knows which is meant; two headings for one thing are another matter."""
    body = (2, ("Ann", "Bo", "ann@x.example", "bo@x.example"))
    assert guess.columns([(1, tuple(headings.split(","))), body], texting=True) == found
