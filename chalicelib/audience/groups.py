"""Chosen groups become people: their members of this moment, as far as the sender reaches (PICK-04, A-82).

    selection with groups --members within the sender's scope--> selection without groups, and who was left out

Left out and counted, never refused: whom the sender cannot write to, who is inactive, closed or removed from
messaging search, and the people of excluded schools. A group that was deleted since has no members.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from chalicelib.access import scope
from chalicelib.access import store as access
from chalicelib.access.model import Principal
from chalicelib.access.scope import Scope
from chalicelib.directory import store as directory
from chalicelib.directory.groups import Group, GroupKind
from chalicelib.kernel.values import value

from .model import Selection

NOBODY = Scope()


@value
class GroupCount:
    """A chosen group at this moment: members who get the message, and members who do not."""

    group_id: str
    members: int
    left_out: int


@value
class Expanded:
    """A selection with the members of its groups in their place."""

    selection: Selection
    groups: tuple[GroupCount, ...] = ()


def check(principal: Principal, ids: Iterable[str], kind: GroupKind, field: str) -> None:
    """Raises NotFound naming the field for a group that the principal may not use, or of the other kind."""
    wanted = tuple(ids)
    if len(usable(principal, wanted, kind)) < len(wanted):
        raise scope.nothing(field, "One of these groups is not among yours.")


def usable(principal: Principal, ids: tuple[str, ...], kind: GroupKind) -> tuple[str, ...]:
    """Those of the groups that are there, of this kind, and the principal's or assigned to them."""
    found = directory.groups(principal.district, ids) if ids else {}
    profiles = scope.profile_ids(principal)
    mine = {id_ for id_, group in found.items() if group.is_for(principal.user_id, profiles)}
    return tuple(each for each in ids if each in mine and found[each].kind is kind)


def expand(district: str, selection: Selection, within: Scope | None) -> Expanded:
    """The selection as it is to be sent now; `within`: the sender's scope when the message was accepted."""
    if not selection.groups:
        return Expanded(selection)
    found = directory.groups(district, selection.groups)
    reached = _reached(district, found.values(), within or NOBODY)
    students = selection.students
    if students:
        members = (each for group in students.groups for each in reached.get(group, ()))
        students = replace(students, groups=(), students=_once((*students.students, *members)))
    staff = (each for group in selection.staff_groups for each in reached.get(group, ()))
    return Expanded(
        replace(selection, students=students, staff=_once((*selection.staff, *staff)), staff_groups=()),
        tuple(
            GroupCount(group, len(reached.get(group, ())), _saved(found, group) - len(reached.get(group, ())))
            for group in selection.groups
        ),
    )


def _saved(found: Mapping[str, Group], group_id: str) -> int:
    return len(found[group_id].members) if group_id in found else 0


def _once(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))


def _reached(district: str, groups: Iterable[Group], within: Scope) -> dict[str, tuple[str, ...]]:
    """Group id -> the members within reach; everybody is read once, however many groups they are in."""
    known = tuple(groups)
    students = {each for group in known if group.kind is GroupKind.STUDENTS for each in group.members}
    staff = {each for group in known if group.kind is GroupKind.STAFF for each in group.members}
    there = {
        GroupKind.STUDENTS: _students(district, students, within),
        GroupKind.STAFF: _staff(district, staff, within),
    }
    return {
        group.group_id: tuple(each for each in group.members if each in there[group.kind]) for group in known
    }


def _students(district: str, ids: Iterable[str], within: Scope) -> set[str]:
    return {id_ for id_, each in directory.students(district, ids).items() if within.has_student(each)}


def _staff(district: str, ids: set[str], within: Scope) -> set[str]:
    if not ids:
        return set()
    known = access.profiles(district)
    users = directory.users(district, ids)
    return {id_ for id_, each in users.items() if scope.may_choose(within, each, known)}
