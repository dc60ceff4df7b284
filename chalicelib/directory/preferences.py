"""Preferences: a district decides, a school may decide otherwise for itself (ADMIN-02). Pure.

    defaults <- district's settings <- settings of the sender's session school (A-27)

Stored values were checked when they were set. What the operator sets, modules and the length of calls, is the
district's alone and stands among the same settings (`access.modules`).
"""

from collections.abc import Mapping
from datetime import time

from chalicelib.kernel.errors import FieldError
from chalicelib.kernel.words import say

from .model import District, School

Value = str | int | bool
Values = dict[str, Value]

# Personal settings that a district may decide for everybody (`my_settings`).
ENFORCEABLE = ("push_always", "email_opt_out", "allows_replies")
SIDES = ("call_window_not_before", "call_window_not_after")
TEXT_CHARACTERS = 130  # SMS-02
CALL_CHARACTERS = 1000  # for each minute that a call may last (CALL-08)
CALL_MINUTES = (1, 2, 3)  # LIC-07; the first is the default
CONFIRM_OVER = 100  # people (SEND-02); set by whoever runs Carillon, if at all
# What holds until somebody decides. An empty text is none, a rate of 0 the provider's own.
DEFAULTS: Mapping[str, Value] = {
    **dict.fromkeys(SIDES, ""),
    "always_confirm": False,
    "sms_character_limit": TEXT_CHARACTERS,
    "default_recipient_type": "",
    "one_per_address": False,
    "window_follows_recipient": False,
    "hide_schedules_from_teachers": False,
    "hide_schedules_from_families": False,
    "session_year": "",
    "help_contact": "",
    "emails_per_second": 0,
    "texts_per_second": 0,
    "calls_per_minute": 0,
    # What users may set for themselves, and the district decided for all of them: "on", "off" (SET-02).
    **{f"everybody_{name}": "" for name in ENFORCEABLE},
    "texts_per_second_per_number": 0,
    "calls_per_minute_per_number": 0,
}
# Those in which a school may differ from its district. The others bind the district as a whole.
BY_SCHOOL = frozenset(
    {
        *SIDES,
        "always_confirm",
        "sms_character_limit",
        "default_recipient_type",
        "hide_schedules_from_teachers",
        "hide_schedules_from_families",
    }
)


def effective(district: District, school: School | None = None) -> Values:
    """Every setting as it binds a sender of this school, or of the whole district (A-27)."""
    own = {name: value for name, value in school.settings.items() if name in BY_SCHOOL} if school else {}
    others = {"call_character_limit": CALL_CHARACTERS * call_minutes(district), "confirm_over": CONFIRM_OVER}
    return {**DEFAULTS, **others, **district.settings, **own}


def call_minutes(district: District) -> int:
    """How long a call may be, as the operator set it (LIC-07)."""
    minutes = district.settings.get("call_minutes")
    return minutes if type(minutes) is int and minutes in CALL_MINUTES else CALL_MINUTES[0]


def voice_numbers(settings: Mapping[str, object]) -> frozenset[str]:
    """The numbers, in E.164 form, that the operator lets this district's calls come from, beside their own
    (docs/operations.md)."""
    return frozenset(str(settings.get("voice_numbers") or "").split())


def changed(current: Mapping[str, Value], wanted: Mapping[str, Value | None]) -> Values:
    """The settings with what was wanted; None takes a value away, so that what stands behind it holds again."""
    kept = {name: value for name, value in current.items() if name not in wanted}
    return kept | {name: value for name, value in wanted.items() if value is not None}


def window_faults(values: Mapping[str, Value], sent: Mapping[str, object]) -> tuple[FieldError, ...]:
    """ADMIN-01: a window that ends before it begins, named at the side that was sent."""
    before, after = (str(values.get(side) or "") for side in SIDES)
    if not (before and after) or time.fromisoformat(before) <= time.fromisoformat(after):
        return ()
    at = SIDES[1] if SIDES[1] in sent else SIDES[0]
    told = say(
        "Calls, texts and pushes would never leave: {before} is later than {after}. "
        "Give an end that is later than the beginning, or leave one of them empty.",
        before=before,
        after=after,
    )
    return (FieldError(f"preferences.{at}", told),)
