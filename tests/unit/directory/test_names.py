"""Names folded for searching."""

import pytest

from chalicelib.directory.names import fold, natural, words


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("García-López", "garcia lopez"),
        ("Łukasz O'Neill", "lukasz oneill"),
        ("ÅSA  Strauß", "asa strauss"),
        ("李", "李"),
        ("Nguyễn", "nguyen"),
        ("D’Angelo, Jr.", "dangelo jr"),
        ("김 민준", "김 민준"),
        ("!?", ""),
    ],
)
def test_a_name_is_found_without_its_accents_capitals_and_marks(name: str, folded: str) -> None:
    """PICK-01: searched as people type."""
    assert fold(name) == folded


def test_words_are_distinct_and_in_order() -> None:
    """PICK-01."""
    assert words("Maria José", "José Abad") == ("abad", "jose", "maria")


def test_texts_with_numbers_sort_as_people_expect() -> None:
    """Period 2 before period 10, whatever is written around the number."""
    assert sorted(["Algebra 10", "algebra 2", "Algebra", "Art", "2B", "10A", "K"], key=natural) == [
        "2B",
        "10A",
        "Algebra",
        "algebra 2",
        "Algebra 10",
        "Art",
        "K",
    ]
    assert sorted(["²", "٣", "1", ""], key=natural) == ["", "1", "²", "٣"]
