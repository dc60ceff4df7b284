"""CSV text row by row: UTF-8 with or without a mark at its beginning, columns in any order and case.

    archive lines -> decoded lines -> csv -> header matched with the columns we know -> rows as tuples

What breaks the form (encoding, quotes, number of cells) refuses the whole import: a file that is broken in one
place cannot be trusted to be complete.
"""

import codecs
import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field

from chalicelib.kernel.values import value
from chalicelib.kernel.words import say

from .archive import Archive
from .model import Refused
from .tables import Table

Row = tuple[int, Sequence[str]]  # line number in the file, cells
MOST_BLANK = 100_000
_PULSE = 1000  # lines
_JOINERS = re.compile(r"[\s_-]+")


@value
class Layout:
    """Which column of a file holds what. `extra` are metadata columns, `unknown` those that nobody knows."""

    file: str
    header: Sequence[str]
    at: Mapping[str, int]
    extra: Mapping[str, int] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()


def rows(archive: Archive, name: str) -> Iterator[Row]:
    """The header's row first, then all others without blank lines. Raises Refused for what breaks the form."""
    reader = csv.reader(_text(archive, name), strict=True)
    width, line, blank = 0, 1, 0
    try:
        for cells in reader:
            started, line = line, reader.line_num + 1
            if not cells or (len(cells) == 1 and not cells[0].strip() and width != 1):
                blank += 1
                if blank > MOST_BLANK:
                    told = say(
                        "There are more than {most:,} blank lines in this file. Delete them.", most=MOST_BLANK
                    )
                    raise Refused(told, name, started)
                continue
            width = width or len(cells)
            yield started, _fitted(cells, width, name, started)
    except csv.Error as error:
        raise Refused(_quotes(error), name, line) from error
    if not width:
        raise Refused("This file is empty; even without rows it needs its line of column names.", name)


def _fitted(cells: list[str], width: int, name: str, line: int) -> Sequence[str]:
    """The cells, without empty ones beyond the header. Raises Refused when the number does not fit."""
    if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
        return cells[:width]
    if len(cells) != width:
        told = say(
            "This line has {cells} cells, the line of column names has {width}. "
            "Often a comma or a quote in a name is the cause.",
            cells=len(cells),
            width=width,
        )
        raise Refused(told, name, line)
    return cells


def _quotes(error: csv.Error) -> str:
    if "field larger" in str(error):
        return "A cell is longer than 130,000 characters: a quote that opens here is probably never closed."
    return "The quotes do not match from here on. A quote inside a name must be doubled."


def _text(archive: Archive, name: str) -> Iterator[str]:
    """Decoded lines. Raises Refused for anything but UTF-8."""
    for number, line in enumerate(archive.lines(name), 1):
        if number % _PULSE == 0:
            archive.pulse()
        if number == 1:
            _check_mark(line, name)
            line = line.removeprefix(codecs.BOM_UTF8)
        if b"\0" in line:
            raise Refused(
                "This is not text: it holds null bytes. Export the file as CSV in UTF-8.", name, number
            )
        try:
            yield line.decode("utf-8")
        except UnicodeDecodeError:
            raise Refused(_NOT_UTF8, name, number) from None


_NOT_UTF8 = (
    "This file is not in UTF-8; it looks like Latin-1 or Windows-1252, which would garble names with accents. "
    'Choose UTF-8 in the export of your student system, or "CSV UTF-8" when saving from Excel.'
)


def _check_mark(line: bytes, name: str) -> None:
    if line.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Refused('This file is in UTF-16. Export it in UTF-8 ("CSV UTF-8" in Excel).', name, 1)


# ---- the line of column names ------------------------------------------------------------------------------


def plain(header: str) -> str:
    """A column's name without case, blanks and joiners: `Sourced_ID` is `sourcedid`."""
    return _JOINERS.sub("", header.strip().casefold())


def layout(table: Table, header: Sequence[str]) -> Layout:
    """Match a header with the columns we read. Raises Refused when one is missing, or stands twice."""
    places: dict[str, int] = {}
    for place, column in enumerate(header):
        if plain(column) in places and _is_read(table, plain(column)):
            told = say("The column {name} stands twice. Leave one.", name=column.strip()[:40])
            raise Refused(told, table.file, 1)
        places.setdefault(plain(column), place)
    found = {ours: _first(theirs, places) for ours, theirs in table.spellings.items()}
    at = {ours: places[theirs] for ours, theirs in found.items() if theirs is not None}
    for name in table.needed:
        if name not in at:
            told = say("The column {name} is missing.", name=table.spellings[name][0])
            raise Refused(told, table.file, 1)
    return _with_rest(table, header, at)


def _is_read(table: Table, name: str) -> bool:
    """Whether what stands in a column is kept; two that nobody reads do no harm."""
    return name.startswith("metadata.") or any(name in map(plain, each) for each in table.spellings.values())


def _with_rest(table: Table, header: Sequence[str], at: Mapping[str, int]) -> Layout:
    """The layout with the columns beside those we read: metadata, known but idle, unknown."""
    used = set(at.values())
    rest = {
        column.strip(): place for place, column in enumerate(header) if place not in used and column.strip()
    }
    extra = {column: place for column, place in rest.items() if column.casefold().startswith("metadata.")}
    known = {plain(each) for theirs in (table.idle, *table.spellings.values()) for each in theirs}
    unknown = tuple(column for column in rest if column not in extra and plain(column) not in known)
    return Layout(table.file, header, at, extra, unknown)


def _first(theirs: Sequence[str], places: Mapping[str, int]) -> str | None:
    return next((plain(each) for each in theirs if plain(each) in places), None)
