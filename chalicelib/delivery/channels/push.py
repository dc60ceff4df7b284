"""Push by SNS platform endpoints: one call per device. There are no receipts: what SNS took counts as sent.

Because nothing ever confirms a push, one of which nobody knows whether it left is not sent again but ends as
unconfirmed; its reader has the in-app copy. What SNS turned away before it looked (503) has not left.
"""

import json
from collections.abc import Callable, Iterator, Mapping

from botocore.exceptions import ClientError

from chalicelib.content.letter_words import words_in
from chalicelib.content.model import Channel, Content
from chalicelib.content.text import cut, one_line
from chalicelib.content.tokens import parse
from chalicelib.kernel.aws import client

from .. import devices
from ..chunk import Entry
from ..reasons import Reason
from .base import HandOver, Outcome, one_by_one
from .errors import Fault, Judgement, Verdict, judge

LONGEST_BODY = 200  # characters; a lock screen shows less, and the platforms take 4 KB in all
_TURNED_AWAY = 503


class Push:
    """The channel."""

    channel = Channel.PUSH

    def hand_over(self, work: HandOver) -> Iterator[Outcome]:
        district = work.message.district
        endpoints = devices.endpoints(district, {entry.account for entry in work.entries})
        payload_for = _payloads(work)

        def call(entry: Entry) -> Outcome:
            return _to_devices(district, entry, endpoints.get(entry.account, ()), payload_for(entry))

        return one_by_one(work, call)


PUSH = Push()


def body_of(content: Content, *, flagged: bool = False) -> Callable[[Mapping[str, str], str], str]:
    """What stands under the sender's name on a device, by a reader's values and language; of a secure message
    only that there is one (A-31), and of a flagged one that it is (FLAG-02)."""
    if content.secure:
        return lambda _values, language: words_in(language).secure_push
    if flagged:
        return lambda _values, language: words_in(language).flagged
    template = parse(f"{content.subject}: {content.text(Channel.PUSH)}")
    return lambda values, _language: cut(one_line(template.fill(values)), LONGEST_BODY, LONGEST_BODY)


def _payloads(work: HandOver) -> Callable[[Entry], str]:
    """What each recipient's devices show; the same for all unless insert fields or languages make it differ."""
    message = work.message
    body = body_of(message.content, flagged=message.flagged)
    if not (message.content.secure or message.flagged or work.fields):
        same = _payload(work, body({}, ""))
        return lambda _entry: same
    return lambda entry: _payload(work, body(work.values(entry), entry.language))


def _payload(work: HandOver, body: str) -> str:
    """What each platform shows. It names the message, so that the app opens it."""
    title = work.sender_name
    data = {"message_id": work.message.message_id}
    google = {"notification": {"title": title, "body": body}, "data": data}
    apple = {"aps": {"alert": {"title": title, "body": body}, "sound": "default"}, **data}
    versions = {"default": body, "GCM": json.dumps(google)}
    versions |= dict.fromkeys(("APNS", "APNS_SANDBOX"), json.dumps(apple))
    return json.dumps(versions)


def _to_devices(district: str, entry: Entry, endpoints: tuple[str, ...], payload: str) -> Outcome:
    """Each device of the account; one that takes it is enough."""
    found = {each[0]: each for each in (_publish(district, entry, place, payload) for place in endpoints)}
    for verdict in (Verdict.SENT, Verdict.UNKNOWN, Verdict.LATER, Verdict.REFUSED):
        if verdict in found:
            _, reason, fault = found[verdict]
            return Outcome(entry.delivery_id, verdict, reason, fault=fault)
    return Outcome(entry.delivery_id, Verdict.REFUSED, Reason.NO_DEVICE)


def _publish(district: str, entry: Entry, endpoint: str, payload: str) -> Judgement:
    try:
        client("sns").publish(TargetArn=endpoint, Message=payload, MessageStructure="json")
    except Exception as error:
        if devices.is_gone(error):
            devices.remove_endpoint(district, entry.account, endpoint)
            return Verdict.REFUSED, Reason.DEVICE_GONE, Fault.NONE
        verdict, reason, fault = judge(error)
        return Verdict.LATER if _was_turned_away(error) else verdict, reason, fault
    return Verdict.SENT, "", Fault.NONE


def _was_turned_away(error: Exception) -> bool:
    if not isinstance(error, ClientError):
        return False
    return bool(error.response["ResponseMetadata"].get("HTTPStatusCode") == _TURNED_AWAY)
