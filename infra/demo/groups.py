"""The demo's saved groups: one of students and one of staff for the principal and for the teacher, so that a
newcomer finds some. Made with the sign-ins; what its owner made of a group since then stays."""

from collections.abc import Sequence
from dataclasses import dataclass

from chalicelib.directory import store as directory
from chalicelib.directory.groups import Group, GroupKind
from chalicelib.directory.model import User
from chalicelib.kernel.ids import hashed_id

from .addresses import WORK

STUDENTS = 24  # every so manyth student of the school's roll, until there are so many
STAFF = 6


@dataclass(frozen=True)
class Wanted:
    """One owner's groups by name; the principal's staff group is for the teachers too."""

    username: str
    students: str
    staff: str
    profiles: tuple[str, ...] = ()


WANTED = (
    Wanted(f"principal@{WORK}", "Marching Band", "Bus duty", ("principal", "teacher-standard")),
    Wanted(f"teacher@{WORK}", "Reading club", "My department"),
)


def make_groups(district: str, wanted: Sequence[Wanted] = WANTED) -> None:
    """Store the groups that are not there yet, of the owners who are."""
    for each in wanted:
        owner = directory.user_by_login(district, each.username)
        if owner is None:
            continue  # a very small district has not everybody
        _make(district, owner, GroupKind.STUDENTS, each.students, _students(district, owner))
        _make(district, owner, GroupKind.STAFF, each.staff, _staff(district, owner), each.profiles)


def _make(
    district: str,
    owner: User,
    kind: GroupKind,
    name: str,
    members: tuple[str, ...],
    profiles: Sequence[str] = (),
) -> None:
    group_id = hashed_id("demo group", owner.user_id, name)
    if members and not directory.groups(district, [group_id]):
        directory.create_group(
            district, Group(group_id, kind, name, owner.user_id, owner.name, members, tuple(profiles))
        )


def _students(district: str, owner: User) -> tuple[str, ...]:
    """Some of a teacher's own students, or some of all grades of the school."""
    if owner.sections:
        section = directory.sections(district, owner.sections[:1])
        return tuple(student for each in section.values() for student in each.students)[: STUDENTS // 2]
    roll = directory.roll(district, owner.schools[0]) if owner.schools else ()
    return tuple(each.student_id for each in roll[:: max(1, len(roll) // STUDENTS)])[:STUDENTS]


def _staff(district: str, owner: User) -> tuple[str, ...]:
    found = directory.search_staff(district, owner.schools[:1], limit=STAFF + 1, office=False).items
    return tuple(each.user_id for each in found if each.user_id != owner.user_id)[:STAFF]
