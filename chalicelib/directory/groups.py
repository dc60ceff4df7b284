"""Student groups and user groups: saved named lists of people (glossary "Student group / user group"). Pure.

A group has an owner, and may be assigned to profiles: then whoever has one of them can write to it too. It
keeps ids only. Who of them is there, and within whose reach, is looked up whenever it is used (A-82).
"""

from collections.abc import Collection
from enum import StrEnum

from chalicelib.kernel.values import value

MOST_MEMBERS = 2_000
MOST_GROUPS = 200  # that one person owns
MOST_PROFILES = 20  # that one group is assigned to


class GroupKind(StrEnum):
    STUDENTS = "students"
    STAFF = "staff"


@value
class GroupRow:
    """A group as a list shows it; `members` counts those saved."""

    group_id: str
    kind: GroupKind
    name: str
    owner: str
    owner_name: str
    members: int
    profiles: tuple[str, ...] = ()


@value
class Group:
    """A group whole: `members` are student ids or user ids, each once, in the order of choosing."""

    group_id: str
    kind: GroupKind
    name: str
    owner: str
    owner_name: str
    members: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()
    version: int = 1

    def is_for(self, user_id: str, profiles: Collection[str]) -> bool:
        """Whether somebody with these profiles may write to it (PICK-04)."""
        return user_id == self.owner or any(each in profiles for each in self.profiles)

    def row(self) -> GroupRow:
        return GroupRow(
            self.group_id, self.kind, self.name, self.owner, self.owner_name, len(self.members), self.profiles
        )
