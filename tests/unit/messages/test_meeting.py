"""Where two who write to each other meet: the same in both directions."""

from collections.abc import Sequence

import pytest

from chalicelib.messages.meeting import meeting, meetings


@pytest.mark.parametrize(
    ("one", "other", "met"),
    [
        (("a",), ("a", "b"), {"a"}),
        (("a", "b"), ("b", "a"), {"a", "b"}),
        (("a",), ("b", "c"), {"a", "b", "c"}),
        ((), ("b", "c"), {"b", "c"}),
        ((), (), set()),
    ],
)
def test_what_is_shared_or_else_all(one: Sequence[str], other: Sequence[str], met: set[str]) -> None:
    """PERM-R02"""
    assert set(meeting(one, other)) == set(meeting(other, one)) == met


def test_of_a_message_to_several_each_counts_once() -> None:
    """PERM-R02"""
    assert meetings(("a", "b"), [("b",), ("a", "c"), ("b", "d")]) == ("b", "a")
