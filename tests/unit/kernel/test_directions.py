"""What turns the direction of text stays only where it turns nothing else."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel.directions import straight

RLO, LRO, RLE, LRE, PDF = "\u202e", "\u202d", "\u202b", "\u202a", "\u202c"
LRI, RLI, FSI, PDI = "\u2066", "\u2067", "\u2068", "\u2069"
TURNING = (RLO, LRO, RLE, LRE, PDF, LRI, RLI, FSI, PDI)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (f"Pay at {RLO}gro.elpmaxe{PDF} now", "Pay at gro.elpmaxe now"),
        (f"Report{RLO}fdp.exe", "Reportfdp.exe"),
        (f"{LRO}abc", "abc"),
        (f"Trip {RLI}to Rome", "Trip to Rome"),
        (f"Trip{PDI} to{PDF} Rome", "Trip to Rome"),
        (f"{RLE}a\nb{PDF}", "a\nb"),
        (f"{RLI}a{RLE}b{PDI}c{PDF}", f"{RLI}ab{PDI}c"),
        (f"{RLE}a{LRI}b{PDF}", "ab"),
        (f"{RLI}{RLO}a{PDF}{PDI}", f"{RLI}a{PDI}"),
    ],
)
def test_what_would_turn_more_than_itself_goes(typed: str, kept: str) -> None:
    """CHAN-01: a subject shows its letters in the order in which they are written."""
    assert straight(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "\u200fשלום \u200eDr. Cohen\u200e, כיתה 3\u05f3!",
        "مرحبا \u061c(2026) \u200fيا أهل",
        "نمی\u200cخواهم",  # Persian: a joiner within the word
        "क्\u200dष 👩\u200d👩\u200d👧\u200d👦",
        f"{RLE}שלום{PDF} Cohen",
        f"From {FSI}שרה{PDI} and {RLI}{LRE}Tom{PDF} كريم{PDI}",
        f"{FSI}שרה{PDI}\n{FSI}Tom{PDI}",
    ],
)
def test_what_languages_are_written_with_stays(typed: str) -> None:
    """Arabic, Hebrew and Persian families are written to as anybody."""
    assert straight(typed) == typed


@given(st.lists(st.sampled_from([*TURNING, "a", "\n", "\u200f", "ש"]), max_size=40).map("".join))
def test_what_is_left_is_closed_in_its_line_and_turns_nothing_else(typed: str) -> None:
    kept = straight(typed)
    assert straight(kept) == kept
    assert [char for char in kept if char not in TURNING] == [char for char in typed if char not in TURNING]
    assert not {RLO, LRO}.intersection(kept)
    for line in kept.split("\n"):
        opened: list[str] = []
        for kind in map(unicodedata.bidirectional, line):
            if kind in {"LRE", "RLE", "LRI", "RLI", "FSI"}:
                opened.append(kind)
            elif kind in {"PDF", "PDI"}:
                assert opened.pop()[2] == ("E" if kind == "PDF" else "I")
        assert not opened


def test_any_number_of_them_takes_no_time() -> None:
    """ABUSE-04"""
    assert straight(RLI + RLE * 200_000 + PDI * 200_000) == RLI + PDI
