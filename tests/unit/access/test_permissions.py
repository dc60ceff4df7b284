"""Permissions as data: the tables PERM-A, -T, -F and -R, and what a profile really gives."""

import pytest

from chalicelib.access.model import Level, Needs, Permission, Principal, Profile, edit, union, view, view_any
from chalicelib.access.permissions import OFFERED, UNDER_COMMUNICATION, effective
from chalicelib.access.profiles import (
    NAMED,
    PARENT,
    PARENT_INBOX_ONLY,
    STUDENT,
    TEACHER,
    TEACHER_WITHOUT_CALLS,
    standard_profile,
)
from chalicelib.access.scope import recipient_types
from chalicelib.directory.model import Role

P = Permission
# The administrators' table, row by row, with the level that the row gives.
ADMIN_ROWS = [
    ("PERM-A01", P.COMMUNICATION, Level.VIEW),
    ("PERM-A02", P.COMMUNICATION_AI, Level.EDIT),
    ("PERM-A03", P.SEND_MESSAGES, Level.EDIT),
    ("PERM-A04", P.SEND_FROM_DISTRICT, Level.EDIT),
    ("PERM-A05", P.SEND_FROM_SCHOOL, Level.EDIT),
    ("PERM-A06", P.SEND_AS_PRIORITY, Level.EDIT),
    ("PERM-A07", P.INCLUDE_IN_MESSAGING_SEARCH, Level.VIEW),
    ("PERM-A08", P.SEND_TO_STUDENT, Level.EDIT),
    ("PERM-A09", P.SEND_TO_STUDENT_PERSONAL, Level.EDIT),
    ("PERM-A10", P.SEND_TO_PRIMARY_CONTACTS, Level.EDIT),
    ("PERM-A11", P.SEND_TO_ALL_CONTACTS, Level.EDIT),
    ("PERM-A12", P.SEND_TO_ONCE_PER_FAMILY, Level.EDIT),
    ("PERM-A13", P.SEND_TO_TEACHERS_OF, Level.EDIT),
    ("PERM-A14", P.SEND_TO_STAFF, Level.EDIT),
    ("PERM-A15", P.PUSH, Level.EDIT),
    ("PERM-A16", P.SEND_POLL_OR_SIGN_UP, Level.EDIT),
    ("PERM-A17", P.SEND_SMS, Level.EDIT),
    ("PERM-A18", P.ANNOUNCEMENTS, Level.EDIT),
    ("PERM-A19", P.ANNOUNCEMENTS_SEND_EMAILS, Level.EDIT),
    ("PERM-A20", P.ANNOUNCEMENTS_SEND_SMS, Level.EDIT),
    ("PERM-A21", P.ANNOUNCEMENTS_SEND_CALLS, Level.EDIT),
    ("PERM-A22", P.ANNOUNCEMENTS_MOBILE_PUBLIC, Level.EDIT),
    ("PERM-A23", P.TEMPLATES_CREATED_BY_OTHERS, Level.EDIT),
    ("PERM-A24", P.PUBLISH_TEMPLATES, Level.EDIT),
    ("PERM-A25", P.TEACHER_ATTENDANCE_ALERTS, Level.EDIT),
    ("PERM-A26", P.ATTENDANCE_MESSAGES, Level.EDIT),
    ("PERM-A27", P.INTEGRATIONS, Level.EDIT),
    ("PERM-A28", P.ACADEMIC_RECORD, Level.EDIT),
    ("PERM-A29", P.PHONE_CALLS, Level.EDIT),
    ("PERM-A30", P.EMERGENCY_CALLS, Level.EDIT),
    ("PERM-A31", P.CALLER_ID_NUMBERS, Level.EDIT),
    ("PERM-A32", P.FLAG_MESSAGES, Level.EDIT),
    ("PERM-A33", P.ASSIGN_MESSAGES, Level.EDIT),
    ("PERM-R01", P.COMMUNICATION_REPORTS, Level.VIEW),
    ("PERM-R02", P.REPORTS_VIEW_ALL_USERS, Level.VIEW),
    ("PERM-R03", P.REPORTS_FLAG_MESSAGES, Level.VIEW),
    ("PERM-R04", P.REPORTS_THREAT_ALERTS, Level.VIEW),
]
TEACHER_ROWS = [
    ("PERM-T01", P.COMMUNICATION, Level.VIEW),
    ("PERM-T02", P.COMMUNICATION_AI, Level.EDIT),
    ("PERM-T03", P.SEND_MESSAGES, Level.EDIT),
    ("PERM-T04", P.INCLUDE_IN_MESSAGING_SEARCH, Level.VIEW),
    ("PERM-T05", P.SEND_TO_STUDENT, Level.EDIT),
    ("PERM-T06", P.SEND_TO_STUDENT_PERSONAL, Level.EDIT),
    ("PERM-T07", P.SEND_TO_PRIMARY_CONTACTS, Level.EDIT),
    ("PERM-T08", P.SEND_TO_ALL_CONTACTS, Level.EDIT),
    ("PERM-T09", P.SEND_TO_ONCE_PER_FAMILY, Level.EDIT),
    ("PERM-T10", P.SEND_TO_TEACHERS_OF, Level.EDIT),
    ("PERM-T11", P.CLASS_ANNOUNCEMENTS, Level.EDIT),
    ("PERM-T12", P.ANNOUNCEMENTS_SEND_EMAILS, Level.EDIT),
    ("PERM-T13", P.ANNOUNCEMENTS_SEND_SMS, Level.EDIT),
    ("PERM-T14", P.ANNOUNCEMENTS_SEND_CALLS, Level.EDIT),
    ("PERM-T15", P.SEND_TO_STAFF, Level.EDIT),
    ("PERM-T16", P.PUSH, Level.EDIT),
    ("PERM-T17", P.SEND_POLL_OR_SIGN_UP, Level.EDIT),
    ("PERM-T18", P.SEND_SMS, Level.EDIT),
    ("PERM-T19", P.PHONE_CALLS, Level.EDIT),
    ("PERM-T20", P.FLAG_MESSAGES, Level.EDIT),
    ("PERM-T21", P.REWARD_POSITIVE_BEHAVIOR, Level.EDIT),
    ("PERM-R05", P.COMMUNICATION_REPORTS, Level.VIEW),
]
NEVER_FOR_TEACHERS = [
    P.SEND_FROM_DISTRICT,
    P.SEND_FROM_SCHOOL,
    P.SEND_AS_PRIORITY,
    P.EMERGENCY_CALLS,
    P.PUBLISH_TEMPLATES,
    P.TEMPLATES_CREATED_BY_OTHERS,
    P.TEACHER_ATTENDANCE_ALERTS,
    P.ATTENDANCE_MESSAGES,
    P.INTEGRATIONS,
    P.CALLER_ID_NUMBERS,
    P.ACADEMIC_RECORD,
    P.ASSIGN_MESSAGES,
    P.ANNOUNCEMENTS_MOBILE_PUBLIC,
    P.REPORTS_VIEW_ALL_USERS,
    P.REPORTS_FLAG_MESSAGES,
    P.REPORTS_THREAT_ALERTS,
    P.MANAGE_ROSTER,
    P.MANAGE_SETTINGS,
    P.EXCLUDE_SCHOOLS,
    P.EDIT_CONTACT_SETTINGS,
]


def principal(*profiles: Profile) -> Principal:
    roles = tuple(dict.fromkeys(profile.role for profile in profiles))
    return Principal("demo", "u", "Name", roles, profiles)


def profile(role: Role = Role.ADMIN, **grants: str) -> Profile:
    """One that opens Communication, unless the grants say otherwise."""
    held = {Permission(key): Level(level) for key, level in grants.items() if level != "none"}
    return Profile(
        "p", "P", role, {P.COMMUNICATION: Level.VIEW} | held if "communication" not in grants else held
    )


@pytest.mark.parametrize(("row", "permission", "level"), ADMIN_ROWS)
def test_admins_are_offered_every_row_of_their_table(row: str, permission: Permission, level: Level) -> None:
    """PERM-A01 and the rows up to PERM-A33, PERM-R01, PERM-R02, PERM-R03, PERM-R04: key and level."""
    assert OFFERED[Role.ADMIN][permission] is level, row


def test_admins_are_offered_nothing_else_but_the_roster_and_settings() -> None:
    rows = {permission for _, permission, _ in ADMIN_ROWS}
    ours = {P.MANAGE_ROSTER, P.MANAGE_SETTINGS, P.EXCLUDE_SCHOOLS, P.EDIT_CONTACT_SETTINGS}
    assert set(OFFERED[Role.ADMIN]) - rows == ours


def test_nobody_may_exclude_a_school_until_a_profile_says_so() -> None:
    """XSCH-01: the field is without permissions at first."""
    assert [each.title for each in NAMED if P.EXCLUDE_SCHOOLS in effective(each.role, each.grants)] == []


def test_teachers_are_offered_exactly_their_table() -> None:
    """PERM-T01 and the rows up to PERM-T21, PERM-R05."""
    assert OFFERED[Role.TEACHER] == {permission: level for _, permission, level in TEACHER_ROWS}


@pytest.mark.parametrize("permission", NEVER_FOR_TEACHERS)
@pytest.mark.parametrize("level", list(Level))
def test_a_teachers_profile_never_gives_what_teachers_are_not_offered(
    permission: Permission, level: Level
) -> None:
    """PERM-T22: a stored grant of such a right has no effect."""
    forged = Profile("p", "P", Role.TEACHER, {**TEACHER.grants, permission: level})

    assert not principal(forged).may(permission)
    assert not edit(permission).met_by(principal(forged))


@pytest.mark.parametrize("role", [Role.PARENT, Role.STUDENT])
def test_families_hold_two_permissions_at_most(role: Role) -> None:
    """PERM-F01, PERM-F02, PERM-F03, PERM-R06: communication and sending, never reports, whatever is stored."""
    everything = Profile("p", "P", role, dict.fromkeys(Permission, Level.EDIT))

    assert set(principal(everything).grants) == {P.COMMUNICATION, P.SEND_MESSAGES}
    assert not principal(everything).may(P.COMMUNICATION_REPORTS)


def test_sending_acts_the_same_for_parents_and_students() -> None:
    """PERM-F02, PERM-F03: the box stands under View for parents and under Edit for students (A-05)."""
    assert PARENT.grants[P.SEND_MESSAGES] is Level.VIEW
    assert STUDENT.grants[P.SEND_MESSAGES] is Level.EDIT
    assert principal(PARENT).may(P.SEND_MESSAGES, Level.EDIT)
    assert principal(STUDENT).may(P.SEND_MESSAGES, Level.EDIT)
    assert not principal(PARENT_INBOX_ONLY).may(P.SEND_MESSAGES)


def test_an_edit_box_ticked_under_view_gives_nothing() -> None:
    """PERM-01: only the boxes that exist count."""
    assert not principal(profile(send_sms="view")).may(P.SEND_SMS)
    assert principal(profile(send_sms="edit")).may(P.SEND_SMS, Level.EDIT)


def test_a_view_box_never_becomes_edit() -> None:
    assert effective(Role.ADMIN, {P.COMMUNICATION: Level.EDIT}) == {P.COMMUNICATION: Level.VIEW}


@pytest.mark.parametrize("permission", [P.ANNOUNCEMENTS, P.TEMPLATES_CREATED_BY_OTHERS])
def test_view_and_edit_are_apart_where_both_boxes_exist(permission: Permission) -> None:
    """PERM-A18, PERM-A23: View shows; Edit also does, and includes View."""
    viewer, editor = (principal(profile(Role.ADMIN, **{permission.value: each})) for each in ("view", "edit"))

    assert viewer.may(permission)
    assert not viewer.may(permission, Level.EDIT)
    assert editor.may(permission)
    assert editor.may(permission, Level.EDIT)


def test_several_profiles_give_their_union() -> None:
    """PERM-03, A-85: the higher level of each, and one enabling profile is enough for the messaging search."""
    one = profile(announcements="view", include_in_messaging_search="view")
    two = profile(announcements="edit", send_sms="edit")

    held = principal(one, two)
    assert held.may(P.ANNOUNCEMENTS, Level.EDIT)
    assert held.may(P.SEND_SMS, Level.EDIT)
    assert held.may(P.INCLUDE_IN_MESSAGING_SEARCH)
    opens = {P.COMMUNICATION: Level.VIEW}
    assert union([opens, {P.ANNOUNCEMENTS: Level.EDIT}, {P.ANNOUNCEMENTS: Level.VIEW}]) == {
        P.COMMUNICATION: Level.VIEW,
        P.ANNOUNCEMENTS: Level.EDIT,
    }


@pytest.mark.parametrize("role", list(Role))
def test_without_communication_nothing_under_it_counts(role: Role) -> None:
    """PERM-04, PERM-05, PERM-F01: reports, the roster, settings and being found stand by themselves."""
    shut = Profile(
        "p", "P", role, {name: level for name, level in OFFERED[role].items() if name != "communication"}
    )
    assert not set(principal(shut).grants) & UNDER_COMMUNICATION
    assert set(principal(shut).grants) == set(shut.grants) - UNDER_COMMUNICATION
    assert recipient_types(principal(shut)) == ()
    assert principal(shut, profile(role)).may(P.SEND_MESSAGES, Level.EDIT)  # another profile opens it


def test_each_permission_is_under_communication_or_stands_by_itself() -> None:
    """PERM-04: a new permission has to say which."""
    assert set(P) - UNDER_COMMUNICATION == {
        P.COMMUNICATION,
        P.INCLUDE_IN_MESSAGING_SEARCH,
        P.TEACHER_ATTENDANCE_ALERTS,
        P.ATTENDANCE_MESSAGES,
        P.INTEGRATIONS,
        P.CALLER_ID_NUMBERS,
        P.REWARD_POSITIVE_BEHAVIOR,
        P.COMMUNICATION_REPORTS,
        P.REPORTS_VIEW_ALL_USERS,
        P.REPORTS_FLAG_MESSAGES,
        P.REPORTS_THREAT_ALERTS,
        P.MANAGE_ROSTER,
        P.MANAGE_SETTINGS,
        P.EXCLUDE_SCHOOLS,
        P.EDIT_CONTACT_SETTINGS,
    }


def test_a_teacher_who_is_also_an_administrator_holds_each_roles_rights() -> None:
    """PERM-03: each profile stays within its own role."""
    both = principal(TEACHER, profile(Role.ADMIN, send_as_priority="edit", class_announcements="edit"))

    assert both.may(P.SEND_AS_PRIORITY, Level.EDIT)
    assert both.may(P.CLASS_ANNOUNCEMENTS, Level.EDIT)
    assert not principal(profile(Role.ADMIN, class_announcements="edit")).may(P.CLASS_ANNOUNCEMENTS)


@pytest.mark.parametrize(
    ("granted", "offered"),
    [
        ({}, ()),
        ({"send_to_student": "edit"}, ("students",)),
        ({"send_to_student_personal": "edit"}, ("student_personal",)),
        ({"send_to_once_per_family": "edit"}, ("once_per_family",)),
        ({"send_to_teachers_of": "edit"}, ("teachers_of",)),
        ({"send_to_primary_contacts": "edit"}, ("primary_contacts",)),
        ({"send_to_all_contacts": "edit"}, ("all_contacts",)),
        (
            {"send_to_student": "edit", "send_to_primary_contacts": "edit"},
            ("students", "primary_contacts", "students_and_primary_contacts"),
        ),
        (
            {"send_to_student": "edit", "send_to_all_contacts": "edit"},
            ("students", "all_contacts", "students_and_all_contacts"),
        ),
    ],
)
def test_recipient_types_follow_the_grants(granted: dict[str, str], offered: tuple[str, ...]) -> None:
    """PERM-08, PERM-09, PERM-10: a combined type needs both of its grants; without any grant there is none."""
    assert recipient_types(principal(profile(Role.ADMIN, **granted))) == offered


def test_two_profiles_together_offer_what_neither_does() -> None:
    """A-85, PERM-08: one grants students, the other all contacts."""
    held = principal(
        profile(Role.ADMIN, send_to_student="edit"), profile(Role.ADMIN, send_to_all_contacts="edit")
    )
    assert recipient_types(held) == ("students", "all_contacts", "students_and_all_contacts")


def test_emergency_calls_need_both_rights_to_be_offered() -> None:
    """PERM-11: they are two permissions; neither includes the other."""
    caller = principal(profile(phone_calls="edit"))
    assert not edit(P.PHONE_CALLS, P.EMERGENCY_CALLS).met_by(caller)
    assert edit(P.PHONE_CALLS, P.EMERGENCY_CALLS).met_by(
        principal(profile(phone_calls="edit", emergency_calls="edit"))
    )


def test_a_staff_only_route_refuses_families_who_hold_the_permission() -> None:
    """PERM-R06: a role is asked for besides the right."""
    assert not view(P.COMMUNICATION, staff_only=True).met_by(principal(PARENT))
    assert view(P.COMMUNICATION, staff_only=True).met_by(principal(TEACHER))
    assert Needs().met_by(principal(PARENT_INBOX_ONLY))


def test_one_of_several_permissions_opens_a_route_that_several_places_lead_to() -> None:
    """PERM-R01: the reports open a message without the Communication screen."""
    needs = view_any(P.COMMUNICATION, P.COMMUNICATION_REPORTS, staff_only=True)
    assert needs.met_by(principal(profile(communication="view")))
    assert needs.met_by(principal(profile(communication="none", communication_reports="view")))
    assert not needs.met_by(principal(profile(communication="none", phone_calls="edit")))
    assert not needs.met_by(principal(PARENT))


def test_the_named_profiles_hold_nothing_that_their_role_is_not_offered() -> None:
    for each in NAMED:
        assert set(each.grants) <= set(OFFERED[each.role]), each.profile_id
    assert len({each.profile_id for each in NAMED}) == len(NAMED)


def test_a_teacher_without_calls_makes_none() -> None:
    assert TEACHER_WITHOUT_CALLS.grants.keys() == TEACHER.grants.keys() - {
        P.PHONE_CALLS,
        P.ANNOUNCEMENTS_SEND_CALLS,
    }


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_a_standard_profile_among_the_named(role: Role) -> None:
    assert standard_profile(role) in NAMED
    assert standard_profile(role).role is role
