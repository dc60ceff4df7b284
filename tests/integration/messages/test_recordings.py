"""Recordings: uploaded, checked, kept, named by a message, and heard again."""

from typing import Any

import pytest
import requests

from chalicelib.content.recordings.store import Named
from chalicelib.directory import store as directory
from chalicelib.kernel.aws import s3
from chalicelib.kernel.settings import setting
from chalicelib.messages import store
from tests.builders import people, sounds
from tests.support.api import Answer, HttpApi

from .conftest import D, Send, stored
from .test_schedules import Desk
from .test_schedules import desk as desk  # a fixture

pytestmark = pytest.mark.moto

URL = "/v1/recordings"


def upload(recording_id: str, file: bytes, user: str = "head") -> None:
    """As a browser does with the form, which moto does not look at."""
    s3().put_object(Bucket=setting("RECORDINGS_BUCKET"), Key=Named(D, user, recording_id).upload, Body=file)


def begun(api: HttpApi, as_: str = "head") -> str:
    return str(api.post(URL, as_=as_).json["recording_id"])


def keep(api: HttpApi, recording_id: str, as_: str = "head") -> Answer:
    return api.post(f"{URL}/{recording_id}/keep", as_=as_)


def recorded(api: HttpApi, seconds: float = 5, as_: str = "head") -> str:
    recording_id = begun(api, as_)
    upload(recording_id, sounds.wav(seconds), as_)
    assert keep(api, recording_id, as_).status == 200
    return recording_id


def call(recording_id: str, **more: Any) -> dict[str, Any]:
    return {"voice": {"kind": "recorded", "recording_id": recording_id, **more}}


# ---- Uploading ---------------------------------------------------------------------------------------------


def test_a_recording_is_uploaded_checked_and_heard(api: HttpApi, town: None) -> None:
    """CALL-05, CALL-06, CALL-07: by a form that takes no larger file, in this person's place."""
    made = api.post(URL, as_="head")
    assert (made.status, made.json["most_seconds"]) == (201, 60)
    assert made.json["upload"]["fields"]["Content-Type"] == "audio/wav"
    recording_id = made.json["recording_id"]
    assert made.json["upload"]["fields"]["key"] == f"uploads/{D}/head/{recording_id}"
    upload(recording_id, sounds.wav(12.5))
    kept = keep(api, recording_id)
    assert (kept.status, kept.json["seconds"]) == (200, 12.5)
    assert requests.get(kept.json["url"], timeout=5).content == sounds.wav(12.5)
    assert keep(api, recording_id).json["seconds"] == 12.5
    assert api.get(f"{URL}/{recording_id}", as_="head").json["seconds"] == 12.5


def test_what_is_uploaded_again_changes_nothing_that_is_kept(api: HttpApi, town: None) -> None:
    """CALL-06, SEND-10: the form works for ten minutes; a message's sound stays what it was."""
    recording_id = recorded(api, 5)
    upload(recording_id, sounds.wav(9))
    assert keep(api, recording_id).json["seconds"] == 5


@pytest.mark.parametrize(
    "file", [b"<script>alert(1)</script>", b"", sounds.wav(1, rate=44100), sounds.wav(62), sounds.wav(3)[:-100]]
)
def test_what_is_no_call_is_refused(api: HttpApi, town: None, file: bytes) -> None:
    """CALL-06: whatever the form says of it; too long, in another form, cut off."""
    recording_id = begun(api)
    if file:
        upload(recording_id, file)
    answer = keep(api, recording_id)
    assert (answer.status, answer.fields) == (400 if file else 404, ["recording_id"])
    assert api.get(f"{URL}/{recording_id}", as_="head").status == 404


def test_the_operator_lets_recordings_be_longer(api: HttpApi, town: None, send: Send) -> None:
    """LIC-07, CALL-06: and shorter again: then what was kept is refused at sending."""
    directory.put_district(people.district(settings={"call_minutes": 2}))
    recording_id = recorded(api, 90)
    assert send(parts=call(recording_id)).status == 202
    directory.put_district(people.district())
    answer = send(parts=call(recording_id))
    assert (answer.status, answer.fields) == (400, ["parts.voice.recording_id"])


def test_who_may_not_call_records_nothing(api: HttpApi, town: None) -> None:
    """PERM-A29"""
    assert api.post(URL, as_="kay").status == 403
    assert api.post(URL, as_="mum").status == 403


# ---- Sending -----------------------------------------------------------------------------------------------


def test_the_selected_one_of_two_is_sent(api: HttpApi, send: Send) -> None:
    """CALL-02: both filled; the other is not in the message."""
    recording_id = recorded(api)
    for kind, text, recording in (("recorded", "", recording_id), ("tts", "Bring lunch", "")):
        made = send(parts={"voice": {"kind": kind, "text": "Bring lunch", "recording_id": recording_id}}).json
        message = store.load(D, made["message_id"])
        assert message
        assert message.content.voice
        assert (message.content.voice.text, message.content.voice.recording) == (text, recording)
        assert [part["channel"] for part in made["parts"]] == ["voice", "portal"]


def test_a_recorded_call_without_a_recording_is_no_part(send: Send) -> None:
    """CALL-02, COMP-35"""
    answer = send(parts={"voice": {"kind": "recorded", "text": "Bring lunch"}})
    assert (answer.status, answer.fields) == (400, ["parts"])


@pytest.mark.parametrize("whose", ["nowhere", "toms", "not kept"])
def test_only_ones_own_kept_recording_is_sent(api: HttpApi, send: Send, whose: str) -> None:
    """CALL-02, ABUSE-02: another person's looks as if it were not there."""
    ids = {"nowhere": "nowhere", "toms": recorded(api, as_="tom"), "not kept": begun(api)}
    upload(ids["not kept"], sounds.wav(2))
    answer = send(parts=call(ids[whose]))
    assert (answer.status, answer.fields) == (404, ["parts.voice.recording_id"])
    assert stored() == 0


def test_an_emergency_may_be_recorded(api: HttpApi, send: Send) -> None:
    """PERM-11, CALL-11: with both rights."""
    assert send(parts=call(recorded(api), emergency=True)).json["emergency"] is True
    mine = recorded(api, as_="tom")
    assert send("tom", parts=call(mine, emergency=True)).fields == ["parts.voice.emergency"]


def test_a_recording_is_heard_from_the_report(api: HttpApi, send: Send) -> None:
    """CALL-15, REPT-22: by a link that ends, for whoever may open the message."""
    message_id = send(parts=call(recorded(api, 5))).json["message_id"]
    path = f"/v1/messages/{message_id}/audio"
    heard = api.get(path, as_="head").json
    assert heard["seconds"] == 5
    assert "Expires" in heard["url"]
    assert requests.get(heard["url"], timeout=5).content == sounds.wav(5)
    assert api.get(path, as_="boss").status == 200
    assert api.get(path, as_="tom").status == 404
    whole = api.get(f"/v1/messages/{message_id}", as_="head").json
    assert (whole["voice_text"], whole["voice_seconds"]) == (None, 5)


def test_spoken_text_is_not_stored_as_sound(api: HttpApi, send: Send) -> None:
    """CALL-15, REPT-22"""
    message_id = send(parts={"voice": {"text": "Bring lunch"}}).json["message_id"]
    assert api.get(f"/v1/messages/{message_id}/audio", as_="head").status == 404


def test_a_scheduled_call_plays_what_was_recorded(desk: Desk, api: HttpApi) -> None:
    """CALL-02: found again when it is due."""
    recording_id = desk.call("POST", URL).json["recording_id"]
    upload(recording_id, sounds.wav(4))
    assert desk.call("POST", f"{URL}/{recording_id}/keep").status == 200
    assert desk.schedule(parts=call(recording_id)).status == 201
    desk.at(2026, 11, 24, 10, 30)
    desk.run()
    (sent,) = desk.sent()
    message = store.load(D, sent.message_id)
    assert message
    assert message.content.voice
    assert (message.content.voice.recording, message.content.voice.seconds) == (recording_id, 4)
