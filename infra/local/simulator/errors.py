"""What a simulated provider can answer instead of a result.

ServiceError      the service's own error: code, sentence, HTTP status and the error shape's further members
ReplyLost         the request was carried out, but the caller must not hear of it (the connection drops)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class ServiceError(Exception):
    """An error of the service's model. `members` are the error shape's members beside its message."""

    def __init__(
        self, code: str, message: str, *, status: int = 400, members: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.status = status
        self.members = dict(members or {})


class ReplyLost(Exception):
    """The work is done and kept; the transport must drop the connection instead of answering."""
