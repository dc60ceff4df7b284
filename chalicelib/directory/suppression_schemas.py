"""A suppressed address as contact settings and the list of them show it (docs/api)."""

from typing import Literal

from pydantic import Field

from chalicelib.access.validation import Schema

from .suppression import Cause, Suppression

# As `content.model.ADDRESSED` has them, in a room that does not know channels.
AddressedBy = Literal["email", "sms", "voice"]


class SuppressedPlace(Schema):
    """Nothing is sent to an address or number on one channel, whoever has it."""

    suppression_id: str
    channel: AddressedBy
    cause: Cause = Field(
        description="opt_out: the owner texted STOP or unsubscribed in an email; complaint: they marked an "
        "email as spam; staff: entered here, because they asked; carrier: no such number; bounce: no such "
        "mailbox"
    )
    since: str
    by: str = Field(description="Who entered it; empty when nobody did")
    note: str
    needs_consent: bool = Field(description="The owner's own deed: only their word lifts it")


def shown(found: Suppression) -> SuppressedPlace:
    channel: AddressedBy = found.channel  # type: ignore[assignment]  # no other is ever written
    return SuppressedPlace(
        suppression_id=found.suppression_id,
        channel=channel,
        cause=found.cause,
        since=found.since,
        by=found.by,
        note=found.note,
        needs_consent=found.cause.is_the_owners,
    )
