"""Caller IDs from a CSV file: which column holds what, and what its rows say (CID-10, CID-11, CID-12). Pure.

    sheet --guess--> columns --read--> rows for the list, and those that cannot be used, each with why

Nothing is stored here: the rows are shown beside the list and saved like typed ones.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum

from chalicelib.kernel.errors import FieldError, Invalid
from chalicelib.kernel.sheets import Sheet, refused
from chalicelib.kernel.values import value
from chalicelib.kernel.words import say

from . import addresses
from .addresses import PhoneFault
from .caller_ids import LONGEST_TITLE, MOST
from .model import School
from .names import fold, one_line


class CallerIdColumn(StrEnum):
    """What a column can hold; the last four are indicators."""

    TITLE = "title"
    NUMBER = "number"
    SCHOOLS = "schools"
    PUBLIC = "public"
    STUDENT_ATTENDANCE = "student_attendance"
    SCHOOL_DEFAULT = "school_default"
    DISTRICT_DEFAULT = "district_default"


INDICATORS = (
    CallerIdColumn.PUBLIC,
    CallerIdColumn.STUDENT_ATTENDANCE,
    CallerIdColumn.SCHOOL_DEFAULT,
    CallerIdColumn.DISTRICT_DEFAULT,
)
Columns = Mapping[CallerIdColumn, int]
_NEEDED = {
    CallerIdColumn.TITLE: "Choose the column of the title.",
    CallerIdColumn.NUMBER: "Choose the column of the phone number.",
}
NUMBER_FAULTS = {
    PhoneFault.NO_NUMBER: "This is no number that calls can come from. Write it with its area code, such as "
    "+1 303 555 0142.",
    PhoneFault.EXTENSION: "A number with an extension cannot be called from. Leave the extension out.",
    PhoneFault.PREMIUM: "Who calls this number back pays extra. Give another.",
}
NO_TITLE = "Give the number a title."
NO_SCHOOL = "A school default needs at least one school. Choose one, or untick School Default."
_SWITCHES = {"1": True, "0": False, "": False}
# Headings without case, blanks and punctuation, in English and Spanish.
_HEADINGS = {
    **dict.fromkeys(("title", "name", "titulo", "título", "nombre"), CallerIdColumn.TITLE),
    **dict.fromkeys(("phone", "phonenumber", "number", "telephone", "callerid"), CallerIdColumn.NUMBER),
    **dict.fromkeys(("telefono", "teléfono", "numero", "número"), CallerIdColumn.NUMBER),
    **dict.fromkeys(("school", "schools", "escuela", "escuelas"), CallerIdColumn.SCHOOLS),
    **dict.fromkeys(("public", "publico", "público"), CallerIdColumn.PUBLIC),
    **dict.fromkeys(("studentattendance", "attendance", "asistencia"), CallerIdColumn.STUDENT_ATTENDANCE),
    **dict.fromkeys(("schooldefault", "predeterminadoescuela"), CallerIdColumn.SCHOOL_DEFAULT),
    **dict.fromkeys(("districtdefault", "predeterminadodistrito"), CallerIdColumn.DISTRICT_DEFAULT),
}


@value
class FileRow:
    """A good row. `row` is its number as a spreadsheet shows it; `repeat`: the number is in the list, or
    further up in the file, already."""

    row: int
    title: str
    number: str
    schools: tuple[str, ...]
    switches: Mapping[CallerIdColumn, bool]
    repeat: bool = False


@value
class BadRow:
    row: int
    problems: tuple[tuple[CallerIdColumn, str], ...]


def guess(sheet: Sheet) -> dict[CallerIdColumn, int]:
    """What the headings say; nothing for a file without any that is known."""
    found: dict[CallerIdColumn, int] = {}
    for place, heading in enumerate(sheet.rows[0][1]):
        if column := _HEADINGS.get(re.sub(r"[\W_]+", "", heading.casefold())):
            found.setdefault(column, place)
    return found


def read(
    sheet: Sheet, columns: Columns, schools: Iterable[School], known: Iterable[str], *, header: bool
) -> tuple[tuple[FileRow, ...], tuple[BadRow, ...]]:
    """The rows of a file, good and bad. `schools` are those that its author may name, `known` the numbers in
    the list. Raises Invalid for columns that cannot be, and for a file without rows or with too many."""
    _check_columns(columns, sheet.width)
    rows = sheet.rows[1:] if header else sheet.rows
    if not rows:
        raise refused("This file has headings only. Add a row for each number, or untick Header.")
    if len(rows) > MOST:
        raise refused(say("A district can have {most} caller IDs. Delete some first.", most=MOST))
    names, seen = _names(schools), set(known)
    good: list[FileRow] = []
    bad: list[BadRow] = []
    for number, cells in rows:
        found = _read(number, cells, columns, names)
        if isinstance(found, BadRow):
            bad.append(found)
        else:
            good.append(replace(found, repeat=found.number in seen))
            seen.add(found.number)
    return tuple(good), tuple(bad)


def _check_columns(columns: Columns, width: int) -> None:
    faults = [
        FieldError(
            f"columns.{column}",
            say("The file has {width} columns; choose one from 0 to {last}.", width=width, last=width - 1),
        )
        for column, place in columns.items()
        if not 0 <= place < width
    ]
    faults += [FieldError(f"columns.{each}", told) for each, told in _NEEDED.items() if each not in columns]
    first = {place: column for column, place in reversed(list(columns.items()))}
    faults += [
        FieldError(f"columns.{column}", "This column is used for something else already. Choose another.")
        for column, place in columns.items()
        if first[place] is not column
    ]
    if faults:
        raise Invalid(faults[0].message, tuple(faults))


# ---- One row ------------------------------------------------------------------------------------------------


def _read(number: int, cells: Sequence[str], columns: Columns, names: Mapping[str, str]) -> FileRow | BadRow:
    row = {column: cells[place].strip() if place < len(cells) else "" for column, place in columns.items()}
    problems: list[tuple[CallerIdColumn, str]] = []
    title = one_line(row[CallerIdColumn.TITLE])
    if fault := title_fault(title):
        problems.append((CallerIdColumn.TITLE, fault))
    phone = addresses.direct_phone(row[CallerIdColumn.NUMBER])
    if isinstance(phone, PhoneFault):
        problems.append((CallerIdColumn.NUMBER, NUMBER_FAULTS[phone]))
    schools, unknown = _schools(row.get(CallerIdColumn.SCHOOLS, ""), names)
    if unknown:
        told = say("{name} is none of your schools. Write its name, its number or its id.", name=unknown)
        problems.append((CallerIdColumn.SCHOOLS, told))
    switches = {each: _SWITCHES.get(row.get(each, "")) for each in INDICATORS}
    problems += [
        (each, "Write 1 for yes, and 0 or nothing for no.") for each, on in switches.items() if on is None
    ]
    if switches[CallerIdColumn.SCHOOL_DEFAULT] and not (schools or unknown):
        problems.append((CallerIdColumn.SCHOOL_DEFAULT, NO_SCHOOL))
    if problems or isinstance(phone, PhoneFault):
        return BadRow(number, tuple(problems))
    return FileRow(number, title, phone, schools, {each: bool(on) for each, on in switches.items()})


def title_fault(title: str) -> str | None:
    """What is wrong with a title, once it is on one line."""
    if not title:
        return NO_TITLE
    if len(title) > LONGEST_TITLE:
        return say("Use at most {max_length} characters.", max_length=LONGEST_TITLE)
    return None


def _names(schools: Iterable[School]) -> dict[str, str]:
    """School ids by everything that a file may call a school."""
    found: dict[str, str] = {}
    for school in schools:
        for name in (fold(school.name), school.number.casefold(), school.school_id.casefold()):
            if name:
                found[name] = school.school_id
    return found


def _schools(cell: str, names: Mapping[str, str]) -> tuple[tuple[str, ...], str]:
    """The ids of the schools in a cell, and the first that is none. They are parted by semicolons, bars or
    commas; a name may hold commas too."""
    larger = [each.strip() for each in re.split("[;|]", cell)]
    parts = [part for each in larger for part in _by_commas(each, names)]
    found = [_school(each, names) for each in parts]
    unknown = next((part for part, school in zip(parts, found, strict=True) if not school), "")
    return tuple(dict.fromkeys(each for each in found if each)), unknown


def _by_commas(text: str, names: Mapping[str, str]) -> list[str]:
    return [text] if _school(text, names) else [each.strip() for each in text.split(",") if each.strip()]


def _school(text: str, names: Mapping[str, str]) -> str | None:
    return names.get(fold(text)) or names.get(text.casefold())
