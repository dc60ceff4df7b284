"""Calls over HTTP: trying one out, and hearing what a message's calls said."""

from chalicelib.access.endpoint import Api, Call
from chalicelib.access.model import Permission, edit, view_any
from chalicelib.content.recordings import store as recordings
from chalicelib.kernel.errors import NotFound
from chalicelib.messages import store as messages

from ..sent import progress
from . import test_call
from .call_schemas import PlayableAudio, TestCallIn, TestCallPlaced

api = Api("delivery")
_CALLERS = edit(Permission.PHONE_CALLS, staff_only=True)
# Whoever may open a message hears it.
_READERS = view_any(Permission.COMMUNICATION, Permission.COMMUNICATION_REPORTS, staff_only=True)
HEARD_SECONDS = 300


@api.post(
    "/v1/test-calls",
    needs=_CALLERS,
    body=TestCallIn,
    returns=TestCallPlaced,
    status=202,
    sends=True,
    summary="Call one number with what is written, to hear it",
)
def place_test_call(call: Call) -> TestCallPlaced:
    """Ten an hour. It is no message: nothing of it stands in history or reports."""
    asked: TestCallIn = call.body
    number = test_call.place(call.principal, asked.school_id, asked.number, asked.written(), call.clock)
    return TestCallPlaced(number=number)


@api.get(
    "/v1/messages/{message_id}/audio",
    needs=_READERS,
    returns=PlayableAudio,
    summary="The recording that a message's calls played",
)
def read_audio(call: Call) -> PlayableAudio:
    """404 for a message without one: spoken text is not stored."""
    row = progress.one(call.principal, call.path["message_id"]).row
    message = messages.load(call.principal.district, row.message_id)
    if message is None or message.content.voice is None or not message.content.is_recorded:
        raise NotFound
    voice = message.content.voice
    named = recordings.Named(message.district, message.sender.user_id, voice.recording)
    return PlayableAudio(seconds=round(voice.seconds, 1), url=recordings.link(named, HEARD_SECONDS))
