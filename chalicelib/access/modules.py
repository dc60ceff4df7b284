"""The modules of a district, and what is left of a permission where one is off (LIC-01 to LIC-08). Pure.

    district's settings --taken_away--> permissions without effect --Principal.withheld--> routes, `/v1/me`, web

The operator switches modules (docs/operations.md); district users see them. A profile keeps what it holds, so
that it counts again when the module is on (LIC-02). An excluded school is like a district without calls and
texts, for those who work for it (XSCH-04).
"""

from collections.abc import Mapping
from enum import StrEnum

from chalicelib.directory.model import School

from .model import Principal
from .permissions import Permission

P = Permission


class Module(StrEnum):
    """A purchasable part (glossary "Module"); the value is the name of its switch among the settings."""

    CALLING_AND_TEXTING = "calling_and_texting"
    DOCUMENT_MANAGEMENT = "document_management"
    TRANSLATION = "translation"
    MODERATION = "moderation"
    AI = "ai"
    PUBLIC_FEED = "public_feed"


_ON_AT_FIRST = frozenset({Module.CALLING_AND_TEXTING})
_CALLS_AND_TEXTS = frozenset(
    {
        P.SEND_SMS,
        P.PHONE_CALLS,
        P.EMERGENCY_CALLS,
        P.SEND_POLL_OR_SIGN_UP,
        P.ANNOUNCEMENTS_SEND_SMS,
        P.ANNOUNCEMENTS_SEND_CALLS,
        P.TEACHER_ATTENDANCE_ALERTS,
        P.ATTENDANCE_MESSAGES,
        P.INTEGRATIONS,
        P.CALLER_ID_NUMBERS,
    }
)
# What a permission screen leaves out, and what has no effect, while a module is off.
TAKES: Mapping[Module, frozenset[Permission]] = {
    Module.CALLING_AND_TEXTING: _CALLS_AND_TEXTS,
    Module.DOCUMENT_MANAGEMENT: frozenset({P.ACADEMIC_RECORD}),
    Module.TRANSLATION: frozenset(),
    Module.MODERATION: frozenset({P.REPORTS_THREAT_ALERTS}),
    Module.AI: frozenset({P.COMMUNICATION_AI}),
    Module.PUBLIC_FEED: frozenset({P.ANNOUNCEMENTS_MOBILE_PUBLIC}),
}
# XSCH-04: calls, texts and attendance alerts. Integrations and caller IDs are the district's and stay.
_AT_EXCLUDED = frozenset(
    {
        P.SEND_SMS,
        P.PHONE_CALLS,
        P.EMERGENCY_CALLS,
        P.ANNOUNCEMENTS_SEND_SMS,
        P.ANNOUNCEMENTS_SEND_CALLS,
        P.TEACHER_ATTENDANCE_ALERTS,
        P.ATTENDANCE_MESSAGES,
    }
)


def is_on(settings: Mapping[str, object], module: Module) -> bool:
    """Whether a district has a module."""
    return settings.get(module, module in _ON_AT_FIRST) is True


def taken_away(settings: Mapping[str, object]) -> frozenset[Permission]:
    """The permissions that have no effect in a district."""
    return frozenset().union(*(TAKES[each] for each in Module if not is_on(settings, each)))


def taken_away_at(school: School) -> frozenset[Permission]:
    """The permissions that have no effect for somebody who works for this school (A-70: the session school)."""
    return _AT_EXCLUDED if school.excluded else frozenset()


def at_school(principal: Principal, school: School) -> Principal:
    """The principal with the rights that are left while working for a school."""
    return principal.without(taken_away_at(school))
