"""When those who cannot leave at once have their turn: by the rules of `places.py`, as the gate is now."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from enum import StrEnum

from chalicelib.content.model import Channel, Lane
from chalicelib.kernel.values import value
from chalicelib.messages.model import Message

from ..store import gates
from ..store.gates import Gate, Rule
from . import kept
from .breaker import Breaker
from .capacity import Capacity
from .line import Asking, Line
from .places import behind, vacated
from .terms import CHANNELS, asking, bows_to_a_pause, capacity

_DOWN_SECONDS = 60.0  # between two chunks that are sent to a provider that is down

Places = Callable[[Line, Asking, Sequence[int], Capacity, float], tuple[Line, tuple[float, ...]]]


def seconds_to_turns(
    message: Message, channel: Channel, counts: Sequence[int], now: datetime, rule: Places
) -> tuple[float, ...]:
    """In how many seconds each of several chunks has its turn; 0 where nobody knows the provider's rate. While
    it is down, only the first of them looks whether it still is."""
    if channel not in CHANNELS or message.lane(channel) is Lane.EMERGENCY:
        return (0.0,) * len(counts)
    at, stated = now.timestamp(), capacity(message.district, channel)
    who = asking(message, channel, max(counts))

    def change(breaker: Breaker, line: Line) -> tuple[Breaker, Line, tuple[float, ...]]:
        if breaker.open:
            return breaker, line, (at, *(at + _DOWN_SECONDS + number for number in range(1, len(counts))))
        return breaker, *rule(line, who, counts, line.capacity(stated, at), at)

    _, found = kept.change(message.district, channel, change, at)
    return tuple(max(0.0, each - at) for each in found)


def vacate(message: Message) -> None:
    """A message's chunks wait no more: nobody waits behind them."""

    def without(who: Asking) -> Rule[None]:
        return lambda breaker, line: (breaker, vacated(line, who), None)

    for channel in CHANNELS.intersection(message.parts):
        gates.change(message.district, channel, without(asking(message, channel, 0)))


class Stop(StrEnum):
    """Why nothing leaves by a provider at the moment."""

    DOWN = "down"  # it does not answer: its breaker is open
    PAUSED = "paused"  # an administrator has to let it go on


@value
class Outlook:
    """What a new message of a school, no emergency, meets: about how many seconds it waits for what the school
    sent before, and whether anything leaves at all."""

    seconds: float
    stop: Stop | None = None


def outlook(district: str, school: str, channels: Iterable[Channel], now: datetime) -> dict[Channel, Outlook]:
    """By channel, of those that have a provider."""
    at, who = now.timestamp(), Asking(Lane.NORMAL, school, 1)
    found = gates.read_all(district, sorted(CHANNELS.intersection(channels)))
    return {
        channel: Outlook(
            behind(gate.line, who, gate.line.capacity(capacity(district, channel), at), at),
            _stop(gate),
        )
        for channel, gate in found.items()
    }


def stopped(message: Message, channels: Iterable[Channel]) -> dict[Channel, Stop]:
    """By which of these channels nothing of a message leaves at the moment, and why. One request."""
    found = gates.read_all(message.district, sorted(CHANNELS.intersection(channels)))
    stops = {channel: _stop(gate) for channel, gate in found.items()}
    return {
        channel: stop
        for channel, stop in stops.items()
        if stop and (stop is Stop.DOWN or bows_to_a_pause(message, channel))
    }


def _stop(gate: Gate) -> Stop | None:
    return Stop.PAUSED if gate.paused_at else Stop.DOWN if gate.breaker.open else None
