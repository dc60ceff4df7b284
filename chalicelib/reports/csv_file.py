"""A table as a CSV file that a spreadsheet opens as it was meant: UTF-8, and nothing in it that runs. Pure."""

import csv
from collections.abc import Iterable, Sequence

MARK = "\ufeff"  # by which spreadsheets know UTF-8
# A cell that begins so is taken for a formula, or for the beginning of one.
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n")


class Full(Exception):
    """More than the file may hold; no row after that was asked for."""


class _Bounded:
    """What is written, up to so many bytes. Raises Full beyond."""

    def __init__(self, most: int) -> None:
        self.pieces: list[str] = []
        self._room = most

    def write(self, piece: str) -> None:
        self._room -= len(piece.encode())
        if self._room < 0:
            raise Full
        self.pieces.append(piece)


def csv_text(head: Sequence[str], rows: Iterable[Sequence[str]], most_bytes: int) -> str:
    """The whole file, with lines as RFC 4180 ends them. Raises Full."""
    written = _Bounded(most_bytes)
    written.write(MARK)
    table = csv.writer(written, lineterminator="\r\n")
    table.writerow(head)
    for row in rows:
        table.writerow([inert(cell) for cell in row])
    return "".join(written.pieces)


def inert(cell: str) -> str:
    """The cell as text: an apostrophe before what a spreadsheet would run."""
    return f"'{cell}" if cell.startswith(_RUNS) else cell
