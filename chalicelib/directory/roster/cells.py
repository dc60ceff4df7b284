"""One row with its columns by name, and cells that may be wrong: used if they can be, reported otherwise.

The report names row and column, never the value of an address: that is a person's.
"""

import json
from collections.abc import Callable, Sequence

from chalicelib.directory import addresses
from chalicelib.directory.addresses import PhoneFault
from chalicelib.directory.names import is_garbled
from chalicelib.kernel.words import say

from . import values
from .csv_rows import Layout
from .report import Report

_LONGEST_EXTRA, _MOST_EXTRA = 500, 40
ENDED = "ended"
ENDED_ROWS = "{file}: rows that have ended: {count:,}."
_LATER_ROWS = "{file}: rows that begin later: {count:,}."
GARBLED = (
    "A letter of this name was lost before the file came to us. The person is kept, with the mark \ufffd in "
    "the name; mend the export."
)
_NO_PHONE = {
    PhoneFault.NO_NUMBER: "What stands in {column} is no phone number that can be called; it was left out.",
    PhoneFault.EXTENSION: "The number in {column} has an extension, which no text or call of ours gets past; "
    "it was left out. Give a direct number.",
    PhoneFault.PREMIUM: "Calls and texts to the number in {column} cost extra; it was left out.",
}


class Cells:
    """A row's cells by our names; empty text for a column that the file does not have."""

    __slots__ = ("_at", "_cells", "layout", "line")

    def __init__(self, layout: Layout, line: int, cells: Sequence[str]) -> None:
        self.layout, self.line, self._cells, self._at = layout, line, cells, layout.at

    def __getitem__(self, name: str) -> str:
        place = self._at.get(name)
        return "" if place is None else self._cells[place].strip()

    @property
    def person(self) -> str:
        """The user whom a row is about that has no name itself."""
        return self["user"] or self["contact"] or self["student"]

    @property
    def name(self) -> str:
        """The name that stands in the row."""
        return values.tidy(f"{self['given']} {self['family']}")

    @property
    def who(self) -> str:
        """The id that the report shows beside a problem of this row."""
        return self["id"] or self["contact"] or self["user"]

    def column(self, name: str) -> str:
        """How the file calls one of its columns."""
        return self.layout.header[self.layout.at[name]].strip()

    def extra(self) -> str:
        """The metadata columns as JSON text, without empty ones."""
        found = {
            column.split(".", 1)[1]: values.tidy(self._cells[place], _LONGEST_EXTRA)
            for column, place in list(self.layout.extra.items())[:_MOST_EXTRA]
        }
        kept = {column: text for column, text in found.items() if text}
        return json.dumps(kept, ensure_ascii=False) if kept else ""


class Checks:
    """Cells of checked form. `today` decides what has begun and not ended; `name_of` knows the users."""

    def __init__(self, report: Report, today: str, name_of: Callable[[str], str]) -> None:
        self.report, self.today, self._name_of = report, today, name_of

    def fault(self, row: Cells, message: str) -> None:
        """A problem row; the import goes on."""
        file, who = row.layout.file, row.who[:128]
        self.report.problem(file, row.line, who, message, lambda: row.name or self._name_of(row.person))

    def named(self, row: Cells) -> tuple[str, str]:
        """Given and family name. One that lost a letter is told of, and kept: nobody is unreachable for it."""
        given, family = values.tidy(row["given"]), values.tidy(row["family"])
        if is_garbled(given + family):
            self.fault(row, GARBLED)
        return given, family

    def email(self, row: Cells, name: str) -> str:
        return self._checked(
            row,
            name,
            addresses.email,
            "What stands in {column} is no email address that mail can go to; it was left out.",
        )

    def phone(self, row: Cells, name: str) -> str:
        """The number that texts and calls can go to, empty when there is none."""
        found = addresses.direct_phone(row[name]) if row[name] else ""
        if isinstance(found, PhoneFault):
            self.fault(row, say(_NO_PHONE[found], column=row.column(name)))
            return ""
        return found

    def flag(self, row: Cells, name: str) -> bool | None:
        """True or false; None when the row does not say, or says neither."""
        found = values.yes(row[name])
        if found is None and row[name]:
            told = "What stands in {column} is neither true nor false; it was left out."
            self.fault(row, say(told, column=row.column(name)))
        return found

    def _checked(self, row: Cells, name: str, check: Callable[[str], str | None], fault: str) -> str:
        text = row[name]
        found = check(text) if text else ""
        if found is None:
            self.fault(row, say(fault, column=row.column(name)))
        return found or ""

    def language(self, row: Cells) -> str:
        found = values.language(row["language"])
        if found is None:
            told = values.tidy(row["language"], 40)
            self.fault(row, say("We do not know the language {told}; use a tag such as es or zh.", told=told))
        return found or ""

    def day(self, row: Cells, name: str) -> str:
        """The date as ISO text, empty when there is none that we can read."""
        found = values.day(row[name]) if row[name] else ""
        if found is None:
            told = values.tidy(row[name], 40)
            self.fault(row, say("{told} is no date; write it as 2026-08-17. It was left out.", told=told))
        return found or ""

    def current(self, row: Cells) -> bool:
        """Whether an enrollment has begun and not ended."""
        return self.since(row) == ""

    def since(self, row: Cells) -> str:
        """Empty when a role or enrollment has begun and not ended (PICK-14), else the day on which it begins,
        or `ENDED`; on its end date it has ended."""
        begin, end = self.day(row, "begin"), self.day(row, "end")
        if end and end <= self.today:
            self.report.skip(row.layout.file, ENDED_ROWS)
            return ENDED
        if begin and begin > self.today:
            self.report.skip(row.layout.file, _LATER_ROWS)
            return begin
        return ""
