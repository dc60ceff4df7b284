"""What holds a message up on its way: a provider that does not answer, or emails that are paused."""

from datetime import datetime

from chalicelib.content.model import Channel
from chalicelib.messages.model import Message

from ..gate.waiting import Stop, stopped
from ..halting.model import HaltState
from .progress import Progress, Stage


def stopped_parts(message: Message, progress: Progress, now: datetime) -> dict[Channel, Stop]:
    """The parts of which something is pending and nothing leaves at the moment, and why. One request while it
    is going out, none otherwise.

    Of what was paused or canceled, and of a part that waits for readers, the reason is another.
    """
    halt = progress.halt
    if progress.stage is Stage.DONE or (halt and halt.state is not HaltState.RESUMED):
        return {}
    going = [each for each, totals in progress.parts.items() if totals.pending and _began(message, each, now)]
    return stopped(message, going) if going else {}


def _began(message: Message, channel: Channel, now: datetime) -> bool:
    begins = message.begins(channel)
    return begins is None or begins <= now
