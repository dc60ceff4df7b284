"""Are the provider's events flowing? A message to its own simulator address must come back as an event.

    recover --send--> provider's simulator --event--> receipts --came_back--> recover --flowing?

Sent only while a hand-over is in doubt, at most one a minute for a channel. An event of a canary that was sent
after the hand-over proves that the events of the hand-over would have come, had it happened: if it came
promptly, so that it did not wait for a stream that stood still, and a while ago, so that what did wait has come
as well (docs/decisions/0039-a-canary-proves-after-a-while.md).
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from chalicelib.content.model import Channel
from chalicelib.kernel.aws import client
from chalicelib.kernel.clock import stamp
from chalicelib.kernel.log import failure, logger
from chalicelib.kernel.settings import setting
from chalicelib.kernel.values import value

from .. import devices
from ..store import canaries

PAUSE = timedelta(seconds=50)  # between two canaries of one channel
PROMPT = timedelta(seconds=20)  # from sending a canary until its event counts; a later one proves nothing
# From sending it until it is a proof: a prompt one's time, and 20 seconds more, after which SNS has tried again
# whatever it could not bring to a queue.
SETTLED = timedelta(seconds=40)
EMAIL_SIMULATOR = "success@simulator.amazonses.com"
TEXT_SIMULATOR = "+14254147755"
_REF = re.compile(r"canary-([a-z0-9]{1,32})-(email|sms)-(\d{14,20})", re.ASCII)
_WORDS = "Carillon checks that receipts arrive. Nobody needs to read this."

# Calls have no simulator; they report through the same service and topic as texts, whose canary proves both.
_PROVED_BY = {Channel.EMAIL: Channel.EMAIL, Channel.SMS: Channel.SMS, Channel.VOICE: Channel.SMS}


def provable(channel: Channel) -> bool:
    """Whether a channel reports at all."""
    return channel in _PROVED_BY


def proved_by(channel: Channel) -> Channel:
    """By which channel a canary goes that proves for one that is `provable`."""
    return _PROVED_BY[channel]


def flowing(district: str, channel: Channel, since: datetime, now: datetime) -> bool:
    """Whether a canary sent since then came back promptly, and long enough ago."""
    seen = canaries.seen(district, proved_by(channel))
    return any(stamp(since) <= sent_at <= stamp(now - SETTLED) for sent_at in seen)


def send(district: str, channel: Channel, now: datetime) -> bool:
    """Send one, unless one has just been sent. Raises what the provider answers; then there is no proof."""
    channel = proved_by(channel)
    if not canaries.begin(district, channel, now, PAUSE):
        return False
    _SENDERS[channel](_name(district, channel, now))
    return True


def can_probe(channel: Channel) -> bool:
    """Whether the provider has an address for trying it out."""
    return channel in _PROBES and (channel is not Channel.PUSH or bool(setting("PUSH_PLATFORM_ARN", "")))


def probe(district: str, channel: Channel, now: datetime) -> bool:
    """Whether the provider takes a message to that address: it works (again)."""
    try:
        _PROBES[channel](_name(district, channel, now))
    except Exception as error:
        logger().info("A probe failed", **failure(error), channel=channel.value)
        return False
    return True


def _name(district: str, channel: Channel, now: datetime) -> str:
    return f"canary-{district}-{channel}-{int(now.timestamp() * 1_000_000)}"


@value
class Canary:
    """One as its events name it."""

    district: str
    channel: Channel
    sent_at: datetime

    @classmethod
    def parse(cls, text: str) -> "Canary | None":
        """The canary that an event's reference names, or None."""
        match = _REF.fullmatch(text)
        if not match:
            return None
        district, channel, micros = match.groups()
        sent_at = datetime.fromtimestamp(0, tz=UTC) + timedelta(microseconds=int(micros))
        return cls(district, Channel(channel), sent_at)


def came_back(canary: Canary, now: datetime) -> None:
    """Note one whose event arrived."""
    if now <= canary.sent_at + PROMPT:
        canaries.note_seen(canary.district, canary.channel, canary.sent_at)


def _email(ref: str) -> None:
    body = {"Subject": {"Data": "Receipts"}, "Body": {"Text": {"Data": _WORDS}}}
    client("sesv2").send_email(
        FromEmailAddress=setting("EMAIL_FROM_ADDRESS"),
        Destination={"ToAddresses": [EMAIL_SIMULATOR]},
        ConfigurationSetName=setting("EMAIL_CONFIGURATION_SET"),
        EmailTags=[{"Name": "ref", "Value": ref}],
        Content={"Simple": body},
    )


def _text(ref: str) -> None:
    request = {
        "DestinationPhoneNumber": TEXT_SIMULATOR,
        "MessageBody": _WORDS,
        "MessageType": "TRANSACTIONAL",
        "ConfigurationSetName": setting("SMS_CONFIGURATION_SET"),
        "Context": {"ref": ref},
    }
    if origination := setting("SMS_ORIGINATION", ""):
        request["OriginationIdentity"] = origination
    client("pinpoint-sms-voice-v2").send_text_message(**request)


def _push(_ref: str) -> None:
    devices.try_out()


_SENDERS: dict[Channel, Callable[[str], None]] = {Channel.EMAIL: _email, Channel.SMS: _text}
_PROBES = _SENDERS | {Channel.PUSH: _push}
