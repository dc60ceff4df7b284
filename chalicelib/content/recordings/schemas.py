"""What the routes of recordings answer (docs/api)."""

from pydantic import Field

from chalicelib.access.validation import Schema


class RecordingForm(Schema):
    """Post the file to `url` as multipart/form-data: the fields, then the file as `file`."""

    url: str
    fields: dict[str, str]


class NewRecording(Schema):
    recording_id: str
    upload: RecordingForm = Field(description="For ten minutes")
    most_seconds: int = Field(description="How long it may last")


class KeptRecording(Schema):
    recording_id: str
    seconds: float
    url: str = Field(description="Where it can be heard, for an hour")
