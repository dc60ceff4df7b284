"""How many people an announcement reaches, before it is posted (SEND-13, A-26): by the rules by which its parts
are sent.

    whom it is for, which parts --places, rights--> may this be sent? --whom--> a selection --> the numbers
"""

from dataclasses import replace
from datetime import datetime

from chalicelib.access.model import Principal
from chalicelib.access.scope import scope_of
from chalicelib.audience import count as counting
from chalicelib.audience import households
from chalicelib.audience.model import Count, picks
from chalicelib.audience.terms import terms_of
from chalicelib.content.model import Channel
from chalicelib.directory.store import suppressions
from chalicelib.kernel.errors import Invalid
from chalicelib.kernel.values import value
from chalicelib.messages.desk import Desk

from . import checks, rights, whom
from .model import Announcement, Parts


@value
class Asked:
    """What to count: of its `parts` only which there are and whether they are an emergency. `per_student`: they
    say something else about each student."""

    to: checks.To
    parts: Parts
    per_student: bool = False


@value
class Reached:
    """`channels` are those by which it goes out, `confirm` whether its author has to say yes to the number
    (SEND-02, SEND-03)."""

    count: Count
    channels: frozenset[Channel] = frozenset()
    confirm: bool = False


def reached(principal: Principal, asked: Asked, before: Announcement, now: datetime) -> Reached:
    """Whom posting it now would reach; what was sent of it `before` is not counted again. Nobody, where
    nothing is sent. Raises Forbidden, NotFound or Invalid, as posting does."""
    addressed, desk = checks.to_whom(principal, asked.to, before)
    going = replace(addressed, parts=checks.with_sent(before, asked.parts))
    rights.check(desk, going.parts_pending)
    if faults := tuple(checks.whom_faults(going)):
        raise Invalid(faults[0].message, faults)
    if not going.pending:
        return Reached(Count())
    found = _count(desk, going, now, per_student=asked.per_student)
    in_app = frozenset({Channel.PORTAL}) if not before.sent else frozenset()
    return Reached(found, going.pending | in_app, found.people > desk.confirm_over)


def _count(desk: Desk, going: Announcement, now: datetime, *, per_student: bool) -> Count:
    """By its own id, so that the same of each family are picked as at sending."""
    within = scope_of(desk.principal)
    chosen = whom.selection(going, within)
    if chosen.is_empty():
        return Count()
    once = households.wanted_by(desk.district)
    audience = counting.gather(going.district, chosen, within, one_per_address=once)
    terms = terms_of(
        desk.district,
        suppressions.in_short(going.district),
        (*sorted(going.pending), Channel.PORTAL),
        now,
        emergency=going.parts_pending.emergencies,
        seed=picks(going.announcement_id),
        once_per_teacher=not per_student,
        within=within,
    )
    return counting.count(audience, terms)
