"""What the directory's routes take and give (docs/api)."""

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.access.validation import Id, IdOrNone, Schema

Words = Annotated[str, Field(max_length=100, description="Words of the name, or beginnings of words")]

Session = Annotated[
    IdOrNone,
    Field(
        description="The school that the caller works for: in an excluded school only its own people are found",
    ),
]


class SchoolItem(Schema):
    school_id: str
    name: str
    students: int = Field(description="Active students")
    time_zone: str = Field(description="IANA zone")
    grades: tuple[str, ...] = Field(description="Those that its students are in, the lowest first")


class SchoolList(Schema):
    items: tuple[SchoolItem, ...]


class GradeItem(Schema):
    grade: str
    students: int


class GradeList(Schema):
    items: tuple[GradeItem, ...]


class SectionQuery(Schema):
    school_id: IdOrNone = ""
    q: Words = ""
    session_school_id: Session = ""


class SectionItem(Schema):
    section_id: str
    title: str
    school_id: str
    period: str
    teachers: tuple[str, ...]
    students: int


class SectionList(Schema):
    items: tuple[SectionItem, ...]


class SchoolQuery(Schema):
    session_school_id: Session = ""


class PeopleQuery(Schema):
    school_id: list[Id] = Field(default=[], max_length=500, description="All of one's schools when left out")
    q: Words = ""
    limit: Annotated[int, Field(ge=1, le=100)] = 20
    cursor: Annotated[str, Field(max_length=2000)] | None = None
    session_school_id: Session = ""


class StaffQuery(PeopleQuery):
    role: Literal["admin", "teacher"] | None = None
    profile_id: IdOrNone = ""


class StudentQuery(PeopleQuery):
    grade: Annotated[str, Field(max_length=32)] = ""
    section_id: IdOrNone = ""
    number: Annotated[str, Field(max_length=60, description="The whole student number")] = ""
    language: Annotated[str, Field(max_length=35, description="Tag such as `es`; `zh` finds `zh-Hant` too")] = (
        ""
    )
    gender: Annotated[str, Field(max_length=20, description="As the student system says it, lower case")] = ""


class StudentItem(Schema):
    student_id: str
    name: str
    number: str
    grade: str
    school_id: str
    school_name: str


class StudentPage(Schema):
    """A page may be short, even empty, and yet have a next one: then the search goes on there."""

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
    """A page may be short, even empty, and yet have a next one: then the search goes on there."""

    items: tuple[StaffItem, ...]
    next_cursor: str | None
    total: int = Field(description="Staff of these schools, whatever `q` says")
