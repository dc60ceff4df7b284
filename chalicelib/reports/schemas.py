"""What the reports' routes take and give (docs/api)."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.access.validation import Day, Id, Schema, Words
from chalicelib.content.model import Channel
from chalicelib.delivery.sent.schemas import Numbers, PartType

Within = Annotated[Day, Field(ge=date(2000, 1, 1), le=date(2999, 12, 31))]


class HistoryQuery(Schema):
    """Communication History's filters (REPT-03 to REPT-05, REPT-10, REPT-11)."""

    channel: list[Channel] = Field(default=[], max_length=5, description="All types when left out")
    school_id: list[Id] = Field(
        default=[], max_length=500, description="Up to 50, or all of one's schools, as when left out"
    )
    from_: Within | None = Field(
        default=None, alias="from", description="First day, in the district's time zone"
    )
    to: Within | None = Field(default=None, description="Last day, included whole")
    user_id: list[Id] = Field(default=[], max_length=50, description="Oneself when left out")
    all_users: bool = Field(default=False, description="Everybody's messages within one's schools")
    limit: Annotated[int, Field(ge=1, le=100)] = 20
    cursor: Annotated[str, Field(max_length=1000)] | None = None


class From(Schema):
    """Who pressed Send, whatever name the recipients saw (REPT-16); of an excluded school, its title."""

    user_id: str
    name: Words = Field(description="“Deleted User” of somebody who is gone")


class HistoryRow(Numbers):
    """One part of one message (REPT-13, REPT-14)."""

    message_id: str
    channel: Channel
    type: PartType
    sent_at: str
    subject: str
    snippet: str = Field(description="The beginning of what the part says")
    flagged: bool = Field(
        description="Flagged: subject and snippet are empty here; the message itself says them to who asks"
    )
    source: Literal["user", "school", "district"]
    from_: From = Field(alias="from")
    recipient_type: tuple[str, ...]
    to: Words
    regarding_student: str | None
    priority: bool
    emergency: bool
    secure: bool = Field(description="Outside there was only a notice of it")
    resend_of: str | None = Field(description="The message of which this is another try, if it is one")
    resend_number: int = Field(description="Which try; 0 for a message of its own")


class HistoryPage(Schema):
    """A page may be short or empty and still have a next one: with a rare filter, reading goes on there."""

    items: tuple[HistoryRow, ...]
    next_cursor: str | None
    left_out: tuple[str, ...] = Field(
        description="Types that the filter named and that are not shown: the district has no calls and texts"
    )


class SendersQuery(Schema):
    q: Annotated[str, Field(max_length=100)] = ""
    limit: Annotated[int, Field(ge=1, le=100)] = 20
    cursor: Annotated[str, Field(max_length=1000)] | None = None


class SenderRow(Schema):
    user_id: str
    name: str


class SenderPage(Schema):
    items: tuple[SenderRow, ...]
    next_cursor: str | None
