"""What the routes of contact settings take and give (docs/api)."""

from typing import Annotated

from pydantic import ConfigDict, Field

from chalicelib.access.validation import Schema

from .contact_flags import PHONE_FLAGS, Flags
from .suppression_schemas import SuppressedPlace

Switch = Annotated[bool, Field(strict=True)]


class PhoneSettings(Schema):
    number: str
    kind: str
    callout: bool = Field(description="May be called and texted at all")
    blocked: bool = Field(description="Neither called nor texted, save in an emergency")
    sms: bool = Field(description="May be texted")
    unsubscribed: bool = Field(description="Opted out; nothing overrides it")
    suppressed: tuple[SuppressedPlace, ...] = Field(description="By text, by call or both; whoever has it")


class EmailSettings(Schema):
    address: str
    unsubscribed: bool
    suppressed: tuple[SuppressedPlace, ...] = Field(description="One at most; whoever has the address")


class PersonSettings(Schema):
    contact_id: str = Field(description="Empty for the student")
    name: str
    relationship: str
    custodial: bool
    phones: tuple[PhoneSettings, ...]
    emails: tuple[EmailSettings, ...]
    email_opt_out: bool | None = Field(description="No emails from Carillon; null for the student")


class ContactSettings(Schema):
    """A student and the contacts, each with numbers, addresses and what these may be used for."""

    student_id: str
    name: str
    grade: str
    people: tuple[PersonSettings, ...]


class PhoneChange(Schema):
    model_config = ConfigDict(extra="forbid", frozen=True)

    number: Annotated[str, Field(max_length=40)]
    callout: Switch | None = None
    blocked: Switch | None = None
    sms: Switch | None = None
    unsubscribed: Switch | None = None


class EmailChange(Schema):
    model_config = ConfigDict(extra="forbid", frozen=True)

    address: Annotated[str, Field(max_length=320)]
    unsubscribed: Switch


class PersonChange(Schema):
    """Only what is named changes, for all students of the contact; a roster does not undo it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    phones: tuple[PhoneChange, ...] = Field(default=(), max_length=20)
    emails: tuple[EmailChange, ...] = Field(default=(), max_length=20)
    email_opt_out: Switch | None = None

    def flags(self) -> Flags:
        return Flags(
            {each.number: _set(each) for each in self.phones},
            {each.address.casefold(): each.unsubscribed for each in self.emails},
            self.email_opt_out,
        )


def _set(phone: PhoneChange) -> dict[str, bool]:
    given = {name: getattr(phone, name) for name in PHONE_FLAGS}
    return {name: value for name, value in given.items() if value is not None}
