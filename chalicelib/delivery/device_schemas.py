"""What the routes of devices take and give (docs/api)."""

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.access.validation import Schema


class NewDevice(Schema):
    platform: Literal["web", "ios", "android"]
    token: Annotated[str, Field(min_length=1, max_length=4096)]
    name: Annotated[str, Field(max_length=100)] = ""


class Device(Schema):
    """A device that receives push messages. Its token is never shown again."""

    device_id: str
    platform: Literal["web", "ios", "android"]
    name: str
    created_at: str


class Devices(Schema):
    items: tuple[Device, ...]
