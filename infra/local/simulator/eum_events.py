"""End User Messaging's event records:
https://docs.aws.amazon.com/sms-voice/latest/userguide/configuration-sets-event-format.html

A call's record carries the fields that the guide names for all kinds; what it may hold beyond them is left out
rather than invented.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .outcomes import Step
from .segments import encoding, parts

_DESCRIPTIONS = {
    "DELIVERED": "Message has been accepted by phone",
    "SUCCESSFUL": "Message has been accepted by phone carrier",
    "INVALID": "The destination phone number is not valid",
    "INVALID_MESSAGE": "The message body is not valid",
    "UNREACHABLE": "Phone is currently unreachable/unavailable",
    "CARRIER_UNREACHABLE": "Carrier is currently unreachable/unavailable",
    "BLOCKED": "Phone has blocked messages",
    "CARRIER_BLOCKED": "Carrier has blocked the message",
    "SPAM": "Message has been identified as spam",
    "UNKNOWN": "What became of the message is not known",
    "TTL_EXPIRED": "Message could not be delivered within its time to live",
    "PROTECT_BLOCKED": "Message was blocked by a protect configuration",
    "INITIATED": "Call has been initiated",
    "RINGING": "Phone is ringing",
    "ANSWERED": "Call has been answered",
    "COMPLETED": "Call has been completed",
    "BUSY": "Phone is busy",
    "NO_ANSWER": "Call was not answered",
    "FAILED": "Call failed",
}
_COUNTRIES = (("+1", "US"), ("+52", "MX"), ("+44", "GB"), ("+33", "FR"), ("+34", "ES"), ("+49", "DE"))
_PART_PRICE, _CARRIER_FEE, _CALL_PRICE = 0.00581, 0.003, 0.013


@dataclass(frozen=True)
class Dispatch:
    """One accepted text or call. `kind` is text or call, `at` in epoch seconds."""

    kind: str
    message_id: str
    origin: str
    destination: str
    body: str
    message_type: str
    context: Mapping[str, str]
    at: float


def event_type(kind: str, step: Step) -> str:
    return f"{'TEXT' if kind == 'text' else 'VOICE'}_{step.name}"


def event(dispatch: Dispatch, step: Step, at: float) -> str:
    """One event as JSON."""
    kind = dispatch.kind
    country = next((iso for prefix, iso in _COUNTRIES if dispatch.destination.startswith(prefix)), "US")
    record: dict[str, Any] = {
        "eventType": event_type(kind, step),
        "eventVersion": "1.0",
        "eventTimestamp": int(at * 1000),
        "isFinal": step.final,
        "originationPhoneNumber": dispatch.origin,
        "destinationPhoneNumber": dispatch.destination,
        "isoCountryCode": country,
        "isInternationalSend": False,
        "messageId": dispatch.message_id,
        "messageRequestTimestamp": int(dispatch.at * 1000),
        "messageType": dispatch.message_type,
        "messageStatus": step.name,
        "messageStatusDescription": _DESCRIPTIONS[step.name],
    }
    if dispatch.context:
        record["context"] = dict(dispatch.context)
    return json.dumps(
        record | (_text_fields(dispatch.body) if kind == "text" else {"totalMessagePrice": _CALL_PRICE})
    )


def _text_fields(body: str) -> dict[str, Any]:
    count = parts(body)
    return {
        "mcc": "310",
        "mnc": "800",
        "carrierName": "Simulated Wireless",
        "messageEncoding": encoding(body),
        "totalMessageParts": count,
        "totalMessagePrice": round(count * _PART_PRICE, 5),
        "totalCarrierFee": round(count * _CARRIER_FEE, 5),
    }
