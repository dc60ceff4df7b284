"""How a selection is sent, and what counting it answers (docs/api)."""

from typing import Annotated

from pydantic import Field, StrictBool, field_validator

from chalicelib.access.validation import Id, IdOrNone, Schema
from chalicelib.content.model import CALLS_AND_TEXTS, Channel
from chalicelib.kernel.words import say

from .model import Count, RecipientType, Selection, StudentSelection
from .resolve import RULES

MOST_IDS = 10_000
MOST_GROUPS = 50
OFFERED = tuple(recipient_type.value for recipient_type in RULES)

Ids = Annotated[tuple[Id, ...], Field(max_length=MOST_IDS)]
Groups = Annotated[tuple[Id, ...], Field(max_length=MOST_GROUPS)]


class Grade(Schema):
    school_id: Id
    grade: Annotated[str, Field(min_length=1, max_length=32)]


class Students(Schema):
    """Students through a recipient type: whole schools, grades, sections, single ones, groups; all together."""

    recipient_type: str = Field(description=f"One of: {', '.join(OFFERED)}")
    schools: Ids = ()
    grades: Annotated[tuple[Grade, ...], Field(max_length=1000)] = ()
    sections: Annotated[tuple[Id, ...], Field(max_length=1000)] = ()
    students: Ids = ()
    groups: Groups = Field(default=(), description="Ids of student groups; members are looked up at sending")

    @field_validator("recipient_type")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in OFFERED:
            raise ValueError(say("Choose one of: {expected}.", expected=", ".join(OFFERED)))
        return value


class Staff(Schema):
    users: Ids = ()
    groups: Groups = Field(default=(), description="Ids of user groups; members are looked up at sending")


class Imported(Schema):
    list_id: Id = Field(description="A list of yours that no message took yet")


class AudienceIn(Schema):
    """Whom a message is for: students through a recipient type, staff, imported recipients, or any of these
    together (COMP-01)."""

    students: Students | None = None
    staff: Staff | None = None
    imported: Imported | None = None

    def selection(self) -> Selection:
        """Each choice once."""
        return Selection(
            students=_student_selection(self.students) if self.students else None,
            staff=_once(self.staff.users) if self.staff else (),
            staff_groups=_once(self.staff.groups) if self.staff else (),
            imported=self.imported.list_id if self.imported else "",
        )


def _student_selection(given: Students) -> StudentSelection:
    return StudentSelection(
        RecipientType(given.recipient_type),
        schools=_once(given.schools),
        grades=tuple(dict.fromkeys((each.school_id, each.grade) for each in given.grades)),
        sections=_once(given.sections),
        students=_once(given.students),
        groups=_once(given.groups),
    )


def _once(ids: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))


class CountIn(Schema):
    """What to count: the audience, for a message with these parts."""

    audience: AudienceIn
    school_id: IdOrNone = Field(
        default="", description="The school that the sender is working for, as in the message"
    )
    parts: Annotated[tuple[Channel, ...], Field(max_length=10)] = ()
    emergency: Annotated[tuple[Channel, ...], Field(max_length=10)] = Field(
        default=(), description="The parts that are an emergency: those reach numbers marked Blocked too"
    )

    key: Annotated[str, Field(max_length=100)] = Field(
        default="",
        description="The message's Idempotency-Key to be: the same of a family are picked",
    )
    per_student: StrictBool = Field(
        default=False, description="What it says differs by student, so a teacher gets one for each"
    )
    secure: StrictBool = Field(default=False, description="As a secure message: emails only to who can sign in")

    def channels(self) -> tuple[Channel, ...]:
        """The channels of the message, the in-app copy always among them."""
        return tuple(dict.fromkeys((*self.parts, Channel.PORTAL)))

    def urgent(self) -> frozenset[Channel]:
        """The emergencies among them: texts and calls only (A-22)."""
        return CALLS_AND_TEXTS.intersection(self.emergency)


class Reachable(Schema):
    """What one channel does: people once each, and the deliveries that sending makes."""

    reachable: int = Field(description="People")
    unreachable: int = Field(description="People")
    deliveries: int = Field(
        description="One per person and student regarded, so more than people; the report's Total"
    )
    duplicates: int = Field(description="Left out: the same student's message reaches that address already")
    reasons: dict[str, int] = Field(description="Why recipients are not reached, by code")


class GroupOut(Schema):
    group_id: str
    members: int = Field(description="Members whom the message reaches as things stand")
    left_out: int = Field(description="Members out of the sender's reach, inactive or not to be found")


class CountOut(Schema):
    """The numbers beside the Send button (SEND-13)."""

    students_selected: int
    students_possible: int
    staff_selected: int
    staff_possible: int
    imported_selected: int
    people: int = Field(description="Distinct people; the number that a confirmation repeats")
    by_channel: dict[Channel, Reachable] = Field(
        description="The in-app copy is `portal`. Push counts accounts; who has a device is seen at sending"
    )
    unreachable_people: int = Field(description="People whom no channel reaches, not even the in-app copy")
    landlines: int = Field(description="Home and work phones among the numbers texted: a text may not arrive")
    approximate: bool = Field(description="Above 10,000 students the numbers by channel come from a sample")
    groups: tuple[GroupOut, ...] = Field(description="The chosen groups, each as it stands now")


def by_channel(found: Count) -> dict[Channel, Reachable]:
    """The numbers of each channel, as the count and the confirmation show them."""
    return {
        channel: Reachable(
            reachable=number,
            unreachable=found.unreachable[channel],
            deliveries=found.deliveries[channel],
            duplicates=found.duplicates[channel],
            reasons=dict(found.reasons.get(channel, {})),
        )
        for channel, number in found.reachable.items()
    }
