"""For a worker that leaves at a pace: whether its message was paused or canceled meanwhile."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ..refs import ChunkRef
from ..store import halts
from .model import HaltState

LOOK_EVERY = timedelta(seconds=5)


@dataclass
class Watch:
    """To be asked before each call to the provider; looks every five seconds from `looked_at` on. Raises what
    the table answers; then nobody looks for another five."""

    ref: ChunkRef
    looked_at: datetime
    halted: bool = False

    def __call__(self, now: datetime) -> bool:
        if not self.halted and now - self.looked_at >= LOOK_EVERY:
            self.looked_at = now
            halt = halts.read(self.ref.district, self.ref.message_id)
            self.halted = halt is not None and halt.state is not HaltState.RESUMED
        return self.halted
