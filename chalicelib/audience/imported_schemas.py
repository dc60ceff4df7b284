"""What the routes of imported recipients take and give (docs/api)."""

from typing import Annotated

from pydantic import Field

from chalicelib.access.validation import Schema, Words

from .imported.model import Column, RowFault

Place = Annotated[int, Field(ge=0, le=1000, strict=True)]


class ImportedFile(Schema):
    csv: str = Field(
        description="The file's bytes in base64: CSV in UTF-8, comma or semicolon, up to 10,000 rows and 5 MB. "
        "Gzip a file above 4 MB first, because a request may hold 5,900,000 bytes"
    )


class ImportColumns(Schema):
    """Which column holds what, counted from 0: first and last name or the full name; email, phone or both."""

    first_name: Place | None = None
    last_name: Place | None = None
    full_name: Place | None = None
    email: Place | None = None
    phone: Place | None = None

    def chosen(self) -> dict[Column, int]:
        places = {field: getattr(self, field.value) for field in Column}
        return {field: place for field, place in places.items() if place is not None}


class NewImportedFile(ImportedFile):
    header: Annotated[bool, Field(strict=True, description="The first row is headings and is skipped")] = True
    columns: ImportColumns


class SheetRow(Schema):
    row: int = Field(description="Its number as a spreadsheet shows it")
    cells: tuple[str, ...]


class ImportPreview(Schema):
    """What a file looks like, to choose the columns by."""

    delimiter: str
    columns: int
    rows: int = Field(description="Filled rows, the headings included")
    header: bool = Field(description="Whether the first row looks like headings")
    sample: tuple[SheetRow, ...] = Field(description="The first rows; long cells are cut")
    guess: ImportColumns
    phones: bool = Field(description="Whether phone numbers are read: the Calling & Texting module is on")


class ImportedList(Schema):
    list_id: str
    people: int
    with_email: int
    with_phone: int
    files: int
    sent: bool = Field(description="A message took it: it cannot be changed any more")
    created_at: str
    scheduled_message_id: str | None = Field(description="The scheduled message that it belongs to")
    expires_at: str = Field(description="When it goes")


class ImportProblem(Schema):
    column: Column | None = Field(description="Null when it is the row as a whole")
    reason: RowFault
    message: Words


class ImportedBadRow(Schema):
    row: int = Field(description="Its number as a spreadsheet shows it, the headings included")
    problems: tuple[ImportProblem, ...]


class ImportResult(Schema):
    """What became of a file: the good rows are in the list, the bad ones are named here and left out."""

    list: ImportedList
    imported: int
    repeated: int = Field(description="How many of them were in the list, or in the file, already")
    bad_rows: tuple[ImportedBadRow, ...]


class ImportedEntryQuery(Schema):
    q: Annotated[str, Field(max_length=100, description="Part of a name, an email or a phone number")] = ""
    limit: Annotated[int, Field(ge=1, le=100)] = 20
    cursor: Annotated[str, Field(max_length=1000)] | None = None


class ImportedEntry(Schema):
    entry_id: str
    name: str
    email: str | None
    phone: str | None


class ImportedEntryPage(Schema):
    """A page may be short or empty and still have a next one: a search looks at 2,000 people at a time."""

    items: tuple[ImportedEntry, ...]
    next_cursor: str | None
    total: int | None = Field(description="All people of the list; null for a search")
