"""The recording of a call: of its sender, or of whoever wrote it; there, and no longer than calls may be
(CALL-02, CALL-06)."""

from dataclasses import replace

from chalicelib.content.model import Content
from chalicelib.content.recordings import keep, wav
from chalicelib.content.recordings.store import Named
from chalicelib.directory.preferences import call_minutes
from chalicelib.kernel.errors import Invalid

from .desk import Desk

FIELD = "parts.voice.recording_id"


def with_length(desk: Desk, content: Content) -> Content:
    """The content with how long its recording lasts. Raises NotFound, or Invalid for one
    that is too long by now."""
    voice = content.voice
    if voice is None or not voice.recording:
        return content
    named = Named(desk.principal.district, voice.owner or desk.principal.user_id, voice.recording)
    found = keep.kept(named, FIELD)
    if told := wav.too_long(found.lasts, call_minutes(desk.district)):
        raise Invalid.one(FIELD, told)
    return replace(content, voice=replace(voice, seconds=found.lasts))
