"""The dry run of one file, from the zip to the plan; writes to temporary files only.

archive -> manifest -> load -> keep -> relate -> families -> records -> old -> diff -> hold -> plan
"""

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from errno import ENOSPC
from pathlib import Path
from typing import IO

from chalicelib.directory import store
from chalicelib.directory.index import DISTRICT_OFFICE
from chalicelib.kernel.batches import batched
from chalicelib.kernel.values import value

from . import accounts, diff, enrollments, families, hold, keep, manifest, old, plan, students
from .archive import Archive
from .files import PLAN
from .load import load
from .model import Changes, Refused
from .relate import relate
from .report import Report
from .sink import Sink
from .staging import Staging
from .tables import CONTACTS, PERIODS, SESSIONS, SIBLINGS, Table


@value
class Outcome:
    """What came of a dry run; the plan and the report's lists lie in its folder as `*.jsonl`."""

    schools: tuple[str, ...] = ()
    summary: Mapping[str, Changes] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    problems: int = 0
    hold_reason: str = ""
    refusal: str = ""
    size: int = 0
    changes: bool = False


def compare(
    district: str, source: IO[bytes], folder: Path, today: str, pulse: Callable[[], None] = lambda: None
) -> Outcome:
    """Read a zip; write the plan and the report into `folder`. A file that cannot be used is an outcome too."""
    report = Report(folder)
    db = Staging(folder / "staging.sqlite", pulse)
    try:
        return _compared(db, report, district, source, folder, today)
    except Refused as refused:
        report.refusal(refused)
        return Outcome(refusal=str(refused), ignored=report.ignored, problems=report.problems)
    except (sqlite3.OperationalError, OSError) as error:
        if not _is_full(error):
            raise
        return Outcome(refusal="This export is larger than we can work on at once. Please tell your support.")
    finally:
        db.close()
        (folder / "staging.sqlite").unlink()
        report.close()


def _is_full(error: Exception) -> bool:
    """Whether there was no more room on the disk, for the database or for a list."""
    return "full" in str(error) if isinstance(error, sqlite3.Error) else getattr(error, "errno", 0) == ENOSPC


def _compared(
    db: Staging, report: Report, district: str, source: IO[bytes], folder: Path, today: str
) -> Outcome:
    schools, tables = _stage(db, report, district, source, today)
    compared = _old(db, district, schools, tables)
    seats = enrollments.compare(db, district)
    names = {id_: each.name for id_, each in compared.known.items()}
    reason = hold.reason(db, schools, names, seats.lost)
    with (folder / PLAN).open("w", encoding="utf-8") as out:
        first = plan.begin(compared, out)
        changed = plan.write(db, report, compared, out)
        size = out.tell()
    return Outcome(
        schools=schools,
        summary={"schools": changed, **diff.summary(db), "enrollments": seats.changes},
        ignored=report.ignored,
        problems=report.problems,
        hold_reason=reason,
        size=size,
        changes=size > first,
    )


def _stage(
    db: Staging, report: Report, district: str, source: IO[bytes], today: str
) -> tuple[tuple[str, ...], tuple[Table, ...]]:
    """Everything in the file as records in the staging database; its schools, and the tables it has."""
    archive = Archive(source, db.pulse)
    try:
        contents = manifest.read(archive)
        load(archive, contents, db, report, today)
    finally:
        archive.close()
    keep.fill(db, report, district, contents.tables)
    schools = relate(db, report, contents.tables)
    families.link(db, report, SIBLINGS in contents.tables, lambda ids: _students_elsewhere(district, ids))
    sink = Sink(db, report)
    students.build(db, report, sink)
    accounts.build(db, report, sink)
    accounts.build_sections(db, sink)
    return schools, contents.tables


def _students_elsewhere(district: str, ids: Iterable[str]) -> set[str]:
    """Which of some ids are students of the district whom this file does not hold."""
    return {id_ for chunk in batched(ids, 100) for id_ in store.students(district, chunk)}


def _old(db: Staging, district: str, schools: tuple[str, ...], tables: tuple[Table, ...]) -> plan.Compared:
    """What stood there. The staff of the district office are only compared when the file has such."""
    office = db.one("SELECT 1 FROM member WHERE school = ?", DISTRICT_OFFICE) is not None
    listed = (*schools, DISTRICT_OFFICE) if office else schools
    return plan.Compared(
        district=district,
        governed=schools,
        known=store.schools(district),
        rolls=old.load(db, district, listed),
        office=office,
        says_opt_out=CONTACTS in tables and _says_opt_out(db),
        says_periods=PERIODS in tables,
        says_terms=SESSIONS in tables,
    )


def _says_opt_out(db: Staging) -> bool:
    """Whether contacts.csv has the column; its rows then carry the word."""
    return db.one("SELECT 1 FROM contacts WHERE cells LIKE '%\"opt_out\"%'") is not None
