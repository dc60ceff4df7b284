"""Answers: models as JSON with an ETag, refusals as problem documents (`access.endpoint`)."""

import hashlib
import json
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from chalice.app import Response
from pydantic import BaseModel

from chalicelib.kernel.errors import CarillonError, Throttled, Unauthenticated
from chalicelib.kernel.problem import MEDIA_TYPE, problem
from chalicelib.kernel.values import value
from chalicelib.kernel.words import ENGLISH

from .validation import LANGUAGE

# What one user may see must not be kept for the next at the same desk; a browser may ask "still the same?".
_ALWAYS = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
EDITS = ("PUT", "PATCH")
_READS = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-cache",
    "Vary": "Authorization, Accept-Language, School-Year",
}


def success(
    body: BaseModel | None,
    status: int,
    headers: Mapping[str, str],
    asked: Mapping[str, str],
    method: str,
    language: str = ENGLISH,
) -> Response:
    """The model as JSON; with an ETag on reads and edits, and 304 for a read that the client has already."""
    if body is None:
        return Response("", {**_ALWAYS, **headers}, 204 if status == 200 else status)
    text = _json(body, language)
    tag = _tag(text)
    if method != "GET":
        edited = {"ETag": tag} if method in EDITS else {}
        return Response(text, {**_ALWAYS, "Content-Type": "application/json", **edited, **headers}, status)
    if names_tag(asked.get("if-none-match", ""), tag):
        return Response("", {**_READS, "ETag": tag}, 304)
    return Response(text, {**_READS, "Content-Type": "application/json", "ETag": tag, **headers}, status)


@value
class File:
    """An answer that is a file: text, with a name to save it under, in ASCII."""

    text: str
    media_type: str
    name: str


def file(answer: File) -> Response:
    """The file, to be saved and never shown in the page's place."""
    headers: dict[str, str | list[str]] = {
        **_ALWAYS,
        "Content-Type": f"{answer.media_type}; charset=utf-8",
        "Content-Disposition": f'attachment; filename="{answer.name}"',
    }
    return Response(answer.text, headers, 200)


@value
class Page:
    """An answer that is a page of ours, for somebody who follows a link without being signed in."""

    html: str
    status: int = 200


# A page runs nothing, loads nothing, and sends its forms nowhere else.
_PAGE_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def page(answer: Page) -> Response:
    """The page; its address is a secret of its reader, which goes to nobody else."""
    headers: dict[str, str | list[str]] = {
        **_ALWAYS,
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": _PAGE_POLICY,
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex",
    }
    return Response(answer.html, headers, answer.status)


def tag_of(body: BaseModel, language: str = ENGLISH) -> str:
    """The ETag under which a read in this language shows the model."""
    return _tag(_json(body, language))


def _json(body: BaseModel, language: str) -> str:
    return body.model_dump_json(by_alias=True, context={LANGUAGE: language})


def _tag(text: str) -> str:
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def names_tag(wanted: str, tag: str) -> bool:
    """Whether a header of ETags names this one."""
    known = {each.strip().removeprefix("W/") for each in wanted.split(",")}
    return tag in known or "*" in known


def refusal(error: CarillonError, language: str = ENGLISH) -> Response:
    """A problem document, with the headers that its status asks for."""
    headers: dict[str, str | list[str]] = {**_ALWAYS, "Content-Type": MEDIA_TYPE, "Content-Language": language}
    if isinstance(error, Unauthenticated):
        headers["WWW-Authenticate"] = "Bearer"
    if isinstance(error, Throttled):
        headers["Retry-After"] = "60"
    return Response(json.dumps(problem(error, language)), headers, error.status)


def failure(language: str = ENGLISH) -> Response:
    """Our own fault: says so, and no more."""
    return refusal(CarillonError("Something went wrong on our side. Please try again in a minute."), language)


def traced(error: Exception) -> dict[str, Any]:
    """Where it happened, for the log: the kind and the places, not the text, which may hold a person's data."""
    frames = traceback.extract_tb(error.__traceback__)
    return {
        "kind": type(error).__name__,
        "at": [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames[-12:]],
    }
