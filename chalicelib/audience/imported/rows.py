"""Rows to people, by a mapping of columns; what cannot be used is listed and left out (IMPT-02, IMPT-05). Pure.

Cells are plain text whatever they begin with: `=SUM(1)` is somebody's odd name and nothing else (IMPT-14).
"""

from collections.abc import Mapping, Sequence

from chalicelib.directory import addresses
from chalicelib.directory.addresses import PhoneFault
from chalicelib.directory.names import is_garbled, one_line
from chalicelib.kernel.errors import FieldError, Invalid
from chalicelib.kernel.sheets import MOST_ROWS, Sheet, refused, too_many_rows
from chalicelib.kernel.values import value
from chalicelib.kernel.words import say

from .model import BadRow, Column, Columns, Person, Problem, RowFault

LONGEST_NAME = 200


@value
class Reading:
    """What a file gave."""

    people: tuple[Person, ...]
    bad_rows: tuple[BadRow, ...]


def read(sheet: Sheet, columns: Columns, *, header: bool, texting: bool) -> Reading:
    """The people of a file. Without `texting` (the Calling & Texting module) phones are not read (LIC-01).

    Raises Invalid, naming the column, when the mapping cannot be used, and for no rows or more than 10,000.
    """
    check_columns(columns, sheet.width, texting=texting)
    rows = sheet.rows[1:] if header else sheet.rows
    if not rows:
        raise refused("This file has headings only. Add a row for each person, or untick Header.")
    if len(rows) > MOST_ROWS:
        raise too_many_rows()
    people, bad = [], []
    for number, cells in rows:
        person, problems = _read(cells, columns, sheet.width, texting=texting)
        if problems:
            bad.append(BadRow(number, problems))
        else:
            people.append(person)
    return Reading(tuple(people), tuple(bad))


# ---- The mapping --------------------------------------------------------------------------------------------

_NAMES: Mapping[Column, str] = {
    Column.FIRST_NAME: "First Name",
    Column.LAST_NAME: "Last Name",
    Column.FULL_NAME: "Full Name",
    Column.EMAIL: "Email",
    Column.PHONE: "Phone",
}


def check_columns(columns: Columns, width: int, *, texting: bool) -> None:
    """Raises Invalid naming every field of the mapping that cannot be used."""
    faults = [*_misplaced(columns, width), *_missing(columns, texting=texting)]
    if faults:
        raise Invalid(faults[0].message, tuple(faults))


def _misplaced(columns: Columns, width: int) -> list[FieldError]:
    taken: dict[int, Column] = {}
    faults = []
    for field, place in columns.items():
        if not 0 <= place < width:
            faults.append(
                _fault(
                    field,
                    say(
                        "The file has {width} columns; choose one from 0 to {last}.",
                        width=width,
                        last=width - 1,
                    ),
                )
            )
        elif place in taken:
            other = say(_NAMES[taken[place]])
            faults.append(
                _fault(field, say("This column is used for {other} already. Choose another.", other=other))
            )
        taken.setdefault(place, field)
    return faults


def _missing(columns: Columns, *, texting: bool) -> list[FieldError]:
    faults = []
    halves = [field for field in (Column.FIRST_NAME, Column.LAST_NAME) if field not in columns]
    if halves and Column.FULL_NAME not in columns:
        names = "Choose the columns of first and last name, or the one of the full name."
        faults.append(_fault(halves[0] if len(halves) == 1 else Column.FULL_NAME, names))
    if Column.EMAIL not in columns and not texting:
        faults.append(_fault(Column.EMAIL, "Choose the column of the email address."))
    elif Column.EMAIL not in columns and Column.PHONE not in columns:
        faults.append(
            _fault(Column.EMAIL, "Choose the column of the email address, of the phone number, or both.")
        )
    return faults


def _fault(field: Column, message: str) -> FieldError:
    return FieldError(f"columns.{field}", message)


# ---- One row ------------------------------------------------------------------------------------------------


def _read(
    cells: Sequence[str], columns: Columns, width: int, *, texting: bool
) -> tuple[Person, tuple[Problem, ...]]:
    """The person, and what is wrong with them. In a row that is too long cells have slipped: none counts."""
    if len(cells) > width and any(cell.strip() for cell in cells[width:]):
        return Person(""), (Problem(RowFault.TOO_MANY_CELLS),)
    row = {field: cells[place].strip() if place < len(cells) else "" for field, place in columns.items()}
    name, name_problem = _name(row)
    email, email_problem = _email(row.get(Column.EMAIL, ""))
    phone, phone_problem = _phone(row.get(Column.PHONE, "")) if texting else ("", None)
    found = [each for each in (name_problem, email_problem, phone_problem) if each]
    if not (email or phone or email_problem or phone_problem):
        found.append(Problem(RowFault.NO_ADDRESS) if texting else Problem(RowFault.NO_EMAIL, Column.EMAIL))
    return Person(name, email, phone), tuple(found)


def _name(row: Mapping[Column, str]) -> tuple[str, Problem | None]:
    """The full name if there is one, else first and last name together."""
    full, first, last = (
        one_line(row.get(each, "")) for each in (Column.FULL_NAME, Column.FIRST_NAME, Column.LAST_NAME)
    )
    name = full or f"{first} {last}".strip()
    if len(name) > LONGEST_NAME:
        return "", Problem(RowFault.LONG_NAME, Column.FULL_NAME if full else Column.LAST_NAME)
    if is_garbled(name):
        return "", Problem(RowFault.GARBLED_NAME, Column.FULL_NAME if full else _garbled_half(first))
    if full or (first and last):
        return name, None
    if not first and not last:
        return "", Problem(
            RowFault.NO_NAME,
            Column.FULL_NAME if Column.FULL_NAME in row else Column.FIRST_NAME,
        )
    if first:
        return "", Problem(RowFault.NO_LAST_NAME, Column.LAST_NAME)
    return "", Problem(RowFault.NO_FIRST_NAME, Column.FIRST_NAME)


def _garbled_half(first: str) -> Column:
    return Column.FIRST_NAME if is_garbled(first) else Column.LAST_NAME


def _email(text: str) -> tuple[str, Problem | None]:
    if not text:
        return "", None
    found = addresses.email(text)
    return (found, None) if found else ("", Problem(RowFault.BAD_EMAIL, Column.EMAIL))


_PHONE_FAULTS = {
    PhoneFault.NO_NUMBER: RowFault.BAD_PHONE,
    PhoneFault.EXTENSION: RowFault.PHONE_EXTENSION,
    PhoneFault.PREMIUM: RowFault.PHONE_PREMIUM,
}


def _phone(text: str) -> tuple[str, Problem | None]:
    if not text:
        return "", None
    found = addresses.direct_phone(text)
    if isinstance(found, PhoneFault):
        return "", Problem(_PHONE_FAULTS[found], Column.PHONE)
    return found, None
