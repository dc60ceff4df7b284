"""What the routes of caller IDs take and give (docs/api)."""

from typing import Annotated

from pydantic import ConfigDict, Field, field_validator

from chalicelib.access.validation import Id, IdOrNone, Schema, Words

from . import addresses
from .addresses import PhoneFault
from .caller_id_file import NUMBER_FAULTS, CallerIdColumn, title_fault
from .caller_ids import MOST
from .names import one_line

Place = Annotated[int, Field(ge=0, le=1000, strict=True)]
Switch = Annotated[bool, Field(strict=True)]
Schools = Annotated[tuple[Id, ...], Field(max_length=500)]
_NUMBER = "As people write it; answered as +, country code and number"


def _title(value: str) -> str:
    title = one_line(value)
    if fault := title_fault(title):
        raise ValueError(fault)
    return title


def _number(value: str) -> str:
    found = addresses.direct_phone(value)
    if isinstance(found, PhoneFault):
        raise ValueError(NUMBER_FAULTS[found])
    return found


class NewCallerId(Schema):
    title: str = Field(description="For the office; nobody who is called sees it")
    number: str = Field(description=_NUMBER)
    public: Switch = Field(default=False, description="Others may call from it; otherwise its creator alone")
    schools: Schools = Field(default=(), description="Only these schools; none: all of them")
    student_attendance: Switch = Field(default=False, description="The number of student attendance alerts")
    school_default: Switch = Field(default=False, description="The default of everyone at `schools`")
    district_default: Switch = Field(default=False, description="The default of the district")

    @field_validator("title")
    @classmethod
    def _titled(cls, value: str) -> str:
        return _title(value)

    @field_validator("number")
    @classmethod
    def _callable(cls, value: str) -> str:
        return _number(value)


class NewCallerIds(Schema):
    model_config = ConfigDict(extra="forbid", frozen=True)

    items: Annotated[tuple[NewCallerId, ...], Field(min_length=1, max_length=MOST)]


class CallerIdChange(Schema):
    """What is left out stays as it is."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str | None = None
    number: str | None = None
    public: Switch | None = None
    schools: Schools | None = None
    student_attendance: Switch | None = None
    school_default: Switch | None = None
    district_default: Switch | None = None
    confirmed: Switch = Field(
        default=False, description="Take the district's default away, although nobody can call without one"
    )

    @field_validator("title")
    @classmethod
    def _titled(cls, value: str | None) -> str | None:
        return None if value is None else _title(value)

    @field_validator("number")
    @classmethod
    def _callable(cls, value: str | None) -> str | None:
        return None if value is None else _number(value)


class CallerIdQuery(Schema):
    confirmed: bool = Field(
        default=False, description="Delete the district's default, although nobody can call without one"
    )


class CallerIdItem(Schema):
    caller_id: str
    title: str
    number: str
    public: bool
    schools: tuple[str, ...]
    student_attendance: bool
    school_default: bool
    default_schools: tuple[str, ...] = Field(
        description="The schools whose default it is: a newer number may be that of some of `schools`"
    )
    district_default: bool
    own: bool = Field(description="Whether the caller added it")
    editable: bool = Field(description="Whether the caller may change it")
    ready: bool = Field(
        description="The phone provider lets calls come from it. Otherwise they come from the operator's number"
    )


class CallerIdList(Schema):
    items: tuple[CallerIdItem, ...]
    calling: bool = Field(description="There is a district default; without one nobody can call")


class CallerIdSaved(CallerIdItem):
    notices: tuple[Words, ...] = Field(description="Defaults that moved from another number to this one")


class CallerIdsAdded(Schema):
    items: tuple[CallerIdItem, ...]
    notices: tuple[Words, ...] = Field(description="Defaults that moved from another number to one of these")


class MyCallerIdsQuery(Schema):
    session_school_id: IdOrNone = Field(default="", description="The school that the caller works for")


class MyCallerId(Schema):
    caller_id: str
    title: str
    number: str


class MyCallerIds(Schema):
    items: tuple[MyCallerId, ...] = Field(description="Those that the caller may call from, by title")
    default_id: str | None = Field(description="What calls come from unless another is chosen; null: no calls")


# ---- From a file --------------------------------------------------------------------------------------------


class CallerIdFile(Schema):
    csv: str = Field(description="The file's bytes in base64: CSV in UTF-8, comma or semicolon")


class CallerIdColumns(Schema):
    """Which column holds what, counted from 0. Title and number are needed; indicators are 1, 0 or empty."""

    title: Place | None = None
    number: Place | None = None
    schools: Place | None = None
    public: Place | None = None
    student_attendance: Place | None = None
    school_default: Place | None = None
    district_default: Place | None = None

    def chosen(self) -> dict[CallerIdColumn, int]:
        places = {column: getattr(self, column.value) for column in CallerIdColumn}
        return {column: place for column, place in places.items() if place is not None}


class CallerIdFileRead(CallerIdFile):
    header: Switch = Field(default=True, description="The first row is headings and is skipped")
    columns: CallerIdColumns


class CallerIdSheetRow(Schema):
    row: int = Field(description="Its number as a spreadsheet shows it")
    cells: tuple[str, ...]


class CallerIdFilePreview(Schema):
    columns: int
    rows: int = Field(description="Filled rows, the headings included")
    sample: tuple[CallerIdSheetRow, ...]
    guess: CallerIdColumns


class CallerIdRow(Schema):
    """A row to be saved, as `NewCallerId` takes it."""

    row: int = Field(description="Its number as a spreadsheet shows it")
    title: str
    number: str
    public: bool
    schools: tuple[str, ...]
    student_attendance: bool
    school_default: bool
    district_default: bool
    repeat: bool = Field(description="The number is in the list, or further up in the file, already")


class CallerIdProblem(Schema):
    column: CallerIdColumn
    message: Words


class CallerIdBadRow(Schema):
    row: int
    problems: tuple[CallerIdProblem, ...]


class CallerIdRows(Schema):
    """Nothing is stored: save the rows like typed ones."""

    rows: tuple[CallerIdRow, ...]
    bad_rows: tuple[CallerIdBadRow, ...]
