"""What announcements take and answer (docs/api)."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from chalicelib.access.validation import Day, Id, IdOrNone, Schema, Words
from chalicelib.audience.model import RecipientType
from chalicelib.content.compose import SUBJECT_LIMIT
from chalicelib.content.model import Channel
from chalicelib.directory.model import Role
from chalicelib.messages.schemas import SmsIn, VoiceIn, Warned
from chalicelib.messages.send import body_hash

from .checks import To, Wish
from .model import MOST_SCHOOLS, Parts

Contacts = Literal["primary_contacts", "all_contacts", "once_per_family", "teachers_of"]


class AnnouncedEmailIn(Schema):
    html: str = Field(default="", description="Left empty, the email says what the announcement says")


class AnnouncedPartsIn(Schema):
    """Each under its own announcement permission. They leave on the first day, within the call window."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    email: AnnouncedEmailIn | None = None
    sms: SmsIn | None = Field(default=None, description="An emergency does not wait for the call window")
    voice: VoiceIn | None = Field(default=None, description="An emergency does not wait for the call window")

    def parts(self) -> Parts:
        return Parts(
            self.email.html if self.email else None,
            self.sms.part() if self.sms else None,
            self.voice.part() if self.voice else None,
        )


class AnnouncedTo(Schema):
    """Whom an announcement is for."""

    school_id: Id = Field(description="The school that the author is working for")
    school_ids: Annotated[tuple[Id, ...], Field(max_length=MOST_SCHOOLS)] = Field(
        default=(),
        description="Empty: the whole district, or all schools of an author who reaches a part of it",
    )
    grades: Annotated[tuple[Annotated[str, Field(min_length=1, max_length=32)], ...], Field(max_length=40)] = (
        Field(
            default=(), description="Only students of these grades, and their parents; staff are not narrowed"
        )
    )
    roles: Annotated[tuple[Role, ...], Field(max_length=len(Role))] = Field(description="Whose portals show it")
    student_contacts: Contacts = Field(
        default="primary_contacts", description="Which contacts get its parts, where parents see it"
    )

    def to(self) -> To:
        """Each choice once."""
        return To(
            self.school_id,
            schools=tuple(dict.fromkeys(self.school_ids)),
            grades=tuple(dict.fromkeys(self.grades)),
            roles=tuple(dict.fromkeys(self.roles)),
            contacts=RecipientType(self.student_contacts),
        )


class AnnouncementIn(AnnouncedTo):
    title: Annotated[str, Field(max_length=SUBJECT_LIMIT)]
    html: str = Field(default="", description="What the portal shows; may be empty where there are parts")
    start: Day | None = Field(default=None, description="The first day on which it is shown; today if left out")
    end: Day | None = Field(
        default=None, description="The last day, itself included; without one until it is deleted"
    )
    sort_order: int | None = Field(default=None, ge=0, le=9999, strict=True, description="Lower comes first")
    parts: AnnouncedPartsIn = Field(default_factory=AnnouncedPartsIn)

    def wish(self) -> Wish:
        """What is asked for, as the use case takes it."""
        return Wish(
            to=self.to(),
            title=self.title,
            html=self.html,
            start=self.start,
            end=self.end,
            sort_order=self.sort_order,
            parts=self.parts.parts(),
            fingerprint=body_hash(self.model_dump_json()),
        )


class AnnouncementsQuery(Schema):
    q: Annotated[str, Field(max_length=200)] = Field(default="", description="Part of a title")
    school_id: IdOrNone = Field(
        default="", description="Only those of one school, and with `all_schools` of all"
    )
    inactive: bool = Field(default=False, description="Those that have ended too")
    all_schools: bool = Field(default=False, description="Those of the whole district too")
    limit: Annotated[int, Field(ge=1, le=100)] = 20
    cursor: Annotated[str, Field(max_length=2000)] | None = None


class PostedBy(Schema):
    user_id: str
    name: str


class SentPart(Schema):
    message_id: str = Field(description="GET /v1/messages/{message_id} has what became of it")
    channels: tuple[Channel, ...]
    sent_at: str
    note: Words | None = Field(description="What its author should know about it")


class AnnouncementRow(Schema):
    """An announcement in the list."""

    announcement_id: str
    title: str
    snippet: str
    start: str
    end: str | None
    time_zone: str = Field(description="Of its days")
    state: Literal["planned", "active", "inactive"]
    school_ids: tuple[str, ...] = Field(description="Empty: the whole district")
    grades: tuple[str, ...]
    roles: tuple[Role, ...]
    student_contacts: str
    sort_order: int | None
    channels: tuple[Channel, ...] = Field(description="Its parts, sent or not")
    posted_by: PostedBy = Field(description="Who posted or last changed it")
    posted_at: str
    due_at: str | None = Field(
        description="From when on what was not sent yet may leave: within the call window, unless an emergency"
    )
    problem: Words | None = Field(description="Why a part has not left")
    sent: tuple[SentPart, ...]
    editable: bool = Field(
        description="Whether the caller may change and delete it: all of its schools are theirs"
    )


class AnnouncedParts(Schema):
    email: AnnouncedEmailIn | None
    sms: SmsIn | None
    voice: VoiceIn | None

    @classmethod
    def of(cls, parts: Parts) -> "AnnouncedParts":
        sms, voice = parts.sms, parts.voice
        return cls(
            email=None if parts.email is None else AnnouncedEmailIn(html=parts.email),
            sms=SmsIn(text=sms.text, emergency=sms.emergency) if sms else None,
            voice=VoiceIn.of(voice) if voice else None,
        )


class AnnouncementWhole(AnnouncementRow):
    school_id: str = Field(description="The school that its author works for")
    html: str
    parts: AnnouncedParts = Field(description="A part that was sent stays as it was sent")
    warnings: tuple[Warned, ...] = ()


class AnnouncementPage(Schema):
    items: tuple[AnnouncementRow, ...] = Field(
        description="Where few of the district's match, a page may hold fewer than `limit`, or none, and go on"
    )
    next_cursor: str | None = Field(description="None after the last page, and only there")


class ShownQuery(Schema):
    school_id: IdOrNone = Field(
        default="",
        description="The school that staff look at; if left out the first of theirs that is open, and one that "
        "is not excluded before any that is",
    )


class ShownAnnouncement(Schema):
    announcement_id: str
    title: str
    subtitle: Words | None = Field(
        description="The school, or that it is the district's; none for several schools"
    )
    html: str
    start: str
    end: str | None


class ShownList(Schema):
    items: tuple[ShownAnnouncement, ...] = Field(
        description="In the order in which the portal shows them, 50 at most"
    )
