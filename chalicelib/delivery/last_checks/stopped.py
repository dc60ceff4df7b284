"""Who must not be written to any more, as known at the moment of the hand-over.

    a chunk is claimed --among--> those who opted out, complained or are not there: they do not leave
    it leaves slowly   --Stopped--> the same for whoever said STOP meanwhile, asked again every two seconds

A chunk that leaves as fast as the provider takes it is gone before that (docs/decisions/0040).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.audience import destinations
from chalicelib.content.model import ADDRESSED
from chalicelib.directory.store import suppressions
from chalicelib.kernel.log import failure, logger

from ..channels.base import Outcome
from ..channels.errors import Verdict
from ..chunk import Chunk, Entry

LOOK_EVERY = timedelta(seconds=2)


def among(chunk: Chunk, entries: Iterable[Entry]) -> dict[str, str]:
    """Who opted out, complained or turned out not to be there, by delivery id, and why. In-app copies and
    pushes have no such address."""
    entries, channel = tuple(entries), chunk.ref.channel
    if channel not in ADDRESSED or not entries:
        return {}
    causes = suppressions.among(chunk.ref.district, channel, {entry.address for entry in entries})
    return {
        entry.delivery_id: reason
        for entry in entries
        if (reason := destinations.why_suppressed(causes.get(entry.address), emergency=chunk.emergency))
    }


@dataclass
class Stopped:
    """To be asked before each call, by several threads: what becomes of an entry that must not leave any more,
    else None. When nobody can tell, it waits."""

    chunk: Chunk
    looked_at: datetime
    left: dict[str, Entry]
    reasons: dict[str, str] = field(default_factory=dict)
    lock: Lock = field(default_factory=lambda: Lock())  # looked up late: simulated threads have another

    def __call__(self, entry: Entry, now: datetime) -> Outcome | None:
        with self.lock:
            if now - self.looked_at >= LOOK_EVERY and not self._look(now):
                return Outcome(entry.delivery_id, Verdict.NOT_TRIED)
            self.left.pop(entry.delivery_id, None)
            reason = self.reasons.get(entry.delivery_id)
        return Outcome(entry.delivery_id, Verdict.REFUSED, reason) if reason else None

    def _look(self, now: datetime) -> bool:
        """Ask for all that have not left yet."""
        try:
            self.reasons = among(self.chunk, self.left.values())
        except (BotoCoreError, ClientError) as error:
            logger().warning("Suppressions could not be read", **failure(error))
            return False
        self.looked_at = now
        return True
