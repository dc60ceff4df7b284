"""From what a client sent to a validated model, or a sentence per field that says what to do.

Used by `access.request` for every query and body. Pydantic does the checking, `wording.py` says what it found.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    SerializationInfo,
    ValidationError,
    WithJsonSchema,
)

from chalicelib.kernel.errors import FieldError, Invalid
from chalicelib.kernel.words import ENGLISH, say, spoken

from .wording import DATE, TIME, sentence

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

Model = TypeVar("Model", bound=BaseModel)
MOST_FIELDS = 20  # named in one answer; a body with thousands of faults need not be echoed


class Schema(BaseModel):
    """The base of request and response schemas. Unknown fields of a request are ignored, never obeyed.

    Each is built when it is first used: a start needs one or two of them, not all (decision 0025).
    """

    model_config = ConfigDict(extra="ignore", frozen=True, defer_build=True)


Id = Annotated[str, Field(min_length=1, max_length=256)]
IdOrNone = Annotated[str, Field(max_length=256)]  # empty: none is meant


LANGUAGE = "language"  # of the serialization's context


def _same(value: Any) -> Any:
    return value


def _in_its_language(text: str, info: SerializationInfo) -> str:
    return spoken(text, (info.context or {}).get(LANGUAGE, ENGLISH))


# Words of ours in an answer: a `Sentence` as it was said, until it is written down in the reader's language.
Words = Annotated[
    str,
    PlainValidator(_same, json_schema_input_type=str),
    PlainSerializer(_in_its_language, return_type=str),
]


def _written(form: str, otherwise: str) -> BeforeValidator:
    """Text of one form only: pydantic would take numbers, and much else, for a date or a time."""
    pattern = re.compile(form, re.ASCII)

    def checked(value: Any) -> Any:
        if isinstance(value, str) and not pattern.fullmatch(value):
            raise ValueError(otherwise)
        if not isinstance(value, str | dt.date | dt.time):
            raise ValueError(otherwise)
        return value

    return BeforeValidator(checked)


Day = Annotated[dt.date, _written(r"\d{4}-\d\d-\d\d", DATE)]
TimeOfDay = Annotated[
    dt.time,
    _written(r"\d\d:\d\d", TIME),
    PlainSerializer(lambda at: at.isoformat("minutes"), return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^\d\d:\d\d$"}),
]


def validated(model: type[Model], data: Any) -> Model:
    """The data as the model. Raises Invalid naming each field that does not fit."""
    check_text(data)
    try:
        return model.model_validate(data)
    except ValidationError as error:
        faults = _told(error.errors(include_url=False, include_input=False))[:MOST_FIELDS]
        fields = tuple(FieldError(_path(fault["loc"]), sentence(fault)) for fault in faults)
        raise Invalid(_summary(fields), fields) from None


def _told(faults: "Sequence[ErrorDetails]") -> "list[ErrorDetails]":
    """Without those that only follow from others: a list is too short by its entries that do not fit."""
    within = {fault["loc"][:depth] for fault in faults for depth in range(len(fault["loc"]))}
    return [fault for fault in faults if fault["type"] != "too_short" or fault["loc"] not in within]


def _summary(fields: tuple[FieldError, ...]) -> str:
    if len(fields) == 1:
        field, message = fields[0].field, fields[0].message
        return say("{field}: {message}", field=field, message=say(message)) if field else message
    return say("{count} fields need another look.", count=len(fields))


def _path(location: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in location)


def check_text(data: Any) -> None:
    """Raises Invalid for text that no store or provider can carry: NUL, or half of a surrogate pair."""
    for place, text in _texts(data):
        if "\x00" in text:
            raise Invalid.one(
                _spelled(place), "This holds an invisible zero character. Remove it and try again."
            )
        if not _encodes(text):
            raise Invalid.one(_spelled(place), "This holds a broken character. Type it again, or leave it out.")


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


# A place in a JSON value: its name and the place around it. Spelled out only for a fault: the paths of a long
# name with ten thousand elements would fill the memory.
_Place = tuple[str, Any] | None


def _spelled(place: _Place) -> str:
    names: list[str] = []
    while place is not None:
        name, place = place
        names.append(name)
    return ".".join(reversed(names))[:200]


def _texts(data: Any) -> Iterator[tuple[_Place, str]]:
    """Every text of a JSON value with its place, field names included; no recursion, any depth."""
    waiting: list[tuple[_Place, Any]] = [(None, data)]
    while waiting:
        place, value = waiting.pop()
        if isinstance(value, str):
            yield place, value
        elif isinstance(value, Mapping):
            yield from ((place, name) for name in value)
            waiting += (((str(name), place), each) for name, each in value.items())
        elif isinstance(value, list | tuple):
            waiting += (((str(at), place), each) for at, each in enumerate(value))
