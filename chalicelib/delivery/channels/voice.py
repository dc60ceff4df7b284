"""Spoken calls by End User Messaging: one call per recipient, several at once, and their events."""

from collections.abc import Callable, Iterator
from typing import Any

from chalicelib.content import ssml
from chalicelib.content.model import Channel, VoicePart
from chalicelib.messages.model import Message

from ..chunk import Entry
from ..events import DeliveryEvent
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
_LONGEST_LINK = 12 * 3600  # seconds; a link ends with the credentials that signed it anyway


class Voice:
    """The channel."""

    channel = Channel.VOICE

    def hand_over(self, work: HandOver) -> Iterator[Outcome]:
        part = work.message.content.voice
        speech_for, origination = _speech(work), number_for(work.message, Channel.VOICE)
        voice = voice_for(part.language if part else _DEFAULT)

        def call(entry: Entry) -> Outcome:
            speech = speech_for(entry)
            if isinstance(speech, Outcome):
                return speech
            request = eum.common(work, entry, origination)
            eum.provider().send_voice_message(
                **request, MessageBody=speech, MessageBodyTextType="SSML", VoiceId=voice
            )
            return eum.handed(entry)

        return one_by_one(work, call)

    def parse_events(self, body: dict[str, Any]) -> tuple[DeliveryEvent, ...]:
        """VOICE_* events. Only a call that was answered and spoken to its end has arrived."""
        return eum.event(body, _ARRIVED)


def _speech(work: HandOver) -> Callable[[Entry], str | Outcome]:
    """What each recipient hears, as SSML; a refusal where there is nothing to say."""
    if work.message.content.is_recorded:
        speech = recording_of(work.message, _seconds_heard(work))
        return lambda _entry: speech
    text_for = saying.text_for(work, Channel.VOICE)

    def said(entry: Entry) -> str | Outcome:
        text = text_for(entry)
        return saying.nothing_left(text, entry) or ssml.spoken(text)

    return said


def recording_of(message: Message, seconds: int) -> str:
    """A message's recording as SSML: a link that works for so many seconds."""
    from chalicelib.content.recordings import store  # here, because most calls play none

    voice = message.content.voice or VoicePart("")
    named = store.Named(message.district, voice.owner or message.sender.user_id, voice.recording)
    return ssml.played(store.link(named, seconds))


def _seconds_heard(work: HandOver) -> int:
    """As long as the provider may still place the call."""
    left = (work.until - work.clock.now()).total_seconds()
    return max(60, min(_LONGEST_LINK, int(left)))


def voice_for(language: str) -> str:
    """The voice that speaks a language; English for one that the service does not speak."""
    return VOICES.get(language.lower().split("-")[0], VOICES[_DEFAULT])


VOICE = Voice()
