"""How long the longest waiting have waited: lines in the log that `template.yaml` watches (R12).

    queue job   chunks that are due and wait    "oldest_waiting"      lane, channel, seconds
                nobody works a message out      "recipients_waiting"  seconds; and the same for its parts
                a claim stays in doubt          "oldest_waiting"
    dispatch    a chunk that waits again        "oldest_waiting"

The queues' own ages cannot tell it: what waits for its provider or its turn stands in the table, and its
reference comes to its queue as a new message each time. Nothing is read for this that was not read anyway, save
the message that nobody works out.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from chalicelib.content.model import Channel, Lane
from chalicelib.kernel.log import logger
from chalicelib.kernel.troubles import note
from chalicelib.messages.model import Message

from . import known
from .chunk import Chunk
from .window import concerns

TOLD = timedelta(minutes=1)  # whoever waits for less is no news


@dataclass
class Oldest:
    """Since when the longest waiting of each lane and channel of a district could have left."""

    district: str
    since: dict[tuple[Lane, Channel], datetime] = field(default_factory=dict)

    def add(self, waiting: Iterable[Chunk], now: datetime) -> None:
        """Chunks that wait. Whatever is wrong with one, it keeps none from leaving."""
        for chunk in waiting:
            try:
                self._see(chunk, now)
            except known.UnknownMessage:
                continue  # nothing of it will leave
            except Exception as error:
                note(
                    "How long a chunk waits is not known", error, district=self.district, chunk=chunk.ref.body()
                )

    def _see(self, chunk: Chunk, now: datetime) -> None:
        since = None if chunk.set_aside else _since(known.message_of(chunk.ref), chunk, now)
        if since:
            key = chunk.lane, chunk.ref.channel
            self.since[key] = min(since, self.since.get(key, since))

    def tell(self, now: datetime) -> None:
        """Log those that have waited for a minute or more."""
        for (lane, channel), since in self.since.items():
            if now - since >= TOLD:
                _tell(self.district, lane, channel, now - since)


def tell(chunk: Chunk, now: datetime) -> None:
    """The same of one chunk: its worker puts it back, so that the queue job may never see it wait, or nobody
    knows whether it left."""
    oldest = Oldest(chunk.ref.district)
    oldest.add((chunk,), now)
    oldest.tell(now)


def tell_unresolved(district: str, message_id: str, since: datetime, now: datetime) -> None:
    """A message whose recipients nobody has worked out `since` then; nothing of it leaves meanwhile."""
    logger().warning("recipients_waiting", message_id=message_id, seconds=_seconds(now - since))
    try:
        message = known.message(district, message_id)
    except known.UnknownMessage:
        return  # nothing of it will leave
    except Exception as error:
        note("How long a message waits is not known", error, district=district, message_id=message_id)
        return
    for channel in message.parts:
        _tell(district, message.lane(channel), channel, now - message.accepted_at)


def _tell(district: str, lane: Lane, channel: Channel, waited: timedelta) -> None:
    seconds, log = _seconds(waited), logger()
    log.warning("oldest_waiting", district=district, lane=lane.value, channel=channel.value, seconds=seconds)


def _seconds(waited: timedelta) -> int:
    return int(waited.total_seconds())


def _since(message: Message, chunk: Chunk, now: datetime) -> datetime | None:
    """From when on a chunk could have left: its message was sent, its readers had their time, the window
    opened. None while that is still to come."""
    since = message.begins(chunk.ref.channel) or message.accepted_at
    if concerns(chunk.ref.channel, chunk.lane, announced=bool(message.announcement)):
        window = known.window_at(message, chunk.window_of)
        if window.opening(now) is not None:
            return None
        since = max(since, window.opened(now))
    return since if since <= now else None
