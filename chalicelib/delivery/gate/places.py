"""Places in a line for those whose time is far away: they wait in the table, not in a queue. Pure.

    fan-out: new chunks --slots--> each its turn, if nobody else sends        nothing of the provider's time is
    too early: a chunk  --turns--> after those of its lane that wait already  booked by a place
               (of emergencies those of their school, and half a minute ahead at most)

A place is a guess, made at the pace of that moment. When the pace changes, places move with it (`renewed`).
When the provider has been idle, those who were to leave now never did: they were canceled, paused or expired,
and nobody waits for them any more. The chunks that stand in the table by old places are given new ones by the
queue job (`Anew`, `bring_forward.py`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from chalicelib.content.model import Lane

from .capacity import Capacity
from .line import AHEAD, Asking, Line

# Seconds ahead that an emergency is given a turn: it stays in its queue, and asks again then. Those before it
# may turn out to be nobody's (canceled, or references that came twice), and so long the provider is idle then.
HORIZON = 30.0
_MADE, _TURN = "made ", "turn "


def slots(
    line: Line, asking: Asking, counts: Sequence[int], capacity: Capacity, now: float
) -> tuple[Line, tuple[float, ...]]:
    """About when each of several new chunks of a school has its turn, if nobody else sends. An emergency's turn
    is now."""
    if asking.lane is Lane.EMERGENCY:
        return line, (now,) * len(counts)
    return _given(renewed(line, capacity, now), f"{_MADE}{asking.flow}", counts, capacity, now, now)


def turns(
    line: Line, asking: Asking, counts: Sequence[int], capacity: Capacity, now: float
) -> tuple[Line, tuple[float, ...]]:
    """When chunks whose time came too early have their turn, after all others of their lane that wait so.

    Of a school's emergency to a whole district those that have HORIZON of the provider's time before them
    already wait for that time, and the line is left as it is."""
    line = renewed(line, capacity, now)
    if asking.lane is Lane.EMERGENCY and next_turn(line, asking) > now + HORIZON:
        return line, (now + HORIZON,) * len(counts)
    first = max(now, line.busy_until(now, asking.lane) - AHEAD)
    return _given(line, _turn(asking), counts, capacity, first, now)


def next_turn(line: Line, asking: Asking) -> float:
    """When the turn of whoever asks next in a lane would be; 0 when nobody waits there."""
    return line.until.get(_turn(asking), 0)


def _turn(asking: Asking) -> str:
    """The name of those that wait together. Each school's emergency waits on its own, so that a small one need
    not wait for a large one's end."""
    return f"{_TURN}{asking.flow if asking.lane is Lane.EMERGENCY else asking.lane}"


def behind(line: Line, asking: Asking, capacity: Capacity, now: float) -> float:
    """About how many seconds a new message of a school waits for what it sent before."""
    if asking.lane is Lane.EMERGENCY or capacity.pace is None:
        return 0.0
    line = renewed(line, capacity, now)
    return max(line.busy_until(now), line.until.get(f"{_MADE}{asking.flow}", 0), next_turn(line, asking)) - now


def last(line: Line, capacity: Capacity, now: float) -> float:
    """Until when the provider has work: what is booked, and places after that."""
    places = _of(renewed(line, capacity, now), now)
    return max(line.busy_until(now), *places.values()) if places else line.busy_until(now)


def _given(
    line: Line, name: str, counts: Sequence[int], capacity: Capacity, first: float, now: float
) -> tuple[Line, tuple[float, ...]]:
    pace = capacity.pace
    if pace is None:
        return line, (first,) * len(counts)
    ends = tuple(accumulate((each / pace for each in counts), initial=max(first, line.until.get(name, 0))))
    after = replace(line, until={**line.until, name: ends[-1]}, pace=pace, given_at=now)
    return after, tuple(min(at, capacity.until) for at in ends[:-1])


# ---- Places that hold no more -------------------------------------------------------------------------------


def renewed(line: Line, capacity: Capacity, now: float) -> Line:
    """The line with the places that hold at this moment."""
    places, pace = _of(line, now), capacity.pace
    if not places:
        return line
    if pace is None or line.idle(now):
        return replace(line, until=_without(line), stale=True)
    if pace == line.pace or not line.pace:
        return line
    moved = {name: now + (at - now) * line.pace / pace for name, at in places.items()}
    return replace(line, until=_without(line) | moved, pace=pace, stale=line.stale or pace > line.pace)


def vacated(line: Line, asking: Asking) -> Line:
    """After a message's chunks were taken out: who comes next waits for none of them. Who else waits gets their
    place back from the queue job."""
    names = {f"{_MADE}{asking.flow}", _turn(asking)}
    if names.isdisjoint(line.until):
        return line
    return replace(line, until={each: at for each, at in line.until.items() if each not in names}, stale=True)


@dataclass
class Anew:
    """New places for all that wait, in the order of those they had, from `at` on (seconds since 1970); for none
    a later one."""

    pace: float | None
    at: float
    ends: dict[str, float] = field(default_factory=dict)

    def place(self, asking: Asking, before: float) -> float:
        """The place of the next one, whose old one was `before`."""
        place = min(before, self.at)
        if self.pace:
            self.at += asking.count / self.pace
            name = _turn(asking) if asking.turn else f"{_MADE}{asking.flow}"
            self.ends[name] = max(self.ends.get(name, 0), place + asking.count / self.pace)
        return place

    def settled(self, line: Line, before: Line) -> Line:
        """The line with these places, and with what it gave to others since it was `before`."""
        newer = {name: at for name, at in line.until.items() if before.until.get(name) != at}
        ends = {name: max(at, newer.get(name, 0)) for name, at in self.ends.items()}
        return replace(line, until=_without(line) | newer | ends, pace=self.pace or 0, stale=False)


def _of(line: Line, now: float) -> Mapping[str, float]:
    return {name: at for name, at in line.until.items() if name.startswith((_MADE, _TURN)) and at > now}


def _without(line: Line) -> dict[str, float]:
    return {name: at for name, at in line.until.items() if not name.startswith((_MADE, _TURN))}
