"""What the sender of a message said about it while it was on its way. Pure."""

from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.kernel.clock import moment
from chalicelib.kernel.values import value

FIRST_LOOK = timedelta(seconds=5)  # after a walk that met open claims
LONGEST_WAIT = timedelta(minutes=10)


class HaltState(StrEnum):
    """`resumed` is as if nothing had been said. `canceled` is for good."""

    PAUSED = "paused"
    RESUMED = "resumed"
    CANCELED = "canceled"


@value
class Halt:
    """The last thing said, by whom and when (a stamp). `number` counts what was said.

    `open`: it is still to be carried out, from shard `place` on; `met` deliveries in workers' hands were met
    since the walk over the shards began, the first of them in shard `again` (-1: none). `in_flight` is what the
    last whole walk met: at most so many may leave after it. None before the first has ended.
    """

    state: HaltState
    number: int
    by_id: str
    by_name: str
    at: str
    open: bool = True
    place: int = 0
    met: int = 0
    again: int = -1
    in_flight: int | None = None
    slices: int = 0

    @property
    def paused(self) -> bool:
        return self.state is HaltState.PAUSED

    @property
    def canceled(self) -> bool:
        return self.state is HaltState.CANCELED

    def next_look(self, now: datetime) -> datetime:
        """When open claims are looked at again: rarer as time goes by, as a claim in doubt may last a day."""
        return now + min(LONGEST_WAIT, max(FIRST_LOOK, (now - moment(self.at)) / 4))


def may_still_leave(halt: Halt, pending: int) -> int | None:
    """How many deliveries at most leave after the halt, of so many that are not final; None until those in
    workers' hands are counted."""
    return None if halt.in_flight is None else min(halt.in_flight, pending)
