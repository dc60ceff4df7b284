"""What the API says of a message that was paused or canceled (docs/api)."""

from typing import Literal

from pydantic import Field

from chalicelib.access.validation import Schema, Words


class HaltedBy(Schema):
    user_id: str
    name: Words


class HaltShown(Schema):
    """Null at a message that goes its way, or goes on."""

    state: Literal["paused", "canceled"]
    by: HaltedBy
    at: str
    may_still_leave: int | None = Field(
        description="At most so many deliveries, which workers had in hand, leave after it was said. Null "
        "until they are counted, mostly within seconds: until then at most all that are pending"
    )
