"""What the routes of suppressed addresses take and give (docs/api)."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from chalicelib.access.validation import Id, Schema
from chalicelib.content.model import Channel
from chalicelib.content.text import one_line
from chalicelib.directory.suppression import Cause
from chalicelib.directory.suppression_schemas import AddressedBy, SuppressedPlace

from .change import Lifting


def _line(value: Any) -> Any:
    return one_line(value) if isinstance(value, str) else value


Note = Annotated[str, Field(min_length=3, max_length=500), BeforeValidator(_line)]


class SuppressionsQuery(Schema):
    """The suppressed addresses of one channel, newest first; or what a search finds, by word."""

    channel: AddressedBy
    cause: Cause | None = Field(default=None, description="All when left out; a search heeds it not")
    q: Annotated[str, Field(max_length=320)] = Field(
        default="",
        description="Beginnings of words of the owner's name, or of the name of a student in whose record the "
        "address stands; an email address or the beginning of a part of it; three or more digits of a number. "
        "Whoever has left is found too",
    )
    limit: Annotated[int, Field(ge=1, le=100)] = 20
    cursor: Annotated[str, Field(max_length=1000)] | None = None


class SuppressionRow(SuppressedPlace):
    """A suppressed address. The same address may be suppressed on other channels, with rows of their own."""

    address: str
    names: tuple[str, ...] = Field(description="Whose it is or was; empty when nobody known has it")
    students: tuple[str, ...] = Field(description="In whose records it stands or stood, of other people's")


class SuppressionsPage(Schema):
    """A page may be short or empty and still have a next one: with a rare cause, reading goes on there."""

    items: tuple[SuppressionRow, ...]
    next_cursor: str | None


class NewSuppression(Schema):
    """An owner who asked to get nothing more."""

    channel: AddressedBy
    address: Annotated[str, Field(min_length=1, max_length=320)]
    note: Note = Field(description="How and when they asked")

    def on(self) -> Channel:
        return Channel(self.channel)


class Lift(Schema):
    """Messages may go there again. Nothing is lifted that is not as it was seen."""

    cause: Cause = Field(description="As the list or the contact settings showed it")
    note: Note = Field(description="How and when the owner asked for messages again, or what was mended")
    consent: Annotated[bool, Field(strict=True)] = Field(
        default=False, description="The owner asked for messages again; needed where `needs_consent` is true"
    )
    student_id: Id | None = Field(
        default=None,
        description="A student in whose record the address stands. For whoever looks after some schools only; "
        "an administrator of the whole district may leave it out",
    )

    def wish(self) -> Lifting:
        return Lifting(self.cause, self.note, self.consent)
