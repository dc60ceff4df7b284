"""What the routes of personal settings take and give (docs/api)."""

from pydantic import ConfigDict, Field

from chalicelib.access.validation import Schema

from .my_stops import Way
from .settings_schemas import Switch
from .suppression import Cause

_STAFF = "null for families, whom it does not concern"


class MySettingsChange(Schema):
    """All that concern one, together (SET-08); null for what does not."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    hidden_from_search: Switch | None = Field(
        default=None, description=f"Not found in the staff picker; answers still come (SET-03); {_STAFF}"
    )
    push_always: Switch | None = Field(default=None, description="A push for every message received (SET-05)")
    email_opt_out: Switch | None = Field(default=None, description="No emails about new messages (SET-07)")
    allows_replies: Switch | None = Field(
        default=None, description=f"New messages begin with replies allowed (SET-09); {_STAFF}"
    )


class MySettingsOut(MySettingsChange):
    """As they hold: what the district decided goes before what one set."""

    locked: tuple[str, ...] = Field(description="Set by the district for everybody; cannot be changed (SET-02)")


class MyStop(Schema):
    """What does not come any more to an address of one's account."""

    channel: Way
    address: str
    cause: Cause
    since: str
    can_get_again: bool = Field(
        description="One ended it by the link in an email. What else is stopped begins by texting START, or by "
        "asking the school"
    )


class MyStops(Schema):
    items: tuple[MyStop, ...]
