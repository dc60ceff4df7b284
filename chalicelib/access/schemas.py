"""What the access room's routes take and give (docs/api)."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from chalicelib.directory.model import Role

from .validation import Schema, Words

Name = Annotated[str, Field(min_length=1, max_length=128)]
Password = Annotated[str, Field(min_length=1, max_length=256)]
Opaque = Annotated[str, Field(min_length=1, max_length=4096)]


class SignIn(Schema):
    username: Name
    password: Password


class NewPassword(Schema):
    username: Name
    session: Opaque
    new_password: Password


class Refresh(Schema):
    refresh_token: Opaque


class SignedIn(Schema):
    """Tokens, or a challenge to answer at `/v1/sign-in/new-password`."""

    access_token: str | None = None
    refresh_token: str | None = None
    expires_in: int | None = Field(default=None, description="Seconds until the access token ends")
    challenge: Literal["new_password_required"] | None = None
    session: str | None = None


class Refreshed(Schema):
    access_token: str
    expires_in: int = Field(description="Seconds until the access token ends")


class Health(Schema):
    status: Literal["ok"] = "ok"


class Document(Schema):
    """An OpenAPI document, as it is."""

    model_config = ConfigDict(extra="allow")


class ProfileName(Schema):
    id: str
    title: Words


class StaffProfile(ProfileName):
    role: Role


class StaffProfiles(Schema):
    items: tuple[StaffProfile, ...]


class DistrictName(Schema):
    id: str
    name: str
    time_zone: str = Field(description="IANA zone; dates are meant in it")


class Settings(Schema):
    sms_character_limit: int
    call_character_limit: int
    confirm_over: int = Field(description="Sending to more people than this asks for a confirmation")
    always_confirm: bool
    default_recipient_type: str = Field(description="The type that Compose starts on; empty for none")
    call_window_not_before: str = Field(description="HH:MM, local, from when calls and texts leave; empty: any")
    call_window_not_after: str = Field(description="HH:MM, local: until when; empty: always")


class MySchool(Schema):
    school_id: str
    name: str
    students: int = Field(description="Active students")
    is_open: bool = Field(description="In the school year looked at: nobody can work for a closed school")
    time_zone: str = Field(
        description="IANA zone, its own or the district's: what is scheduled for it is meant in it"
    )
    settings: Settings = Field(description="As they bind somebody who works for this school")
    withheld: tuple[str, ...] = Field(
        description="Permissions without effect while working for this school, whatever the profiles say"
    )
    sends_as_school: bool = Field(description="Sending as the district becomes sending as the school here")


class SchoolYears(Schema):
    """Which may be looked at, each by the year in which it begins: 2026 is 2026-27."""

    first: str
    current: str = Field(description="The one in which messages are sent")


class Me(Schema):
    """The signed-in user, with rights as they stand now."""

    user_id: str
    name: str
    email: str | None
    roles: tuple[str, ...]
    profiles: tuple[ProfileName, ...]
    language: str
    district: DistrictName
    time_zone: str = Field(
        description="IANA zone in which the moments of a scheduled answer are meant: that of one's own school, "
        "or the district's"
    )
    schools: tuple[MySchool, ...]
    whole_district: bool = Field(description="Whether they are all of the district's, also those to come")
    permissions: dict[str, Literal["view", "edit"]]
    recipient_types: tuple[str, ...]
    settings: Settings = Field(description="As they bind who writes as the district")
    modules: tuple[str, ...] = Field(description="What the operator switched on for the district")
    replies_at_first: bool = Field(description="Whether a new message begins with replies allowed (SET-09)")
    unread: int = Field(description="Messages in the inbox not read yet (A-96)")
    school_years: SchoolYears
