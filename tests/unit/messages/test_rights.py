"""Which rights a message asks for."""

import pytest

from chalicelib.access.model import Principal, Profile
from chalicelib.access.permissions import OFFERED, Permission
from chalicelib.content.model import Content, SmsPart, VoicePart
from chalicelib.directory.model import Role
from chalicelib.messages.rights import missing_rights

P = Permission
EVERYTHING = Content(
    "Trip", "<p>x</p>", "x", SmsPart("x", emergency=True), VoicePart("x", emergency=True), push=True
)


def lacking(*missing: Permission) -> set[str]:
    """The fields refused to an administrator who holds all but these."""
    grants = {each: level for each, level in OFFERED[Role.ADMIN].items() if each not in missing}
    principal = Principal("demo", "ann", "Ann", (Role.ADMIN,), (Profile("p", "P", Role.ADMIN, grants),))
    return {fault.field for fault in missing_rights(principal, EVERYTHING, priority=True)}


@pytest.mark.parametrize(
    ("missing", "fields"),
    [
        ((), set()),
        ((P.SEND_SMS,), {"parts.sms", "parts.sms.emergency"}),
        ((P.PHONE_CALLS,), {"parts.voice", "parts.voice.emergency"}),
        ((P.EMERGENCY_CALLS,), {"parts.sms.emergency", "parts.voice.emergency"}),
        ((P.PUSH,), {"parts.push"}),
        ((P.SEND_AS_PRIORITY,), {"priority"}),
        ((P.PUSH, P.SEND_AS_PRIORITY), {"parts.push", "priority"}),
    ],
)
def test_each_missing_right_names_its_fields(missing: tuple[Permission, ...], fields: set[str]) -> None:
    """PERM-11: an emergency needs both; PERM-A06, PERM-A15, PERM-A17, PERM-A29, PERM-A30."""
    assert lacking(*missing) == fields


def test_an_email_alone_asks_for_nothing_more() -> None:
    nobody = Principal("demo", "ann", "Ann", (Role.ADMIN,))
    assert list(missing_rights(nobody, Content("Trip", "<p>x</p>", "x"), priority=False)) == []
