"""What the inbox routes take and give (docs/api)."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StrictBool

from chalicelib.access.validation import Schema, Words

from .replies import WhyNot
from .store.conversations import FIRST_LOAD


class NewReply(Schema):
    """An answer in a conversation. It takes the subject of what it answers."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    html: str = Field(description="As an email's; scripts, forms and the like are refused")
    include_signature: StrictBool = Field(
        default=False, description="Puts the author's email signature under it"
    )


class FiledReply(Schema):
    message_id: str
    subject: str
    html: str
    sent_at: str
    secure: bool = Field(description="The other side is mailed a notice only, and reads it after signing in")


class InboxQuery(Schema):
    """INBOX-02: the first page is the 30 newest conversations unless the client asks for another size."""

    limit: Annotated[int, Field(ge=1, le=100)] = FIRST_LOAD
    cursor: Annotated[str, Field(max_length=1000)] | None = None


class With(Schema):
    """The other side of a conversation, as its recipients know it."""

    kind: Literal["user", "school", "district"]
    id: str
    name: Words = Field(description="“Deleted User” of somebody who is gone")
    school_name: str = Field(description="Empty for the district")


class ThreadRow(Schema):
    thread_id: str
    with_: With = Field(alias="with")
    unread: int = Field(description="Messages not read yet")
    last_at: str = Field(description="When the newest message arrived")
    subject: str
    snippet: str
    flagged: bool = Field(description="The newest message is flagged: its subject and text are hidden here")
    secure: bool = Field(description="A secure message came here, or the reader wrote one")
    emergency: bool = Field(
        description="An emergency waits unread here: subject and snippet are its, whatever came after it"
    )


class Inbox(Schema):
    items: tuple[ThreadRow, ...]
    next_cursor: str | None
    unread: int = Field(description="Messages not read yet, in all: the number beside the word Inbox")


class EntryRow(Schema):
    """One message in a conversation. `html` is clean; of a message without email it holds the text."""

    entry_id: str
    message_id: str
    subject: str
    html: str
    sent_at: str
    outgoing: bool = Field(description="Written by the reader")
    unread: bool
    flagged: bool = Field(description="Hidden: subject and `html` are empty until the entry itself is read")
    regarding_student: str | None
    secure: bool = Field(description="Outside there was only a notice of it; it is read here")
    emergency: bool = Field(description="Its text or its call was sent as one")


class Conversation(Schema):
    """`cannot_reply` says why the reader may not answer; null when they may."""

    thread_id: str
    with_: With = Field(alias="with")
    cannot_reply: WhyNot | None
    secure: bool = Field(
        description="Answers are secure: the other side is mailed a notice, and reads them after signing in"
    )
    unread_there: bool = Field(
        description="Secure, and the other side has no account that opens an inbox: an answer reaches nobody"
    )
    items: tuple[EntryRow, ...]
    next_cursor: str | None
