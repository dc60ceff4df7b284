"""What the routes of settings and of the record of changes take and give (docs/api)."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, ConfigDict, Field

from chalicelib.access.validation import Schema

from .audit import Subject

_HOUR = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
_YEAR = re.compile(r"20\d\d", re.ASCII)
LONGEST_TEXT = 1600  # characters; no carrier takes more in one text message
LONGEST_CONTACT = 80  # characters of what a text names: it should fit two segments
HIGHEST_RATE = 100_000


def _hour(text: str) -> str:
    if text and not _HOUR.fullmatch(text):
        raise ValueError("Write the time as hours and minutes, such as 08:00 or 21:30.")
    return text


def _year(text: str) -> str:
    if text and not _YEAR.fullmatch(text):
        raise ValueError("Write the year in which the school year begins, such as 2026 for 2026-27.")
    return text


def _zone(text: str) -> str:
    try:
        if text:
            ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("Write a time zone as America/Denver. Leave it empty for the district's.") from None
    return text


def _line(text: str) -> str:
    if not all(each.isprintable() for each in text):
        raise ValueError("Write it on one line, without characters that cannot be seen.")
    return " ".join(text.split())


Hour = Annotated[str, AfterValidator(_hour)]
Year = Annotated[str, AfterValidator(_year)]
Zone = Annotated[str, Field(max_length=64), AfterValidator(_zone)]
Line = Annotated[str, Field(max_length=LONGEST_CONTACT), AfterValidator(_line)]
Limit = Annotated[int, Field(strict=True, gt=0, le=LONGEST_TEXT)]
Rate = Annotated[int, Field(strict=True, gt=0, le=HIGHEST_RATE)]
Switch = Annotated[bool, Field(strict=True)]
Decision = Literal["", "on", "off"] | None
_FOR_ALL = "Decided for everybody instead of by each user (`on`, `off`; empty: each decides)"
RecipientType = Literal[
    "students",
    "student_personal",
    "primary_contacts",
    "all_contacts",
    "once_per_family",
    "teachers_of",
    "students_and_all_contacts",
    "students_and_primary_contacts",
]


class SchoolPreferences(Schema):
    """What a school may decide for itself. Null: not decided, so that what stands behind it holds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    call_window_not_before: Hour | None = Field(
        default=None, description="HH:MM, local: no call, text or push leaves earlier; empty for no limit"
    )
    call_window_not_after: Hour | None = Field(default=None, description="HH:MM, local; empty for no limit")
    always_confirm: Switch | None = Field(default=None, description="Confirm the number of recipients always")
    sms_character_limit: Limit | None = None
    default_recipient_type: Literal[RecipientType, ""] | None = Field(
        default=None, description="The type that Compose starts on; empty for none"
    )
    hide_schedules_from_teachers: Switch | None = Field(default=None, description="PICK-11")
    hide_schedules_from_families: Switch | None = Field(default=None, description="PICK-12")


class Preferences(SchoolPreferences):
    """What a district decides for all its schools, and for itself. Null: as a new district has it."""

    window_follows_recipient: Switch | None = Field(
        default=None, description="The call window is that of each recipient's school, not of the sender's"
    )
    one_per_address: Switch | None = Field(default=None, description="One text or call per number and message")
    session_year: Year | None = Field(default=None, description="The school year at work: 2026 is 2026-27")
    help_contact: Line | None = Field(
        default=None,
        description="Where families find help, said to whoever texts HELP, such as a phone number of the "
        "district. Empty: the web address",
    )
    emails_per_second: Rate | None = Field(
        default=None, description="What the provider takes; nothing leaves faster. Null: as fast as it lets us"
    )
    texts_per_second: Rate | None = None
    calls_per_minute: Rate | None = None
    everybody_push_always: Decision = Field(default=None, description=f"{_FOR_ALL}: push for every message")
    everybody_email_opt_out: Decision = Field(default=None, description=f"{_FOR_ALL}: no emails")
    everybody_allows_replies: Decision = Field(
        default=None, description=f"{_FOR_ALL}: replies allowed at first"
    )
    texts_per_second_per_number: Rate | None = Field(
        default=None, description="What the carriers take from one origination number"
    )
    calls_per_minute_per_number: Rate | None = None


class Modules(Schema):
    """What the operator switches for a district; users see it."""

    calling_and_texting: bool
    document_management: bool
    translation: bool
    moderation: bool
    ai: bool
    public_feed: bool


class DistrictSettings(Schema):
    name: str
    time_zone: str
    preferences: Preferences = Field(description="What was decided; null for what was not")
    in_effect: Mapping[str, str | int | bool] = Field(description="What holds, decided or not")
    modules: Modules
    call_minutes: int = Field(description="How long a call may be; the operator sets it")


class DistrictChange(Schema):
    """Only what is named changes. Modules and the length of calls are the operator's."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    preferences: Preferences = Field(default_factory=Preferences)

    def wanted(self) -> dict[str, Any]:
        return self.preferences.model_dump(exclude_unset=True)


class SchoolSettings(Schema):
    school_id: str
    name: str
    students: int
    time_zone: str = Field(description="Empty: the district's")
    excluded: bool | None = Field(description="Excluded from communication; null for whom it does not concern")
    first_year: str = Field(description="First school year of operation (2026 is 2026-27); empty: open")
    last_year: str
    preferences: SchoolPreferences = Field(description="What the school decided; null: as its district")
    in_effect: Mapping[str, str | int | bool]


class SchoolSettingsList(Schema):
    items: tuple[SchoolSettings, ...]


class SchoolChange(Schema):
    """Only what is named changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    time_zone: Zone = ""
    excluded: Switch = False
    first_year: Year = ""
    last_year: Year = ""
    preferences: SchoolPreferences = Field(default_factory=SchoolPreferences)

    def fields(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.model_fields_set if name != "preferences"}

    def wanted(self) -> dict[str, Any]:
        return self.preferences.model_dump(exclude_unset=True)


class AuditQuery(Schema):
    limit: Annotated[int, Field(ge=1, le=100)] = 20
    cursor: Annotated[str, Field(max_length=1000)] | None = None


class AuditChange(Schema):
    field: str
    before: str | int | bool | None
    after: str | int | bool | None


class AuditRow(Schema):
    """One act: who changed what of whom or what, and when."""

    entry_id: str
    at: str
    user_id: str = Field(description="Empty for the operator")
    user_name: str
    subject: Subject
    about_id: str
    about: str
    changes: tuple[AuditChange, ...]


class AuditPage(Schema):
    items: tuple[AuditRow, ...]
    next_cursor: str | None
