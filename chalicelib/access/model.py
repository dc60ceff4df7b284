"""Who may do what: every permission of the PERM tables as data, profiles, and the principal of a request. Pure.

A permission is held at a level: View (see it) or Edit (do it; includes View). A profile belongs to one role and
maps permissions to levels; a user holds the union over their profiles (PERM-03, A-85).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

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


Grants = Mapping[Permission, Level]


@dataclass(frozen=True)
class Profile:
    """A named permission set within a role (glossary "Profile")."""

    profile_id: str
    title: str
    role: Role
    grants: Grants = field(default_factory=dict)


def union(profiles: Iterable[Profile]) -> dict[Permission, Level]:
    """The rights of a user with several profiles: the higher level of each permission (A-85)."""
    held: dict[Permission, Level] = {}
    for profile in profiles:
        for permission, level in profile.grants.items():
            if permission not in held or level.covers(held[permission]):
                held[permission] = level
    return held


@dataclass(frozen=True)
class Principal:
    """Who is asking: a user of one district with their rights as they stand at this request.

    `schools` are the schools the user can reach; `sections` the sections a teacher teaches; `children` a
    parent's students. An admin with `all_schools` reaches every school of the district.
    """

    district: str
    user_id: str
    name: str
    roles: tuple[Role, ...]
    profiles: tuple[Profile, ...] = ()
    schools: tuple[str, ...] = ()
    all_schools: bool = False
    sections: tuple[str, ...] = ()
    children: tuple[str, ...] = ()

    @cached_property
    def grants(self) -> Grants:
        return union(self.profiles)

    @property
    def is_staff(self) -> bool:
        return Role.ADMIN in self.roles or Role.TEACHER in self.roles

    @property
    def is_admin(self) -> bool:
        return Role.ADMIN in self.roles

    def may(self, permission: Permission, level: Level = Level.VIEW) -> bool:
        """Whether the principal holds a permission at least at a level."""
        held = self.grants.get(permission)
        return held is not None and held.covers(level)


@dataclass(frozen=True)
class Needs:
    """What a route asks of the principal: all of these permissions. `public` routes ask for no token."""

    all_of: tuple[tuple[Permission, Level], ...] = ()
    staff_only: bool = False
    public: bool = False

    def met_by(self, principal: Principal) -> bool:
        if self.staff_only and not principal.is_staff:
            return False
        return all(principal.may(permission, level) for permission, level in self.all_of)


PUBLIC = Needs(public=True)
SIGNED_IN = Needs()


def view(*permissions: Permission, staff_only: bool = False) -> Needs:
    """Needs of a route that shows."""
    return Needs(tuple((each, Level.VIEW) for each in permissions), staff_only)


def edit(*permissions: Permission, staff_only: bool = False) -> Needs:
    """Needs of a route that does."""
    return Needs(tuple((each, Level.EDIT) for each in permissions), staff_only)
