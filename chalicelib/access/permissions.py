"""Every permission of the PERM tables as data, and the most that each role may hold. Pure.

`OFFERED` is the ceiling: a stored grant outside it has no effect (PERM-T22), so neither a forged request nor a
slip in a profile gives a teacher a district-wide right. The levels say which boxes the permission screen shows;
holding the box is what counts, whichever of the two it is (A-05).
"""

from collections.abc import Mapping
from enum import StrEnum

from chalicelib.directory.model import Role


class Level(StrEnum):
    VIEW = "view"
    EDIT = "edit"

    def covers(self, needed: "Level") -> bool:
        """Edit includes View."""
        return self is Level.EDIT or needed is Level.VIEW


class Permission(StrEnum):
    """Stable keys (A-03), one per row of the PERM tables."""

    COMMUNICATION = "communication"
    COMMUNICATION_AI = "communication_ai"
    SEND_MESSAGES = "send_messages"
    SEND_FROM_DISTRICT = "send_from_district"
    SEND_FROM_SCHOOL = "send_from_school"
    SEND_AS_PRIORITY = "send_as_priority"
    INCLUDE_IN_MESSAGING_SEARCH = "include_in_messaging_search"
    SEND_TO_STUDENT = "send_to_student"
    SEND_TO_STUDENT_PERSONAL = "send_to_student_personal"
    SEND_TO_PRIMARY_CONTACTS = "send_to_primary_contacts"
    SEND_TO_ALL_CONTACTS = "send_to_all_contacts"
    SEND_TO_ONCE_PER_FAMILY = "send_to_once_per_family"
    SEND_TO_TEACHERS_OF = "send_to_teachers_of"
    SEND_TO_STAFF = "send_to_staff"
    PUSH = "push"
    SEND_POLL_OR_SIGN_UP = "send_poll_or_sign_up"
    SEND_SMS = "send_sms"
    ANNOUNCEMENTS = "announcements"
    ANNOUNCEMENTS_SEND_EMAILS = "announcements_send_emails"
    ANNOUNCEMENTS_SEND_SMS = "announcements_send_sms"
    ANNOUNCEMENTS_SEND_CALLS = "announcements_send_calls"
    ANNOUNCEMENTS_MOBILE_PUBLIC = "announcements_mobile_public"
    TEMPLATES_CREATED_BY_OTHERS = "templates_created_by_others"
    PUBLISH_TEMPLATES = "publish_templates"
    TEACHER_ATTENDANCE_ALERTS = "teacher_attendance_alerts"
    ATTENDANCE_MESSAGES = "attendance_messages"
    INTEGRATIONS = "integrations"
    ACADEMIC_RECORD = "academic_record"
    PHONE_CALLS = "phone_calls"
    EMERGENCY_CALLS = "emergency_calls"
    CALLER_ID_NUMBERS = "caller_id_numbers"
    FLAG_MESSAGES = "flag_messages"
    ASSIGN_MESSAGES = "assign_messages"
    CLASS_ANNOUNCEMENTS = "class_announcements"
    REWARD_POSITIVE_BEHAVIOR = "reward_positive_behavior"
    COMMUNICATION_REPORTS = "communication_reports"
    REPORTS_VIEW_ALL_USERS = "reports_view_all_users"
    REPORTS_FLAG_MESSAGES = "reports_flag_messages"
    REPORTS_THREAT_ALERTS = "reports_threat_alerts"
    MANAGE_ROSTER = "manage_roster"
    MANAGE_SETTINGS = "manage_settings"
    EXCLUDE_SCHOOLS = "exclude_schools"
    EDIT_CONTACT_SETTINGS = "edit_contact_settings"


Grants = Mapping[Permission, Level]

VIEW, EDIT = Level.VIEW, Level.EDIT
P = Permission

_STUDENT_TYPES = (
    P.SEND_TO_STUDENT,
    P.SEND_TO_STUDENT_PERSONAL,
    P.SEND_TO_PRIMARY_CONTACTS,
    P.SEND_TO_ALL_CONTACTS,
    P.SEND_TO_ONCE_PER_FAMILY,
    P.SEND_TO_TEACHERS_OF,
)
# What admins and teachers hold alike: PERM-A01..A03, A07..A17, A19..A21, A29, A32 and PERM-T01..T10, T12..T20.
_STAFF: dict[Permission, Level] = {
    P.COMMUNICATION: VIEW,
    P.COMMUNICATION_AI: EDIT,
    P.SEND_MESSAGES: EDIT,
    P.INCLUDE_IN_MESSAGING_SEARCH: VIEW,
    **dict.fromkeys(_STUDENT_TYPES, EDIT),
    P.SEND_TO_STAFF: EDIT,
    P.PUSH: EDIT,
    P.SEND_POLL_OR_SIGN_UP: EDIT,
    P.SEND_SMS: EDIT,
    P.PHONE_CALLS: EDIT,
    P.ANNOUNCEMENTS_SEND_EMAILS: EDIT,
    P.ANNOUNCEMENTS_SEND_SMS: EDIT,
    P.ANNOUNCEMENTS_SEND_CALLS: EDIT,
    P.FLAG_MESSAGES: EDIT,
    P.COMMUNICATION_REPORTS: VIEW,
}
_ADMIN: dict[Permission, Level] = {
    **_STAFF,
    P.SEND_FROM_DISTRICT: EDIT,
    P.SEND_FROM_SCHOOL: EDIT,
    P.SEND_AS_PRIORITY: EDIT,
    P.ANNOUNCEMENTS: EDIT,
    P.ANNOUNCEMENTS_MOBILE_PUBLIC: EDIT,
    P.TEMPLATES_CREATED_BY_OTHERS: EDIT,
    P.PUBLISH_TEMPLATES: EDIT,
    P.TEACHER_ATTENDANCE_ALERTS: EDIT,
    P.ATTENDANCE_MESSAGES: EDIT,
    P.INTEGRATIONS: EDIT,
    P.ACADEMIC_RECORD: EDIT,
    P.EMERGENCY_CALLS: EDIT,
    P.CALLER_ID_NUMBERS: EDIT,
    P.ASSIGN_MESSAGES: EDIT,
    P.REPORTS_VIEW_ALL_USERS: VIEW,
    P.REPORTS_FLAG_MESSAGES: VIEW,
    P.REPORTS_THREAT_ALERTS: VIEW,
    P.MANAGE_ROSTER: EDIT,
    P.MANAGE_SETTINGS: EDIT,
    P.EXCLUDE_SCHOOLS: EDIT,
    P.EDIT_CONTACT_SETTINGS: EDIT,
}
_TEACHER: dict[Permission, Level] = {**_STAFF, P.CLASS_ANNOUNCEMENTS: EDIT, P.REWARD_POSITIVE_BEHAVIOR: EDIT}
_PARENT: dict[Permission, Level] = {P.COMMUNICATION: VIEW, P.SEND_MESSAGES: VIEW}
_STUDENT: dict[Permission, Level] = {P.COMMUNICATION: VIEW, P.SEND_MESSAGES: EDIT}

# The highest level each role may hold. Permissions of which both boxes exist are in BOTH_BOXES.
OFFERED: Mapping[Role, Grants] = {
    Role.ADMIN: _ADMIN,
    Role.TEACHER: _TEACHER,
    Role.PARENT: _PARENT,
    Role.STUDENT: _STUDENT,
}
BOTH_BOXES = frozenset(
    {
        P.ANNOUNCEMENTS,
        P.TEMPLATES_CREATED_BY_OTHERS,
        P.MANAGE_ROSTER,
        P.MANAGE_SETTINGS,
        P.EXCLUDE_SCHOOLS,
        P.EDIT_CONTACT_SETTINGS,
    }
)
# What the Communication screen holds: without View on it, nobody does any of it (PERM-04, PERM-05). What has a
# place of its own stands by itself: reports, the roster, settings; so does being found by others (PERM-A07).
UNDER_COMMUNICATION = frozenset(
    {
        *_STUDENT_TYPES,
        P.COMMUNICATION_AI,
        P.SEND_MESSAGES,
        P.SEND_FROM_DISTRICT,
        P.SEND_FROM_SCHOOL,
        P.SEND_AS_PRIORITY,
        P.SEND_TO_STAFF,
        P.PUSH,
        P.SEND_POLL_OR_SIGN_UP,
        P.SEND_SMS,
        P.ANNOUNCEMENTS,
        P.ANNOUNCEMENTS_SEND_EMAILS,
        P.ANNOUNCEMENTS_SEND_SMS,
        P.ANNOUNCEMENTS_SEND_CALLS,
        P.ANNOUNCEMENTS_MOBILE_PUBLIC,
        P.TEMPLATES_CREATED_BY_OTHERS,
        P.PUBLISH_TEMPLATES,
        P.ACADEMIC_RECORD,
        P.PHONE_CALLS,
        P.EMERGENCY_CALLS,
        P.FLAG_MESSAGES,
        P.ASSIGN_MESSAGES,
        P.CLASS_ANNOUNCEMENTS,
    }
)


def effective(role: Role, grants: Grants) -> dict[Permission, Level]:
    """What a profile of a role really gives: only what its role is offered, at the level offered.

    An Edit-only permission stored as View gives nothing; a View-only one stored as Edit gives View. Send
    Messages of a family user acts the same, whichever box its role has (PERM-F02, PERM-F03, A-05).
    """
    offered = OFFERED[role]
    held = {name: _level(name, level, offered[name]) for name, level in grants.items() if name in offered}
    given = {name: level for name, level in held.items() if level is not None}
    if role is Role.PARENT and P.SEND_MESSAGES in given:
        given[P.SEND_MESSAGES] = EDIT
    return given


def _level(permission: Permission, held: Level, offered: Level) -> Level | None:
    if held is VIEW and offered is EDIT and permission not in BOTH_BOXES:
        return None
    return held if offered is EDIT else VIEW
