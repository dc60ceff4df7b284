"""Text messages by End User Messaging: one call per recipient, several at once, and their events."""

from collections.abc import Iterator
from typing import Any

from chalicelib.content.model import Channel

from ..chunk import Entry
from ..events import DeliveryEvent
from ..origination import number_for
from . import eum, saying
from .base import HandOver, Outcome, one_by_one

# The service says one or the other, by country; a SUCCESSFUL that is not final means "the carrier took it".
_ARRIVED = frozenset({"DELIVERED", "SUCCESSFUL"})


class Sms:
    """The channel."""

    channel = Channel.SMS

    def hand_over(self, work: HandOver) -> Iterator[Outcome]:
        text_for, origination = saying.text_for(work, Channel.SMS), number_for(work.message, Channel.SMS)

        def call(entry: Entry) -> Outcome:
            text = text_for(entry)
            if refused := saying.nothing_left(text, entry):
                return refused
            request = eum.common(work, entry, origination)
            eum.provider().send_text_message(**request, MessageBody=text, MessageType="TRANSACTIONAL")
            return eum.handed(entry)

        return one_by_one(work, call)

    def parse_events(self, body: dict[str, Any]) -> tuple[DeliveryEvent, ...]:
        """TEXT_* events."""
        return eum.event(body, _ARRIVED)


SMS = Sms()
