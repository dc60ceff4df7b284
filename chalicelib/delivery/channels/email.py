"""Email by SES v2: fifty recipients a call, and its events.

Every recipient is a mail of their own (SEND-08): nobody sees another address. The delivery's reference travels
as the message tag `ref` and comes back in each event.
"""

import json
from collections import deque
from collections.abc import Iterator, Sequence
from email.utils import formataddr
from typing import Any

from chalicelib.audience.model import Unreachable
from chalicelib.content.letter import Letter, Letterhead, Reader, compose
from chalicelib.content.letter_notice import compose_notice
from chalicelib.content.letter_words import listed
from chalicelib.content.model import Channel
from chalicelib.content.text import one_line
from chalicelib.directory.suppression import Cause
from chalicelib.kernel.aws import client
from chalicelib.kernel.batches import batched
from chalicelib.kernel.clock import moment, stamp
from chalicelib.kernel.settings import setting

from .. import known
from ..chunk import Entry
from ..events import DeliveryEvent, EventKind
from ..reasons import Reason
from ..refs import DeliveryRef
from ..replies import address
from ..unsubscribe import link
from .base import HandOver, Outcome
from .errors import Fault, Verdict, identity_not_verified, judge

BULK = 50  # SES's limit
# After so many attempts without outcome each mail goes alone: one that breaks the call then harms no other.
ALONE_AFTER = 2

_CLOSED = frozenset(
    {
        "ACCOUNT_DAILY_QUOTA_EXCEEDED",
        "ACCOUNT_SENDING_PAUSED",
        "CONFIGURATION_SET_SENDING_PAUSED",
        "ACCOUNT_SUSPENDED",
        "TRANSIENT_FAILURE",
        # Faults of our own set-up: held until an operator mends them.
        "MAIL_FROM_DOMAIN_NOT_VERIFIED",
        "CONFIGURATION_SET_NOT_FOUND",
        "INVALID_SENDING_POOL_NAME",
    }
)


class Email:
    """The channel."""

    channel = Channel.EMAIL

    def hand_over(self, work: HandOver) -> Iterator[Outcome]:
        content, head = work.message.content, _head(work)
        letter = compose_notice(head) if content.secure else compose(content, head)
        return _leave(work, letter)

    def parse_events(self, body: dict[str, Any]) -> tuple[DeliveryEvent, ...]:
        """SES's event publishing format. Nothing for events that say nothing about a delivery of ours."""
        tags: dict[str, list[str]] = body["mail"].get("tags", {})
        ref = DeliveryRef.parse(next(iter(tags.get("ref", ())), ""))
        reading = _reading(body)
        if ref is None or reading is None:
            return ()
        kind, reason, suppress = reading
        address = body["mail"]["destination"][0] if suppress else ""
        return (DeliveryEvent(ref, kind, _when(body), reason, address, suppress),)


EMAIL = Email()


def _leave(work: HandOver, letter: Letter) -> Iterator[Outcome]:
    """As many a call as the pace allows; when SES refuses a call as a whole, one by one."""
    size = work.pace.at_once(BULK) if work.chunk.in_doubt < ALONE_AFTER else 1
    waiting = deque(batched(work.entries, size))
    while waiting:
        entries = waiting.popleft()
        work.pace.wait(work.clock, len(entries))
        if not work.may_go_on():
            return
        stopped = [found for entry in entries if (found := work.stopped(entry, work.clock.now()))]
        yield from stopped
        if not work.may_go_on():  # whoever asks who said no may wait for the answer
            return
        left = _without(entries, stopped)
        outcomes = _send(work, letter, left) if left else []
        if outcomes is None:
            # SES took none of them. Which one it minds shows when each goes alone.
            waiting.extendleft((entry,) for entry in reversed(left))
            continue
        yield from outcomes
        if any(each.fault is not Fault.NONE for each in outcomes):
            return


def _without(entries: Sequence[Entry], stopped: Sequence[Outcome]) -> Sequence[Entry]:
    if not stopped:
        return entries
    ids = {each.delivery_id for each in stopped}
    return [entry for entry in entries if entry.delivery_id not in ids]


def _head(work: HandOver) -> Letterhead:
    return Letterhead(known.head_name(work.message), work.sender_name, work.message.flagged)


def _reader(work: HandOver, entry: Entry, unsubscribe: str) -> Reader:
    inbox = inbox_url(entry.account)
    about = listed(entry.children, entry.language) or entry.student_name
    answerable = work.message.replies and bool(address.domain())
    return Reader(entry.kind, entry.language, about, inbox, work.values(entry), answerable, unsubscribe)


def inbox_url(account: str) -> str:
    """Where somebody with an account reads it online; empty for one without."""
    web = setting("PUBLIC_URL", "")
    return f"{web}/inbox" if web and account else ""


def sender_address(name: str) -> str:
    """The From header: a name for people before the address that SES knows."""
    return formataddr((one_line(name), setting("EMAIL_FROM_ADDRESS")))


def _send(work: HandOver, letter: Letter, entries: Sequence[Entry]) -> list[Outcome] | None:
    """One call; None when it was refused as a whole, and it was about several."""
    try:
        answer = client("sesv2").send_bulk_email(
            FromEmailAddress=sender_address(work.sender_name),
            ConfigurationSetName=setting("EMAIL_CONFIGURATION_SET"),
            DefaultContent={
                "Template": {
                    "TemplateContent": {"Subject": letter.subject, "Html": letter.html, "Text": letter.text},
                    "TemplateData": json.dumps(letter.values, ensure_ascii=False),
                    "Headers": [link.ONE_CLICK] if link.offered() else [],
                }
            },
            BulkEmailEntries=[_bulk_entry(work, letter, entry) for entry in entries],
        )
    except Exception as error:
        verdict, reason, fault = judge(error)
        if verdict is Verdict.REFUSED and len(entries) > 1:
            return None
        return [Outcome(entry.delivery_id, verdict, reason, fault=fault) for entry in entries]
    results = answer["BulkEmailEntryResults"]
    return [_outcome(entry, result) for entry, result in zip(entries, results, strict=True)]


def _bulk_entry(work: HandOver, letter: Letter, entry: Entry) -> dict[str, Any]:
    unsubscribe, answers_to = link.url_of(work.ref(entry)), address.address_of(work.ref(entry))
    values = letter.values_for(_head(work), _reader(work, entry, unsubscribe))
    headers = [{"Name": "Reply-To", "Value": answers_to}] if answers_to else []
    if unsubscribe:
        headers.append(link.header(unsubscribe))
    return {
        "ReplacementHeaders": headers,
        "Destination": {"ToAddresses": [entry.address]},
        "ReplacementTags": [{"Name": "ref", "Value": str(work.ref(entry))}],
        "ReplacementEmailContent": {
            "ReplacementTemplate": {"ReplacementTemplateData": json.dumps(values, ensure_ascii=False)}
        },
    }


def _outcome(entry: Entry, result: dict[str, str]) -> Outcome:
    status = result["Status"]
    if status == "SUCCESS":
        return Outcome(entry.delivery_id, Verdict.HANDED)
    if status == "ACCOUNT_THROTTLED":
        return Outcome(entry.delivery_id, Verdict.LATER, fault=Fault.TOO_FAST)
    if status in _CLOSED or identity_not_verified(result.get("Error", "")):
        return Outcome(entry.delivery_id, Verdict.LATER, fault=Fault.FAILED)
    reason = Reason.INVALID_ADDRESS if status == "INVALID_PARAMETER" else Reason.REFUSED
    return Outcome(entry.delivery_id, Verdict.REFUSED, reason)


# ---- Events -------------------------------------------------------------------------------------------------

Reading = tuple[EventKind, str, Cause | None]  # kind, reason, why never to write to the address again

# On the account's own list of bounces or complaints: SES took the mail and did not try to send it.
_NEVER_SENT = "OnAccountSuppressionList"
_BOUNCES = {
    "NoEmail": Reason.NO_MAILBOX,
    "Suppressed": Unreachable.SUPPRESSED_BOUNCE,
    _NEVER_SENT: Unreachable.SUPPRESSED_BOUNCE,
    "MailboxFull": Reason.MAILBOX_FULL,
    "MessageTooLarge": Reason.TOO_LARGE,
    "ContentRejected": Reason.CONTENT_REFUSED,
    "AttachmentRejected": Reason.CONTENT_REFUSED,
}


def _when(body: dict[str, Any]) -> str:
    """When it happened, as a stamp; of events without a time of their own, when the mail was sent."""
    name = body["eventType"]
    told = body.get(name[:1].lower() + name[1:].replace(" ", ""), {})
    return stamp(moment(told.get("timestamp") or body["mail"]["timestamp"]))


def _reading(body: dict[str, Any]) -> Reading | None:
    if body["eventType"] == "Bounce":
        return _bounce(body["bounce"])
    if body["eventType"] == "Complaint" and body["complaint"].get("complaintSubType") == _NEVER_SENT:
        return EventKind.FAILED, Unreachable.SUPPRESSED_COMPLAINT, Cause.COMPLAINT
    return _EVENTS.get(body["eventType"])


def _bounce(bounce: dict[str, Any]) -> Reading:
    permanent = bounce["bounceType"] == "Permanent"
    reason = _BOUNCES.get(bounce["bounceSubType"]) or (Reason.BOUNCED if permanent else Reason.BOUNCED_FOR_NOW)
    return EventKind.FAILED, reason, Cause.BOUNCE if permanent else None


_EVENTS: dict[str, Reading] = {
    "Send": (EventKind.ACCEPTED, "", None),
    "Delivery": (EventKind.DELIVERED, "", None),
    "DeliveryDelay": (EventKind.DELAYED, "", None),
    "Complaint": (EventKind.COMPLAINED, Unreachable.SUPPRESSED_COMPLAINT, Cause.COMPLAINT),
    "Reject": (EventKind.FAILED, Reason.CONTENT_REFUSED, None),
    "Rendering Failure": (EventKind.FAILED, Reason.NOT_RENDERED, None),
}
