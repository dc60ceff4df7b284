"""Push by SNS platform endpoints: one call per device. There are no receipts: what SNS took counts as sent.

Because nothing ever confirms a push, one whose worker died is not sent again but ends as unconfirmed; its
reader has the in-app copy.
"""

import json
from collections.abc import Callable, Iterator

from botocore.exceptions import ClientError

from chalicelib.content.letter_words import words_in
from chalicelib.content.model import Channel
from chalicelib.content.text import cut, one_line
from chalicelib.content.tokens import parse
from chalicelib.kernel.aws import client

from .. import devices
from ..model import Entry
from ..reasons import Reason
from .base import HandOver, Outcome, Verdict, judge, one_by_one

LONGEST_BODY = 200  # characters; a lock screen shows less, and the platforms take 4 KB in all
_GONE = frozenset({"EndpointDisabled", "EndpointDisabledException", "NotFound", "NotFoundException"})


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


def _payloads(work: HandOver) -> Callable[[Entry], str]:
    """What each recipient's devices show; the same for all unless insert fields make it differ."""
    content = work.message.content
    if content.secure:
        return lambda entry: _payload(work, words_in(entry.language).secure_push)
    template = parse(f"{content.subject}: {content.text(Channel.PUSH)}")
    if not template.slots:
        same = _payload(work, template.fill({}))
        return lambda _entry: same
    return lambda entry: _payload(work, template.fill(work.values(entry)))


def _payload(work: HandOver, text: str) -> str:
    """What each platform shows. It names the message, so that the app opens it."""
    title, body = work.sender_name, cut(one_line(text), LONGEST_BODY, LONGEST_BODY)
    data = {"message_id": work.message.message_id}
    google = {"notification": {"title": title, "body": body}, "data": data}
    apple = {"aps": {"alert": {"title": title, "body": body}, "sound": "default"}, **data}
    versions = {"default": body, "GCM": json.dumps(google)}
    versions |= dict.fromkeys(("APNS", "APNS_SANDBOX"), json.dumps(apple))
    return json.dumps(versions)


def _to_devices(district: str, entry: Entry, endpoints: tuple[str, ...], payload: str) -> Outcome:
    """Each device of the account; one that takes it is enough."""
    verdicts = [_publish(district, entry, endpoint, payload) for endpoint in endpoints]
    for verdict in (Verdict.SENT, Verdict.UNKNOWN, Verdict.LATER):
        if verdict in verdicts:
            return Outcome(entry.delivery_id, verdict)
    return Outcome(entry.delivery_id, Verdict.REFUSED, Reason.DEVICE_GONE if endpoints else Reason.NO_DEVICE)


def _publish(district: str, entry: Entry, endpoint: str, payload: str) -> Verdict:
    try:
        client("sns").publish(TargetArn=endpoint, Message=payload, MessageStructure="json")
    except Exception as error:
        if _is_gone(error):
            devices.remove_endpoint(district, entry.account, endpoint)
            return Verdict.REFUSED
        return judge(error)[0]
    return Verdict.SENT


def _is_gone(error: Exception) -> bool:
    """Whether the platform says that the app is no longer on that device."""
    if not isinstance(error, ClientError):
        return False
    answer = error.response["Error"]
    return answer["Code"] in _GONE or "No endpoint found" in answer.get("Message", "")
