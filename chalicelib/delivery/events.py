"""What providers tell about deliveries, in the words of this product, and what that means. Pure.

provider's event --channel.parse_events--> DeliveryEvent --advance--> status of a pending delivery
"""

from enum import StrEnum

from chalicelib.directory.suppression import Cause
from chalicelib.kernel.values import value

from .model import DeliveryStatus
from .refs import DeliveryRef


class EventKind(StrEnum):
    """What a provider can tell about one delivery."""

    ACCEPTED = "accepted"  # the provider took it; says nothing about arrival
    DELIVERED = "delivered"
    FAILED = "failed"  # for good
    DELAYED = "delayed"  # the provider goes on trying
    TIMED_OUT = "timed_out"  # the provider gave up when the message expired
    COMPLAINED = "complained"  # arrived, and the reader called it spam
    OPTED_OUT = "opted_out"


@value
class DeliveryEvent:
    """One provider's receipt, in the words of this product. `reason` is a code of `reasons.py`.

    `address` is given when it must not be written to again; `suppress` says why.
    """

    ref: DeliveryRef
    kind: EventKind
    at: str
    reason: str = ""
    address: str = ""
    suppress: Cause | None = None


def advance(kind: EventKind) -> DeliveryStatus | None:
    """The status an event moves a pending delivery to, or None when it says nothing final."""
    return {
        EventKind.DELIVERED: DeliveryStatus.SENT,
        EventKind.COMPLAINED: DeliveryStatus.SENT,
        EventKind.FAILED: DeliveryStatus.ERROR,
        EventKind.TIMED_OUT: DeliveryStatus.EXPIRED,
        EventKind.OPTED_OUT: DeliveryStatus.ERROR,
    }.get(kind)


@value
class Change:
    """A pending delivery's move to a final status."""

    ref: DeliveryRef
    status: DeliveryStatus
    at: str
    reason: str = ""
