"""Addresses that must not be written to: who bounced for good, complained, opted out or is blocked (CHAN-08,
CHAN-10). Kept by the hash of the address, so that an opt-out outlives the person's record and names nobody.

    receipts, providers' refusals --put--> suppression --among--> dispatch, right before handing over
"""

from collections.abc import Collection, Mapping
from enum import StrEnum

from chalicelib.content.model import ADDRESSED, Channel
from chalicelib.kernel import dynamo
from chalicelib.kernel.ids import hashed_id
from chalicelib.kernel.keys import district_key
from chalicelib.kernel.settings import table

from ..reasons import Reason

# In-app copies and push have no address that could be suppressed.
CHANNELS = frozenset(ADDRESSED)
_SORT = "SUPPRESSED"


class Cause(StrEnum):
    """Why an address is suppressed on a channel."""

    BOUNCE = "bounce"
    COMPLAINT = "complaint"
    OPT_OUT = "opt_out"
    BLOCKED = "blocked"


_REASONS: Mapping[Cause, str] = {
    Cause.BOUNCE: Reason.SUPPRESSED_BOUNCE,
    Cause.COMPLAINT: Reason.SUPPRESSED_COMPLAINT,
    Cause.OPT_OUT: Reason.OPTED_OUT,
    Cause.BLOCKED: "blocked",
}


def put(district: str, channel: Channel, address: str, cause: Cause, at: str) -> None:
    """Suppress an address on one channel. The first cause stays."""
    pk = _key(district, channel, address)
    dynamo.put(
        table("deliveries"), {"pk": pk, "sk": _SORT, "cause": cause.value, "since": at}, unless_exists=True
    )


def lift(district: str, channel: Channel, address: str) -> None:
    """The address may be written to again."""
    dynamo.delete(table("deliveries"), _key(district, channel, address), _SORT)


def among(district: str, channel: Channel, addresses: Collection[str], *, emergency: bool) -> dict[str, str]:
    """The suppressed ones and why, as a reason's code. An emergency overrides Blocked and nothing else."""
    asked = {(_key(district, channel, each), _SORT): each for each in addresses}
    found = dynamo.get_many(table("deliveries"), asked)
    causes = {asked[key]: Cause(item["cause"]) for key, item in found.items()}
    return {
        address: _REASONS[cause]
        for address, cause in causes.items()
        if not (emergency and cause is Cause.BLOCKED)
    }


def cause_of(reason: str) -> Cause:
    """The cause behind a provider's reason to write no more."""
    return {Reason.SUPPRESSED_COMPLAINT: Cause.COMPLAINT, Reason.OPTED_OUT: Cause.OPT_OUT}.get(
        Reason(reason), Cause.BOUNCE
    )


def _key(district: str, channel: Channel, address: str) -> str:
    return district_key(district, "SUPPRESSED", channel, hashed_id("address", address.strip().lower()))
