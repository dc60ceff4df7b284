"""What the routes of student and user groups take and give (docs/api)."""

from typing import Annotated

from pydantic import Field, field_validator

from chalicelib.access.validation import Id, IdOrNone, Schema
from chalicelib.kernel.words import say

from .groups import MOST_MEMBERS, MOST_PROFILES, GroupKind
from .names import one_line

Members = Annotated[tuple[Id, ...], Field(max_length=MOST_MEMBERS)]
Profiles = Annotated[tuple[Id, ...], Field(max_length=MOST_PROFILES)]
Session = Annotated[
    IdOrNone,
    Field(description="The school that the caller works for; its rules decide who is within reach"),
]
MOST_LETTERS = 80


def _name(value: str) -> str:
    name = one_line(value)
    if not name:
        raise ValueError("Give the group a name.")
    if len(name) > MOST_LETTERS:
        raise ValueError(say("Use at most {max_length} characters.", max_length=MOST_LETTERS))
    return name


class GroupQuery(Schema):
    kind: GroupKind | None = Field(default=None, description="Both kinds when left out")


class NewGroup(Schema):
    kind: GroupKind
    name: str
    members: Members = Field(description="Student ids, or user ids of staff, whom the caller may write to")
    profiles: Profiles = Field(
        default=(), description="Profiles whose holders may write to the group as well; for administrators"
    )

    session_school_id: Session = ""

    @field_validator("name")
    @classmethod
    def _named(cls, value: str) -> str:
        return _name(value)


class GroupChange(Schema):
    """What is left out stays as it is."""

    name: str | None = None
    add: Members = ()
    remove: Members = Field(default=(), description="Ids that are no members are passed over")
    profiles: Profiles | None = None
    session_school_id: Session = ""

    @field_validator("name")
    @classmethod
    def _named(cls, value: str | None) -> str | None:
        return None if value is None else _name(value)


class GroupItem(Schema):
    group_id: str
    kind: GroupKind
    name: str
    members: int = Field(description="How many are saved; those out of the caller's reach count too")
    own: bool = Field(description="Whether it is the caller's to change")
    owner_name: str
    profiles: tuple[str, ...] = Field(description="Ids of the profiles that it is assigned to")


class GroupWhole(GroupItem):
    version: int = Field(description="Grows with every change")


class GroupList(Schema):
    items: tuple[GroupItem, ...]


class MemberQuery(Schema):
    session_school_id: Session = ""
    limit: Annotated[int, Field(ge=1, le=100)] = 50
    cursor: Annotated[str, Field(max_length=2000)] | None = None


class MemberItem(Schema):
    id: str = Field(description="Student id or user id")
    name: str
    grade: str = Field(description="Empty for staff")
    school_ids: tuple[str, ...]


class MemberPage(Schema):
    items: tuple[MemberItem, ...]
    next_cursor: str | None
    left_out: int = Field(
        description="Members of this page whom the caller cannot write to; they are not shown"
    )
