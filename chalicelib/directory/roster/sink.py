"""Where finished records go: into `fresh` with a fingerprint, `member` of their schools; buffered."""

from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Any

from chalicelib.directory import codec

from .report import Report
from .staging import Staging, Values

STUDENT, CONTACT, STAFF, ACCOUNT, SECTION = "student", "contact", "staff", "account", "section"
MOST_BYTES = 300_000  # of one record; the table takes 400 kB an item
_BUFFER = 500


def digest(text: str) -> str:
    """A record's fingerprint, 12 characters."""
    return b64encode(blake2b(text.encode(), digest_size=9).digest()).decode()


class Sink:
    """Rows on their way into the staging tables."""

    def __init__(self, db: Staging, report: Report) -> None:
        self._db, self._report = db, report
        self._rows: defaultdict[str, list[Values]] = defaultdict(list)

    def row(self, table: str, row: Values) -> None:
        """A row of any table; one whose key exists stays out."""
        self._rows[table].append(row)
        if len(self._rows[table]) >= _BUFFER:
            self._db.add(table, self._rows.pop(table))

    def record(
        self,
        kind: str,
        id_: str,
        fields: Mapping[str, Any],
        schools: Iterable[str],
        name: str,
        file: str,
        line: int,
    ) -> str:
        """A finished record; its fingerprint, or empty when it is too large to keep."""
        text = codec.text(fields)
        if len(text) > MOST_BYTES // 3 and len(text.encode()) > MOST_BYTES:
            self._report.problem(
                file, line, id_, "More belongs to this record than we can keep; it was left out.", lambda: name
            )
            return ""
        mark = digest(text)
        self.row("fresh", (kind, id_, mark, name, file, line, text))
        self.members(kind, schools, id_)
        return mark

    def members(self, kind: str, schools: Iterable[str], id_: str) -> None:
        for school in schools:
            self.row("member", (kind, school, id_))

    def flush(self) -> None:
        for table in list(self._rows):
            self._db.add(table, self._rows.pop(table))
