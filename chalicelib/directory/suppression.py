"""Addresses and numbers that must not be written to, per channel: who opted out, complained or is not there.

    receipts, refusals, STOP, staff --store/suppressions.py--> kept by the hash of the address
        --> Suppressed, the whole district's in short: counts, previews and resolving ask it
        --> the record itself: dispatch asks it, right before handing over

By address, not by person: an opt-out outlives the person's record and binds whoever else has the address
(CHAN-10). A channel is given by its name (`content.model.Channel`). Pure.
"""

import re
from base64 import b32decode
from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from hashlib import sha256

from chalicelib.kernel.ids import hashed_id
from chalicelib.kernel.values import value

SUPPRESSION_ID = re.compile("([a-z]+)-([a-z2-7]{26})")  # channel and hash
MOST_OWNERS = 10  # whom one address is remembered of
_SHORT = 8  # bytes of a hash that tell a district's addresses apart


class Cause(StrEnum):
    """Why an address is suppressed on a channel, the weightiest first: what the owner wants comes before what
    staff know, and that before what a provider found."""

    OPT_OUT = "opt_out"  # the owner texted STOP, or unsubscribed by the link in an email
    COMPLAINT = "complaint"  # the owner marked an email as spam
    STAFF = "staff"  # somebody at the school entered it, because the owner asked
    CARRIER = "carrier"  # the phone company says that there is no such number
    BOUNCE = "bounce"  # the mail server says that there is no such mailbox

    @property
    def is_the_owners(self) -> bool:
        """Whether the owner's own deed made it: only their word ends it."""
        return self in (Cause.OPT_OUT, Cause.COMPLAINT)

    def outweighs(self, other: "Cause") -> bool:
        """Whether this is kept of the two."""
        return _WEIGHTS[self] < _WEIGHTS[other]


_WEIGHTS: Mapping[Cause, int] = {cause: at for at, cause in enumerate(Cause)}


@value
class Owner:
    """Whose an address is: a name, and the student in whose record it stands when that is another person's."""

    name: str
    student: str = ""


@value
class Suppression:
    """One suppressed address. `since` is a stamp; `by` names the member of staff who entered it, and `note` is
    what they wrote about it; both empty where nobody did. `owners`: whose it is or was, MOST_OWNERS at most;
    who leaves the district stays among them."""

    channel: str
    address: str
    cause: Cause
    since: str
    by: str = ""
    note: str = ""
    owners: tuple[Owner, ...] = ()

    @property
    def hash(self) -> str:
        return address_hash(self.address)

    @property
    def suppression_id(self) -> str:
        """What a URL names it by: `sms-` and the hash."""
        return f"{self.channel}-{self.hash}"


@value
class Suppressed:
    """A district's suppressions in short: causes by channel and by the short hash of the address."""

    causes: Mapping[str, Mapping[str, Cause]] = field(default_factory=dict)

    def cause(self, channel: str, address: str) -> Cause | None:
        """Why an address must not be written to on a channel; None when it may be."""
        known = self.causes.get(channel)
        return known.get(short_hash(address)) if known else None


NOBODY = Suppressed()


def address_hash(address: str) -> str:
    """What an address is known by, whatever its capitals."""
    return hashed_id("address", address.strip().lower())


def short_hash(address: str) -> str:
    """As much of it as `Suppressed` keeps, in hexadecimal. A large send asks about half a million."""
    return sha256(f"address\x1f{address.strip().lower()}".encode()).hexdigest()[: 2 * _SHORT]


def shortened(full: str) -> str:
    """The same from the whole hash."""
    return b32decode(full[:16].upper())[:_SHORT].hex()
