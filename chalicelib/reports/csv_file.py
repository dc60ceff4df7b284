"""A table as a CSV file that a spreadsheet opens as it was meant: UTF-8, and nothing in it that runs. Pure."""

import csv
import io
from collections.abc import Iterable, Sequence

MARK = "\ufeff"  # by which spreadsheets know UTF-8
# A cell that begins so is taken for a formula, or for the beginning of one.
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_text(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The whole file, with lines as RFC 4180 ends them."""
    written = io.StringIO()
    written.write(MARK)
    table = csv.writer(written, lineterminator="\r\n")
    table.writerow(head)
    table.writerows([inert(cell) for cell in row] for row in rows)
    return written.getvalue()


def inert(cell: str) -> str:
    """The cell as text: an apostrophe before what a spreadsheet would run."""
    return f"'{cell}" if cell.startswith(_RUNS) else cell
