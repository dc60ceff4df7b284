"""May a chunk leave now? Asked by each worker before it takes one, and told how it went.

    dispatch --ask--> breaker open?  nobody leaves, but now and then a probe
                      rates known?   so many, from then on, so fast; or not yet
             --tell-> "too fast": slower from now on; no success at all: the breaker counts

A provider without known rates costs no write: its gate is read at most every two seconds. An emergency leaves
even when the gate itself cannot be read.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from chalicelib.content.model import CALLS_AND_TEXTS, Channel, Lane
from chalicelib.kernel.log import logger
from chalicelib.kernel.values import value
from chalicelib.messages.model import Message

from .. import known
from ..model import ChunkRef
from ..origination import number_for
from ..preview.finish_time import Rates
from ..store import gates
from ..store.gates import Gate
from . import canary
from . import places as places_of
from .breaker import Breaker
from .line import Asking, Go, Limits, Line, Wait
from .rates import admit, given_back

# The in-app copy has no provider: its gate would be our own table's.
CHANNELS = frozenset({Channel.EMAIL, Channel.SMS, Channel.VOICE, Channel.PUSH})
_KEPT_SECONDS = 2.0
_PAUSED_SECONDS = 600.0  # after which a chunk looks whether an administrator let emails go on
_DOWN_SECONDS = 60.0  # between two chunks that are sent to a provider that is down

_gates: dict[tuple[str, Channel], tuple[float, Gate]] = {}


@value
class Tally:
    """How an attempt went: deliveries that the provider took or refused for good, that were too fast for it,
    and that it failed at. `alone` is a hash of their address where all those had the same."""

    worked: int = 0
    too_fast: int = 0
    failed: int = 0
    alone: str = ""


def limits(district: str, channel: Channel) -> Limits:
    """What the district says that its providers take, as of this moment; nothing for what it has not said."""
    settings = known.district(district, within=known.A_MOMENT).settings

    def per_second(name: str, seconds: int = 1) -> float | None:
        value = settings.get(name)
        return value / seconds if isinstance(value, int | float) and value > 0 else None

    if channel is Channel.EMAIL:
        return Limits(per_second("emails_per_second"))
    if channel is Channel.SMS:
        return Limits(per_second("texts_per_second"), per_second("texts_per_second_per_number"))
    if channel is Channel.VOICE:
        return Limits(per_second("calls_per_minute", 60), per_second("calls_per_minute_per_number", 60))
    return Limits()


def _asking(message: Message, channel: Channel, count: int) -> Asking:
    """A message's deliveries of one channel, as they ask to leave."""
    return Asking(message.lane(channel), message.sender.school_id, count, number_for(message, channel))


# ---- Asking -------------------------------------------------------------------------------------------------


def ask(message: Message, ref: ChunkRef, now: datetime, seconds: float) -> Go | Wait:
    """Whether a chunk's deliveries may leave, given so many seconds for it. The probe, where one is due, is
    made before this returns, if the provider has an address for that; otherwise one delivery is the probe."""
    channel, count = ref.channel, ref.size
    if channel not in CHANNELS:
        return Go(now.timestamp(), count)
    who = replace(_asking(message, channel, count), seconds=seconds, turn=ref.turn)
    try:
        if paused(message, channel, now):
            return Wait(now.timestamp() + _PAUSED_SECONDS, down=True)
        answer = _ask(message.district, channel, who, now.timestamp())
        if isinstance(answer, Go) and answer.probe and canary.can_probe(channel):
            works = canary.probe(message.district, channel, now)
            tell(message.district, channel, Tally(worked=int(works), failed=int(not works)), now)
            answer = _ask(message.district, channel, who, now.timestamp())
    except Exception as error:
        if who.lane is not Lane.EMERGENCY:
            raise
        logger().error("An emergency leaves without asking the gate", error=type(error).__name__)
        return Go(now.timestamp(), count)
    return answer


def _ask(district: str, channel: Channel, who: Asking, now: float) -> Go | Wait:
    said = limits(district, channel)

    def rule(breaker: Breaker, line: Line) -> tuple[Breaker, Line, Go | Wait]:
        if breaker.open:
            if now < breaker.probe_at:
                return breaker, line, Wait(breaker.probe_at, down=True)
            return breaker.probing(now), line, Go(now, 1, probe=True)
        after, answer = admit(line, who, line.limits(said, now), now)
        return breaker, after, answer

    kept = _kept(district, channel, now)
    gate, answer = gates.change(district, channel, rule, kept)
    _keep(district, channel, gate, now if gate is not kept else None)
    return answer


def paused(message: Message, channel: Channel, now: datetime) -> bool:
    """Whether the district's deliveries of a channel wait for an administrator (`guard.py`): those of a message
    that is an emergency never do."""
    if channel is not Channel.EMAIL or any(message.content.emergency(each) for each in CALLS_AND_TEXTS):
        return False
    gate = _kept(message.district, channel, now.timestamp())
    if gate is None:
        gate = gates.read(message.district, channel)
        _keep(message.district, channel, gate, now.timestamp())
    return gate.paused_at > 0


def shaky(district: str, channel: Channel, now: datetime) -> bool:
    """Whether the last attempts all failed: the next begins with one call that must pass."""
    gate = _kept(district, channel, now.timestamp())
    return gate is not None and gate.breaker.failures > 0


def overtaken(district: str, channel: Channel, pace: float) -> Callable[[datetime], bool]:
    """For a worker that leaves at a pace: whether an emergency began to leave meanwhile, or the pace is more
    than the settings now say. Looks every two seconds."""

    def asked(now: datetime) -> bool:
        if (said := limits(district, channel).pace) and said < pace:
            return True
        gate = _kept(district, channel, now.timestamp())
        if gate is None:
            gate = gates.read(district, channel)
            _keep(district, channel, gate, now.timestamp())
        return gate.line.emergency(now.timestamp())

    return asked


def give_back(message: Message, ref: ChunkRef, leave: Go, now: datetime) -> None:
    """Somebody else had the chunk: what was booked for it is free again."""
    if leave.per_second is None:
        return
    at, said, who = (
        now.timestamp(),
        limits(message.district, ref.channel),
        _asking(message, ref.channel, leave.count),
    )

    def rule(breaker: Breaker, line: Line) -> tuple[Breaker, Line, None]:
        return breaker, given_back(line, who, line.limits(said, at)), None

    gate, _ = gates.change(message.district, ref.channel, rule, _kept(message.district, ref.channel, at))
    _keep(message.district, ref.channel, gate, at)


Places = Callable[[Line, Asking, Sequence[int], Limits, float], tuple[Line, tuple[float, ...]]]


def places(
    message: Message, channel: Channel, counts: Sequence[int], now: datetime, rule: Places
) -> tuple[float, ...]:
    """In how many seconds each of several chunks has its turn, by a rule of `rates.py`; 0 where nobody knows
    the provider's rate. While it is down, only the first of them looks whether it still is."""
    if channel not in CHANNELS or message.lane(channel) is Lane.EMERGENCY:
        return (0.0,) * len(counts)
    at, said, who = now.timestamp(), limits(message.district, channel), _asking(message, channel, max(counts))

    def change(breaker: Breaker, line: Line) -> tuple[Breaker, Line, tuple[float, ...]]:
        if breaker.open:
            return breaker, line, (at, *(at + _DOWN_SECONDS + number for number in range(1, len(counts))))
        return breaker, *rule(line, who, counts, line.limits(said, at), at)

    kept = _kept(message.district, channel, at)
    gate, found = gates.change(message.district, channel, change, kept)
    _keep(message.district, channel, gate, at if gate is not kept else None)
    return tuple(max(0.0, each - at) for each in found)


def vacate(message: Message) -> None:
    """A message's chunks wait no more: nobody waits behind them."""

    def without(who: Asking) -> Callable[[Breaker, Line], tuple[Breaker, Line, None]]:
        return lambda breaker, line: (breaker, places_of.vacated(line, who), None)

    for channel in CHANNELS.intersection(message.parts):
        gates.change(message.district, channel, without(_asking(message, channel, 0)))


def behind(district: str, school: str, channels: Iterable[Channel], now: datetime) -> dict[Channel, float]:
    """About how many seconds a new message of a school, no emergency, waits by channel for what it sent
    before."""
    at, who = now.timestamp(), Asking(Lane.NORMAL, school, 1)
    found = gates.read_all(district, sorted(CHANNELS.intersection(channels)))
    return {
        channel: places_of.behind(gate.line, who, gate.line.limits(limits(district, channel), at), at)
        for channel, gate in found.items()
    }


# ---- Telling ------------------------------------------------------------------------------------------------


def tell(district: str, channel: Channel, tally: Tally, now: datetime) -> None:
    """What an attempt showed about the provider. Costs nothing when all is well and was well."""
    _, last = _gates.get((district, channel), (0.0, Gate()))
    clean = last.breaker == Breaker() and not (tally.too_fast or tally.failed)
    if channel not in CHANNELS or clean or tally == Tally():
        return
    at, said, usual = now.timestamp(), limits(district, channel), Rates().per_second(channel)

    def rule(breaker: Breaker, line: Line) -> tuple[Breaker, Line, None]:
        if tally.too_fast:
            line = line.slower(said, usual, at)
        return (breaker.worked() if tally.worked else breaker.failed(at, tally.alone)), line, None

    before = _kept(district, channel, at)
    gate, _ = gates.change(district, channel, rule, before)
    _keep(district, channel, gate, at)
    _report(channel, tally, before, gate)


def _report(channel: Channel, tally: Tally, before: Gate | None, after: Gate) -> None:
    """Lines that `template.yaml` counts for its alarms."""
    if tally.failed:
        logger().warning("provider_errors", channel=channel.value, count=tally.failed)
    if after.breaker.open:
        logger().error("breaker_open", channel=channel.value, failures=after.breaker.failures)
    if before and before.breaker.open and not after.breaker.open:
        logger().warning("breaker_closed", channel=channel.value)


# ---- Kept for two seconds -----------------------------------------------------------------------------------


def _kept(district: str, channel: Channel, now: float) -> Gate | None:
    read_at, gate = _gates.get((district, channel), (0.0, Gate()))
    return gate if 0 <= now - read_at < _KEPT_SECONDS else None


def _keep(district: str, channel: Channel, gate: Gate, read_at: float | None) -> None:
    """Without a time it stays as old as it was."""
    if read_at is not None:
        _gates[(district, channel)] = (read_at, gate)


def forget() -> None:
    """Drop what is kept, as a new process would."""
    _gates.clear()
