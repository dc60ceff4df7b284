"""What sending again to those not reached takes and gives (docs/api)."""

from typing import Annotated

from pydantic import Field

from chalicelib.access.validation import Schema
from chalicelib.audience.model import Unreachable
from chalicelib.content.model import Channel

from ..reasons import Reason


class NotReached(Schema):
    """Deliveries of one part that did not arrive for one reason."""

    channel: Channel
    reason: Reason | Unreachable | None = Field(description="As a code, to say it in any language")
    words: str
    count: int
    again: int = Field(
        description="Those that would be sent again: not to addresses that were refused for good, unless they "
        "were corrected, nor to whoever must not be written to"
    )


class ResendOffer(Schema):
    """What sending again would do now."""

    number: int = Field(description="Which try it would be; POST it")
    deliveries: int = Field(description="How many deliveries would leave; confirm it where that is asked")
    approximate: bool = Field(
        description="So many did not arrive that not everybody's address of today was looked up"
    )
    reasons: tuple[NotReached, ...]


class NewResend(Schema):
    number: Annotated[int, Field(ge=1, le=99, strict=True)] = Field(
        description="From the offer. The same number again makes no second try: it answers the one made before"
    )
    confirmed_recipients: int | None = Field(
        default=None, ge=0, strict=True, description="The number that a confirmation-required answer named"
    )
