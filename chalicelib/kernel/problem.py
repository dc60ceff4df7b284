"""Problem documents (RFC 9457): what a client reads when something was refused."""

from typing import Any

from .errors import CarillonError
from .words import ENGLISH, spoken

MEDIA_TYPE = "application/problem+json"


def problem(error: CarillonError, language: str = ENGLISH) -> dict[str, Any]:
    """An error as the body of its answer: type, title, status, detail, the fields at fault, and extras."""
    body: dict[str, Any] = {
        "type": f"/problems/{error.slug}",
        "title": spoken(error.title, language),
        "status": error.status,
        "detail": spoken(error.detail, language),
    }
    if error.fields:
        body["errors"] = [
            {"field": each.field, "message": spoken(each.message, language)} for each in error.fields
        ]
    return body | {name: value for name, value in error.extra.items() if name not in body}
