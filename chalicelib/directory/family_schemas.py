"""What the routes for families answer (docs/api)."""

from pydantic import Field

from chalicelib.access.validation import Schema


class TeacherItem(Schema):
    user_id: str
    name: str
    subjects: tuple[str, ...] = Field(description="Titles of the classes that they teach this student")
    school_id: str = Field(description="Where they teach them")


class ChildItem(Schema):
    """A student with the teachers whom one may write to."""

    student_id: str
    name: str
    school_id: str
    school_name: str
    teachers: tuple[TeacherItem, ...]


class ChildList(Schema):
    items: tuple[ChildItem, ...]
    hidden: bool = Field(description="The district shows families no teachers; answers still work (A-73)")
