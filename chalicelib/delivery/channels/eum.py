"""What texts and calls share: AWS End User Messaging, its answers and its events.

The delivery's reference travels as `ref` in the call's Context and comes back in each event.
"""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from chalicelib.directory.suppression import Cause
from chalicelib.kernel.aws import client
from chalicelib.kernel.clock import stamp
from chalicelib.kernel.settings import setting

from ..chunk import Entry
from ..events import DeliveryEvent, EventKind
from ..reasons import Reason
from ..refs import DeliveryRef
from .base import HandOver, Outcome
from .errors import Verdict


def provider() -> Any:
    return client("pinpoint-sms-voice-v2")


def common(work: HandOver, entry: Entry, origination: str) -> dict[str, Any]:
    """What a text and a call are told alike. The provider drops what it could not deliver in time."""
    request: dict[str, Any] = {
        "DestinationPhoneNumber": entry.address,
        "ConfigurationSetName": setting("SMS_CONFIGURATION_SET"),
        "Context": {"ref": str(work.ref(entry))},
        "TimeToLive": _time_to_live(work),
    }
    if origination:
        request["OriginationIdentity"] = origination
    return request


def _time_to_live(work: HandOver) -> int:
    """Seconds until the message expires or the call window closes, inside the service's bounds."""
    left = (work.until - work.clock.now()).total_seconds()
    return max(5, min(259_200, int(left)))


def handed(entry: Entry) -> Outcome:
    return Outcome(entry.delivery_id, Verdict.HANDED)


# The phone company knows no such number: the next message finds that out beforehand.
_NO_SUCH_NUMBER = Reason.INVALID_ADDRESS

FAILURES: dict[str, str] = {
    "INVALID": Reason.INVALID_ADDRESS,
    "INVALID_MESSAGE": Reason.CONTENT_REFUSED,
    "UNREACHABLE": Reason.UNREACHABLE_NUMBER,
    "CARRIER_UNREACHABLE": Reason.CARRIER_DOWN,
    "BLOCKED": Reason.CARRIER_BLOCKED,
    "CARRIER_BLOCKED": Reason.CARRIER_BLOCKED,
    "PROTECT_BLOCKED": Reason.CARRIER_BLOCKED,
    "SPAM": Reason.TAKEN_FOR_SPAM,
    "UNKNOWN": Reason.FAILED,
    "BUSY": Reason.BUSY,
    "NO_ANSWER": Reason.NO_ANSWER,
    "FAILED": Reason.CALL_FAILED,
}


def event(body: dict[str, Any], arrived: frozenset[str]) -> tuple[DeliveryEvent, ...]:
    """The event about a delivery of ours. `arrived` are the final statuses that mean it got there.

    The service goes on trying after an event that is not final: whatever it says, it decides nothing.
    """
    ref = DeliveryRef.parse((body.get("context") or {}).get("ref", ""))
    if ref is None:
        return ()
    status = body["eventType"].split("_", 1)[1]
    at = stamp(datetime.fromtimestamp(body["eventTimestamp"] / 1000, UTC))
    if not body.get("isFinal", True):
        return (DeliveryEvent(ref, EventKind.DELAYED if status in FAILURES else EventKind.ACCEPTED, at),)
    if status in arrived:
        return (DeliveryEvent(ref, EventKind.DELIVERED, at),)
    if status == "TTL_EXPIRED":
        return (DeliveryEvent(ref, EventKind.TIMED_OUT, at, Reason.NOT_IN_TIME),)
    if reason := FAILURES.get(status):
        return (_failed(DeliveryEvent(ref, EventKind.FAILED, at, reason), body),)
    return (DeliveryEvent(ref, EventKind.ACCEPTED, at),)


def _failed(event: DeliveryEvent, body: dict[str, Any]) -> DeliveryEvent:
    number = body.get("destinationPhoneNumber", "")
    if event.reason != _NO_SUCH_NUMBER or not number:
        return event
    return replace(event, address=number, suppress=Cause.CARRIER)
