"""The right to work on a district's roster: one worker at a time holds it, for as long as it renews it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from chalicelib.directory.store import imports
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.ids import new_id

RENEW = timedelta(seconds=15)


class LostLease(RuntimeError):
    """Another worker took over after we were too slow; it goes on where we were."""


class Lease:
    """The right to work on a district's roster."""

    def __init__(self, district: str, clock: Clock) -> None:
        self._district, self._clock, self._owner = district, clock, new_id()
        self._renewed: datetime | None = None

    def take(self) -> bool:
        now = self._clock.now()
        taken = imports.lock(self._district, self._owner, now)
        if taken:
            self._renewed = now
        return taken

    def renew(self) -> None:
        """Cheap to call often. Raises LostLease."""
        due = self._renewed is None or self._clock.now() - self._renewed >= RENEW
        if due and not self.take():
            raise LostLease(self._district)

    def give_back(self) -> None:
        imports.unlock(self._district, self._owner)


@contextmanager
def leased(district: str, clock: Clock) -> Iterator[Lease | None]:
    """The lease, or None when another worker has it. Given back also after a failure, not after a crash."""
    lease = Lease(district, clock)
    if not lease.take():
        yield None
        return
    try:
        yield lease
    except Exception:
        lease.give_back()
        raise
    lease.give_back()
