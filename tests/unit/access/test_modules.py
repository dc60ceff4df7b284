"""What a module switch takes away, and what an excluded school does."""

import pytest

from chalicelib.access.model import Level, Permission, Principal, Profile
from chalicelib.access.modules import TAKES, Module, at_school, is_on, taken_away
from chalicelib.access.profiles import DISTRICT_ADMINISTRATOR, TEACHER
from chalicelib.directory.model import Role
from tests.builders import people

P = Permission


def administrator() -> Principal:
    return Principal("demo", "boss", "Boss", (Role.ADMIN,), (DISTRICT_ADMINISTRATOR,), all_schools=True)


def test_a_new_district_has_calls_and_texts_and_nothing_else() -> None:
    """LIC-01, LIC-03, LIC-04, LIC-05, LIC-06, LIC-08: switches that nobody touched."""
    assert [each for each in Module if is_on({}, each)] == [Module.CALLING_AND_TEXTING]
    assert not is_on({"ai": "yes"}, Module.AI), "a switch is on or off"


def test_without_calls_and_texts_their_permissions_have_no_effect_and_are_kept() -> None:
    """LIC-01, LIC-02: texts, calls, emergencies, polls, attendance alerts, integrations, caller ids."""
    boss = administrator()
    settings = {each.value: True for each in Module}
    assert taken_away(settings) == frozenset()
    off = boss.without(taken_away(settings | {"calling_and_texting": False}))
    gone = {name for name in boss.grants if not off.may(name)}
    assert gone == TAKES[Module.CALLING_AND_TEXTING] & set(boss.grants)
    assert {P.SEND_SMS, P.PHONE_CALLS, P.EMERGENCY_CALLS, P.SEND_POLL_OR_SIGN_UP, P.INTEGRATIONS} <= gone
    assert off.profiles == boss.profiles, "stored as before: on again, it counts again"
    assert off.may(P.SEND_MESSAGES, Level.EDIT)


@pytest.mark.parametrize(
    ("module", "permission"),
    [
        (Module.DOCUMENT_MANAGEMENT, P.ACADEMIC_RECORD),
        (Module.MODERATION, P.REPORTS_THREAT_ALERTS),
        (Module.AI, P.COMMUNICATION_AI),
        (Module.PUBLIC_FEED, P.ANNOUNCEMENTS_MOBILE_PUBLIC),
    ],
)
def test_each_other_module_has_its_permission(module: Module, permission: Permission) -> None:
    """LIC-02, LIC-03, LIC-05, LIC-06, LIC-08: no effect when off, effect when on."""
    on = {each.value: True for each in Module}
    boss = administrator()
    assert boss.without(taken_away(on)).may(permission)
    assert not boss.without(taken_away(on | {module.value: False})).may(permission)


@pytest.mark.parametrize("profile", [DISTRICT_ADMINISTRATOR, TEACHER])
def test_at_an_excluded_school_calls_and_texts_are_gone_emergencies_included(profile: Profile) -> None:
    """XSCH-04, XSCH-09: at that school only; emails and the rest stay."""
    principal = Principal("demo", "u", "U", (Role.ADMIN, Role.TEACHER), (profile,))
    excluded = at_school(principal, people.school(excluded=True))
    for gone in (P.SEND_SMS, P.PHONE_CALLS, P.EMERGENCY_CALLS, P.ATTENDANCE_MESSAGES):
        assert not excluded.may(gone)
    assert excluded.may(P.SEND_MESSAGES, Level.EDIT)
    assert at_school(principal, people.school()).may(P.SEND_SMS, Level.EDIT)
