"""What the routes of signatures take and give (docs/api)."""

from pydantic import ConfigDict, Field

from chalicelib.access.validation import Schema


class Signatures(Schema):
    """Both together; empty for none. They are added only where a message asks for it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    email_html: str = Field(description="Under emails; tidied as their HTML is, pictures by https (SET-10)")
    sms_text: str = Field(description="Under text messages, on a line of its own (SET-11)")
