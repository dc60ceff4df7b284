"""A provider's time as one line, and who asks for a place in it. Pure.

Line     how far it is booked, and which places were given to those who wait
Asking   a chunk that wants to leave       Go, Wait   what it is told
"""

import math
from collections.abc import Mapping
from dataclasses import field, replace

from chalicelib.content.model import Lane
from chalicelib.kernel.values import value

from .capacity import Capacity

SLOW_FOR = 600.0  # seconds that a provider's "too fast" is remembered
AHEAD = 5.0  # seconds that may be booked ahead by who is over its share
_AGAIN = 5.0  # seconds in which several workers tell of the same "too fast"
IDLE = 20.0  # seconds without anything leaving, after which nobody waits for anybody
ALL, EMERGENCY = "*", "emergency"


@value
class Asking:
    """Who asks to leave: `count` deliveries of a lane, sent by a school, from an origination number, by a
    worker that has so many seconds for it. `turn`: they have waited, and now it is their turn.
    """

    lane: Lane
    school: str
    count: int
    number: str = ""
    seconds: float = math.inf
    turn: bool = False

    @property
    def flow(self) -> str:
        return f"{self.lane}:{self.school}"


@value
class Go:
    """So many may leave, from `start` (seconds since 1970) at `per_second`; None: as fast as they can.

    A `probe` finds out whether the provider works again. `booked`: nobody else has that time.
    """

    start: float
    count: int
    per_second: float | None = None
    probe: bool = False
    booked: bool = True


@value
class Wait:
    """Not before `until` (seconds since 1970), when it is their `turn`, if they got through to the line at all.
    `down`: the provider does not work."""

    until: float
    down: bool = False
    turn: bool = True


@value
class Line:
    """A provider's time as far as it is booked: seconds since 1970 by name. What is past is left out.

    `rate` is what was learned from "too fast" at `slowed_at`, in deliveries a second. `pace` is the one by
    which places were given out, the last of them at `given_at`. `stale`: chunks wait in the table for places
    that hold no more, until the queue job brings them forward.
    """

    until: Mapping[str, float] = field(default_factory=dict)
    rate: float = 0
    slowed_at: float = 0
    pace: float = 0
    given_at: float = 0
    stale: bool = False

    def capacity(self, stated: Capacity, now: float) -> Capacity:
        """What holds now: what the district states, or less while the provider said so."""
        if not self.rate or now >= self.slowed_at + SLOW_FOR:
            return stated
        return Capacity(min(self.rate, stated.channel or self.rate), stated.number, self.slowed_at + SLOW_FOR)

    def busy_until(self, now: float, lane: Lane = Lane.NORMAL) -> float:
        """Until when the provider's time is booked, as a lane sees it: emergencies see emergencies only."""
        return max(now, self.until.get(EMERGENCY if lane is Lane.EMERGENCY else ALL, 0))

    def idle(self, now: float) -> bool:
        """Whether nobody has left or been given a place for a while."""
        booked = max((at for name, at in self.until.items() if name.startswith(ALL)), default=0)
        return now >= max(booked, self.given_at) + IDLE

    def emergency(self, now: float) -> bool:
        """Whether emergencies are leaving; the provider is theirs."""
        return self.until.get(EMERGENCY, 0) > now

    def slower(self, stated: Capacity, usual: float, now: float) -> "Line":
        """After the provider said "too fast": half of what held, at least a sixteenth of what is usual."""
        if now < self.slowed_at + _AGAIN:
            return self
        held = self.capacity(stated, now).channel
        return replace(self, rate=max(usual / 16, held / 2) if held else usual, slowed_at=now)
