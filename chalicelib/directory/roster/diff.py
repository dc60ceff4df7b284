"""The dry run: what the file adds, changes, removes and leaves, kind by kind, by comparing fingerprints."""

from collections.abc import Iterable, Iterator

from chalicelib.kernel.values import value

from .model import Changes, ReportRow, RosterRowKind
from .report import Report
from .sink import CONTACT, SECTION, STAFF, STUDENT
from .staging import Staging

_BEFORE = "(SELECT id, min(digest) AS low, max(digest) AS high FROM old WHERE kind = ? GROUP BY id)"
_COMPARED = f"""
SELECT f.id, f.name, f.file, f.line, CASE WHEN b.id IS NULL THEN 'added'
    WHEN b.low <> f.digest OR b.high <> f.digest THEN 'changed' ELSE 'unchanged' END AS how
FROM fresh f LEFT JOIN {_BEFORE} b ON b.id = f.id WHERE f.kind = ?
"""  # noqa: S608  # our own text
_COUNTED = f"SELECT how, count(*) FROM ({_COMPARED}) GROUP BY how"  # noqa: S608  # our own text
_REMOVED = """
SELECT DISTINCT id FROM old o
WHERE kind = ? AND NOT EXISTS (SELECT 1 FROM fresh f WHERE f.kind = ? AND f.id = o.id)
"""
SUMMARY = {"students": STUDENT, "contacts": CONTACT, "staff": STAFF, "sections": SECTION}


@value
class Change:
    """One person or section that the file changes; `how` is added, changed or removed."""

    how: str
    id: str
    name: str = ""
    file: str = ""
    line: int = 0


def changes(db: Staging, kind: str) -> Iterator[Change]:
    """Everything of a kind that is not unchanged, by id; what is removed last."""
    for id_, name, file, line, how in db.all(f"{_COMPARED} ORDER BY f.id", kind, kind):
        if how != "unchanged":
            yield Change(how, id_, name, file, line)
    for (id_,) in db.all(f"{_REMOVED} ORDER BY id", kind, kind):
        yield Change("removed", id_)


def summary(db: Staging) -> dict[str, Changes]:
    """How many of each kind; schools and enrollments are counted where they are compared."""
    return {name: _count(db, kind) for name, kind in SUMMARY.items()}


def _count(db: Staging, kind: str) -> Changes:
    numbers = {row[0]: row[1] for row in db.all(_COUNTED, kind, kind)}
    removed = db.count(f"SELECT count(*) FROM ({_REMOVED})", kind, kind)  # noqa: S608  # our own text
    return Changes(numbers.get("added", 0), numbers.get("changed", 0), removed, numbers.get("unchanged", 0))


# ---- the lists of the report -------------------------------------------------------------------------------

_SENTENCES = {
    "added": {
        STUDENT: "New student in this file.",
        CONTACT: "New contact in this file.",
        STAFF: "New member of staff in this file.",
        SECTION: "New section in this file.",
    },
    "changed": {
        STUDENT: "This student's data have changed.",
        CONTACT: "This contact's data have changed.",
        STAFF: "This member of staff's data have changed.",
        SECTION: "This section's data have changed.",
    },
    "removed": {
        STUDENT: "This student is no longer in the file.",
        CONTACT: "This contact is no longer in the file.",
        STAFF: "This member of staff is no longer in the file.",
        SECTION: "This section is no longer in the file.",
    },
}


def tell(report: Report, kind: str, found: Iterable[Change]) -> None:
    """Rows for the report's lists; accounts of families are told by their contacts."""
    for each in found:
        message = _SENTENCES[each.how][kind]
        report.add(RosterRowKind(each.how), ReportRow(message, each.file, each.line, each.id, each.name))
