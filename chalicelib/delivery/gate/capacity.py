"""How many deliveries a provider takes in a second, as a district states it or as is usual. Pure."""

import math
from collections.abc import Mapping

from chalicelib.content.model import Channel
from chalicelib.kernel.values import value

# Of an account outside the sandbox: SES's usual first quota, one toll-free number for texts, the usual first
# quota of voice.
_USUAL: Mapping[Channel, float] = {Channel.EMAIL: 14, Channel.SMS: 3, Channel.VOICE: 20 / 60}
_OURS = 100.0  # in-app copies and pushes, whose speed is our own


@value
class Capacity:
    """Deliveries a second that a provider takes, in all and from one number. None: nobody said.

    It holds `until` then (seconds since 1970) at most.
    """

    channel: float | None = None
    number: float | None = None
    until: float = math.inf

    @property
    def pace(self) -> float | None:
        """The smaller of the two."""
        return min((each for each in (self.channel, self.number) if each), default=None)


def stated(settings: Mapping[str, object], channel: Channel) -> Capacity:
    """What a district's settings say; nothing for what is missing or no positive number."""
    if channel is Channel.EMAIL:
        return Capacity(_rate(settings, "emails_per_second"))
    if channel is Channel.SMS:
        return Capacity(_rate(settings, "texts_per_second"), _rate(settings, "texts_per_second_per_number"))
    if channel is Channel.VOICE:
        one_number = _rate(settings, "calls_per_minute_per_number", 60)
        return Capacity(_rate(settings, "calls_per_minute", 60), one_number)
    return Capacity()


def _rate(settings: Mapping[str, object], name: str, seconds: int = 1) -> float | None:
    """Deliveries a second, of a setting that counts them in so many."""
    found = settings.get(name)
    return found / seconds if isinstance(found, int | float) and found > 0 and found is not True else None


def usual(channel: Channel) -> float:
    """Deliveries a second where nobody said."""
    return _USUAL.get(channel, _OURS)


def expected(settings: Mapping[str, object], channel: Channel) -> float:
    """Deliveries a second, for an estimate."""
    return stated(settings, channel).channel or usual(channel)
