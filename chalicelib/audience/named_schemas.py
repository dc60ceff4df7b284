"""What asking for the names of an audience takes and gives (docs/api)."""

from pydantic import Field, model_validator

from chalicelib.access.validation import IdOrNone, Schema

from .named import Kind
from .schemas import AudienceIn

MOST_NAMED = 500


class NamesIn(Schema):
    """An audience as a message has it, of up to 500 things chosen; more are asked for in parts."""

    audience: AudienceIn
    school_id: IdOrNone = Field(default="", description="The school that the sender is working for")

    @model_validator(mode="after")
    def _few(self) -> "NamesIn":
        chosen = self.audience.selection()
        students = chosen.students
        many = (students.schools, students.grades, students.sections, students.students) if students else ()
        if sum(map(len, (*many, chosen.staff, chosen.groups))) > MOST_NAMED:
            raise ValueError("Ask for up to 500 names at a time.")
        return self


class NamedRow(Schema):
    kind: Kind
    id: str = Field(description="Of a grade, its school's")
    name: str
    grade: str | None = Field(description="A student's")
    school_name: str | None
    people: int | None = Field(description="Of an imported list, which has no name")


class NameList(Schema):
    """What is not listed is not within reach any more, or not there."""

    items: tuple[NamedRow, ...]
