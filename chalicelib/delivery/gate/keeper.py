"""May a chunk leave now? Asked by each worker before it takes one, and told how it went.

    dispatch --ask--> breaker open?  nobody leaves, but now and then a probe
                      rates known?   so many, from then on, so fast; or not yet
             --tell-> "too fast": slower from now on; no success at all: the breaker counts

A provider without known rates costs no write: its gate is read at most every two seconds (`kept.py`). Where so
many ask that one does not pass, it waits a moment as for anything else; an emergency for half a minute at most.
It leaves at once when the gate cannot be read for another reason.
"""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from chalicelib.content.model import Channel, Lane
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.log import failure, logger
from chalicelib.kernel.values import value
from chalicelib.messages.model import Message

from .. import known
from ..refs import ChunkRef
from ..store.contended import Contended
from ..store.gates import Gate
from . import canary, kept
from .breaker import Breaker
from .capacity import usual
from .line import Asking, Go, Line, Wait
from .rates import admit, fitting, given_back
from .terms import CHANNELS, asking, bows_to_a_pause, capacity

_CROWDED_SECONDS = 1.0, 3.0  # that somebody waits, at least and at most, who did not get through to the gate
_TURNED_AWAY = 6  # times, about half a minute, that an emergency does not get through before it leaves unasked
_SETTINGS_SECONDS = 5.0  # after which a worker under way looks whether it leaves too fast by now
_WORTH_SECONDS = 1.0  # of the provider's time
_PAUSED_SECONDS = 600.0  # after which a chunk looks whether an administrator let emails go on


@value
class Tally:
    """How an attempt went: deliveries that the provider took or refused for good, that were too fast for it,
    and that it failed at. `alone` is a hash of their address where all those had the same."""

    worked: int = 0
    too_fast: int = 0
    failed: int = 0
    alone: str = ""


# ---- Asking -------------------------------------------------------------------------------------------------


def ask(message: Message, ref: ChunkRef, clock: Clock, seconds: float) -> Go | Wait:
    """Whether a chunk's deliveries may leave, given so many seconds for it."""
    channel, count, now = ref.channel, ref.size, clock.now()
    if channel not in CHANNELS:
        return Go(now.timestamp(), count)
    who = replace(asking(message, channel, count), seconds=seconds, turn=ref.turn)
    try:
        if kept.last(message.district, channel).paused_at and paused(message, channel, now):
            return _until_resumed(now)
        answer = _probed(message.district, channel, who, now)
    except Exception as error:
        return _not_asked(error, message, ref, who, clock.now().timestamp())
    if isinstance(answer, Go) and paused(message, channel, now):  # as the gate was when it answered
        give_back(ref, answer, answer.count, now)
        return _until_resumed(now)
    return answer


def _not_asked(error: Exception, message: Message, ref: ChunkRef, who: Asking, now: float) -> Go | Wait:
    """Who was turned away by a crowd asks again, an emergency so many times. Raises any other error, but not of
    an emergency."""
    urgent = who.lane is Lane.EMERGENCY
    if isinstance(error, Contended) and not (urgent and ref.turned_away >= _TURNED_AWAY):
        return Wait(now + random.uniform(*_CROWDED_SECONDS), turn=False)
    if not urgent:
        raise error
    logger().error("An emergency leaves without asking the gate", **failure(error))
    return _unasked(message.district, ref.channel, who, now)


def _until_resumed(now: datetime) -> Wait:
    return Wait(now.timestamp() + _PAUSED_SECONDS, down=True)


def _unasked(district: str, channel: Channel, who: Asking, now: float) -> Go:
    """At the pace that the district states, if that at least is known: others do the same at the moment."""
    try:
        pace = capacity(district, channel).pace
    except Exception:
        pace = None
    count = who.count if pace is None else min(who.count, fitting(pace, who.seconds))
    return Go(now, count, pace, booked=False)


def _probed(district: str, channel: Channel, who: Asking, now: datetime) -> Go | Wait:
    """The probe, where one is due, is made before this returns, if the provider has an address for that;
    otherwise one delivery is the probe."""
    answer = _ask(district, channel, who, now.timestamp())
    if not (isinstance(answer, Go) and answer.probe and canary.can_probe(channel)):
        return answer
    works = canary.probe(district, channel, now)
    tell(district, channel, Tally(worked=int(works), failed=int(not works)), now)
    return _ask(district, channel, who, now.timestamp())


def _ask(district: str, channel: Channel, who: Asking, now: float) -> Go | Wait:
    stated = capacity(district, channel)

    def rule(breaker: Breaker, line: Line) -> tuple[Breaker, Line, Go | Wait]:
        if breaker.open:
            if now < breaker.probe_at:
                return breaker, line, Wait(breaker.probe_at, down=True)
            return breaker.probing(now), line, Go(now, 1, probe=True)
        after, answer = admit(line, who, line.capacity(stated, now), now)
        return breaker, after, answer

    return kept.change(district, channel, rule, now)[1]


def paused(message: Message, channel: Channel, now: datetime) -> bool:
    """Whether a message's deliveries of a channel wait for an administrator (`guard.py`)."""
    if not bows_to_a_pause(message, channel):
        return False
    return kept.current(message.district, channel, now.timestamp()).paused_at > 0


def shaky(district: str, channel: Channel, now: datetime) -> bool:
    """Whether the last attempts all failed: the next begins with one call that must pass."""
    gate = kept.recent(district, channel, now.timestamp())
    return gate is not None and gate.breaker.failures > 0


def overtaken(district: str, channel: Channel, pace: float) -> Callable[[datetime], bool]:
    """For a worker that leaves at a pace: whether an emergency began to leave meanwhile, or the pace is more
    than the settings now say. Looks at the gate every two seconds, at the settings every five."""

    def asked(now: datetime) -> bool:
        if (stated := capacity(district, channel, within=_SETTINGS_SECONDS).pace) and stated < pace:
            return True
        return kept.current(district, channel, now.timestamp()).line.emergency(now.timestamp())

    return asked


def give_back(ref: ChunkRef, leave: Go, unused: int, now: datetime) -> None:
    """So many of those who may leave do not, or were not there: what was booked for them is free again, and a
    probe that called nobody may be made by somebody else. A few of many are not worth a write."""
    pace, nobody = leave.per_second, unused >= leave.count
    worth = leave.booked and pace and (nobody or unused / pace >= _WORTH_SECONDS)
    if not (leave.probe and nobody) and not worth:
        return
    try:
        _give_back(known.message_of(ref), ref.channel, leave, unused, now.timestamp())
    except Exception as error:
        logger().warning("A gate was not given back its time", **failure(error), channel=ref.channel)


def _give_back(message: Message, channel: Channel, leave: Go, unused: int, now: float) -> None:
    district, who = message.district, asking(message, channel, unused)
    stated = capacity(district, channel)

    def rule(breaker: Breaker, line: Line) -> tuple[Breaker, Line, None]:
        if leave.probe:
            return breaker.not_probed(leave.start, now), line, None
        return breaker, given_back(line, who, leave, line.capacity(stated, now), now), None

    kept.change(district, channel, rule, now)


# ---- Telling ------------------------------------------------------------------------------------------------


def tell(district: str, channel: Channel, tally: Tally, now: datetime) -> None:
    """What an attempt showed about the provider. Costs nothing when all is well and was well."""
    clean = kept.last(district, channel).breaker == Breaker() and not (tally.too_fast or tally.failed)
    if channel not in CHANNELS or clean or tally == Tally():
        return
    at, stated = now.timestamp(), capacity(district, channel)

    def rule(breaker: Breaker, line: Line) -> tuple[Breaker, Line, None]:
        if tally.too_fast:
            line = line.slower(stated, usual(channel), at)
        return (breaker.worked() if tally.worked else breaker.failed(at, tally.alone)), line, None

    before = kept.recent(district, channel, at)
    after, _ = kept.change(district, channel, rule, at)
    _report(channel, tally, before, after)


def _report(channel: Channel, tally: Tally, before: Gate | None, after: Gate) -> None:
    """Lines that `template.yaml` counts for its alarms."""
    if tally.failed:
        logger().warning("provider_errors", channel=channel.value, count=tally.failed)
    if after.breaker.open:
        logger().error("breaker_open", channel=channel.value, failures=after.breaker.failures)
    if before and before.breaker.open and not after.breaker.open:
        logger().warning("breaker_closed", channel=channel.value)
