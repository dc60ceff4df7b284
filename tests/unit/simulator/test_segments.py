"""How many parts a text takes on its way."""

import pytest

from infra.local.simulator.segments import encoding, parts


@pytest.mark.parametrize(
    ("text", "alphabet", "count"),
    [
        ("a" * 160, "GSM", 1),
        ("a" * 161, "GSM", 2),
        ("a" * 306, "GSM", 2),
        ("a" * 307, "GSM", 3),
        ("€" * 80, "GSM", 1),
        ("€" * 81, "GSM", 2),
        ("a" * 152 + "€" + "a" * 10, "GSM", 2),
        ("ñ" * 160, "GSM", 1),
        ("á" + "a" * 69, "Unicode", 1),
        ("á" + "a" * 70, "Unicode", 2),
        ("😀" * 35, "Unicode", 1),
        ("😀" * 36, "Unicode", 2),
        ("😀" * 67, "Unicode", 3),  # 33 pairs fit in a part of 67: a pair is never split
    ],
)
def test_parts(text: str, alphabet: str, count: int) -> None:
    assert (encoding(text), parts(text)) == (alphabet, count)
