"""CSV text: UTF-8 with or without a mark at its start, comma or semicolon, quoted cells (IMPT-14, A-87). Pure.

What is anything else is refused as a whole, with a sentence that says what it is and the way out: half a file
that was guessed right is worse than none.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

from chalicelib.kernel.errors import Invalid
from chalicelib.kernel.values import value
from chalicelib.kernel.words import say

MOST_ROWS = 10_000  # without the headings
MOST_COLUMNS = 100
SAMPLE_ROWS, SAMPLE_CELL = 6, 60
FIELD = "csv"

Row = tuple[int, Sequence[str]]  # the number as a spreadsheet shows it, the cells


@value
class Sheet:
    """A file's rows without blank ones, at most 10,001 of them; `width` is that of the first."""

    delimiter: str
    rows: tuple[Row, ...]

    @property
    def width(self) -> int:
        return len(self.rows[0][1])

    def sample(self) -> Iterator[Row]:
        """The first rows as they are shown where columns are chosen: long cells are cut."""
        for number, cells in self.rows[:SAMPLE_ROWS]:
            yield number, [cell.strip()[:SAMPLE_CELL] for cell in cells[: self.width]]


def sheet(raw: bytes) -> Sheet:
    """The file's rows. Raises Invalid naming what is wrong with the file as a whole."""
    text = decoded(raw)
    delimiter = _delimiter(text)
    rows: list[Row] = []
    reader = _reader(text, delimiter)
    try:
        for number, cells in enumerate(reader, 1):
            if any(cell.strip() for cell in cells):
                rows.append((number, cells))
            if len(rows) > MOST_ROWS + 1:
                raise too_many_rows()
    except csv.Error as error:
        raise refused(_quotes(error, reader.line_num)) from None
    if not rows:
        raise refused(_EMPTY)
    return _checked(Sheet(delimiter, tuple(rows)))


def _checked(found: Sheet) -> Sheet:
    first = found.rows[0][1]
    if found.width > MOST_COLUMNS:
        raise refused(
            say(
                "The first row has {width:,} columns; a file may have up to {most}.",
                width=found.width,
                most=MOST_COLUMNS,
            )
        )
    if found.width == 1:
        raise refused(_TABS if "\t" in first[0] else _ONE_COLUMN)
    return found


def too_many_rows() -> Invalid:
    return refused(
        say(
            "A file may have up to {most:,} rows. Split it and upload the parts one after the other.",
            most=MOST_ROWS,
        )
    )


def refused(message: str) -> Invalid:
    """The file as a whole cannot be used."""
    return Invalid.one(FIELD, message)


_EMPTY = "This file is empty. Choose a file with rows in it."
_TABS = 'The columns are parted by tabs. Save the file as "CSV UTF-8", with commas or semicolons.'
_ONE_COLUMN = "There is only one column. Part the cells by commas or semicolons."


def _quotes(error: csv.Error, line: int) -> str:
    if "field larger" in str(error):
        return say(
            "A cell near line {line} is very long: a quote that opens before it is probably never closed.",
            line=line,
        )
    return say(
        "The quotes do not match near line {line}. Close each quote, and double one that belongs to a name.",
        line=line,
    )


# ---- Bytes to text ------------------------------------------------------------------------------------------

_OTHER_KINDS = (
    (b"PK\x03\x04", "an Excel workbook or a ZIP archive"),
    (b"PK\x05\x06", "a ZIP archive"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"{\\rtf", "a Word document"),
)
# Text that spreadsheet programs write, or download, under a name that ends in .csv or .xls.
_OTHER_TEXTS = (
    (re.compile(r"\s*<(!doctype html|html|head|body|table)\b", re.IGNORECASE), "a web page"),
    (re.compile(r"\s*<(\?xml|!--)"), "an XML file"),
    (re.compile(r'\s*(\{\s*"|\[\s*[\[{])'), "a JSON file"),
)
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_NO_TEXT = bytes({*range(9), *range(14, 32)} - {0x1B})  # control characters that no text holds
_AS_CSV = say('Open it in your spreadsheet program and save it as "CSV UTF-8".')


def decoded(raw: bytes) -> str:
    """The text. Raises Invalid for anything that is not UTF-8 text, or a text of another kind, saying what it
    looks like."""
    bare = raw.removeprefix(codecs.BOM_UTF8)
    if not bare.strip():
        raise refused(_EMPTY)
    _check_bytes(raw)
    try:
        text = bare.decode("utf-8")
    except UnicodeDecodeError:
        raise refused(
            say(
                "This file is not in UTF-8; it looks like Latin-1 or Windows-1252, which would garble names "
                "with accents. {instead}",
                instead=_AS_CSV,
            )
        ) from None
    for form, kind in _OTHER_TEXTS:
        if form.match(text):
            raise _of_another(kind)
    return text


def _check_bytes(raw: bytes) -> None:
    """Raises Invalid for what is no text in any encoding, or in one that we do not read."""
    for beginning, kind in _OTHER_KINDS:
        if raw.startswith(beginning):
            raise _of_another(kind)
    if _is_utf_16(raw):
        raise refused(say("This file is in UTF-16, and we read UTF-8. {instead}", instead=_AS_CSV))
    if len(raw.translate(None, _NO_TEXT)) != len(raw):
        raise refused(
            say("This is not a text file: it holds bytes that no text has. {instead}", instead=_AS_CSV)
        )


def _of_another(kind: str) -> Invalid:
    return refused(say("This is not a CSV file but {kind}. {instead}", kind=say(kind), instead=_AS_CSV))


def _is_utf_16(raw: bytes) -> bool:
    """By its mark, or because every other byte of its beginning is zero."""
    start = raw[:400]
    half = len(start) // 2
    return start.startswith(_UTF_16) or (
        half > 1 and max(start[0::2].count(0), start[1::2].count(0)) > half * 0.8
    )


# ---- Text to rows -------------------------------------------------------------------------------------------


def _reader(text: str, delimiter: str) -> Any:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True, skipinitialspace=True)


def _delimiter(text: str) -> str:
    """Comma or semicolon, whichever parts the first row into more cells."""
    return max(",;", key=lambda each: _cells_of_first(text, each))


def _cells_of_first(text: str, delimiter: str) -> int:
    try:
        return next(
            (len(cells) for cells in _reader(text, delimiter) if any(cell.strip(" ,;") for cell in cells)), 0
        )
    except csv.Error:
        return 0
