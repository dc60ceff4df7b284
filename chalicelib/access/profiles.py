"""The profiles a district starts with, as data. A district may store others, or change these (`store.py`)."""

from collections.abc import Mapping

from chalicelib.directory.model import Role

from .model import Grants, Level, Permission, Profile
from .permissions import OFFERED

P, VIEW, EDIT = Permission, Level.VIEW, Level.EDIT


def _without(grants: Grants, *names: Permission) -> dict[Permission, Level]:
    return {name: level for name, level in grants.items() if name not in names}


# District-wide duties that a school's own administrator does not get by default.
_DISTRICT_DUTIES = (
    P.SEND_FROM_DISTRICT,
    P.INTEGRATIONS,
    P.CALLER_ID_NUMBERS,
    P.MANAGE_ROSTER,
    P.MANAGE_SETTINGS,
)
# What nobody may until the district gives it to somebody (XSCH-01).
_NOBODYS = (P.EXCLUDE_SCHOOLS,)
_CLERK: dict[Permission, Level] = {
    P.COMMUNICATION: VIEW,
    P.MANAGE_ROSTER: EDIT,
    P.INTEGRATIONS: EDIT,
    P.COMMUNICATION_REPORTS: VIEW,
    P.INCLUDE_IN_MESSAGING_SEARCH: VIEW,
}

DISTRICT_ADMINISTRATOR = Profile(
    "district-administrator", "District administrator", Role.ADMIN, _without(OFFERED[Role.ADMIN], *_NOBODYS)
)
PRINCIPAL = Profile(
    "principal", "Principal", Role.ADMIN, _without(OFFERED[Role.ADMIN], *_DISTRICT_DUTIES, *_NOBODYS)
)
DATA_CLERK = Profile("data-clerk", "Data clerk", Role.ADMIN, _CLERK)
TEACHER = Profile("teacher-standard", "Teacher", Role.TEACHER, OFFERED[Role.TEACHER])
TEACHER_WITHOUT_CALLS = Profile(
    "teacher-without-calls",
    "Teacher without calls",
    Role.TEACHER,
    _without(OFFERED[Role.TEACHER], P.PHONE_CALLS, P.ANNOUNCEMENTS_SEND_CALLS),
)
PARENT = Profile("parent-standard", "Parent", Role.PARENT, OFFERED[Role.PARENT])
PARENT_INBOX_ONLY = Profile("parent-inbox-only", "Parent inbox only", Role.PARENT, {P.COMMUNICATION: VIEW})
STUDENT = Profile("student-standard", "Student", Role.STUDENT, OFFERED[Role.STUDENT])
# An admin without a named profile: writes and reads, but holds no district-wide duty and no emergency.
ADMIN = Profile(
    "admin-standard",
    "Administrator",
    Role.ADMIN,
    _without(OFFERED[Role.ADMIN], *_DISTRICT_DUTIES, *_NOBODYS, P.EMERGENCY_CALLS, P.REPORTS_THREAT_ALERTS)
    | {P.EDIT_CONTACT_SETTINGS: VIEW},
)

STANDARD: Mapping[Role, Profile] = {
    Role.ADMIN: ADMIN,
    Role.TEACHER: TEACHER,
    Role.PARENT: PARENT,
    Role.STUDENT: STUDENT,
}
NAMED: tuple[Profile, ...] = (
    DISTRICT_ADMINISTRATOR,
    PRINCIPAL,
    DATA_CLERK,
    ADMIN,
    TEACHER,
    TEACHER_WITHOUT_CALLS,
    PARENT,
    PARENT_INBOX_ONLY,
    STUDENT,
)


def standard_profile(role: Role) -> Profile:
    """The profile of a user of this role who was given none."""
    return STANDARD[role]


def chosen(
    named: tuple[str, ...], roles: tuple[Role, ...], known: Mapping[str, Profile]
) -> tuple[Profile, ...]:
    """The named profiles that exist and fit a role of the user; with none named, each role's standard one."""
    wanted = named or tuple(standard_profile(role).profile_id for role in roles)
    return tuple(known[each] for each in wanted if each in known and known[each].role in roles)
