"""Recordings over HTTP: a place to upload one to, and its check. Each person has their own only."""

from chalicelib.access.endpoint import Api, Call, Reply
from chalicelib.access.model import Permission, edit

from . import keep as use
from . import store
from .schemas import KeptRecording, NewRecording, RecordingForm

api = Api("content")
_CALLERS = edit(Permission.PHONE_CALLS, staff_only=True)
HEARD_SECONDS = 3600


@api.post(
    "/v1/recordings",
    needs=_CALLERS,
    returns=NewRecording,
    status=201,
    summary="A place to upload a recording to",
)
def create_recording(call: Call) -> Reply:
    """A WAV file: 8,000 samples a second of 16 bits, one channel, no compression."""
    named, minutes = use.begin(call.principal)
    form = store.upload_form(named, minutes)
    new = NewRecording(
        recording_id=named.recording_id,
        upload=RecordingForm(url=form["url"], fields=form["fields"]),
        most_seconds=minutes * 60,
    )
    return Reply(new, headers={"Location": f"/v1/recordings/{named.recording_id}"})


@api.post(
    "/v1/recordings/{recording_id}/keep",
    needs=_CALLERS,
    returns=KeptRecording,
    summary="Check an uploaded recording, and keep it for a message",
)
def keep_recording(call: Call) -> KeptRecording:
    return _shown(use.keep(call.principal, call.path["recording_id"]))


@api.get(
    "/v1/recordings/{recording_id}",
    needs=_CALLERS,
    returns=KeptRecording,
    summary="A recording of mine, to be heard",
)
def read_recording(call: Call) -> KeptRecording:
    return _shown(
        use.kept(store.Named(call.principal.district, call.principal.user_id, call.path["recording_id"]))
    )


def _shown(found: use.Recording) -> KeptRecording:
    return KeptRecording(
        recording_id=found.named.recording_id,
        seconds=round(found.lasts, 1),
        url=store.link(found.named, HEARD_SECONDS),
    )
