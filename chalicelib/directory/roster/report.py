"""What the data clerk is told: problems row by row, what was left out, and the lists of what changes.

Rows go to temporary files while the import is read, one JSON text a line, and from there to S3 as they are:
a report of 100,000 rows is never in memory, and a page of it is one ranged read (`files.py`).
"""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO

from chalicelib.kernel.words import kept, say

from .csv_rows import Layout
from .model import Refused, ReportRow, RosterRowKind

MOST_PROBLEMS = 10_000  # that are listed
_MOST_SENTENCES = 60
_MORE = "{count:,} more problems are not listed. Mend those above, and import again."
_UNKNOWN = "{file}: columns that we do not know: {columns}."
_MANY_UNKNOWN = "{file}: columns that we do not know: {columns} and {rest} more."


def line_of(row: ReportRow) -> str:
    """One row as a line of a report file; what is empty is left out."""
    fields = {"id": row.id, "name": row.name, "file": row.file, "line": row.line}
    filled = {name: value for name, value in fields.items() if value}
    return json.dumps(filled | {"message": kept(row.message)}, ensure_ascii=False, separators=(",", ":")) + "\n"


class Report:
    """Collects rows in a folder, a file per kind."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.counts: Counter[str] = Counter()
        self._unlisted = 0
        self._files: dict[str, IO[str]] = {}
        self._ignored: dict[str, None] = {}
        self._skipped: Counter[tuple[str, str]] = Counter()

    def problem(
        self, file: str, line: int, id_: str, message: str, name: Callable[[], str] = lambda: ""
    ) -> None:
        """A row, or a cell of it, that could not be used; the rest is imported. Beyond the first so many it is
        counted and not listed; `name` of whom it is about is asked for when it is listed."""
        if self.problems < MOST_PROBLEMS:
            self.add(RosterRowKind.PROBLEM, ReportRow(message, file, line, id_, name()))
        else:
            self._unlisted += 1
            self.counts[RosterRowKind.PROBLEM] += 1

    @property
    def problems(self) -> int:
        return self.counts[RosterRowKind.PROBLEM]

    def refusal(self, refused: Refused) -> None:
        """Why the file cannot be used at all; listed however many problems there were before."""
        self.add(RosterRowKind.PROBLEM, ReportRow(refused.text, refused.file, refused.line))

    def add(self, list_: RosterRowKind, row: ReportRow) -> None:
        if list_ not in self._files:
            self._files[list_] = (self.folder / f"{list_}.jsonl").open("w", encoding="utf-8")
        self._files[list_].write(line_of(row))
        self.counts[list_] += 1

    def ignore(self, sentence: str) -> None:
        """Something that is left out as a matter of course, said once."""
        self._ignored.setdefault(sentence)

    def skip(self, file: str, why: str) -> None:
        """A row that does not count, such as an ended enrollment; reasons are counted, not listed. `why` is a
        sentence with blanks for `file` and `count`."""
        self._skipped[(file, why)] += 1

    def unknown_columns(self, layout: Layout) -> None:
        if layout.unknown:
            shown = ", ".join(column[:40] for column in layout.unknown[:20])
            rest = len(layout.unknown) - 20
            told = _MANY_UNKNOWN if rest > 0 else _UNKNOWN
            self.ignore(say(told, file=layout.file, columns=shown, rest=rest))

    @property
    def ignored(self) -> tuple[str, ...]:
        """Sentences on what was left out."""
        counted = [say(why, file=file, count=number) for (file, why), number in self._skipped.items()]
        return (*self._ignored, *counted)[:_MOST_SENTENCES]

    def close(self) -> Sequence[Path]:
        """The files, complete."""
        if self._unlisted:
            self.add(RosterRowKind.PROBLEM, ReportRow(say(_MORE, count=self._unlisted)))
        for each in self._files.values():
            each.close()
        return sorted(self.folder.glob("*.jsonl"))
