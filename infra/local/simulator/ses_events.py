"""SES's event publishing records: https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns.html"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from .outcomes import Step, bare_address

TYPE_NAMES = {
    "Send": "SEND",
    "Delivery": "DELIVERY",
    "Bounce": "BOUNCE",
    "Complaint": "COMPLAINT",
    "Reject": "REJECT",
    "DeliveryDelay": "DELIVERY_DELAY",
    "Rendering Failure": "RENDERING_FAILURE",
}
"""eventType in the record -> its name in MatchingEventTypes."""
BUS_NAMES = {
    "Send": "Email Sent",
    "Delivery": "Email Delivered",
    "Bounce": "Email Bounced",
    "Complaint": "Email Complaint Received",
    "Reject": "Email Rejected",
    "DeliveryDelay": "Email Delivery Delayed",
    "Rendering Failure": "Email Rendering Failed",
}
"""eventType -> EventBridge's detail-type."""
_STATUS = {
    "General": ("5.1.1", "smtp; 550 5.1.1 user unknown"),
    "NoEmail": ("5.1.1", "smtp; 550 5.1.1 no such mailbox"),
    "Suppressed": (
        "5.1.1",
        "Amazon SES has suppressed sending to this address because it has a recent history of "
        "bouncing as an invalid address.",
    ),
    "OnAccountSuppressionList": (
        "5.1.1",
        "Amazon SES did not send the message to this address because it is on "
        "the suppression list for your account.",
    ),
    "MailboxFull": ("4.2.2", "smtp; 452 4.2.2 mailbox full"),
    "MessageTooLarge": ("5.3.4", "smtp; 552 5.3.4 message too large"),
    "ContentRejected": ("5.6.1", "smtp; 554 5.6.1 content rejected"),
    "Undetermined": ("5.0.0", "smtp; 500 the answer could not be understood"),
}


@dataclass(frozen=True)
class Mail:
    """One accepted mail, as its events tell of it. `headers` are the custom ones; `at` in epoch seconds."""

    message_id: str
    sender: str
    to: Sequence[str]
    subject: str
    at: float
    operation: str
    configuration_set: str
    tags: Mapping[str, str]
    account: str
    region: str
    recipients: Sequence[str] = ()
    headers: Sequence[tuple[str, str]] = ()
    reply_to: Sequence[str] = field(default_factory=tuple)


def iso(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def mail_record(mail: Mail) -> dict[str, Any]:
    """The `mail` object that all events of a mail share."""
    domain = bare_address(mail.sender).rpartition("@")[2]
    headers = [("From", mail.sender), ("To", ", ".join(mail.to)), ("Subject", mail.subject)]
    headers += [("Reply-To", ", ".join(mail.reply_to))] if mail.reply_to else []
    headers += [("MIME-Version", "1.0"), *mail.headers]
    tags = {
        "ses:operation": mail.operation,
        "ses:configuration-set": mail.configuration_set,
        "ses:source-ip": "127.0.0.1",
        "ses:from-domain": domain,
        "ses:caller-identity": "simulator",
        **mail.tags,
    }
    return {
        "timestamp": iso(mail.at),
        "source": mail.sender,
        "sourceArn": f"arn:aws:ses:{mail.region}:{mail.account}:identity/{domain}",
        "sendingAccountId": mail.account,
        "messageId": mail.message_id,
        "destination": [bare_address(each) for each in mail.recipients or mail.to],
        "headersTruncated": False,
        "headers": [{"name": name, "value": value} for name, value in headers],
        "commonHeaders": {
            "from": [mail.sender],
            "to": list(mail.to),
            "messageId": mail.message_id,
            "subject": mail.subject,
        },
        "tags": {name: [value] for name, value in tags.items()},
    }


def event(step: Step, record: Mapping[str, Any], recipient: str, at: float) -> str:
    """One event as JSON. `recipient` is the bare address it concerns, `at` when it happened."""
    key, detail = _DETAILS[step.name](step, recipient, at)
    return json.dumps({"eventType": step.name, "mail": record, key: detail})


def _send(_step: Step, _recipient: str, _at: float) -> tuple[str, dict[str, Any]]:
    return "send", {}


def _delivery(_step: Step, recipient: str, at: float) -> tuple[str, dict[str, Any]]:
    return "delivery", {
        "timestamp": iso(at),
        "processingTimeMillis": 420,
        "recipients": [recipient],
        "smtpResponse": "250 2.6.0 Message received",
        "remoteMtaIp": "127.0.2.0",
        "reportingMTA": "a8-1.smtp-out.amazonses.com",
    }


def _bounce(step: Step, recipient: str, at: float) -> tuple[str, dict[str, Any]]:
    kind, _, subtype = step.detail.partition("/")
    status, diagnosis = _STATUS[subtype]
    return "bounce", {
        "bounceType": kind,
        "bounceSubType": subtype,
        "bouncedRecipients": [
            {"emailAddress": recipient, "action": "failed", "status": status, "diagnosticCode": diagnosis}
        ],
        "timestamp": iso(at),
        "feedbackId": str(uuid4()),
        "reportingMTA": "dns; amazonses.com",
    }


def _complaint(step: Step, recipient: str, at: float) -> tuple[str, dict[str, Any]]:
    return "complaint", {
        "complainedRecipients": [{"emailAddress": recipient}],
        "timestamp": iso(at),
        "feedbackId": str(uuid4()),
        "complaintSubType": step.detail or None,
        "userAgent": "Amazon SES Mailbox Simulator",
        "complaintFeedbackType": "abuse",
        "arrivalDate": iso(at),
    }


def _reject(_step: Step, _recipient: str, _at: float) -> tuple[str, dict[str, Any]]:
    return "reject", {"reason": "Bad content"}


def _delay(_step: Step, recipient: str, at: float) -> tuple[str, dict[str, Any]]:
    return "deliveryDelay", {
        "timestamp": iso(at),
        "delayType": "MailboxFull",
        "expirationTime": iso(at + 14 * 3600),
        "delayedRecipients": [
            {"emailAddress": recipient, "status": "4.2.2", "diagnosticCode": "smtp; 452 4.2.2 mailbox full"}
        ],
    }


def _rendering_failure(step: Step, _recipient: str, _at: float) -> tuple[str, dict[str, Any]]:
    return "failure", {
        "templateName": "",
        "errorMessage": f"Attribute '{step.detail}' is not present in the rendering data.",
    }


_DETAILS = {
    "Send": _send,
    "Delivery": _delivery,
    "Bounce": _bounce,
    "Complaint": _complaint,
    "Reject": _reject,
    "DeliveryDelay": _delay,
    "Rendering Failure": _rendering_failure,
}
