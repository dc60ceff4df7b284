"""CSV that a spreadsheet opens as it was meant."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.reports.csv_file import MARK, csv_text, inert

cells = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)


def test_the_file_has_its_mark_and_line_ends() -> None:
    text = csv_text(("Name", "Reason"), [("Zoë, Ann", 'said "no"')])
    assert text == f'{MARK}Name,Reason\r\n"Zoë, Ann","said ""no"""\r\n'
    assert text.encode().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("cell", ["=1+1", "+49", "-1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0"])
def test_what_a_spreadsheet_would_run_is_text(cell: str) -> None:
    """ABUSE-05."""
    assert inert(cell) == f"'{cell}"


@given(st.lists(st.tuples(cells, cells), max_size=5))
def test_every_cell_comes_back(rows: list[tuple[str, str]]) -> None:
    text = csv_text(("a", "b"), rows)
    read = list(csv.reader(io.StringIO(text.removeprefix(MARK), newline="")))
    assert read[1:] == [[inert(cell) for cell in row] for row in rows]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for row in read for cell in row)
