"""From the zip into the staging tables: each row checked by itself, no row yet against another.

manifest -> orgs, users, roles, courses, classes, enrollments, demographics, sessions, companions
"""

from collections.abc import Callable, Iterator

from chalicelib.kernel.words import say

from . import companions, values
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

_GONE = {"tobedeleted", "inactive"}
Reader = Callable[[Checks, Cells], Values | None]


def load(archive: Archive, manifest: Manifest, staging: Staging, report: Report, today: str) -> None:
    """Read every table that the manifest names. Raises Refused."""
    for sentence in manifest.ignored:
        report.ignore(sentence)
    checks = Checks(report, today)
    for table in manifest.tables:
        _load(archive, table, staging, checks)
    staging.index()


def _load(archive: Archive, table: Table, staging: Staging, checks: Checks) -> None:
    name, read = _READERS[table.file]
    source = _rows(archive, table, checks.report)
    if table is USERS:
        source = _with_agents(source, staging)
    found = (made for row in source if (made := read(checks, row)) is not None)
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


def _rows(archive: Archive, table: Table, report: Report) -> Iterator[Cells]:
    """The rows that count: not to be deleted, with an id that can be kept."""
    source = rows(archive, table.file.casefold())
    _, header = next(source)
    found = layout(table, header)
    report.unknown_columns(found)
    own_ids = "id" in found.at
    for line, cells in source:
        row = Cells(found, line, cells)
        if row["status"].casefold() in _GONE:
            report.skip(table.file, "{file}: rows that are marked as to be deleted: {count:,}.")
        elif own_ids and not values.usable_id(row["id"]):
            report.problem(
                table.file, line, "", "This row has no id, or one that we cannot keep; it was left out."
            )
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
    given, family = values.tidy(row["given"]), values.tidy(row["family"])
    if not (given or family):
        checks.fault(row, "This person has no name and was left out.")
        return None
    enabled = values.yes(row["enabled"]) is not False
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


def _role(checks: Checks, row: Cells) -> Values | None:
    if not checks.current(row):
        return None
    own = row["id"] or "/".join((row["user"], row["org"], row["role"]))
    main = row["type"].casefold() != "secondary"
    return own, row.line, row["user"], values.role_word(row["role"]), row["org"], main


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
        values.yes(row["main"]) is True,
    )


def _demographics(_checks: Checks, row: Cells) -> Values:
    return row["user"], row.line, values.tidy(row["gender"].casefold(), 20)


def _session(checks: Checks, row: Cells) -> Values:
    checks.day(row, "begin")
    checks.day(row, "end")
    return row["id"], row.line


_READERS: dict[str, tuple[str, Reader]] = {
    ORGS.file: ("orgs", _org),
    USERS.file: ("users", _user),
    ROLES.file: ("roles", _role),
    COURSES.file: ("courses", _course),
    CLASSES.file: ("classes", _class),
    ENROLLMENTS.file: ("enrollments", _enrollment),
    DEMOGRAPHICS.file: ("demographics", _demographics),
    SESSIONS.file: ("sessions", _session),
    CONTACTS.file: ("contacts", companions.contact),
    SIBLINGS.file: ("siblings", companions.sibling),
    PERIODS.file: ("periods", companions.period),
}
