"""CSV that a spreadsheet opens as it was meant."""

import csv
import io
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.reports.csv_file import MARK, Full, csv_text, inert

cells = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)


def test_the_file_has_its_mark_and_line_ends() -> None:
    text = csv_text(("Name", "Reason"), [("Zoë, Ann", 'said "no"')], 1000)
    assert text == f'{MARK}Name,Reason\r\n"Zoë, Ann","said ""no"""\r\n'
    assert text.encode().startswith(b"\xef\xbb\xbf")


def test_a_full_file_asks_for_no_more_rows() -> None:
    """The mark counts three bytes, an accent two: `A`, `Zoë` and `Max` with their line ends are 17."""
    taken: list[str] = []

    def rows() -> Iterator[tuple[str]]:
        for name in ("Zoë", "Max", "Eve"):
            taken.append(name)
            yield (name,)

    assert len(csv_text(("A",), [("Zoë",), ("Max",)], 17).encode()) == 17
    with pytest.raises(Full):
        csv_text(("A",), rows(), 16)
    assert taken == ["Zoë", "Max"]


@pytest.mark.parametrize("cell", ["=1+1", "+49", "-1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0"])
def test_what_a_spreadsheet_would_run_is_text(cell: str) -> None:
    """ABUSE-05."""
    assert inert(cell) == f"'{cell}"


@given(st.lists(st.tuples(cells, cells), max_size=5))
def test_every_cell_comes_back(rows: list[tuple[str, str]]) -> None:
    text = csv_text(("a", "b"), rows, 10_000)
    read = list(csv.reader(io.StringIO(text.removeprefix(MARK), newline="")))
    assert read[1:] == [[inert(cell) for cell in row] for row in rows]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for row in read for cell in row)
