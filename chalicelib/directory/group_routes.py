"""Student and user groups over HTTP: the caller's own, and those assigned to one of their profiles (PICK-04).

Whoever may use a group sees the members within their own reach, and how many others there are. The owner alone
changes it; for anybody else it is not there.
"""

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import quote

from chalicelib.access import scope
from chalicelib.access import store as access
from chalicelib.access.endpoint import Api, Call, Reply
from chalicelib.access.model import Level, Permission, Principal, view
from chalicelib.access.reply import tag_of
from chalicelib.kernel.errors import Conflict, FieldError, Forbidden, Invalid
from chalicelib.kernel.ids import new_id
from chalicelib.kernel.paging import encode_cursor, position
from chalicelib.kernel.words import say

from . import store
from .group_schemas import (
    GroupChange,
    GroupItem,
    GroupList,
    GroupQuery,
    GroupWhole,
    MemberItem,
    MemberPage,
    MemberQuery,
    NewGroup,
)
from .groups import MOST_GROUPS, MOST_MEMBERS, Group, GroupKind, GroupRow
from .model import STAFF_ROLES, Student, User

api = Api("directory")
STAFF = view(Permission.COMMUNICATION, staff_only=True)
NOT_THERE = "This group is not among yours."
NO_STUDENTS = "Your profile does not let you write to students or their families."
NO_STAFF = "Your profile does not let you write to staff."


@api.get(
    "/v1/groups", needs=STAFF, query=GroupQuery, returns=GroupList, summary="Groups the caller may write to"
)
def list_groups(call: Call) -> GroupList:
    """By name. A teacher from whom schedules are hidden has no student groups (PICK-11)."""
    caller, kind = call.principal, call.query.kind
    found = store.groups_for(caller.district, caller.user_id, scope.profile_ids(caller))
    if any(row.kind is GroupKind.STUDENTS for row in found) and scope.scope_of(caller).hides_schedules:
        found = tuple(row for row in found if row.kind is not GroupKind.STUDENTS)
    rows = sorted((row for row in found if kind in (None, row.kind)), key=lambda row: row.name.casefold())
    return GroupList(items=tuple(_item(caller, row) for row in rows))


@api.post(
    "/v1/groups", needs=STAFF, body=NewGroup, returns=GroupWhole, status=201, summary="Save people as a group"
)
def create_group(call: Call) -> Reply:
    asked: NewGroup = call.body
    caller = scope.working_at(call.principal, asked.session_school_id)
    _check_kind(caller, asked.kind)
    _check_profiles(caller, asked.profiles)
    members = tuple(dict.fromkeys(asked.members))
    if not members:
        raise Invalid.one("members", "Choose at least one person for the group.")
    _check_members(caller, asked.kind, members, "members")
    group = Group(new_id(), asked.kind, asked.name, caller.user_id, caller.name, members, _once(asked.profiles))
    _check_name(caller, group)
    store.create_group(caller.district, group)
    shown = _whole(caller, group)
    return Reply(shown, headers={"ETag": tag_of(shown), "Location": f"/v1/groups/{quote(group.group_id)}"})


@api.get("/v1/groups/{group_id}", needs=STAFF, returns=GroupWhole, summary="A group")
def get_group(call: Call) -> GroupWhole:
    return _whole(call.principal, _usable(call.principal, call.path["group_id"]))


@api.get(
    "/v1/groups/{group_id}/members",
    needs=STAFF,
    query=MemberQuery,
    returns=MemberPage,
    summary="The members of a group who are within reach",
)
def list_group_members(call: Call) -> MemberPage:
    """In the order of choosing, so many of them a page; who is out of reach is counted instead (PICK-04)."""
    caller, asked = scope.working_at(call.principal, call.query.session_school_id), call.query
    group = _usable(caller, call.path["group_id"])
    start = (position(asked.cursor, n=int) or {"n": 0})["n"]
    ids = group.members[start : start + asked.limit]
    shown = _students(caller, ids) if group.kind is GroupKind.STUDENTS else _staff(caller, ids)
    end = start + len(ids)
    return MemberPage(
        items=shown,
        next_cursor=encode_cursor({"n": end}) if end < len(group.members) else None,
        left_out=len(ids) - len(shown),
    )


@api.patch(
    "/v1/groups/{group_id}",
    needs=STAFF,
    body=GroupChange,
    returns=GroupWhole,
    summary="Rename a group, add and remove members, assign it to profiles",
)
def change_group(call: Call) -> GroupWhole:
    """Members out of the caller's reach stay unless they are named in `remove`."""
    asked: GroupChange = call.body
    caller = scope.working_at(call.principal, asked.session_school_id)
    before = _own(caller, call.path["group_id"])
    _check_kind(caller, before.kind)
    _check_profiles(caller, asked.profiles or ())
    _check_members(caller, before.kind, tuple(each for each in asked.add if each not in before.members), "add")
    call.check_unchanged(_whole(caller, before))
    group = _changed(before, asked)
    if group.name.casefold() != before.name.casefold():
        _check_name(caller, group)
    if not store.replace_group(caller.district, group, before):
        raise _changed_meanwhile()
    return _whole(caller, group)


@api.delete("/v1/groups/{group_id}", needs=STAFF, summary="Delete a group; its members stay as they are")
def delete_group(call: Call) -> None:
    if not store.delete_group(call.principal.district, _own(call.principal, call.path["group_id"])):
        raise _changed_meanwhile()


def _changed_meanwhile() -> Conflict:
    return Conflict("Somebody changed this group at the same moment. Read it again, and try once more.")


# ---- whose group -------------------------------------------------------------------------------------------


def _usable(caller: Principal, group_id: str) -> Group:
    group = store.groups(caller.district, (group_id,)).get(group_id)
    if group is None or not group.is_for(caller.user_id, scope.profile_ids(caller)):
        raise scope.nothing("group_id", NOT_THERE)
    return group


def _own(caller: Principal, group_id: str) -> Group:
    group = store.groups(caller.district, (group_id,)).get(group_id)
    if group is None or group.owner != caller.user_id:
        raise scope.nothing("group_id", NOT_THERE)
    return group


def _check_kind(caller: Principal, kind: GroupKind) -> None:
    """Who may write to no student, or to no staff, keeps no group of them either (PERM-10, PERM-A14)."""
    if kind is GroupKind.STUDENTS:
        granted, told = bool(scope.recipient_types(caller)), NO_STUDENTS
    else:
        granted, told = caller.may(Permission.SEND_TO_STAFF, Level.EDIT), NO_STAFF
    if not granted:
        raise Forbidden(told, (FieldError("kind", told),))


def _check_profiles(caller: Principal, profiles: Iterable[str]) -> None:
    """A group is given to others by administrators; to profiles of staff, because nobody else has groups."""
    if not profiles:
        return
    if not caller.is_admin:
        fault = FieldError("profiles", "Only administrators can share a group with a profile.")
        raise Forbidden(fault.message, (fault,))
    known = access.profiles(caller.district)
    if not all(each in known and known[each].role in STAFF_ROLES for each in profiles):
        raise scope.nothing("profiles", "One of these profiles is not a profile of staff here.")


def _check_members(caller: Principal, kind: GroupKind, ids: tuple[str, ...], field: str) -> None:
    """Raises NotFound naming the field for somebody out of reach (PERM-07)."""
    if not ids:
        return
    if kind is GroupKind.STUDENTS:
        scope.check_students(caller, ids, store.students(caller.district, ids), field)
    else:
        scope.check_staff(caller, ids, store.users(caller.district, ids), field)


def _check_name(caller: Principal, group: Group) -> None:
    own = store.own_groups(caller.district, caller.user_id)
    others = [each for each in own if each.kind is group.kind and each.group_id != group.group_id]
    if any(each.name.casefold() == group.name.casefold() for each in others):
        fault = FieldError("name", "You have a group of this name already. Choose another name.")
        raise Conflict(fault.message, (fault,))
    if len(own) >= MOST_GROUPS and all(each.group_id != group.group_id for each in own):
        raise Conflict(
            say("You have {most} groups already. Delete one that you no longer need.", most=MOST_GROUPS)
        )


def _changed(before: Group, asked: GroupChange) -> Group:
    gone = set(asked.remove)
    members = tuple(each for each in _once((*before.members, *asked.add)) if each not in gone)
    if not members:
        raise Invalid.one("remove", "A group needs at least one member. Delete the group instead.")
    if len(members) > MOST_MEMBERS:
        raise Invalid.one("add", say("A group holds up to {most:,} people.", most=MOST_MEMBERS))
    profiles = before.profiles if asked.profiles is None else _once(asked.profiles)
    name = before.name if asked.name is None else asked.name
    return replace(before, name=name, members=members, profiles=profiles, version=before.version + 1)


def _once(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))


# ---- what is shown -----------------------------------------------------------------------------------------


def _item(caller: Principal, row: GroupRow) -> GroupItem:
    own = row.owner == caller.user_id
    return GroupItem(
        group_id=row.group_id,
        kind=row.kind,
        name=row.name,
        members=row.members,
        own=own,
        owner_name=row.owner_name,
        profiles=row.profiles if own else (),
    )


def _whole(caller: Principal, group: Group) -> GroupWhole:
    return GroupWhole(**_item(caller, group.row()).model_dump(), version=group.version)


def _students(caller: Principal, ids: Iterable[str]) -> tuple[MemberItem, ...]:
    within = scope.scope_of(caller)
    found: Iterable[Student] = store.students(caller.district, ids).values()
    return tuple(
        MemberItem(id=each.student_id, name=each.name, grade=each.grade, school_ids=each.schools)
        for each in found
        if within.has_student(each)
    )


def _staff(caller: Principal, ids: Iterable[str]) -> tuple[MemberItem, ...]:
    within, known = scope.scope_of(caller), access.profiles(caller.district)
    found: Iterable[User] = store.users(caller.district, ids).values()
    return tuple(
        MemberItem(id=each.user_id, name=each.name, grade="", school_ids=each.schools)
        for each in found
        if scope.may_choose(within, each, known)
    )
