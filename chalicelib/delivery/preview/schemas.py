"""What the preview of a message and the estimate of its finish time take and give (docs/api)."""

from typing import Annotated

from pydantic import Field, StrictBool

from chalicelib.access.validation import Id, Schema
from chalicelib.audience.model import PersonKind
from chalicelib.audience.schemas import AudienceIn
from chalicelib.content.model import Channel
from chalicelib.messages.model import Source
from chalicelib.messages.schemas import NewMessage, PartsIn, Warned

from ..gate.waiting import Stop
from .model import Draft

Deliveries = Annotated[int, Field(ge=0, le=10_000_000)]


class EstimateQuery(Schema):
    """Deliveries by channel, as the count gave them."""

    school_id: Id = Field(
        description="The school that the sender is working for: the call window is in its time"
    )
    email: Deliveries = 0
    sms: Deliveries = 0
    voice: Deliveries = 0
    push: Deliveries = 0
    portal: Deliveries = 0
    source: Source = Field(
        default=Source.USER, description="As whom it is sent: the district keeps to its own call window"
    )
    emergency: list[Channel] = Field(
        default=[], max_length=10, description="Texts and calls that do not wait for the call window"
    )

    def deliveries(self) -> dict[Channel, int]:
        return {channel: getattr(self, channel.value) for channel in Channel}


class PartEstimate(Schema):
    channel: Channel
    begins_at: str = Field(description="When the first one leaves")
    done_at: str | None = Field(description="About when the last one has left; null when nobody can say")
    held: bool = Field(description="It waits for the call window to open")
    in_time: bool = Field(description="False: some will expire before their turn comes")
    stopped: Stop | None = Field(
        description="Nothing leaves by this channel at the moment, so that nobody can say when it is done: "
        "`down` while its provider does not answer, `paused` until an administrator lets it go on"
    )


class EstimateOut(Schema):
    """Behind what the school has sent before. The slowest channel decides."""

    done_at: str | None
    parts: tuple[PartEstimate, ...]


class PreviewIn(Schema):
    """What is being written; without an audience the insert fields stand as their titles."""

    school_id: Id = Field(description="The school that the sender is working for")
    subject: str = ""
    audience: AudienceIn = Field(default_factory=AudienceIn)
    parts: PartsIn = Field(default_factory=PartsIn)
    source: Source = Field(default=Source.USER, description="As whom recipients see it")
    secure: StrictBool = Field(default=False, description="As a secure message: the email is a notice only")
    include_signature: StrictBool = Field(default=False, description="With the signatures of who writes it")
    key: Annotated[str, Field(max_length=100)] = Field(
        default="", description="The message's Idempotency-Key to be: the same of a family are picked"
    )
    sample: Annotated[int, Field(ge=0, le=10_000_000)] = Field(
        default=0,
        description="Which of the audience's students, staff and imported people to show it for; begins anew",
    )

    def draft(self) -> Draft:
        typed = NewMessage(school_id=self.school_id, subject=self.subject, parts=self.parts, secure=self.secure)
        return Draft(
            self.school_id,
            typed.written(),
            self.audience.selection(),
            self.source,
            self.sample,
            self.include_signature,
            self.key,
        )


class LetterOut(Schema):
    """The email as it arrives."""

    subject: str
    html: str = Field(description="A whole page; show it where no script runs")
    text: str


class InAppOut(Schema):
    """The copy in the inbox, under the sender's name."""

    subject: str
    html: str = Field(description="The message alone, cleaned")


class ReaderOut(Schema):
    """Whose data the preview is filled with."""

    name: str
    person_kind: PersonKind
    regarding_student: str | None


class PreviewOut(Schema):
    letter: LetterOut | None = Field(description="Null without an email part")
    notice: LetterOut | None = Field(
        description="What the email of a secure message says; its letter is read after signing in"
    )
    sms_text: str | None
    voice_text: str | None
    push_text: str | None = Field(description="What a device shows under the sender's name")
    in_app: InAppOut | None = Field(description="Null for imported people, who have no inbox and no device")
    sender: str = Field(description="As whom recipients see it: the author, the school or the district")
    reader: ReaderOut | None = Field(description="Null without a recipient")
    sample: int
    samples: int = Field(description="How many students, staff and imported people there are to show it for")
    warnings: tuple[Warned, ...]
