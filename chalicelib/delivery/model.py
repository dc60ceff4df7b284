"""How a message goes out: shards, chunks, deliveries and what may become of them. Pure.

    message --plan--> shards (about 200 people each) --resolve once, freeze--> recipients
            --> chunks (up to 50 deliveries of one channel) --> lane queue --> dispatch --> provider
            --> delivery events --> final status

A shard is the unit of resolving, a chunk the unit of queueing and claiming, a delivery the unit of truth.
All three have deterministic ids, so that whatever is repeated meets itself again (`shards.py`, `chunk.py`,
`refs.py`).
"""

from datetime import timedelta
from enum import StrEnum

from chalicelib.content.model import Channel
from chalicelib.kernel.values import value

from .refs import DeliveryRef

NEVER_CONFIRMED = frozenset({Channel.PUSH})  # nothing ever tells whether one left
LONGEST_LIFE = timedelta(seconds=60)  # of a worker: the timeout of the line's functions in template.yaml


class DeliveryStatus(StrEnum):
    """QUEUE-08. Everything but Pending is final and never returns."""

    PENDING = "pending"
    SENT = "sent"
    ERROR = "error"
    EXPIRED = "expired"
    DUPLICATE = "duplicate"

    @property
    def final(self) -> bool:
        return self is not DeliveryStatus.PENDING


@value
class Delivery:
    """One recipient x part: a row of the ledger, as stored and as the recipients window shows it (REPT-25).

    `reason` is a code of `reasons.py`, empty where there is nothing to explain. Times are stamps.
    """

    ref: DeliveryRef
    status: DeliveryStatus
    updated_at: str
    expires_at: str
    recipient_type: str
    name: str
    person_id: str
    person_kind: str
    destination: str
    school_id: str
    student_id: str
    student_name: str
    reason: str = ""


@value
class Totals:
    """REPT-19, A-89: total = sent + pending + expired + errors; duplicates stand beside it. Of the expired
    `canceled` did not leave because somebody canceled the message; of the duplicates `spared` waited for
    readers who did read, or answer: they counted in the total until then."""

    total: int = 0
    sent: int = 0
    expired: int = 0
    errors: int = 0
    duplicates: int = 0
    canceled: int = 0
    spared: int = 0

    @property
    def pending(self) -> int:
        return self.total - self.sent - self.expired - self.errors

    def __add__(self, other: "Totals") -> "Totals":
        return Totals(
            self.total + other.total,
            self.sent + other.sent,
            self.expired + other.expired,
            self.errors + other.errors,
            self.duplicates + other.duplicates,
            self.canceled + other.canceled,
            self.spared + other.spared,
        )
