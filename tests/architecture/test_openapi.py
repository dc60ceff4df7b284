"""The OpenAPI document: valid, complete, and the same in the repository, over HTTP and in the code."""

from collections import Counter
from typing import Any

import pytest
from openapi_spec_validator import validate

from chalicelib.access.openapi import document
from infra.openapi import TARGET, text
from tests.architecture.routes import routes
from tests.support.api import HttpApi

DOCUMENT = document(routes())
OPERATIONS = [
    pytest.param(path, method, operation, id=f"{method.upper()} {path}")
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
]


def test_the_document_is_valid_openapi() -> None:
    validate(DOCUMENT)
    assert DOCUMENT["openapi"] == "3.1.0"


def test_the_copy_in_the_repository_is_up_to_date() -> None:
    assert TARGET.read_text() == text(), "run `make openapi`"


def test_the_api_serves_it(api: HttpApi) -> None:
    assert api.get("/v1/openapi.json").json == DOCUMENT


def test_every_route_is_described() -> None:
    assert len(OPERATIONS) == len(routes())


@pytest.mark.parametrize(("path", "method", "operation"), OPERATIONS)
def test_an_operation_says_what_a_client_must_know(path: str, method: str, operation: dict[str, Any]) -> None:
    """Summary, place, security, a good answer, problem documents for the bad ones, and nothing unnamed."""
    assert operation["operationId"].isidentifier()
    assert operation["summary"][0].isupper()
    assert len(operation["tags"]) == 1
    responses = operation["responses"]
    assert any(status.startswith("2") for status in responses)
    problems = {status for status in responses if status >= "400"}
    assert {"400", "413", "500"} <= problems
    assert all("application/problem+json" in responses[status]["content"] for status in problems)
    if operation["security"]:
        assert {"401", "403", "404"} <= problems
    named = {each["name"] for each in operation["parameters"] if each.get("in") == "path"}
    assert named == {part[1:-1] for part in path.split("/") if part.startswith("{")}
    shows_a_file = "application/json" not in responses.get("200", {}).get("content", {})
    assert (method == "get" and not shows_a_file) == ("304" in responses)


def test_no_two_models_share_a_name() -> None:
    """The document calls a model by its name: of two alike, one would lose its fields."""
    models = {model for route in routes() for model in (route.query, route.body, route.returns) if model}
    names = Counter(model.__name__ for model in models)
    assert [name for name, count in names.items() if count > 1] == []


def test_sending_asks_for_an_idempotency_key() -> None:
    send = DOCUMENT["paths"]["/v1/messages"]["post"]
    keys = [each for each in send["parameters"] if each.get("name") == "Idempotency-Key"]
    assert [each["required"] for each in keys] == [True]
    assert "202" in send["responses"]
