"""What the roster routes take and give (docs/api)."""

from typing import Annotated, Any, Literal

from pydantic import Field

from chalicelib.access.validation import Schema, Words

from .roster.model import RosterRowKind

ImportStatus = Literal["reading", "held", "applying", "applied", "refused", "rejected", "unchanged"]


class NewUpload(Schema):
    file_name: Annotated[str, Field(min_length=1, max_length=200)]
    size: Annotated[int, Field(ge=1, description="Bytes; at most 200 MB")]


class UploadForm(Schema):
    url: str
    fields: dict[str, Any] = Field(description="Form fields to send before the file, as they are")


class UploadPlace(Schema):
    """Post the file to `upload.url` as multipart/form-data: the fields, then the file as `file`."""

    import_key: str
    upload: UploadForm
    expires_at: str


class RosterChange(Schema):
    added: int
    changed: int
    removed: int
    unchanged: int


class RosterImport(Schema):
    import_id: str
    file_name: str
    received_at: str
    status: ImportStatus
    progress: float = Field(description="From 0 to 1")
    summary: dict[str, RosterChange]
    ignored: tuple[Words, ...] = Field(description="What was left out as a matter of course")
    problems: int = Field(description="Rows that could not be used, or not whole")
    hold_reason: Words | None
    refusal: Words | None
    decided_by: str | None = Field(description="The name of who approved or rejected it")
    decided_at: str | None


class ImportQuery(Schema):
    limit: Annotated[int, Field(ge=1, le=100)] = 20
    cursor: Annotated[str, Field(max_length=1000)] | None = None


class RosterImportList(Schema):
    items: tuple[RosterImport, ...]
    next_cursor: str | None


class RowQuery(ImportQuery):
    kind: RosterRowKind = RosterRowKind.PROBLEM


class RosterRow(Schema):
    file: str
    line: int
    id: str
    kind: RosterRowKind
    name: str | None
    message: Words


class RosterRowPage(Schema):
    items: tuple[RosterRow, ...]
    next_cursor: str | None
