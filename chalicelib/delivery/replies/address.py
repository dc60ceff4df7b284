"""The address that an email is answered at (RPLY-02): unguessable, and good for one delivery only.

<signed name of the delivery>@replies.example.org: 62 of the 64 letters of RFC 5321 4.5.3.1.1
"""

from collections.abc import Iterable

from chalicelib.kernel.settings import setting

from .. import signed
from ..refs import DeliveryRef
from ..signed import Claim

_PURPOSE = "reply"


def domain() -> str:
    """Where answers are received; empty where they are not."""
    return setting("REPLY_DOMAIN", "")


def address_of(ref: DeliveryRef) -> str:
    """The address for answers to this delivery; empty where none are received."""
    return f"{signed.signed_name(_PURPOSE, ref)}@{domain()}" if domain() else ""


def claim_of(address: str, districts: Iterable[str]) -> Claim | None:
    """What the address stands for, or None for one that this stack did not make, or somebody changed."""
    local, _, at = address.strip().rpartition("@")
    return signed.claim_of(_PURPOSE, local, districts) if at.lower() == domain().lower() else None
