"""Roster import: a student system's export becomes the district's people (docs/roster-import.md).

    S3 event -> `receive` -> run: read, compare, plan -> held, or applied
    `resume` (queue job) has the import function go on with what a crash left behind
    `import_zip` does the same at once for a file at hand

What does the work is imported when it is called: most callers only ask.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, Any

from chalicelib.kernel.clock import Clock, SystemClock

from .model import RosterImport


def import_zip(
    district: str,
    source: Path | str | IO[bytes],
    file_name: str = "",
    *,
    clock: Clock | None = None,
    hold: bool = True,
) -> RosterImport:
    """Import a zip here and now: what came of it. `hold=False` applies it however many people would vanish.

    The district must exist. Raises `lease.LostLease` when another import of the district is under way.
    """
    from .run import import_file

    at = Path(source) if isinstance(source, str) else source
    name = file_name or (at.name if isinstance(at, Path) else "export.zip")
    return import_file(district, at, name, clock or SystemClock(), hold, lambda: float("inf"))


def receive(
    event: Mapping[str, Any], clock: Clock | None = None, left: Callable[[], float] | None = None
) -> None:
    """An event of the roster bucket: begin the imports of its zips, then work for as long as `left` allows."""
    from .events import receive as take
    from .run import work

    for district in take(event):
        work(district, clock or SystemClock(), left or (lambda: 900.0))


def resume(district: str, clock: Clock | None = None) -> int:
    """Have the import function go on with imports that nobody is at work on; how many there are."""
    from chalicelib.directory.store import imports

    waiting = imports.open_ids(district)
    if not waiting or imports.locked(district, (clock or SystemClock()).now()):
        return 0
    from .files import go_on

    go_on(district, waiting[0])
    return len(waiting)
