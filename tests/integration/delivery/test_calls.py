"""What calls say and play, from the hand-over on."""

from dataclasses import replace

import pytest

from chalicelib.audience.model import RecipientType, Selection, StudentSelection
from chalicelib.content.model import Channel, VoicePart
from chalicelib.content.recordings import store as recordings
from chalicelib.content.recordings.store import Named
from chalicelib.delivery.model import DeliveryStatus
from chalicelib.directory.model import PhoneKind
from chalicelib.kernel.aws import s3
from chalicelib.kernel.settings import setting
from chalicelib.messages.model import Message
from infra.local.simulator.speech import recordings as played
from tests.builders import families, sounds
from tests.builders import messages as build
from tests.support.line import Line, settle_district

from .test_whole_line import to

pytestmark = pytest.mark.moto

RECORDED = VoicePart("", recording="rec-1", seconds=3)


def call(line: Line, voice: VoicePart, *students: str) -> Message:
    content = build.content(html="", plain="", sms=None, voice=voice)
    sent = build.message(1, accepted_at=line.clock.now(), content=content, selection=to(*students))
    return line.send(sent)


def kept(file: bytes) -> None:
    named = Named("demo", build.sender().user_id, "rec-1")
    s3().put_object(Bucket=setting("RECORDINGS_BUCKET"), Key=named.upload, Body=file)
    recordings.keep(named, 3)


def statuses(line: Line, message: Message) -> set[tuple[DeliveryStatus, str]]:
    return {(row.status, row.reason) for row in line.rows(message, Channel.VOICE)}


def test_a_recorded_call_plays_its_recording_after_a_pause(line: Line) -> None:
    """CALL-02, CALL-12: the provider fetches it by a link that ends, and everybody hears the same."""
    kept(sounds.wav(3))
    settle_district(*(families.reached_at(f"s{n}", f"s{n}@x.example", f"+1206555{n:04d}") for n in range(3)))
    message = call(line, RECORDED, "s0", "s1", "s2")
    line.run(minutes=2)
    calls = line.handed_over(kind="call")
    assert len(calls) == 3
    for each in calls:
        assert each.detail["text_type"] == "SSML"
        assert each.speech.startswith('<speak><break time="2500ms"/><audio src="')
        assert each.sound
    assert len({link for each in calls for link in played(each.speech)}) == 1
    assert statuses(line, message) == {(DeliveryStatus.SENT, "")}


def test_a_recording_that_is_gone_makes_no_call_that_arrived(line: Line) -> None:
    """CALL-15: it fails where people can see it."""
    settle_district(families.reached_at("s1", "s1@x.example", "+12065550111"))
    message = call(line, RECORDED, "s1")
    line.run(minutes=2)
    assert statuses(line, message) == {(DeliveryStatus.ERROR, "call_failed")}


def test_the_inbox_says_that_it_was_a_call(line: Line) -> None:
    """CALL-02: a recorded call and nothing else has no text to show."""
    content = build.content(html="", plain="", sms=None, voice=RECORDED)
    assert "recorded phone call" in content.text_in_app
    assert replace(content, plain="Bring lunch").text_in_app == "Bring lunch"


@pytest.mark.parametrize("text", ["Bring <lunch> & a coat", "No school today"])
def test_spoken_text_is_said_as_written_after_a_pause(line: Line, text: str) -> None:
    """CALL-12, FLDS-05"""
    settle_district(families.reached_at("s1", "s1@x.example", "+12065550111"))
    call(line, VoicePart(text), "s1")
    line.run(minutes=2)
    (made,) = line.handed_over(kind="call")
    assert made.words == text
    assert '<break time="2500ms"/>' in made.speech


@pytest.mark.parametrize("kind", [PhoneKind.MOBILE, PhoneKind.HOME])
@pytest.mark.parametrize(
    ("flags", "emergency", "calls"),
    [
        ({}, False, 1),
        ({"sms": False}, False, 1),
        ({"blocked": True}, False, 0),
        ({"blocked": True}, True, 1),
        ({"callout": False}, True, 0),
        ({"unsubscribed": True}, True, 0),
    ],
)
def test_one_number_of_two_contacts_is_called_once(
    line: Line, kind: PhoneKind, flags: dict[str, bool], emergency: bool, calls: int
) -> None:
    """CALL-11, CALL-16, QUEUE-07: in Once Per Family; a landline like a mobile, subject to its flags."""
    phones = (families.phone("+12065550111", kind=kind, **flags),)
    both = (families.contact(each, phones=phones) for each in ("mum", "dad"))
    settle_district(families.student("s1", *both))
    selection = Selection(StudentSelection(RecipientType.ONCE_PER_FAMILY, students=("s1",)))
    content = build.content(html="", plain="", sms=None, voice=VoicePart("No school", emergency=emergency))
    message = line.send(build.message(1, accepted_at=line.clock.now(), content=content, selection=selection))
    line.run(minutes=2)
    assert len(line.handed_over(kind="call")) == calls
    assert line.totals(message, Channel.VOICE).sent == calls
