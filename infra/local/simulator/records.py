"""The shapes and tables of `store`, and the filters that its questions share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

SCHEMA = """
CREATE TABLE IF NOT EXISTS handed_over (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, message_id TEXT NOT NULL, destination TEXT NOT NULL,
    sender TEXT NOT NULL, subject TEXT NOT NULL, at REAL NOT NULL, content TEXT NOT NULL,
    fingerprint TEXT NOT NULL, detail TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS by_destination ON handed_over (destination, id);
CREATE INDEX IF NOT EXISTS by_kind ON handed_over (kind, id);
CREATE INDEX IF NOT EXISTS by_message ON handed_over (message_id);
CREATE TABLE IF NOT EXISTS contents (id TEXT PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS events (
    id INTEGER PRIMARY KEY, due REAL NOT NULL, destination TEXT NOT NULL, kind TEXT NOT NULL,
    body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS by_due ON events (due, id);
CREATE TABLE IF NOT EXISTS resources (kind TEXT, name TEXT, body TEXT NOT NULL, PRIMARY KEY (kind, name));
"""


@dataclass(frozen=True)
class HandedOver:
    """One message to one destination, as the provider took it. `at` is in epoch seconds.

    `content` holds the parts as written (html, text, speech, payload), shared by all mails of a bulk call;
    `detail` the rest: headers, tags or context, template values, voice, segments.
    """

    id: int
    kind: str
    message_id: str
    destination: str
    sender: str
    subject: str
    at: float
    content: Mapping[str, str]
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class PendingEvent:
    """A provider event on its way to `destination` (a topic's or event bus's ARN). `due` in epoch seconds."""

    id: int
    due: float
    destination: str
    kind: str
    body: dict[str, Any]


def where_of(
    *,
    kind: str = "",
    recipient: str = "",
    destination: str = "",
    message_id: str = "",
    since: float = 0.0,
    before: int = 0,
) -> tuple[str, list[Any]]:
    # A device's endpoint says nothing to people; whose it is stands in the push's detail.
    like = "%" + recipient.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    either = "(destination LIKE ? ESCAPE '\\' OR (kind = 'push' AND detail LIKE ? ESCAPE '\\'))"
    terms: list[tuple[object, str, list[Any]]] = [
        (kind, "kind = ?", [kind]),
        (recipient, either, [like, like]),
        (destination, "destination = ?", [destination]),
        (message_id, "message_id = ?", [message_id]),
        (since, "at >= ?", [since]),
        (before, "id < ?", [before]),
    ]
    used = [(sql, values) for given, sql, values in terms if given]
    where = "WHERE " + " AND ".join(sql for sql, _ in used) if used else ""
    return where, [value for _, values in used for value in values]
