"""The district's marking periods as academicSessions.csv has them: all sessions but whole school years.

load (`session`) -> plan (`told`): a line when something changes -> apply: one item of the district
"""

from chalicelib.directory.marking_periods import MarkingPeriod, told
from chalicelib.directory.store.marking_periods import marking_periods

from . import values
from .cells import Cells, Checks
from .staging import Staging, Values

_WHOLE_YEAR = "schoolyear"
BACKWARDS = "This session ends before it begins. It was left out."


def session(checks: Checks, row: Cells) -> Values:
    """A row for the staging table; without days when it is no marking period that can be used."""
    first, last = checks.day(row, "begin"), checks.day(row, "end")
    if first and last and last < first:
        checks.fault(row, BACKWARDS)
        first = last = ""
    if row["type"].casefold().replace(" ", "") == _WHOLE_YEAR or not (first and last):
        first = last = ""
    return row["id"], row.line, values.tidy(row["title"]), first, last


def compared(db: Staging, district: str) -> tuple[MarkingPeriod, ...] | None:
    """The district's marking periods once the file counts; None when it changes nothing."""
    rows = db.all("SELECT id, title, first, last FROM sessions WHERE first <> '' ORDER BY first, last, id")
    before = marking_periods(district)
    now = told(before, (MarkingPeriod(*row) for row in rows))
    return None if now == before else now
