"""The OpenAPI 3.1 document, made from the declared routes and their schemas; nothing in it is written twice.

`make openapi` keeps a copy in docs/api/openapi.json; a test fails when the two differ.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from chalicelib.kernel.problem import MEDIA_TYPE

from .looking_back import HEADER
from .model import Level, Needs, Permission
from .registry import Route
from .schemas import Document

REFERENCE = "#/components/schemas/{model}"
ABOUT = (
    "Write to a district's families and staff, and see what arrived. Sign in at /v1/sign-in and send the "
    "access token as a bearer. Errors are problem documents (RFC 9457) that name each field."
)
_PROBLEM: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "description": "/problems/ and the kind of problem"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What is wrong and what to do, for people"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}
_SCHOOL_YEAR: dict[str, Any] = {
    "name": HEADER,
    "in": "header",
    "required": False,
    "description": "An earlier school year to look at, by the year in which it begins: 2025 is 2025-26. "
    "Without it the current one. Nothing can be sent in an earlier one.",
    "schema": {"type": "string", "pattern": "^(19|20)[0-9]{2}$"},
}
_MEANINGS: Mapping[int, str] = {
    200: "Done",
    201: "Made",
    202: "Accepted; it goes on by itself",
    204: "Done; there is nothing to say",
    304: "Still as the given ETag has it",
    400: "Fields need another look",
    401: "Not signed in, or no longer",
    403: "The caller's profile does not allow this",
    404: "Not there, or not within the caller's reach",
    409: "Does not fit with what is there, or needs a confirmation",
    412: "Changed since the given ETag; read it again",
    413: "More than can be accepted",
    429: "Too many tries",
    500: "Our fault",
    503: "Not just now; try again in a minute",
}


@cache
def document(routes: tuple[Route, ...]) -> dict[str, Any]:
    """The whole document for these routes."""
    schemas, components = _schemas(routes)
    paths: dict[str, Any] = {}
    for route in routes:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Carillon", "version": "1", "description": ABOUT, "license": {"name": "MIT"}},
        "servers": [{"url": "/", "description": "The address of the web app"}],
        "tags": [{"name": room} for room in sorted({route.room for route in routes})],
        "paths": paths,
        "components": {
            "schemas": {**components, "Problem": _PROBLEM},
            "parameters": {"SchoolYear": _SCHOOL_YEAR},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    }


def _schemas(routes: Iterable[Route]) -> tuple[dict[Any, Any], dict[str, Any]]:
    """Pydantic's schemas: references by (model, mode), and the definitions that they point to."""
    asked: dict[tuple[type[BaseModel], Any], None] = {}
    for route in routes:
        for model, mode in (
            (route.body, "validation"),
            (route.query, "validation"),
            (route.returns, "serialization"),
        ):
            if model and model is not Document:
                asked[(model, mode)] = None
    references, definitions = models_json_schema(list(asked), ref_template=REFERENCE)
    queries = {route.query for route in routes}
    found = definitions.get("$defs", {})
    names = {each.__name__ for each in queries if each}
    return {**references, "queries": {name: found.get(name, {}) for name in names}}, {
        name: each for name, each in found.items() if name not in names
    }


def _operation(route: Route, schemas: dict[Any, Any]) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": route.operation_id,
        "summary": route.summary,
        "tags": [route.room],
        "parameters": [*_path_parameters(route), *_query_parameters(route, schemas), *_headers(route)],
        "responses": _responses(route, schemas),
        "security": [] if route.needs.public else [{"token": []}],
    }
    if description := _described(route):
        operation["description"] = description
    if route.body:
        content = {"application/json": {"schema": schemas[(route.body, "validation")]}}
        operation["requestBody"] = {"required": True, "content": content}
    return operation


def _described(route: Route) -> str:
    """The handler's docstring, the permissions that the route needs, and when it does not send."""
    said = " ".join((route.handler.__doc__ or "").split())
    back = "Refused while looking at an earlier school year (409)." if route.sends else ""
    return " ".join(part for part in (said, _needed(route.needs), back) if part)


def _needed(needs: Needs) -> str:
    words = [_permission(*each) for each in needs.all_of]
    if needs.any_of:
        words.append(" or ".join(_permission(*each) for each in needs.any_of))
    if needs.staff_only:
        words.append("a staff role")
    if needs.admins_only:
        words.append("an administrator's role")
    return f"Needs {' and '.join(words)}." if words else ""


def _permission(name: Permission, level: Level) -> str:
    return f"{'Edit' if level is Level.EDIT else 'View'} on `{name.value}`"


def _path_parameters(route: Route) -> list[dict[str, Any]]:
    return [_parameter(name, "path", {"type": "string"}, True) for name in re.findall(r"{(\w+)}", route.path)]


def _query_parameters(route: Route, schemas: dict[Any, Any]) -> list[dict[str, Any]]:
    if not route.query:
        return []
    schema = schemas["queries"][route.query.__name__]
    required = schema.get("required", [])
    return [
        _parameter(name, "query", each, name in required) for name, each in schema.get("properties", {}).items()
    ]


_REQUIRED = ("Idempotency-Key", "If-Match")


def _headers(route: Route) -> list[dict[str, Any]]:
    conditional = ("If-None-Match",) if route.method == "GET" else ()
    wanted = [(name, name in _REQUIRED) for name in (*route.headers, *conditional)]
    year = [] if route.needs.public else [{"$ref": "#/components/parameters/SchoolYear"}]
    return [*(_parameter(name, "header", {"type": "string"}, required) for name, required in wanted), *year]


def _parameter(name: str, place: str, schema: dict[str, Any], required: bool) -> dict[str, Any]:
    return {"name": name, "in": place, "required": required, "schema": schema}


def _responses(route: Route, schemas: dict[Any, Any]) -> dict[str, Any]:
    problems = {400, 413, 500, 503} | _refusals(route)
    responses = {str(status): _problem_response(status) for status in problems}
    good: dict[str, Any] = {"description": _MEANINGS[route.status]}
    if route.returns:
        schema = schemas.get((route.returns, "serialization"), {"type": "object"})
        good["content"] = {"application/json": {"schema": schema}}
    if route.produces:
        good["content"] = {route.produces: {"schema": {"type": "string"}}}
    responses[str(route.status)] = good
    if route.method == "GET" and not route.produces:
        responses["304"] = {"description": _MEANINGS[304]}
    return dict(sorted(responses.items()))


def _refusals(route: Route) -> set[int]:
    refusals = {401}
    if not route.needs.public:
        refusals |= {403, 404}
    if route.method != "GET":
        refusals |= {409, 429}
    return refusals | ({412} if "If-Match" in route.headers else set())


def _problem_response(status: int) -> dict[str, Any]:
    schema = {"$ref": REFERENCE.format(model="Problem")}
    return {"description": _MEANINGS[status], "content": {MEDIA_TYPE: {"schema": schema}}}
