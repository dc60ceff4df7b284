"""What is composed and sent once. Pure.

A message is fixed when it is accepted (SEND-10): content, selection, lane and expiry never change afterwards.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.audience.model import Selection
from chalicelib.content.model import Channel, Content, Lane, lane_of

# an immediate message expires a day after it was sent.
IMMEDIATE_LIFETIME = timedelta(hours=24)
DEFAULT_SUBJECT = "New Message"  # COMP-22
# A message sent once has this occurrence; a recurring one has one occurrence key per due time.
ONLY_OCCURRENCE = "once"


class Source(StrEnum):
    """As whom the recipients see it (REPT-16, REPT-17)."""

    USER = "user"
    SCHOOL = "school"
    DISTRICT = "district"


@dataclass(frozen=True, slots=True)
class Sender:
    user_id: str
    name: str
    school_id: str
    school_name: str


@dataclass(frozen=True, slots=True)
class Message:
    """An accepted message. `to` describes the selection in words for lists and reports."""

    message_id: str
    district: str
    sender: Sender
    content: Content
    selection: Selection
    accepted_at: datetime
    expires_at: datetime
    source: Source = Source.USER
    priority: bool = False
    to: str = ""
    people: int = 0
    schools: tuple[str, ...] = ()
    occurrence: str = ONLY_OCCURRENCE

    def lane(self, channel: Channel) -> Lane:
        return lane_of(self.content, channel, priority=self.priority)
