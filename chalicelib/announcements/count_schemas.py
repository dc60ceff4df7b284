"""What counting an announcement's people takes and answers (docs/api)."""

from typing import Annotated, Literal

from pydantic import Field, StrictBool

from chalicelib.access.validation import IdOrNone, Schema
from chalicelib.audience.schemas import Reachable, by_channel
from chalicelib.content.model import Channel, SmsPart, VoicePart

from .count import Asked, Reached
from .model import Parts
from .schemas import AnnouncedTo

Part = Literal["email", "sms", "voice"]


class AnnouncementCountIn(AnnouncedTo):
    """Whom an announcement is for, and by which parts it is sent."""

    parts: Annotated[tuple[Part, ...], Field(max_length=3)] = ()
    emergency: Annotated[tuple[Part, ...], Field(max_length=3)] = Field(
        default=(),
        description="Texts and calls that are an emergency: numbers marked Blocked get those too",
    )
    per_student: StrictBool = Field(
        default=False, description="What it says differs by student, so a teacher gets one for each"
    )
    key: Annotated[str, Field(max_length=100)] = Field(
        default="", description="The announcement's Idempotency-Key to be: the same of a family are picked"
    )
    announcement_id: IdOrNone = Field(
        default="", description="One that is changed: what was sent of it is not sent again, and not counted"
    )

    def asked(self) -> Asked:
        """What to count, as the use case takes it."""
        parts, urgent = frozenset(self.parts), frozenset(self.emergency)
        return Asked(
            self.to(),
            Parts(
                "" if "email" in parts else None,
                SmsPart("", emergency="sms" in urgent) if "sms" in parts else None,
                VoicePart("", emergency="voice" in urgent) if "voice" in parts else None,
            ),
            per_student=self.per_student,
        )


class AnnouncementCount(Schema):
    """The numbers beside the Post button. Nobody, where nothing is sent: it stands on portals alone."""

    people: int = Field(description="Distinct people; the number that a confirmation repeats")
    by_channel: dict[Channel, Reachable] = Field(
        description="Its parts, and the in-app copy as `portal`, which goes with the first that is sent"
    )
    unreachable_people: int = Field(description="People whom no channel reaches, not even the in-app copy")
    approximate: bool = Field(description="Above 10,000 students the numbers by channel come from a sample")
    confirm: bool = Field(description="Whether its author says yes to the number first: 101 people or more")

    @classmethod
    def of(cls, reached: Reached) -> "AnnouncementCount":
        found = reached.count
        return cls(
            people=found.people,
            by_channel={way: each for way, each in by_channel(found).items() if way in reached.channels},
            unreachable_people=found.unreachable_people,
            approximate=found.approximate,
            confirm=reached.confirm,
        )
