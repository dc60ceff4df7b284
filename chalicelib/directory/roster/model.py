"""What an import is and what may become of it. Pure.

    reading --> refused | unchanged | held --> rejected
       |                               |
       +-----------> applying <--------+ (approved)
                        |
                     applied

`reading` writes nothing but the import's own record; once `applying`, an import is always brought to its end.
"""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from chalicelib.kernel.values import value
from chalicelib.kernel.words import say


class Status(StrEnum):
    READING = "reading"
    HELD = "held"
    APPLYING = "applying"
    APPLIED = "applied"
    REFUSED = "refused"
    REJECTED = "rejected"
    UNCHANGED = "unchanged"

    @property
    def open(self) -> bool:
        """Whether there is work left that nobody has to decide on."""
        return self in (Status.READING, Status.APPLYING)


class RosterRowKind(StrEnum):
    """The lists of rows in an import's report."""

    PROBLEM = "problem"
    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


KINDS = ("schools", "students", "contacts", "staff", "sections", "enrollments")


@value
class Changes:
    """How many of one kind the file adds, changes, removes and leaves as they are."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0


@value
class Source:
    """Where the zip lies, exactly: this version of this object. Empty for a file handed over in the process."""

    bucket: str = ""
    key: str = ""
    version: str = ""


@value
class RosterImport:
    """One file's way. `done` of `total` lines of the plan are applied; `base` is the import that was applied
    last when this one was compared, `tries` counts how often reading began."""

    import_id: str
    district: str
    file_name: str
    received_at: str
    status: Status = Status.READING
    source: Source = field(default_factory=Source)
    summary: Mapping[str, Changes] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    problems: int = 0
    hold_reason: str = ""
    refusal: str = ""
    schools: tuple[str, ...] = ()
    base: str = ""
    done: int = 0
    total: int = 0
    tries: int = 0
    decided_by: str = ""
    decided_by_name: str = ""
    decided_at: str = ""

    @property
    def progress(self) -> float:
        """From 0 to 1; reading counts for a quarter."""
        if self.status is Status.READING:
            return 0.0
        if self.status is not Status.APPLYING:
            return 1.0
        return 0.25 + 0.75 * (self.done / self.total if self.total else 0)


@value
class ReportRow:
    """One row of the report: a problem with its reason, or a person, section or school that changes."""

    message: str
    file: str = ""
    line: int = 0
    id: str = ""
    name: str = ""


class Refused(Exception):
    """The file as a whole cannot be used; nothing was changed. The text is for the data clerk."""

    def __init__(self, text: str, file: str = "", line: int = 0) -> None:
        where = "{file}, line {line}: {text}" if line else "{file}: {text}" if file else ""
        super().__init__(say(where, file=file, line=line, text=text) if where else text)
        self.file, self.line, self.text = file, line, text
