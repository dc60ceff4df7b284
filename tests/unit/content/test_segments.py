"""Segments of texts, against hand-counted cases and a slow counter that shares nothing with the code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.content.segments import GSM_UNITS, sms_segments


@pytest.mark.parametrize(
    ("text", "encoding", "count"),
    [
        ("", "GSM-7", 0),
        ("a", "GSM-7", 1),
        ("a" * 160, "GSM-7", 1),
        ("a" * 161, "GSM-7", 2),
        ("a" * 306, "GSM-7", 2),
        ("a" * 307, "GSM-7", 3),
        ("€" * 80, "GSM-7", 1),
        ("€" * 81, "GSM-7", 2),
        # 152 letters leave room for one unit: the escaped sign moves whole into the next segment.
        ("a" * 152 + "€" + "a" * 152, "GSM-7", 3),
        ("a" * 151 + "€" + "a" * 153, "GSM-7", 2),
        ("ñ à é ü ß", "GSM-7", 1),
        ("á", "UCS-2", 1),
        ("ñandú" + "x" * 65, "UCS-2", 1),
        ("ú" * 71, "UCS-2", 2),
        ("😀" * 35, "UCS-2", 1),
        ("😀" * 36, "UCS-2", 2),
        # 67 units hold 33 pairs and never half of one.
        ("😀" * 66, "UCS-2", 2),
        ("😀" * 67, "UCS-2", 3),
        ("“quoted”", "UCS-2", 1),
    ],
)
def test_hand_counted(text: str, encoding: str, count: int) -> None:
    segments = sms_segments(text)
    assert (segments.encoding, segments.count, segments.characters) == (encoding, count, len(text))


def test_the_alphabet_has_its_128_places() -> None:
    """127 characters (the escape is none) and ten escaped ones."""
    assert (list(GSM_UNITS.values()).count(1), list(GSM_UNITS.values()).count(2)) == (127, 10)


TEXTS = st.text(alphabet=st.sampled_from("aB1 @€[]~ñçúé😀👨日\n"), max_size=400)


@given(TEXTS)
def test_pieces_fit_and_one_less_would_not_do(text: str) -> None:
    """Cutting by hand, character after character, gives the same number."""
    segments = sms_segments(text)
    gsm = all(char in "aB1 @€[]~ñé\n" for char in text) and "ç" not in text
    sizes = [_size(char, gsm=gsm) for char in text]
    single, joined = (160, 153) if gsm else (70, 67)
    expected = 1 if 0 < sum(sizes) <= single else len(_cut(sizes, joined))
    assert segments.count == expected


def _size(char: str, *, gsm: bool) -> int:
    return (2 if char in "€[]~" else 1) if gsm else len(char.encode("utf-16-le")) // 2


def _cut(sizes: list[int], room: int) -> list[list[int]]:
    pieces: list[list[int]] = []
    for size in sizes:
        if not pieces or sum(pieces[-1]) + size > room:
            pieces.append([])
        pieces[-1].append(size)
    return pieces
