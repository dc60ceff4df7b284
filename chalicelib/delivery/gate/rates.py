"""How fast deliveries may leave, and who goes first. Pure.

    a chunk asks to leave --admit--> Go: from then on, so many, so fast      booked: nobody else gets that time
                                 +-> Wait: until then

A provider's time is one line that is booked from now on (`Line.until`), as in the generic cell rate algorithm.
Emergencies book at the head of it. Among the others each school in each lane has a share; who has not used up
its share may book further ahead than who has, and so overtakes. A share that nobody uses is everybody's.
"""

import math
from collections.abc import Mapping
from dataclasses import replace

from chalicelib.content.model import Lane

from .capacity import Capacity
from .line import AHEAD, ALL, EMERGENCY, Asking, Go, Line, Wait
from .places import next_turn, renewed, turns

WEIGHTS: Mapping[Lane, int] = {Lane.PRIORITY: 3, Lane.NORMAL: 1}  # of two lanes that both have work
SPAN = 17.0  # seconds that one attempt may take at its pace: 50 texts of one toll-free number
FAR_AHEAD = 15.0  # seconds that may be booked ahead by who is not over its share; by who is, AHEAD
ALLOWANCE = 60.0  # seconds of its share that somebody may use at once
DEBT = 60.0  # seconds by which who used idle time may be over its share; then it is forgiven
_SAME_SECONDS = 0.001  # two moments closer than that are one
_ASKS = "asks "


# ---- Leaving ------------------------------------------------------------------------------------------------


def admit(line: Line, asking: Asking, capacity: Capacity, now: float) -> tuple[Line, Go | Wait]:
    """Whether they may leave now or soon, and the line with what they booked."""
    line, pace = renewed(line, capacity, now), capacity.pace
    if pace is None:
        return line, Go(now, asking.count)
    start = _start(line, asking, now)
    if start > now + _ahead(line, asking, now):
        return _not_yet(line, asking, capacity, now)
    count = min(asking.count, fitting(pace, asking.seconds - (start - now)))
    if not count:
        return line, Wait(start)
    return _booked(line, replace(asking, count=count), capacity, start, now), Go(start, count, pace)


def fitting(pace: float, seconds: float) -> int:
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
    return AHEAD if asking.turn or next_turn(line, asking) <= now + AHEAD else -1


def _not_yet(line: Line, asking: Asking, capacity: Capacity, now: float) -> tuple[Line, Wait]:
    """Their turn comes after that of those who wait already. Emergencies take nothing of others' shares."""
    line, (at,) = turns(line, asking, (asking.count,), capacity, now)
    if asking.lane is Lane.EMERGENCY:
        return line, Wait(at)
    asks = {f"{_ASKS}{asking.flow}": now + ALLOWANCE}
    return replace(line, until={**line.until, **asks}), Wait(at)


def _start(line: Line, asking: Asking, now: float) -> float:
    """When a place in the line is free. Emergencies wait for emergencies only."""
    first = EMERGENCY if asking.lane is Lane.EMERGENCY else ALL
    return max(now, line.until.get(first, 0), line.until.get(_number(first, asking.number), 0))


def _number(first: str, number: str) -> str:
    return f"{first} {number}"


def _booked(line: Line, asking: Asking, capacity: Capacity, start: float, now: float) -> Line:
    until = {name: at for name, at in line.until.items() if at > now}
    for name, rate in ((ALL, capacity.channel), (_number(ALL, asking.number), capacity.number)):
        if rate:
            until[name] = max(start, until.get(name, 0)) + asking.count / rate
    if asking.lane is Lane.EMERGENCY:
        until[EMERGENCY] = start + asking.count / (capacity.channel or capacity.number or math.inf)
        if capacity.number:
            until[_number(EMERGENCY, asking.number)] = start + asking.count / capacity.number
        return replace(line, until=until)
    used, most = _of_share(until, asking, capacity, now), now + ALLOWANCE + DEBT
    until[asking.flow] = min(most, max(now, until.get(asking.flow, 0)) + used)
    return replace(line, until=until)


def given_back(line: Line, asking: Asking, leave: Go, capacity: Capacity, now: float) -> Line:
    """After `asking.count` of those who might leave did not: their school has used so much less of its share,
    as shares are now, and the line is shorter by their time. Not where others have booked behind them: the
    line's end is those others' time, and whoever got it as well would leave beside them."""
    until = dict(line.until)
    firsts = (ALL, EMERGENCY) if asking.lane is Lane.EMERGENCY else (ALL,)
    for first in firsts:
        for name, rate in ((first, capacity.channel), (_number(first, asking.number), capacity.number)):
            if rate and abs(until.get(name, 0) - (leave.start + leave.count / rate)) < _SAME_SECONDS:
                until[name] = leave.start + (leave.count - asking.count) / rate
    if asking.flow in until:
        until[asking.flow] -= _of_share(until, asking, capacity, now)
    return replace(line, until=until)


def _of_share(until: Mapping[str, float], asking: Asking, capacity: Capacity, now: float) -> float:
    """How many seconds of a school's share its deliveries take."""
    return asking.count / ((capacity.pace or math.inf) * _share(until, asking, now))


def _share(until: Mapping[str, float], asking: Asking, now: float) -> float:
    """Which part of the provider's rate is a school's in its lane, among those who send or ask."""
    flows = {name.removeprefix(_ASKS) for name, at in until.items() if at > now} | {asking.flow}
    lanes = {each for each in WEIGHTS if any(flow.startswith(f"{each}:") for flow in flows)}
    schools = sum(flow.startswith(f"{asking.lane}:") for flow in flows)
    return WEIGHTS[asking.lane] / sum(WEIGHTS[each] for each in lanes) / schools
