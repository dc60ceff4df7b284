"""An import from its beginning to its end, by whoever picks it up.

    begin (a record, listed as open) -> read -> refused | unchanged | held | applying -> applied
    a crash anywhere leaves an open import; `resume` has the import function go on with it

One worker at a time per district: it holds a lease, renews it while it works, and stops when it has lost it.
Imports of a district are done in the order in which their files arrived.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from chalicelib.directory import store
from chalicelib.directory.store import imports
from chalicelib.kernel.clock import Clock, local_date, moment
from chalicelib.kernel.ids import new_id
from chalicelib.kernel.words import say

from . import files
from .apply import apply, first_line
from .compare import Outcome, compare
from .lease import Lease, LostLease, leased
from .model import Refused, RosterImport, Status

MOST_TRIES = 3
ENOUGH = 45.0  # seconds that must be left to begin with one more chunk
ENOUGH_TO_STOP = 8.0  # seconds that must be left to go on reading
Open = Callable[[RosterImport, Path], None]  # puts the zip at the path, or raises Refused
Seconds = Callable[[], float]


class OutOfTime(Exception):
    """This invocation ends soon; what is left is for the next."""


def work(district: str, clock: Clock, left: Seconds = lambda: 900.0) -> None:
    """Bring the district's open imports to an end, oldest first, as far as time allows."""
    seen: set[str] = set()
    while waiting := [each for each in imports.open_ids(district) if each not in seen]:
        seen.update(waiting)
        with leased(district, clock) as lease:
            if lease is None:
                return
            for import_id in waiting:
                if not _worked(district, import_id, lease, clock, left):
                    return


def _worked(district: str, import_id: str, lease: Lease, clock: Clock, left: Seconds) -> bool:
    """Whether an import came to its end; if not, the function is started again to go on."""
    one = imports.get(district, import_id)
    if one is None:
        return True
    try:
        advance(one, lease, clock, left, _from_bucket)
    except OutOfTime:
        files.go_on(district, import_id)
        return False
    return True


def advance(
    one: RosterImport, lease: Lease, clock: Clock, left: Seconds, open_: Open, hold: bool = True
) -> RosterImport:
    """Do what there is to do for one import; as it is afterwards. Raises OutOfTime or LostLease."""
    if one.status is Status.READING:
        one = _read(one, lease, clock, left, open_, hold)
    if one.status is Status.APPLYING:
        one = _apply(one, lease, left)
    return one


def _from_bucket(one: RosterImport, path: Path) -> None:
    """The zip from the bucket. Raises Refused when it is gone, as is one that was handed over in a process."""
    if not one.source.key:
        raise Refused(files.GONE)
    with path.open("wb") as file:
        files.fetch(one.source, file)


# ---- reading -----------------------------------------------------------------------------------------------


def _read(
    one: RosterImport, lease: Lease, clock: Clock, left: Seconds, open_: Open, hold: bool
) -> RosterImport:
    """The dry run; what it found is kept, and decides how it goes on. Raises OutOfTime."""
    one = _saved(replace(one, tries=one.tries + 1, base=imports.head(one.district)), one.status)
    if one.tries > MOST_TRIES:
        return _saved(replace(one, status=Status.REFUSED, refusal=_TOO_OFTEN), one.status)
    with TemporaryDirectory() as name:
        folder = Path(name)
        try:
            open_(one, folder / "export.zip")
        except Refused as refused:
            return _saved(replace(one, status=Status.REFUSED, refusal=refused.text), one.status)
        with (folder / "export.zip").open("rb") as source:
            pulse = partial(_go_on_reading, one, lease, left)
            outcome = compare(one.district, source, folder, _today(one.district, clock), pulse)
        read = _decided(one, outcome, hold)
        for path in sorted(folder.glob("*.jsonl")):
            files.keep(read, path)
    lease.renew()
    return _saved(read, one.status)


def _go_on_reading(one: RosterImport, lease: Lease, left: Seconds) -> None:
    """Called all the while. Raises OutOfTime the first time: it may have begun late. Then Refused."""
    lease.renew()
    if left() >= ENOUGH_TO_STOP:
        return
    if one.tries == 1:
        raise OutOfTime
    raise Refused(_TOO_SLOW)


_TOO_SLOW = (
    "There is more in this file than we can read in a quarter of an hour. "
    "Check what is in it; if all of it is needed, import some schools at a time."
)
_TOO_OFTEN = (
    "Reading this file failed several times, through no fault that we can name. "
    "Please export and upload it again, and tell your support if that does not help."
)


def _today(district: str, clock: Clock) -> str:
    """The date in the district, by which enrollments have begun and ended."""
    return local_date(clock.now(), store.district(district).time_zone)


def _decided(one: RosterImport, outcome: Outcome, hold: bool) -> RosterImport:
    """The import with what was found, and the status that follows from it."""
    one = replace(
        one,
        schools=outcome.schools,
        summary=dict(outcome.summary),
        ignored=outcome.ignored,
        problems=outcome.problems,
        refusal=outcome.refusal,
        total=outcome.size,
    )
    if outcome.refusal:
        return replace(one, status=Status.REFUSED)
    newer = imports.newer_applied(one.district, one.import_id, frozenset(one.schools))
    if newer:
        told = say(
            "{file}, which arrived later, is applied already; this older file was left aside.",
            file=newer.file_name,
        )
        return replace(one, status=Status.REFUSED, refusal=told)
    if not outcome.changes:
        return replace(one, status=Status.UNCHANGED)
    if outcome.hold_reason and hold:
        return replace(one, status=Status.HELD, hold_reason=outcome.hold_reason)
    return replace(one, status=Status.APPLYING)


def _saved(one: RosterImport, was: Status) -> RosterImport:
    """The import as stored. Raises LostLease when somebody else moved it meanwhile."""
    if not imports.save(one, was):
        raise LostLease(one.district)
    return one


# ---- applying ----------------------------------------------------------------------------------------------


def _apply(one: RosterImport, lease: Lease, left: Seconds) -> RosterImport:
    """Do the rest of the plan. Raises OutOfTime with what is done noted."""
    begin, start = first_line(files.lines(one, files.PLAN, 0))
    state = _Progress(one, lease, left)
    apply(one.district, begin, files.lines(one, files.PLAN, max(start, one.done)), state)
    imports.put_head(one.district, one.import_id)
    return _saved(replace(one, status=Status.APPLIED, done=one.total), Status.APPLYING)


class _Progress:
    """Told after each chunk; notes it now and then, and stops the work in time."""

    def __init__(self, one: RosterImport, lease: Lease, left: Seconds) -> None:
        self._one, self._lease, self._left, self._noted = one, lease, left, one.done

    def __call__(self, done: int) -> None:
        self._lease.renew()
        short = self._left() < ENOUGH
        if short or done - self._noted > max(100_000, self._one.total // 50):
            _saved(replace(self._one, done=done), Status.APPLYING)
            self._noted = done
        if short:
            raise OutOfTime


# ---- what others call --------------------------------------------------------------------------------------


def import_file(
    district: str, source: Path | IO[bytes], file_name: str, clock: Clock, hold: bool, left: Seconds
) -> RosterImport:
    """Import a zip at hand, here and now. Raises LostLease when another import of the district is under way."""
    now = clock.now()
    one = imports.begin(RosterImport(new_import_id(now, new_id()), district, file_name, now.isoformat()))
    with leased(district, clock) as lease:
        if lease is None:
            raise LostLease(district)
        return advance(one, lease, clock, left, _copier(source), hold)


def _copier(source: Path | IO[bytes]) -> Open:
    def copy(_one: RosterImport, path: Path) -> None:
        if isinstance(source, Path):
            path.symlink_to(source.resolve())
        else:
            with path.open("wb") as file:
                while chunk := source.read(1_000_000):
                    file.write(chunk)

    return copy


def new_import_id(arrived: datetime, mark: str) -> str:
    """An import's id: sorts by time of arrival, and is the same for the same event."""
    return f"{arrived:%Y%m%dt%H%M%S}{arrived.microsecond // 1000:03}-{mark[:26]}"


def arrived_at(text: str) -> datetime:
    """The time in an S3 event."""
    return moment(text.replace("Z", "+00:00"))
