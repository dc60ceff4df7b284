"""The patterns of `template.yaml` as the tests read them, which is as CloudWatch does."""

import pytest

from tests.support.alarms import matches

LINE = {"message": "oldest_waiting", "lane": "normal", "seconds": 90}


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ('{ $.message = "oldest_waiting" }', True),
        ('{ $.message = "oldest" }', False),
        ('{ $.message = "oldest_waiting" && $.lane = "normal" }', True),
        ('{ $.message = "oldest_waiting" && $.lane = "priority" }', False),
        ('{ $.nothing = "oldest_waiting" }', False),
    ],
)
def test_fields_are_compared(pattern: str, found: bool) -> None:
    assert matches(pattern, LINE) is found


@pytest.mark.parametrize(
    "pattern", ["oldest_waiting", '{ $.message = "a" || $.lane = "b" }', "{ $.seconds > 1 }"]
)
def test_what_is_not_understood_is_no_match_but_an_error(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"[{o]"):
        matches(pattern, LINE)
