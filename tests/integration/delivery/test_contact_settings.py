"""What a person set for a contact's numbers and addresses, as the line respects it."""

from typing import Any

import pytest

from chalicelib.content.model import Channel, SmsPart, VoicePart
from chalicelib.delivery.model import DeliveryStatus
from chalicelib.directory import contact_settings, store
from chalicelib.directory.audit import Who
from chalicelib.directory.contact_flags import Flags
from tests.builders import families
from tests.builders import messages as build
from tests.support.line import Line, settle_district

from .test_dispatch import fan_out, only, send
from .test_whole_line import to

ANN = Who("ann", "Ann Miller")
ERROR, SENT = DeliveryStatus.ERROR, DeliveryStatus.SENT


def number() -> str:
    return store.students("demo", ("sam",))["sam"].contacts[0].phones[0].number


def set_for_mum(
    line: Line,
    flags: dict[str, bool] | None = None,
    emails: dict[str, bool] | None = None,
    opt_out: bool | None = None,
) -> None:
    sam = store.students("demo", ("sam",))["sam"]
    mum = contact_settings.person_in(sam, "sam-mum")
    assert mum is not None
    wanted = Flags({number(): flags} if flags else {}, emails or {}, opt_out)
    contact_settings.change("demo", sam, mum, wanted, ANN, line.clock)


@pytest.mark.parametrize(
    ("flags", "emergency", "sms", "voice"),
    [
        ({"callout": False}, True, "callout_off", "callout_off"),
        ({"blocked": True}, False, "blocked", "blocked"),
        ({"blocked": True}, True, "", ""),
        ({"sms": False}, True, "sms_off", ""),
        ({"unsubscribed": True}, True, "unsubscribed", "unsubscribed"),
    ],
)
def test_the_next_message_respects_it(
    line: Line, flags: dict[str, bool], emergency: bool, sms: str, voice: str
) -> None:
    """CHAN-11, CHAN-07, CHAN-08, CHAN-09, CHAN-10: with the reason; emails go."""
    settle_district(families.student("sam"))
    set_for_mum(line, flags)
    parts: dict[str, Any] = {
        "sms": SmsPart("Stay home", emergency),
        "voice": VoicePart("Stay", "en", emergency),
    }
    content = build.content(**parts)
    message = line.send(build.message(accepted_at=line.clock.now(), content=content, selection=to("sam")))
    line.run()
    assert only(line, message, Channel.SMS) == (ERROR if sms else SENT, sms)
    assert only(line, message, Channel.VOICE) == (ERROR if voice else SENT, voice)
    assert only(line, message, Channel.EMAIL)[0] is SENT


def test_email_opt_out_and_unsubscribed_addresses(line: Line) -> None:
    """CHAN-11, CHAN-05: no emails; texts go on."""
    settle_district(families.student("sam"))
    set_for_mum(line, emails={"sam-mum@home.example": True})
    first = line.send(build.message(1, accepted_at=line.clock.now(), selection=to("sam")))
    set_for_mum(line, emails={"sam-mum@home.example": False}, opt_out=True)
    line.run()
    second = line.send(build.message(2, accepted_at=line.clock.now(), selection=to("sam")))
    line.run()
    assert only(line, first, Channel.EMAIL) == (ERROR, "email_opt_out"), "as it stands when it goes out"
    assert only(line, second, Channel.EMAIL) == (ERROR, "email_opt_out")
    assert only(line, second, Channel.SMS)[0] is SENT


def test_what_already_waits_respects_it_too(line: Line) -> None:
    """CHAN-11, CHAN-08: set after queueing and before sending; the queue job looks a second time meanwhile."""
    message = send(line, families.student("sam"))
    fan_out(line, message)
    set_for_mum(line, {"unsubscribed": True})
    line.clock.advance(seconds=90)
    line.run(minutes=2)
    assert only(line, message, Channel.SMS) == (ERROR, "unsubscribed")
    assert only(line, message, Channel.EMAIL)[0] is SENT
