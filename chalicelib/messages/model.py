"""What is composed and sent once. Pure.

A message is fixed when it is accepted (SEND-10): content, selection, lane and expiry never change afterwards.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.access.bounds import Scope
from chalicelib.audience.model import ONLY_OCCURRENCE, RecipientType, Selection, picks
from chalicelib.content.model import Channel, Content, Lane, lane_of
from chalicelib.directory.marking_periods import MarkingPeriod
from chalicelib.directory.model import School
from chalicelib.kernel.clock import stamp
from chalicelib.kernel.values import value

# an immediate message expires a day after it was sent.
IMMEDIATE_LIFETIME = timedelta(hours=24)
STEP_LIFETIME = timedelta(hours=1)  # of a part that waits for readers, from its time on, at least


class Source(StrEnum):
    """As whom the recipients see it (REPT-16, REPT-17)."""

    USER = "user"
    SCHOOL = "school"
    DISTRICT = "district"


def source_at(school: School, asked: Source) -> Source:
    """XSCH-06: whoever works for an excluded school writes as the school instead of as the district."""
    return Source.SCHOOL if school.excluded and asked is Source.DISTRICT else asked


@value
class Sender:
    user_id: str
    name: str
    school_id: str
    school_name: str


@value
class Resend:
    """That a message is another try at deliveries of an earlier one that did not arrive: `of` its id, `number`
    which try (from 1), `channels` its parts. Its shards are these `shards` of the first, in order."""

    of: str
    number: int
    channels: tuple[Channel, ...]
    shards: tuple[int, ...]


@value
class Rung:
    """A part that goes only to those who have neither read nor answered `after` so many minutes."""

    channel: Channel
    after: int


@value
class Message:
    """An accepted message. `to` describes the selection in words for lists and reports.

    `people` and `counted` are what its sender was shown: distinct people, and the deliveries of each channel
    (none where they were only estimated). What is sent is resolved later (RCPT-19) and may differ. `within` is
    whom the sender could write to then: it decides which members of a group and which teachers get it (A-82,
    XSCH-02); None without either. `one_per_address`: whether a phone or address gets one delivery, as it was
    counted; None in messages of an older release, for which the district's setting counts.
    `replies`: students and parents may answer it (COMP-20). `flagged`: it was as it was written (FLAG-07).
    `ladder`: the parts that wait, in order. `period`: the marking period of which its insert fields speak.
    `announcement` is the id of the one that it was made for: the system's message, and nobody's own (SENT-06).
    `in_app`: everybody gets a copy in the app; of what an announcement sends in several messages, by the first.
    """

    message_id: str
    district: str
    sender: Sender
    content: Content
    selection: Selection
    accepted_at: datetime
    expires_at: datetime
    source: Source = Source.USER
    priority: bool = False
    replies: bool = False
    flagged: bool = False
    to: str = ""
    people: int = 0
    schools: tuple[str, ...] = ()
    occurrence: str = ONLY_OCCURRENCE
    imported_version: int = 0  # of the imported list, as it was counted
    regarding_id: str = ""  # the student, when the message is about exactly one
    regarding_student: str = ""
    seed: str = ""  # of every random pick (RCPT-09): the Idempotency-Key, so that a count can pick the same
    counted: Mapping[Channel, int] = field(default_factory=dict)
    within: Scope | None = None
    one_per_address: bool | None = None
    resend: Resend | None = None
    ladder: tuple[Rung, ...] = ()
    period: MarkingPeriod | None = None
    announcement: str = ""
    in_app: bool = True

    def begins(self, channel: Channel) -> datetime | None:
        """When a part that waits for readers has waited enough; None for one that goes at once."""
        for rung in self.ladder:
            if rung.channel is channel:
                return self.accepted_at + timedelta(minutes=rung.after)
        return None

    def ends(self, channel: Channel) -> datetime:
        """When a part expires. A step's time may be past the midnight at which a scheduled message ends."""
        begins = self.begins(channel)
        return max(self.expires_at, begins + STEP_LIFETIME) if begins else self.expires_at

    @property
    def parts(self) -> tuple[Channel, ...]:
        """The channels it goes out by, the in-app copy last."""
        if self.resend:
            return self.resend.channels
        return tuple(each for each in self.content.channels() if self.in_app or each is not Channel.PORTAL)

    @property
    def picks(self) -> str:
        """What this message's random picks follow from."""
        return picks(self.seed or self.message_id, self.occurrence)

    def lane(self, channel: Channel) -> Lane:
        return lane_of(self.content, channel, priority=self.priority)

    @property
    def emergency(self) -> bool:
        """Whether any part is one: then all that comes before its deliveries is as urgent."""
        return any(self.lane(each) is Lane.EMERGENCY for each in self.parts)

    @property
    def recipient_types(self) -> tuple[str, ...]:
        """The kinds of recipients it was sent to, as lists and reports show them."""
        chosen = self.selection
        students = (chosen.students.recipient_type,) if chosen.students else ()
        staff = (RecipientType.STAFF,) if chosen.has_staff else ()
        imported = (RecipientType.IMPORTED,) if chosen.imported else ()
        return (*students, *staff, *imported, *((RecipientType.REPLY,) if chosen.accounts else ()))

    @property
    def slices(self) -> int:
        """In how many items the totals of each part are counted: one per 2,000 people, at most 16."""
        return min(16, 1 + self.people // 2000)


@value
class PartRow:
    """One part of a message as lists and reports show it (REPT-14), without reading the message."""

    message_id: str
    channel: Channel
    sent_at: str  # as `kernel.clock.stamp` writes it
    subject: str
    snippet: str
    source: Source
    sender_id: str
    sender_name: str
    school_id: str
    school_name: str
    schools: frozenset[str]  # those of the recipients
    recipient_types: tuple[str, ...]
    to: str
    regarding_id: str = ""
    regarding_student: str = ""
    priority: bool = False
    emergency: bool = False
    slices: int = 1
    people: int = 0
    channels: tuple[Channel, ...] = ()  # all parts of the message, this one included
    secure: bool = False
    resend_of: str = ""
    resend_number: int = 0
    flagged: bool = False  # as it was written; `store/flags.py` knows whether it still is
    recorded: bool = False  # the message's call plays a recording


SNIPPET = 140  # characters of a part's text that lists show


def part_rows(message: Message) -> tuple[PartRow, ...]:
    """The rows of an accepted message, one per channel, the in-app copy last."""
    return tuple(_part_row(message, channel) for channel in message.parts)


def _emergency(content: Content, channel: Channel) -> bool:
    """The in-app row stands for the whole message in lists: it is an emergency when any part is."""
    return any(map(content.emergency, Channel if channel is Channel.PORTAL else (channel,)))


def _part_row(message: Message, channel: Channel) -> PartRow:
    return PartRow(
        message_id=message.message_id,
        channel=channel,
        sent_at=stamp(message.accepted_at),
        subject=message.content.subject,
        snippet=message.content.text(channel)[:SNIPPET],
        source=message.source,
        sender_id=message.sender.user_id,
        sender_name=message.sender.name,
        school_id=message.sender.school_id,
        school_name=message.sender.school_name,
        schools=frozenset(message.schools),
        recipient_types=message.recipient_types,
        to=message.to,
        regarding_id=message.regarding_id,
        regarding_student=message.regarding_student,
        priority=message.priority,
        emergency=_emergency(message.content, channel),
        slices=message.slices,
        people=message.people,
        channels=message.parts,
        secure=message.content.secure,
        resend_of=message.resend.of if message.resend else "",
        resend_number=message.resend.number if message.resend else 0,
        flagged=message.flagged,
        recorded=message.content.is_recorded,
    )
