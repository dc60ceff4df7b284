"""How fast deliveries may leave, and who goes first. Pure.

    a chunk asks to leave --admit--> Go: from then on, so many, so fast      booked: nobody else gets that time
                                 +-> Wait: until then

A provider's time is one line that is booked from now on (`Line.until`), as in the generic cell rate algorithm.
Emergencies book at the head of it. Among the others each school in each lane has a share; who has not used up
its share may book further ahead than who has, and so overtakes. A share that nobody uses is everybody's.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from itertools import accumulate

from chalicelib.content.model import Lane
from chalicelib.kernel.values import value

WEIGHTS: Mapping[Lane, int] = {Lane.PRIORITY: 3, Lane.NORMAL: 1}  # of two lanes that both have work
SPAN = 17.0  # seconds that one attempt may take at its pace: 50 texts of one toll-free number
AHEAD, FAR_AHEAD = 5.0, 15.0  # seconds that may be booked ahead: by who is over its share, and by who is not
ALLOWANCE = 60.0  # seconds of its share that somebody may use at once
DEBT = 60.0  # seconds by which who used idle time may be over its share; then it is forgiven
SLOW_FOR = 600.0  # seconds that a provider's "too fast" is remembered
_AGAIN = 5.0  # seconds in which several workers tell of the same "too fast"
_ALL, _EMERGENCY, _ASKS = "*", "emergency", "asks "


@value
class Limits:
    """Deliveries a second that a provider takes, in all and from one number. None: nobody said.

    `until` (seconds since 1970) they hold at most.
    """

    channel: float | None = None
    number: float | None = None
    until: float = math.inf

    @property
    def pace(self) -> float | None:
        """The smaller of the two."""
        return min((each for each in (self.channel, self.number) if each), default=None)


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

    A `probe` finds out whether the provider works again.
    """

    start: float
    count: int
    per_second: float | None = None
    probe: bool = False


@value
class Wait:
    """Not before `until` (seconds since 1970), when it is their turn. `down`: the provider does not work."""

    until: float
    down: bool = False


@value
class Line:
    """A provider's time as far as it is booked: seconds since 1970 by name. What is past is left out.

    `rate` is what was learned from "too fast" at `slowed_at`, in deliveries a second.
    """

    until: Mapping[str, float] = field(default_factory=dict)
    rate: float = 0
    slowed_at: float = 0

    def limits(self, known: Limits, now: float) -> Limits:
        """What holds now: the settings, or less while the provider said so."""
        if not self.rate or now >= self.slowed_at + SLOW_FOR:
            return known
        return Limits(min(self.rate, known.channel or self.rate), known.number, self.slowed_at + SLOW_FOR)

    def busy_until(self, now: float) -> float:
        """Until when the provider's time is booked."""
        return max(now, self.until.get(_ALL, 0))

    def emergency(self, now: float) -> bool:
        """Whether emergencies are leaving; the provider is theirs."""
        return self.until.get(_EMERGENCY, 0) > now

    def slower(self, known: Limits, usual: float, now: float) -> "Line":
        """After the provider said "too fast": half of what held, at least a sixteenth of what is usual."""
        if now < self.slowed_at + _AGAIN:
            return self
        held = self.limits(known, now).channel
        return replace(self, rate=max(usual / 16, held / 2) if held else usual, slowed_at=now)


# ---- Leaving ------------------------------------------------------------------------------------------------


def admit(line: Line, asking: Asking, limits: Limits, now: float) -> tuple[Line, Go | Wait]:
    """Whether they may leave now or soon, and the line with what they booked."""
    pace = limits.pace
    if pace is None:
        return line, Go(now, asking.count)
    start = _start(line, asking, now)
    if start > now + _ahead(line, asking, now):
        return _not_yet(line, asking, limits, now)
    count = min(asking.count, _fitting(pace, asking.seconds - (start - now)))
    if not count:
        return line, Wait(start)
    return _booked(line, replace(asking, count=count), limits, start, now), Go(start, count, pace)


def _fitting(pace: float, seconds: float) -> int:
    """How many leave in so many seconds, and in no more than SPAN. The first needs none of them, however slow
    the pace; none leaves when the seconds are over already."""
    if seconds <= 0:
        return 0
    return max(1, int(pace * min(SPAN, seconds)))


def _ahead(line: Line, asking: Asking, now: float) -> float:
    """How many seconds ahead they may book; below 0: others are before them."""
    if asking.lane is Lane.EMERGENCY:
        return FAR_AHEAD
    if line.emergency(now):
        return -1
    if line.until.get(asking.flow, 0) <= now + ALLOWANCE:
        return FAR_AHEAD
    return AHEAD if asking.turn or line.until.get(_turns(asking), 0) <= now + AHEAD else -1


def _not_yet(line: Line, asking: Asking, limits: Limits, now: float) -> tuple[Line, Wait]:
    """Their turn comes after that of those who wait already."""
    if asking.lane is Lane.EMERGENCY:
        return line, Wait(_start(line, asking, now) - AHEAD)
    line, (at,) = turns(line, asking, (asking.count,), limits, now)
    asks = {f"{_ASKS}{asking.flow}": now + ALLOWANCE}
    return replace(line, until={**line.until, **asks}), Wait(at)


def _start(line: Line, asking: Asking, now: float) -> float:
    """When a place in the line is free. Emergencies wait for emergencies only."""
    first = _EMERGENCY if asking.lane is Lane.EMERGENCY else _ALL
    return max(now, line.until.get(first, 0), line.until.get(_number(first, asking.number), 0))


def _number(first: str, number: str) -> str:
    return f"{first} {number}"


def _booked(line: Line, asking: Asking, limits: Limits, start: float, now: float) -> Line:
    until = {name: at for name, at in line.until.items() if at > now}
    for name, rate in ((_ALL, limits.channel), (_number(_ALL, asking.number), limits.number)):
        if rate:
            until[name] = max(start, until.get(name, 0)) + asking.count / rate
    if asking.lane is Lane.EMERGENCY:
        until[_EMERGENCY] = start + asking.count / (limits.channel or limits.number or math.inf)
        if limits.number:
            until[_number(_EMERGENCY, asking.number)] = start + asking.count / limits.number
        return replace(line, until=until)
    used = asking.count / ((limits.pace or math.inf) * _share(until, asking, now))
    most = now + ALLOWANCE + DEBT
    until[asking.flow] = min(most, max(now, until.get(asking.flow, 0)) + used)
    return replace(line, until=until)


def given_back(line: Line, asking: Asking, limits: Limits) -> Line:
    """After nothing left of what was booked: the line is shorter by that."""
    until = dict(line.until)
    firsts = (_ALL, _EMERGENCY) if asking.lane is Lane.EMERGENCY else (_ALL,)
    for first in firsts:
        for name, rate in ((first, limits.channel), (_number(first, asking.number), limits.number)):
            if rate and name in until:
                until[name] -= asking.count / rate
    return replace(line, until=until)


def _share(until: Mapping[str, float], asking: Asking, now: float) -> float:
    """Which part of the provider's rate is a school's in its lane, among those who send or ask."""
    flows = {name.removeprefix(_ASKS) for name, at in until.items() if at > now} | {asking.flow}
    lanes = {each for each in WEIGHTS if any(flow.startswith(f"{each}:") for flow in flows)}
    schools = sum(flow.startswith(f"{asking.lane}:") for flow in flows)
    return WEIGHTS[asking.lane] / sum(WEIGHTS[each] for each in lanes) / schools


# ---- Places in a long queue ---------------------------------------------------------------------------------


def slots(
    line: Line, asking: Asking, counts: Sequence[int], limits: Limits, now: float
) -> tuple[Line, tuple[float, ...]]:
    """About when each of several new chunks of a school has its turn, if nobody else sends.

    It books nothing of the provider's time: it keeps those whose turn is far away out of the lane's queue. An
    emergency's turn is now.
    """
    if asking.lane is Lane.EMERGENCY:
        return line, (now,) * len(counts)
    return _places(line, f"made {asking.flow}", counts, limits, now)


def turns(
    line: Line, asking: Asking, counts: Sequence[int], limits: Limits, now: float
) -> tuple[Line, tuple[float, ...]]:
    """When chunks whose time came too early have their turn, after all others of their lane that wait so."""
    return _places(line, _turns(asking), counts, limits, max(now, line.busy_until(now) - AHEAD))


def _turns(asking: Asking) -> str:
    return f"turn {asking.lane}"


def _places(
    line: Line, name: str, counts: Sequence[int], limits: Limits, first: float
) -> tuple[Line, tuple[float, ...]]:
    pace = limits.pace
    if pace is None:
        return line, (first,) * len(counts)
    ends = tuple(accumulate((each / pace for each in counts), initial=max(first, line.until.get(name, 0))))
    return replace(line, until={**line.until, name: ends[-1]}), tuple(min(at, limits.until) for at in ends[:-1])
