"""What the routes of the flagged words take and give (docs/api)."""

from typing import Annotated

from pydantic import ConfigDict, Field, field_validator

from chalicelib.access.validation import Schema

from .flagged import spelled

MOST = 1000
Entry = Annotated[str, Field(max_length=60)]


class FlaggedWordsChange(Schema):
    """The whole list: words and phrases, as people write them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    words: Annotated[tuple[Entry, ...], Field(max_length=MOST)]

    @field_validator("words")
    @classmethod
    def _written(cls, words: tuple[str, ...]) -> tuple[str, ...]:
        for each in words:
            if not spelled(each):
                raise ValueError("Each entry needs a letter or a digit. Remove the empty ones.")
        return words


class FlaggedWordsOut(Schema):
    words: tuple[str, ...]
    start_list: tuple[str, ...] = Field(description="What a district begins with; to go back to")
