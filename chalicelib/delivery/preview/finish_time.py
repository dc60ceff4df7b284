"""About when a message will be done: deliveries, the providers' rates and the call window. Pure.

    deliveries by channel --rate--> time of work --the hours when the window is open--> when the last one leaves

The channels leave side by side, so the slowest decides. It is an estimate: what other schools send at the same
time, and what a provider holds back, come on top.
"""

from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import UTC, datetime, timedelta

from chalicelib.content.model import Channel
from chalicelib.kernel.values import value

from ..window import KEEPS_TO_IT, Window

START = timedelta(seconds=15)  # until recipients are worked out and the first delivery leaves
LAST_CALL = timedelta(minutes=1)  # how long a call takes
MOST_DAYS = 60  # of open windows; what takes longer has no end that one could name
_MINUTE = timedelta(minutes=1)


Rate = Callable[[Channel], float]  # deliveries a second


@value
class Estimate:
    """When a channel's deliveries leave. `held`: not before the call window opens (SEND-06).

    `done_at` is None when no end can be named; `in_time` is as if the provider worked: before what is left
    expires (A-15).
    """

    channel: Channel
    begins_at: datetime
    done_at: datetime | None
    held: bool
    in_time: bool


@value
class Send:
    """A message about to be sent: how many deliveries by channel, which of them are an emergency, how long they
    wait for what its school sent before (QUEUE-04), and by which channels nothing leaves at the moment."""

    at: datetime
    deliveries: Mapping[Channel, int]
    emergency: frozenset[Channel] = frozenset()
    lifetime: timedelta = timedelta(days=1)
    behind: Mapping[Channel, timedelta] = field(default_factory=dict)
    stopped: frozenset[Channel] = frozenset()


def estimate(message: Send, rate: Rate, window: Window) -> tuple[Estimate, ...]:
    """Each channel that has something to deliver."""
    return tuple(
        _part(message, channel, rate, window) for channel, count in message.deliveries.items() if count
    )


def done_at(parts: tuple[Estimate, ...]) -> datetime | None:
    """When the whole message is done; None when nobody can say, or when there is nothing to do."""
    ends = [part.done_at for part in parts]
    return max((end for end in ends if end), default=None) if all(ends) else None


def _part(message: Send, channel: Channel, rate: Rate, window: Window) -> Estimate:
    keeps = channel in KEEPS_TO_IT and channel not in message.emergency
    opening = window.opening(message.at) if keeps else None
    begins = opening or message.at
    if before := message.behind.get(channel):
        begins = (_end(begins, before, window) if keeps else begins + before) or begins
    work = START + timedelta(seconds=message.deliveries[channel] / rate(channel))
    end = _end(begins, work, window) if keeps else begins + work
    if end is not None:
        end = _whole_minute(end + LAST_CALL if channel is Channel.VOICE else end)
    in_time = end is not None and end <= _expiry(message, end, window if keeps else None)
    shown = None if channel in message.stopped else end
    return Estimate(channel, begins, shown, held=opening is not None, in_time=in_time)


def _expiry(message: Send, end: datetime, window: Window | None) -> datetime:
    """When the last of it expires: with the day for which the window holds it, at once or in the evening."""
    if window is None:
        return message.at + message.lifetime
    opening = window.opening(message.at)
    if opening is None and (closing := window.closing(message.at)) and closing < end:
        opening = window.opening(closing)
    return window.expiry(opening) if opening else message.at + message.lifetime


def _end(at: datetime, work: timedelta, window: Window) -> datetime | None:
    """When so much work is done that rests while the window is closed."""
    for _ in range(MOST_DAYS):
        at = window.opening(at) or at
        closing = window.closing(at)
        if closing is None or at + work <= closing:
            return at + work
        if closing <= at:
            return None
        work -= closing - at
        at = closing
    return None


def _whole_minute(at: datetime) -> datetime:
    """The next full minute: nobody is told a time that is too early."""
    start = at.astimezone(UTC).replace(second=0, microsecond=0)
    return start if start == at else start + _MINUTE
