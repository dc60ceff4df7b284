"""From the zip into the staging tables: each row checked by itself, no row yet against another.

manifest -> orgs, users, roles, courses, classes, enrollments, demographics, sessions, companions
"""

from collections.abc import Callable, Iterator

from chalicelib.kernel.words import say

from . import companions, terms, values
from .archive import Archive
from .cells import Cells, Checks
from .csv_rows import layout, rows
from .manifest import Manifest
from .model import Refused
from .report import Report
from .staging import Duplicate, Staging, Values
from .tables import (
    CLASSES,
    CONTACTS,
    COURSES,
    DEMOGRAPHICS,
    ENROLLMENTS,
    ORGS,
    PERIODS,
    ROLES,
    SESSIONS,
    SIBLINGS,
    USERS,
    Table,
)

MOST_USELESS = 10_000  # rows of a file, if they are more than half of it
_GONE = {"tobedeleted", "inactive"}
Reader = Callable[[Checks, Cells], Values | None]


def load(archive: Archive, manifest: Manifest, staging: Staging, report: Report, today: str) -> None:
    """Read every table that the manifest names. Raises Refused."""
    for sentence in manifest.ignored:
        report.ignore(sentence)
    checks = Checks(report, today, staging.name_of)
    for table in manifest.tables:
        _load(archive, table, staging, checks)
    staging.index()


def _load(archive: Archive, table: Table, staging: Staging, checks: Checks) -> None:
    name, read = _READERS[table.file]
    patience = _Patience(table.file)
    source = _rows(archive, table, checks.report, patience)
    if table is USERS:
        source = _with_agents(source, staging)
    found = _made(source, read, checks, patience)
    try:
        if table is SIBLINGS:
            staging.add(name, found)
        else:
            staging.add_once(name, found)
    except Duplicate as twice:
        told = say(
            "The id {id} stands twice, here and in line {first}. Every row needs an id of its own.",
            id=twice.id,
            first=twice.first,
        )
        raise Refused(told, table.file, twice.line) from None


class _Patience:
    """How many rows of one file are of no use: a file that is mostly such rows is not read to its end."""

    def __init__(self, file: str) -> None:
        self._file, self._rows, self._useless = file, 0, 0

    def row(self) -> None:
        self._rows += 1

    def useless(self, line: int) -> None:
        """Raises Refused when it is enough."""
        self._useless += 1
        if self._useless > MOST_USELESS and self._useless * 2 > self._rows:
            told = say(
                "{useless:,} of the first {rows:,} rows cannot be used. What is wrong with them stands below; "
                "mend the export and upload it again.",
                useless=self._useless,
                rows=self._rows,
            )
            raise Refused(told, self._file, line)


def _made(source: Iterator[Cells], read: Reader, checks: Checks, patience: _Patience) -> Iterator[Values]:
    """What the rows say. One left out with a problem is of no use; one that has ended is not at fault."""
    for row in source:
        before = checks.report.problems
        made = read(checks, row)
        if made is not None:
            yield made
        elif checks.report.problems > before:
            patience.useless(row.line)


def _rows(archive: Archive, table: Table, report: Report, patience: _Patience) -> Iterator[Cells]:
    """The rows that count: not to be deleted, with an id that can be kept."""
    source = rows(archive, table.file.casefold())
    _, header = next(source)
    found = layout(table, header)
    report.unknown_columns(found)
    own_ids = "id" in found.at
    for line, cells in source:
        row = Cells(found, line, cells)
        patience.row()
        if row["status"].casefold() in _GONE:
            report.skip(table.file, "{file}: rows that are marked as to be deleted: {count:,}.")
        elif own_ids and not values.usable_id(row["id"]):
            report.problem(
                table.file, line, "", "This row has no id, or one that we cannot keep; it was left out."
            )
            patience.useless(line)
        else:
            yield row


def _with_agents(source: Iterator[Cells], staging: Staging) -> Iterator[Cells]:
    """The users, and beside them whom each names as an agent."""
    waiting: list[Values] = []
    for row in source:
        for place, other in enumerate(values.items(row["agents"])):
            waiting.append((row["id"], other, place, row.line))
        if len(waiting) > 1000:
            staging.add("agents", waiting)
            waiting.clear()
        yield row
    staging.add("agents", waiting)


# ---- one reader per file -----------------------------------------------------------------------------------


def _org(_checks: Checks, row: Cells) -> Values:
    name = values.tidy(row["name"]) or row["id"]
    return row["id"], row.line, name, values.role_word(row["type"]), values.tidy(row["number"])


def _user(checks: Checks, row: Cells) -> Values | None:
    given, family = checks.named(row)
    if not (given or family):
        checks.fault(row, "This person has no name and was left out.")
        return None
    enabled = checks.flag(row, "enabled") is not False
    role, username = values.role_word(row["role"]), values.tidy(row["username"], 128)
    sms, phone = checks.phone(row, "sms"), checks.phone(row, "phone")
    return (
        *(
            row["id"],
            row.line,
            enabled,
            row["orgs"],
            role,
            username,
            given,
            family,
            values.tidy(row["number"], 60),
        ),
        *(checks.email(row, "email"), sms, phone, values.grade(row["grades"]), checks.language(row)),
        *(checks.email(row, "personal"), row.extra()),
    )


def _role(checks: Checks, row: Cells) -> Values:
    own = row["id"] or "/".join((row["user"], row["org"], row["role"]))
    main = row["type"].casefold() != "secondary"
    word = values.role_word(row["role"])
    return own, row.line, row["user"], word, row["org"], main, ROLES.file, checks.since(row)


def _course(_checks: Checks, row: Cells) -> Values:
    return row["id"], row.line, values.tidy(row["title"])


def _class(_checks: Checks, row: Cells) -> Values:
    periods = ", ".join(values.tidy(each, 20) for each in values.items(row["periods"])[:12])
    return row["id"], row.line, values.tidy(row["title"]), row["course"], row["school"], periods


def _enrollment(checks: Checks, row: Cells) -> Values | None:
    if not checks.current(row):
        return None
    own = row["id"] or "/".join((row["class"], row["user"], row["role"]))
    return (
        own,
        row.line,
        row["class"],
        row["user"],
        values.role_word(row["role"]),
        checks.flag(row, "main") is True,
    )


def _demographics(_checks: Checks, row: Cells) -> Values:
    return row["user"], row.line, values.tidy(row["gender"].casefold(), 20)


_READERS: dict[str, tuple[str, Reader]] = {
    ORGS.file: ("orgs", _org),
    USERS.file: ("users", _user),
    ROLES.file: ("roles", _role),
    COURSES.file: ("courses", _course),
    CLASSES.file: ("classes", _class),
    ENROLLMENTS.file: ("enrollments", _enrollment),
    DEMOGRAPHICS.file: ("demographics", _demographics),
    SESSIONS.file: ("sessions", terms.session),
    CONTACTS.file: ("contacts", companions.contact),
    SIBLINGS.file: ("siblings", companions.sibling),
    PERIODS.file: ("periods", companions.period),
}
