"""Spoken calls by End User Messaging: one call per recipient, several at once, and their events."""

from collections.abc import Iterator
from typing import Any

from chalicelib.content.model import Channel

from ..events import DeliveryEvent
from ..model import Entry
from ..origination import number_for
from . import eum, saying
from .base import HandOver, Outcome, one_by_one

_ARRIVED = frozenset({"COMPLETED"})

# A voice of the service for each language that it can speak, by the first part of a BCP 47 tag.
VOICES = {
    "en": "JOANNA",
    "es": "LUPE",
    "fr": "LEA",
    "pt": "CAMILA",
    "de": "VICKI",
    "it": "BIANCA",
    "pl": "EWA",
    "ru": "TATYANA",
    "ja": "MIZUKI",
    "ko": "SEOYEON",
    "zh": "ZHIYU",
    "ar": "ZEINA",
    "tr": "FILIZ",
    "nl": "LOTTE",
    "sv": "ASTRID",
    "da": "NAJA",
    "nb": "LIV",
    "ro": "CARMEN",
    "is": "DORA",
    "cy": "GWYNETH",
}
_DEFAULT = "en"


class Voice:
    """The channel."""

    channel = Channel.VOICE

    def hand_over(self, work: HandOver) -> Iterator[Outcome]:
        part = work.message.content.voice
        text_for, origination = saying.text_for(work, Channel.VOICE), number_for(work.message, Channel.VOICE)
        voice = voice_for(part.language if part else _DEFAULT)

        def call(entry: Entry) -> Outcome:
            text = text_for(entry)
            if refused := saying.nothing_left(text, entry):
                return refused
            request = eum.common(work, entry, origination)
            eum.provider().send_voice_message(
                **request, MessageBody=text, MessageBodyTextType="TEXT", VoiceId=voice
            )
            return eum.handed(entry)

        return one_by_one(work, call)

    def parse_events(self, body: dict[str, Any]) -> tuple[DeliveryEvent, ...]:
        """VOICE_* events. Only a call that was answered and spoken to its end has arrived."""
        return eum.event(body, _ARRIVED)


def voice_for(language: str) -> str:
    """The voice that speaks a language; English for one that the service does not speak."""
    return VOICES.get(language.lower().split("-")[0], VOICES[_DEFAULT])


VOICE = Voice()
