"""What the contactability report takes and gives (docs/api)."""

from typing import Annotated

from pydantic import Field

from chalicelib.access.validation import Id, Schema
from chalicelib.audience.model import PersonKind, Unreachable
from chalicelib.audience.schemas import Reachable
from chalicelib.content.model import Channel

from .contactability import Asked, Who


class WhoQuery(Schema):
    """A school, and which of its people."""

    school_id: Id
    who: Who = Field(default=Who.FAMILIES, description="Families are the primary contacts")

    def asked(self) -> Asked:
        return Asked(self.school_id, self.who)


class LinesQuery(WhoQuery):
    """And which rows."""

    channel: Channel | None = Field(default=None, description="Not reached by this one; any when left out")
    reason: Unreachable | None = Field(default=None, description="For this reason; any when left out")
    q: Annotated[str, Field(max_length=100)] = Field(
        default="", description="Beginnings of words of the person's or the student's name"
    )

    def asked(self) -> Asked:
        return Asked(self.school_id, self.who, self.channel, self.reason, self.q)


class ContactabilityQuery(LinesQuery):
    limit: Annotated[int, Field(ge=1, le=100)] = 20
    cursor: Annotated[str, Field(max_length=1000)] | None = None


class ContactabilityRow(Schema):
    """Somebody whom at least one channel does not reach."""

    person_id: str
    person_kind: PersonKind
    name: str
    student_id: str | None
    regarding_student: str | None
    missed: dict[Channel, Unreachable] = Field(
        description="The reason for each channel that does not reach them"
    )


class ContactabilityPage(Schema):
    """A page may be short or empty and still have a next one: with a rare filter, reading goes on there."""

    items: tuple[ContactabilityRow, ...]
    next_cursor: str | None
    looked: int = Field(description="Students or staff looked at up to here")


class ContactabilityNumbers(Schema):
    """How the school's people are reached."""

    people: int
    by_channel: dict[Channel, Reachable]
    approximate: bool = Field(description="Above 10,000 students the numbers come from a sample")
