"""What the directory's routes take and give (docs/api)."""

from typing import Annotated

from pydantic import Field

from chalicelib.access.validation import Schema

Id = Annotated[str, Field(max_length=128)]
Words = Annotated[str, Field(max_length=100, description="Words of the name, or beginnings of words")]


class SchoolItem(Schema):
    school_id: str
    name: str
    students: int = Field(description="Active students")
    time_zone: str = Field(description="IANA zone")


class SchoolList(Schema):
    items: tuple[SchoolItem, ...]


class GradeItem(Schema):
    grade: str
    students: int


class GradeList(Schema):
    items: tuple[GradeItem, ...]


class SectionQuery(Schema):
    school_id: Id = ""
    q: Words = ""


class SectionItem(Schema):
    section_id: str
    title: str
    school_id: str
    period: str
    teachers: tuple[str, ...]
    students: int


class SectionList(Schema):
    items: tuple[SectionItem, ...]


class StaffQuery(Schema):
    school_id: list[Id] = Field(default=[], max_length=500, description="All of one's schools when left out")
    q: Words = ""
    limit: Annotated[int, Field(ge=1, le=100)] = 20
    cursor: Annotated[str, Field(max_length=2000)] | None = None


class StudentQuery(StaffQuery):
    grade: Annotated[str, Field(max_length=32)] = ""
    section_id: Id = ""


class StudentItem(Schema):
    student_id: str
    name: str
    grade: str
    school_id: str
    school_name: str


class StudentPage(Schema):
    items: tuple[StudentItem, ...]
    next_cursor: str | None
    total: int = Field(description="How many students one may write to in these schools, whatever `q` says")


class StaffItem(Schema):
    user_id: str
    name: str
    roles: tuple[str, ...]
    school_ids: tuple[str, ...]
    school_names: tuple[str, ...]


class StaffPage(Schema):
    items: tuple[StaffItem, ...]
    next_cursor: str | None
    total: int = Field(description="Staff of these schools, whatever `q` says")
