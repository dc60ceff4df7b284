"""A hand-over as its recipient sees it: template values filled in, one flat record for all readers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .records import HandedOver as Kept
from .speech import spoken_words
from .templates import compile_template


@dataclass(frozen=True)
class HandedOver:
    """`html` and `text` are what is read (`text` of texts and pushes, too), `speech` is spoken, and `sound` is
    the recording that it plays, in base64.

    `tags` are SES's message tags, End User Messaging's context or SNS's message attributes; `at` is in epoch
    seconds. `outcome` names the events that the provider reports of it.
    """

    id: int
    kind: str
    message_id: str
    destination: str
    sender: str
    subject: str
    at: float
    html: str
    text: str
    speech: str
    sound: str
    payload: str
    headers: tuple[tuple[str, str], ...]
    tags: Mapping[str, str]
    outcome: tuple[str, ...]
    detail: Mapping[str, Any]

    @property
    def words(self) -> str:
        """What a call says, without marks."""
        return spoken_words(self.speech, str(self.detail.get("text_type", "")))

    @staticmethod
    def of(kept: Kept) -> HandedOver:
        parts = dict(kept.content)
        if "values" in kept.detail:
            parts = {name: compile_template(text).render(kept.detail["values"]) for name, text in parts.items()}
        known = ("headers", "tags", "outcome", "values")
        return HandedOver(
            id=kept.id,
            kind=kept.kind,
            message_id=kept.message_id,
            destination=kept.destination,
            sender=kept.sender,
            subject=kept.subject,
            at=kept.at,
            html=parts.get("html", ""),
            text=parts.get("text", ""),
            speech=parts.get("speech", ""),
            sound=parts.get("sound", ""),
            payload=parts.get("payload", ""),
            headers=tuple((name, value) for name, value in kept.detail.get("headers", ())),
            tags=kept.detail.get("tags", {}),
            outcome=tuple(kept.detail.get("outcome", ())),
            detail={name: value for name, value in kept.detail.items() if name not in known},
        )
