"""Whatever is wrong in a request: its fields are named as the client wrote them, in sentences for people."""

import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from chalicelib.access import wording
from chalicelib.access.validation import validated
from chalicelib.kernel.errors import FieldError, Invalid

from .routes import routes

MODELS = sorted({model for route in routes() for model in (route.query, route.body) if model}, key=str)
_TEXTS = ("", "x" * 300_000, "nonsense")
WRONG: tuple[Any, ...] = (*_TEXTS, -1, 0, 1.5, 10**30, True, None, [], [{}], [1], {}, {"x": 1})
PLACE = re.compile(r"[\w.-]*", re.ASCII)
# Python's way to write a value, a placeholder that was not filled, a library's word.
FOREIGN = re.compile(r"datetime|\B'|'\B|[\"{}\[\]]|\bNone\b|\bTrue\b|\bFalse\b|Input should|literal|pydantic")


def requests(model: type[BaseModel], wrong: Any) -> Iterator[dict[str, Any]]:
    """Requests in each of which one field, at any depth, has a wrong value."""
    for name, field in model.model_fields.items():
        shown = field.alias or name
        yield {shown: wrong}
        for inner in models_in(field.annotation):
            for request in requests(inner, wrong):
                yield {shown: request}
                yield {shown: [request]}


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models that an annotation is made of."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for each in get_args(annotation):
        yield from models_in(each)


def refused(model: type[BaseModel], request: dict[str, Any]) -> tuple[FieldError, ...]:
    try:
        validated(model, request)
    except Invalid as invalid:
        return invalid.fields
    return ()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_refusal_names_its_field_and_reads_well(model: type[BaseModel]) -> None:
    """ABUSE-03"""
    for wrong in WRONG:
        for request in requests(model, wrong):
            for fault in refused(model, request):
                assert PLACE.fullmatch(fault.field), (request, fault)
                assert not FOREIGN.search(fault.message), fault
                assert fault.message != wording._OTHER, (request, fault)
                assert fault.message[0].isupper(), fault
                assert fault.message.endswith("."), fault
