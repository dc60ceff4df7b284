"""What scheduling takes and answers (docs/api)."""

from typing import Annotated

from pydantic import ConfigDict, Field, StrictBool, model_validator

from chalicelib.access.validation import Day, Id, Schema, TimeOfDay, Words
from chalicelib.content.model import Channel

from ..schemas import NewMessage, RungIn, Warned
from .model import Outcome, State
from .recurrence import Every


class When(Schema):
    """A date and time of the sender's school; with an interval again and again, to the final date if any."""

    date: Day
    time: Annotated[TimeOfDay, Field(description="HH:MM")]
    every: Every = Every.ONCE
    until: Day | None = Field(default=None, description="The last date that counts, itself included")


class AnswerIn(Schema):
    """An answer in a conversation, as for POST /v1/inbox/{thread_id}/replies."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    thread_id: Id
    html: str = Field(description="As an email's; scripts, forms and the like are refused")
    include_signature: StrictBool = Field(
        default=False, description="Puts the author's email signature under it, as it is when it leaves"
    )


class ScheduleIn(Schema):
    """Either a message or an answer."""

    message: NewMessage | None = Field(default=None, description="As for POST /v1/messages")
    answer: AnswerIn | None = None
    schedule: When

    @model_validator(mode="after")
    def _one_of_two(self) -> "ScheduleIn":
        if (self.message is None) is (self.answer is None):
            raise ValueError("Give a message or an answer, and not both.")
        return self

    @property
    def the_answer(self) -> AnswerIn:
        """Where there is no message."""
        if self.answer is None:
            raise AttributeError("answer")
        return self.answer


class LastSent(Schema):
    message_id: str
    sent_at: str
    note: Words | None = Field(description="What its author should know about it: who was left out, say")


class RunRow(Schema):
    """What became of one occurrence."""

    occurrence: str = Field(description="The local date that it was for")
    outcome: Outcome
    at: str
    message_id: str | None
    problem: Words | None
    note: Words | None = Field(description="What its author should know about a message that was sent")


class ScheduledRow(Schema):
    """A scheduled message in the list."""

    schedule_id: str
    subject: str
    snippet: str
    to: Words
    people: int = Field(description="As counted when it was saved; counted again at each sending")
    channels: tuple[Channel, ...]
    priority: bool
    emergency: bool
    secure: bool = Field(
        description="Read after signing in only: marked so, or an answer in a conversation that was secure "
        "when it was saved"
    )
    if_not_read: tuple[RungIn, ...] = Field(description="The parts that wait for readers, in order")
    imported_list_id: str | None = Field(
        description="Its imported recipients; each sending has them as they are then"
    )
    schedule: When
    time_zone: str
    state: State
    problem: Words | None = Field(description="Why it was not sent")
    retrying: bool = Field(
        description="It is tried again until its day ends. Otherwise that date is given up: a recurrence goes "
        "on with the next one, and what is errored waits for a change"
    )
    next_at: str | None
    last_sent: LastSent | None


class ScheduledMessage(ScheduledRow):
    message: NewMessage | None = Field(
        description="What was asked. Neither message nor answer: an earlier release kept it in a form that "
        "this one cannot read; write it again"
    )
    answer: AnswerIn | None = Field(description="Instead of a message: an answer in a conversation")
    runs: tuple[RunRow, ...] = Field(description="The latest ones, newest first")
    warnings: tuple[Warned, ...] = ()


class ScheduledList(Schema):
    items: tuple[ScheduledRow, ...]
