"""What the routes of sent messages and their recipients take and give (docs/api)."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.access.validation import Schema, Words
from chalicelib.audience.model import PersonKind, Unreachable
from chalicelib.content.model import Channel
from chalicelib.messages.model import PartRow

from ..gate.waiting import Stop
from ..halting.schemas import HaltShown
from ..model import DeliveryStatus, Totals
from ..reasons import Reason

Limit = Annotated[int, Field(ge=1, le=100)]
Cursor = Annotated[str, Field(max_length=1000)]


PartType = Literal["email", "sms", "tts", "recorded", "push", "portal"]
PART_TYPES: Mapping[Channel, PartType] = {
    Channel.EMAIL: "email",
    Channel.SMS: "sms",
    Channel.VOICE: "tts",
    Channel.PUSH: "push",
    Channel.PORTAL: "portal",
}


def part_type(row: PartRow, channel: Channel) -> PartType:
    """What lists call a part of a message (REPT-03): of calls there are two types, spoken and recorded."""
    return "recorded" if channel is Channel.VOICE and row.recorded else PART_TYPES[channel]


class Numbers(Schema):
    """REPT-19, A-89: total = sent + pending + expired + errors; duplicates stand beside it."""

    total: int
    sent: int
    pending: int
    expired: int
    errors: int
    duplicates: int


def numbers(totals: Totals) -> dict[str, int]:
    """As every list shows them (REPT-19)."""
    return {
        "total": totals.total,
        "sent": totals.sent,
        "pending": totals.pending,
        "expired": totals.expired,
        "errors": totals.errors,
        "duplicates": totals.duplicates,
    }


class PageQuery(Schema):
    limit: Limit = 20
    cursor: Cursor | None = None


class PartNumbers(Numbers):
    channel: Channel
    type: PartType = Field(description="The channel; of calls whether text is read out or a recording played")
    canceled: int = Field(description="Of the expired, those that did not leave because it was canceled")
    spared: int = Field(
        description="Of the duplicates, those of a part that waited who had read or answered by then"
    )


class SenderName(Schema):
    user_id: str
    name: Words = Field(description="“Deleted User” of somebody who is gone")


class SentMessage(Schema):
    """A sent message and how far it is."""

    message_id: str
    subject: str
    snippet: str = Field(
        description="The beginning of what it says: texts and calls have no subject of their own"
    )
    sent_at: str
    source: Literal["user", "school", "district"]
    sender: SenderName
    school_id: str
    recipient_type: tuple[str, ...]
    to: Words
    priority: bool
    emergency: bool
    secure: bool
    status: Literal["resolving", "sending", "paused", "done"] = Field(
        description="`resolving` while recipients are worked out: the numbers still grow. `paused`: nothing "
        "leaves until it is resumed"
    )
    people: int = Field(description="Distinct people, as counted when it was sent")
    parts: tuple[PartNumbers, ...]
    resend_of: str | None = Field(description="The message of which this is another try, if it is one")
    resend_number: int = Field(description="Which try; 0 for a message of its own")
    halt: HaltShown | None = Field(description="Whether it was paused or canceled on its way")


class Try(Schema):
    """Another try at what did not arrive, and how far it is."""

    number: int
    message_id: str
    at: str
    by: SenderName
    status: Literal["resolving", "sending", "paused", "done"]
    parts: tuple[PartNumbers, ...]


class Step(Schema):
    """A part that waits for readers, and then goes to those who have neither read nor answered."""

    channel: Channel
    after_minutes: int
    at: str


class SentMessageWhole(SentMessage):
    """With what it says."""

    html: str
    sms_text: str | None
    voice_text: str | None
    voice_seconds: float | None = Field(description="How long its recording lasts; null where none was played")
    if_not_read: tuple[Step, ...] = Field(description="The parts that wait, in order; each has its numbers")
    stopped: dict[Channel, Stop] = Field(
        description="The parts of which something waits that cannot leave at the moment. down: the provider "
        "does not answer. paused: an administrator has to let emails go on"
    )
    resends: tuple[Try, ...] = Field(description="The tries at what did not arrive, the first one first")
    counted: dict[Channel, int] = Field(
        description="Deliveries by channel as counted when it was sent; a part's total differs from it when "
        "records changed in between. Empty where the count was an estimate; push is never counted"
    )


class SentPage(Schema):
    items: tuple[SentMessage, ...]
    next_cursor: str | None


class RecipientsQuery(PageQuery):
    channel: Channel | None = Field(default=None, description="All parts when left out")
    status: DeliveryStatus | None = Field(default=None, description="All statuses when left out")
    q: Annotated[str, Field(max_length=100)] = Field(
        default="", description="Beginnings of words of the recipient's or the student's name"
    )


class RecipientRow(Schema):
    """One delivery, as the Recipients window shows it (REPT-20, REPT-25)."""

    delivery_id: str
    last_update: str
    status: DeliveryStatus
    channel: Channel
    recipient_type: str
    name: str
    person_id: str
    person_kind: PersonKind
    destination: str | None = Field(description="Null when there is none to write to")
    school_id: str
    school_name: str
    regarding_student: str | None
    student_id: str | None
    student_number: str | None = Field(description="As the school knows the student")
    staff_number: str | None = Field(description="Of staff, likewise")
    expires_at: str
    error: str | None = Field(description="Why it did not arrive, in words")
    reason: Reason | Unreachable | None = Field(description="The same as a code, to say it in other languages")


class RecipientPage(Schema):
    """A page may be short or empty and still have a next one: rare statuses and names are looked for there."""

    items: tuple[RecipientRow, ...]
    next_cursor: str | None
    total: int | None = Field(description="Null when a name is looked for")


class CursorQuery(Schema):
    cursor: Cursor | None = None


class WhyMissed(Schema):
    """One delivery that failed."""

    channel: Channel
    regarding_student: str | None
    error: str | None = Field(description="Why it did not arrive, in words")
    reason: Reason | Unreachable | None = Field(description="The same as a code")


class MissedPerson(Schema):
    """Somebody whom no part of a message reached, nor any other try."""

    person_id: str
    person_kind: PersonKind
    name: str
    deliveries: tuple[WhyMissed, ...]


class MissedPage(Schema):
    """A page may be short or empty and still have a next one: they are looked for among everybody."""

    items: tuple[MissedPerson, ...]
    next_cursor: str | None


class PlayableAudio(Schema):
    """The sound of a message's calls."""

    seconds: float
    url: str = Field(description="Where it can be heard, for five minutes")
