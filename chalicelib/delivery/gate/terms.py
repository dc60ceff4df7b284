"""What a message asks of a gate, and what its district says that the provider takes."""

from chalicelib.content.model import CALLS_AND_TEXTS, Channel
from chalicelib.messages.model import Message

from .. import known
from ..origination import number_for
from .capacity import Capacity, stated
from .line import Asking

# The in-app copy has no provider: its gate would be our own table's.
CHANNELS = frozenset({Channel.EMAIL, Channel.SMS, Channel.VOICE, Channel.PUSH})


def capacity(district: str, channel: Channel, *, within: float = known.A_MOMENT) -> Capacity:
    """As the district states it at this moment, or did so many seconds ago."""
    return stated(known.district(district, within=within).settings, channel)


def asking(message: Message, channel: Channel, count: int) -> Asking:
    """A message's deliveries of one channel, as they ask to leave."""
    return Asking(message.lane(channel), message.sender.school_id, count, number_for(message, channel))


def bows_to_a_pause(message: Message, channel: Channel) -> bool:
    """Whether a message's deliveries wait while the district's are paused: only emails ever are, and those of a
    message that is an emergency leave all the same."""
    return channel is Channel.EMAIL and not any(map(message.content.emergency, CALLS_AND_TEXTS))
