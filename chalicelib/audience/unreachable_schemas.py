"""What listing the people who cannot be reached takes and gives (docs/api)."""

from typing import Annotated

from pydantic import Field

from chalicelib.access.validation import Schema
from chalicelib.content.model import Channel

from .model import PersonKind, Unreachable
from .schemas import CountIn


class UnreachableIn(CountIn):
    """A message as it is counted, and which rows of the list are asked for."""

    of_channels: Annotated[tuple[Channel, ...], Field(max_length=10)] = Field(
        default=(), description="Those of the message to list; all when left out"
    )
    reason: Unreachable | None = Field(
        default=None,
        description="All reasons when left out. `landline` lists the home and work phones among the numbers "
        "texted: they are written to, and may not get it",
    )
    q: Annotated[str, Field(max_length=100)] = Field(
        default="", description="Beginnings of words of the recipient's or the student's name"
    )
    limit: Annotated[int, Field(ge=1, le=100)] = 20
    cursor: Annotated[str, Field(max_length=1000)] | None = None


class UnreachableRow(Schema):
    """Somebody whom one channel does not reach."""

    person_id: str
    person_kind: PersonKind
    name: str
    channel: Channel
    reason: Unreachable
    student_id: str | None
    regarding_student: str | None
    school_id: str
    school_name: str


class UnreachablePage(Schema):
    """A page may be short or empty and still have a next one: with a rare reason, reading goes on there."""

    items: tuple[UnreachableRow, ...]
    next_cursor: str | None
    looked: int = Field(description="Students, staff and imported people looked at up to here")
