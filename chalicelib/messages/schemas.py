"""What sending a message takes and answers (docs/api)."""

from typing import Literal

from pydantic import ConfigDict, Field, StrictBool

from chalicelib.access.validation import Id, IdOrNone, Schema, Words
from chalicelib.audience.schemas import AudienceIn
from chalicelib.content.compose import Written
from chalicelib.content.model import Channel, SmsPart, VoicePart

from .model import Rung, Source
from .send import Order, body_hash


class EmailIn(Schema):
    html: str = Field(
        description="HTML; tidied to a short list of tags. Scripts, forms and the like are refused"
    )


class SmsIn(Schema):
    text: str
    emergency: StrictBool = Field(default=False, description="Goes at once and also to numbers marked Blocked")

    def part(self) -> SmsPart:
        return SmsPart(self.text, self.emergency)


class VoiceIn(Schema):
    kind: Literal["tts", "recorded"] = Field(
        default="tts", description="Which of the two is sent: `text`, spoken, or the recording"
    )
    text: str = ""
    recording_id: IdOrNone = Field(default="", description="A recording of the sender's, once it is kept")
    language: str = "en"
    emergency: StrictBool = Field(default=False, description="Goes at once and also to numbers marked Blocked")
    caller_id: IdOrNone = Field(
        default="", description="The number to call from, of GET /v1/me/caller-ids; empty: the sender's default"
    )

    def part(self) -> VoicePart:
        """CALL-02: the other of the two is left out."""
        if self.kind == "recorded":
            return VoicePart("", self.language, self.emergency, self.caller_id, recording=self.recording_id)
        return VoicePart(self.text, self.language, self.emergency, self.caller_id)

    @classmethod
    def of(cls, part: VoicePart) -> "VoiceIn":
        """The part as it would be asked for."""
        return cls(
            kind="recorded" if part.recording else "tts",
            text=part.text,
            recording_id=part.recording,
            language=part.language,
            emergency=part.emergency,
            caller_id=part.caller_id,
        )


class PushIn(Schema):
    """A push needs no text of its own: it shows the subject."""


class PartsIn(Schema):
    """At least one of email, sms and voice with something in it. The in-app copy is always made."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    email: EmailIn | None = None
    sms: SmsIn | None = None
    voice: VoiceIn | None = None
    push: PushIn | None = None


class RungIn(Schema):
    """A part that goes only to those who have neither read nor answered by then."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    channel: Literal["push", "sms", "voice"]
    after_minutes: int = Field(strict=True, description="From sending; 5 to 720, none before the step above it")

    def rung(self) -> Rung:
        return Rung(Channel(self.channel), self.after_minutes)


class NewMessage(Schema):
    school_id: Id = Field(description="The school that the sender is working for")
    subject: str = Field(default="", description='Empty becomes "New Message"')
    audience: AudienceIn = Field(default_factory=AudienceIn)
    parts: PartsIn = Field(default_factory=PartsIn)
    source: Source = Field(
        default=Source.USER,
        description="As whom recipients see it. The district or the school shows nothing of the sender",
    )
    priority: StrictBool = False
    secure: StrictBool = Field(
        default=False,
        description="The email and the push only say that there is a message; it is read after signing in. "
        "Texts and calls are not protected: they go as written. For staff",
    )
    replies: StrictBool = Field(
        default=False, description="Students and parents may answer it (COMP-20); not as the district or school"
    )
    include_signature: StrictBool = Field(
        default=False,
        description="Puts the sender's email signature under the email and their text signature under the "
        "text, where they have one (COMP-27); not as the district or school. Families have none",
    )
    if_not_read: tuple[RungIn, ...] = Field(
        default=(),
        max_length=3,
        description="Parts that do not go at once, but after a while and only to those who have neither read "
        "the message in the app nor answered it. Each channel must be among the parts. For staff",
    )
    confirmed_recipients: int | None = Field(
        default=None, ge=0, strict=True, description="The number that a confirmation-required answer named"
    )

    def written(self) -> Written:
        parts = self.parts
        return Written(
            subject=self.subject,
            html=parts.email.html if parts.email else None,
            sms=parts.sms.part() if parts.sms else None,
            voice=parts.voice.part() if parts.voice else None,
            push=parts.push is not None,
            secure=self.secure,
        )

    def as_asked(self) -> str:
        """The request as JSON, without the number that was confirmed: asked before or after, it is one."""
        return self.model_copy(update={"confirmed_recipients": None}).model_dump_json()

    def order(self, key: str) -> Order:
        """What is asked for, as the use case takes it."""
        return Order(
            key=key,
            body_hash=body_hash(self.as_asked()),
            school_id=self.school_id,
            written=self.written(),
            selection=self.audience.selection(),
            source=self.source,
            priority=self.priority,
            confirmed=self.confirmed_recipients,
            replies=self.replies,
            signature=self.include_signature,
            ladder=tuple(each.rung() for each in self.if_not_read),
        )


class AcceptedBy(Schema):
    user_id: str
    name: str


class AcceptedPart(Schema):
    """All zero: what becomes of the deliveries is at the address in Location."""

    channel: Channel
    total: int = 0
    sent: int = 0
    pending: int = 0
    expired: int = 0
    errors: int = 0
    duplicates: int = 0


class Warned(Schema):
    """Something that the sender should know although the message goes out."""

    field: str
    message: Words


class AcceptedMessage(Schema):
    """The message as it was accepted. How far it is stands at the address in Location."""

    message_id: str
    subject: str
    html: str
    sms_text: str | None
    voice_text: str | None
    sent_at: str
    source: Literal["user", "school", "district"]
    sender: AcceptedBy
    school_id: str
    recipient_type: tuple[str, ...]
    to: Words
    priority: bool
    emergency: bool
    secure: bool
    status: Literal["resolving"] = "resolving"
    people: int = Field(description="Distinct people, as counted when it was sent")
    parts: tuple[AcceptedPart, ...]
    warnings: tuple[Warned, ...] = Field(
        default=(), description="Such as an insert field that the sender may not use, which is left blank"
    )
