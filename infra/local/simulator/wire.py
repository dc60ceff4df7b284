"""The wire protocols: an HTTP request becomes an operation with its parameters, a result becomes a response.

SES v2 speaks REST-JSON, End User Messaging JSON 1.0 with X-Amz-Target, SNS the query protocol with XML answers.
Routes, parameter places, names and limits all come from botocore's models (`shapes`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import count
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from uuid import uuid4
from xml.sax.saxutils import escape

from botocore.model import ListShape, MapShape, OperationModel, Shape, StructureShape

from .errors import ServiceError
from .shapes import Problem, Readers, service_model

SES, EUM, SNS = "sesv2", "pinpoint-sms-voice-v2", "sns"
_EUM_TARGET = "PinpointSMSVoiceV2."
_PLACE = re.compile(r"\{([^}]+?)\+?\}")


@dataclass(frozen=True)
class Request:
    """One HTTP request. `target` is path and query; header names are lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Response:
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Call:
    """A request understood: `params` are the operation's members, `problems` what its model refuses."""

    service: str
    operation: str
    params: dict[str, Any]
    problems: tuple[Problem, ...] = ()


_readers: dict[str, Readers] = {SES: Readers(), EUM: Readers(), SNS: Readers()}


def understand(request: Request) -> Call | None:
    """The call that a request makes, or None if it is none of the three services'."""
    if (target := request.headers.get("x-amz-target", "")).startswith(_EUM_TARGET):
        return _read(EUM, target.removeprefix(_EUM_TARGET), _json(request.body))
    if request.target.startswith("/v2/email/"):
        return _understand_ses(request)
    if request.method == "POST" and b"Action=" in request.body[:4096]:
        form = {
            key: values[0] for key, values in parse_qs(request.body.decode(), keep_blank_values=True).items()
        }
        return _understand_sns(form) if "Action" in form else None
    return None


def _read(service: str, operation: str, members: Any) -> Call:
    model = service_model(service)
    if operation not in model.operation_names:
        return Call(service, operation, {})
    shape = model.operation_model(operation).input_shape
    if shape is None:
        return Call(service, operation, {})
    problems: list[Problem] = []
    params = _readers[service].of(shape)(members, "", problems)
    return Call(service, operation, params or {}, tuple(problems))


def _json(body: bytes) -> Any:
    try:
        return json.loads(body or b"{}")
    except ValueError:
        return None


@lru_cache(maxsize=1)
def _ses_routes() -> dict[tuple[str, int], list[tuple[re.Pattern[str], OperationModel]]]:
    """SES's routes by method and number of path segments; those without a place for a name come first."""
    model, routes = service_model(SES), dict[tuple[str, int], list[tuple[re.Pattern[str], OperationModel]]]()
    for name in sorted(model.operation_names, key=lambda n: "{" in model.operation_model(n).http["requestUri"]):
        operation = model.operation_model(name)
        uri = operation.http["requestUri"].split("?")[0].rstrip("/")
        pattern = re.compile(_PLACE.sub(lambda m: f"(?P<{m[1]}>[^/]+)", uri))
        routes.setdefault((operation.http["method"], uri.count("/")), []).append((pattern, operation))
    return routes


def _understand_ses(request: Request) -> Call | None:
    parts = urlsplit(request.target)
    path = parts.path.rstrip("/")
    for pattern, operation in _ses_routes().get((request.method, path.count("/")), ()):
        if (match := pattern.fullmatch(path)) is not None:
            members = _json(request.body)
            if isinstance(members, dict):
                members |= {name: unquote(value) for name, value in match.groupdict().items()}
                members |= _from_query_string(operation, parse_qs(parts.query))
            return _read(SES, operation.name, members)
    return None


def _from_query_string(operation: OperationModel, query: Mapping[str, list[str]]) -> dict[str, Any]:
    """Members that travel in the query string, under their wire names as the readers expect them."""
    result: dict[str, Any] = {}
    if not query or operation.input_shape is None:
        return result
    for member in operation.input_shape.members.values():
        wire_name = member.serialization.get("name", "")
        if member.serialization.get("location") == "querystring" and wire_name in query:
            values = query[wire_name]
            result[wire_name] = values if isinstance(member, ListShape) else values[0]
    return result


def _understand_sns(form: Mapping[str, str]) -> Call:
    model, operation = service_model(SNS), form["Action"]
    if operation not in model.operation_names:
        return Call(SNS, operation, {})
    shape = model.operation_model(operation).input_shape
    return _read(SNS, operation, _from_form(shape, "", form) if shape is not None else {})


def _from_form(shape: Shape, prefix: str, form: Mapping[str, str]) -> Any:
    """A member from the flat names of the query protocol (`Attributes.entry.1.key`)."""
    if isinstance(shape, StructureShape):
        return _structure_from_form(shape, prefix, form)
    if isinstance(shape, ListShape):
        return _numbered(shape.member, f"{prefix}.member", form) or None
    if isinstance(shape, MapShape):
        return _map_from_form(shape, prefix, form) or None
    return form.get(prefix)


def _structure_from_form(shape: StructureShape, prefix: str, form: Mapping[str, str]) -> Any:
    found = {
        name: _from_form(member, f"{prefix}.{name}" if prefix else name, form)
        for name, member in shape.members.items()
    }
    for name in shape.required_members:
        if found[name] is None and isinstance(shape.members[name], MapShape):
            found[name] = {}  # an empty map leaves no trace in a form
    known = {name: value for name, value in found.items() if value is not None}
    return known if known or not prefix else None


def _map_from_form(shape: MapShape, prefix: str, form: Mapping[str, str]) -> dict[str, Any]:
    names = (shape.key.serialization.get("name", "key"), shape.value.serialization.get("name", "value"))
    entries: dict[str, Any] = {}
    for at in count(1):
        if (key := form.get(f"{prefix}.entry.{at}.{names[0]}")) is None:
            break
        entries[key] = _from_form(shape.value, f"{prefix}.entry.{at}.{names[1]}", form)
    return entries


def _numbered(shape: Shape, prefix: str, form: Mapping[str, str]) -> list[Any]:
    items: list[Any] = []
    while (item := _from_form(shape, f"{prefix}.{len(items) + 1}", form)) is not None:
        items.append(item)
    return items


def answer(call: Call, result: Mapping[str, Any]) -> Response:
    """The response that carries an operation's result."""
    request_id = str(uuid4())
    if call.service == SNS:
        return _xml(200, _sns_result(call.operation, result, request_id), request_id)
    kind = "application/x-amz-json-1.0" if call.service == EUM else "application/json"
    body = json.dumps(result, default=_plain).encode()
    return Response(200, {"content-type": kind, "x-amzn-requestid": request_id}, body)


def refuse(service: str, error: ServiceError) -> Response:
    """The response that carries a service's error."""
    request_id = str(uuid4())
    if service == SNS:
        return _xml(error.status, _sns_error(error, request_id), request_id)
    if service == EUM:
        body = {"__type": error.code, "Message": error.message, **error.members}
        headers = {"content-type": "application/x-amz-json-1.0", "x-amzn-requestid": request_id}
        return Response(error.status, headers, json.dumps(body, default=_plain).encode())
    headers = {
        "content-type": "application/json",
        "x-amzn-requestid": request_id,
        "x-amzn-errortype": error.code,
    }
    return Response(error.status, headers, json.dumps({"message": error.message}).encode())


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.timestamp()
    raise TypeError(f"{type(value).__name__} does not travel in JSON")


def _xml(status: int, body: str, request_id: str) -> Response:
    headers = {"content-type": "text/xml", "x-amzn-requestid": request_id}
    return Response(status, headers, body.encode())


def _sns_result(operation: str, result: Mapping[str, Any], request_id: str) -> str:
    shape = service_model(SNS).operation_model(operation).output_shape
    inner = f"<{operation}Result>{_element(shape, result)}</{operation}Result>" if shape is not None else ""
    return (
        f'<{operation}Response xmlns="http://sns.amazonaws.com/doc/2010-03-31/">{inner}'
        f"<ResponseMetadata><RequestId>{request_id}</RequestId></ResponseMetadata></{operation}Response>"
    )


def _element(shape: Shape, value: Any) -> str:
    if isinstance(shape, StructureShape):
        return "".join(
            f"<{name}>{_element(member, value[name])}</{name}>"
            for name, member in shape.members.items()
            if value.get(name) is not None
        )
    if isinstance(shape, ListShape):
        return "".join(f"<member>{_element(shape.member, item)}</member>" for item in value)
    if isinstance(shape, MapShape):
        return "".join(
            f"<entry><key>{escape(key)}</key><value>{escape(str(item))}</value></entry>"
            for key, item in value.items()
        )
    return escape(str(value))


def _sns_error(error: ServiceError, request_id: str) -> str:
    side = "Sender" if error.status < 500 else "Receiver"
    return (
        '<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error>'
        f"<Type>{side}</Type><Code>{error.code}</Code><Message>{escape(error.message)}</Message></Error>"
        f"<RequestId>{request_id}</RequestId></ErrorResponse>"
    )
