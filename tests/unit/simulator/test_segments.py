"""How many parts a text takes on its way: against hand-counted cases, a slow counter that shares nothing with
the code, and the web app, which shows the same number before it is sent."""

import ast
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.local.simulator.segments import BASIC, EXTENDED, encoding, parts

WEB = Path(__file__).resolve().parents[3] / "web/src"


@pytest.mark.parametrize(
    ("text", "alphabet", "count"),
    [
        ("a", "GSM", 1),
        ("a" * 160, "GSM", 1),
        ("a" * 161, "GSM", 2),
        ("a" * 306, "GSM", 2),
        ("a" * 307, "GSM", 3),
        ("€" * 80, "GSM", 1),
        ("€" * 81, "GSM", 2),
        # 152 letters leave room for one unit: the escaped sign moves whole into the next part.
        ("a" * 152 + "€" + "a" * 152, "GSM", 3),
        ("a" * 151 + "€" + "a" * 153, "GSM", 2),
        ("ñ" * 160, "GSM", 1),
        ("á" + "a" * 69, "Unicode", 1),
        ("á" + "a" * 70, "Unicode", 2),
        ("“quoted”", "Unicode", 1),
        ("😀" * 35, "Unicode", 1),
        ("😀" * 36, "Unicode", 2),
        ("😀" * 66, "Unicode", 2),
        ("😀" * 67, "Unicode", 3),  # 33 pairs fit in a part of 67: a pair is never split
    ],
)
def test_hand_counted(text: str, alphabet: str, count: int) -> None:
    assert (encoding(text), parts(text)) == (alphabet, count)


def test_the_alphabet_has_its_128_places() -> None:
    """127 characters (the escape is none) and ten escaped ones."""
    assert (len(BASIC), len(EXTENDED)) == (127, 10)


def test_the_web_app_counts_by_the_same_alphabet() -> None:
    (source,) = (text for path in WEB.rglob("*.ts") if "GSM 03.38" in (text := path.read_text()))
    found = [ast.literal_eval(each) for each in re.findall(r"new Set\(('(?:[^'\\]|\\.)*')\)", source)]
    assert [frozenset(each) for each in found] == [BASIC, EXTENDED]
    assert all(f"[{alone}, {each}]" in source for alone, each in ((160, 153), (70, 67)))


TEXTS = st.text(alphabet=st.sampled_from("aB1 @€[]~ñçúé😀👨日\n"), min_size=1, max_size=400)


@given(TEXTS)
def test_pieces_fit_and_one_less_would_not_do(text: str) -> None:
    """Cutting by hand, character after character, gives the same number."""
    gsm = set(text) <= set("aB1 @€[]~ñé\n")
    sizes = [(2 if char in "€[]~" else 1) if gsm else len(char.encode("utf-16-le")) // 2 for char in text]
    single, joined = (160, 153) if gsm else (70, 67)
    assert parts(text) == (1 if sum(sizes) <= single else len(_cut(sizes, joined)))


def _cut(sizes: list[int], room: int) -> list[list[int]]:
    pieces: list[list[int]] = []
    for size in sizes:
        if not pieces or sum(pieces[-1]) + size > room:
            pieces.append([])
        pieces[-1].append(size)
    return pieces
