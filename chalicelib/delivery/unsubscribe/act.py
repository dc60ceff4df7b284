"""Who stands behind a link, whether they get emails, and stopping and beginning them.

A link names a delivery, whose row names the address. What it stops is suppressed like any opt-out (CHAN-10):
all emails of the district to that address, whoever else has it.
"""

from dataclasses import replace

from chalicelib.content.model import Channel
from chalicelib.directory import store as directory
from chalicelib.directory.store import suppressions
from chalicelib.directory.suppression import Cause

from .. import store
from ..signed import claim_of
from .link import PURPOSE
from .model import Addressee


def addressee(token: str) -> Addressee | None:
    """Whom a link was made for; None for one that we did not make, or whose delivery is kept no longer."""
    claim = claim_of(PURPOSE, token, directory.districts())
    row = store.row_beginning(claim.chunk, claim.delivery) if claim else None
    if claim is None or row is None:
        return None
    district = directory.district(claim.chunk.district)
    return _now(Addressee(district.district_id, district.name, row.destination))


def stop(who: Addressee, at: str) -> Addressee:
    """No more emails. Twice is once."""
    suppressions.suppress(who.district, Channel.EMAIL, who.address, Cause.OPT_OUT, at)
    return _now(who)


def allow(who: Addressee) -> Addressee:
    """Emails again, if it was their own wish to have none: who bounced or complained has to ask the school."""
    if who.stopped and who.stopped.cause is Cause.OPT_OUT:
        suppressions.lift(who.district, who.stopped)
    return _now(who)


def _now(who: Addressee) -> Addressee:
    return replace(who, stopped=suppressions.find(who.district, Channel.EMAIL, who.address))
