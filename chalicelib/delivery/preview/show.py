"""A message as one recipient will get it, before it is sent (COMP-33): rendered as the channels render it.

    what was written --clean, limit--> content        audience --the n-th student or member of staff--> a sample
    content for that reader --`render`--> what is shown

Nothing is stored.
"""

from dataclasses import replace

from chalicelib.access import scope
from chalicelib.access.model import Principal
from chalicelib.audience import households, reach
from chalicelib.audience.people import Terms
from chalicelib.audience.sample import Samples, samples
from chalicelib.audience.terms import terms_for
from chalicelib.content.compose import Prepared, prepare
from chalicelib.content.insertable import insertable
from chalicelib.content.limits import Limits
from chalicelib.content.model import Content
from chalicelib.directory.store import suppressions
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import Invalid
from chalicelib.messages import periods, signed
from chalicelib.messages.desk import Desk, desk_of
from chalicelib.messages.model import Message

from .. import known, personal
from .model import Draft, Preview, Readers
from .render import parts
from .unsent import unsent


def preview(principal: Principal, draft: Draft, clock: Clock) -> Preview:
    """Raises Invalid for what could not be sent like that, Forbidden or NotFound for a sample out of reach."""
    desk = desk_of(principal, draft.school_id, draft.source)
    prepared = _prepared(principal, desk, draft)
    message = _message(desk, prepared.content, draft, clock)
    terms = _terms(message, clock)
    some = _samples(desk, message, terms, clock)
    number = some.number if some else 0
    sample = draft.sample % number if number else 0
    people = personal.with_values(message, list(some.someone(terms, sample))) if some and number else ()
    readers = Readers(tuple(people))
    sender = known.sender_name(message)
    warnings = (*prepared.warnings, *periods.blank(prepared.content, message.period))
    return Preview(parts(message, readers), sender, readers.first, sample, number, warnings)


def _prepared(principal: Principal, desk: Desk, draft: Draft) -> Prepared:
    """What was written, as sending would have it. Raises Invalid."""
    allowed = frozenset(field.name for field in insertable(desk.principal))
    written = signed.with_signatures(principal, draft.written) if draft.signature else draft.written
    prepared = prepare(written, Limits.of(desk.settings), allowed)
    faults = (*prepared.faults, *signed.faults(draft.source, wanted=draft.signature))
    if faults:
        raise Invalid(faults[0].message, faults)
    return prepared


def _message(desk: Desk, content: Content, draft: Draft, clock: Clock) -> Message:
    now = clock.now()
    return replace(
        unsent("preview", desk, content, draft.selection, now),
        period=periods.at_composing(desk.district, content, now),
        seed=draft.key,
        within=scope.scope_of(desk.principal),
    )


def _terms(message: Message, clock: Clock) -> Terms:
    district, suppressed = known.district(message.district), suppressions.in_short(message.district)
    return terms_for(
        message.content, district, suppressed, clock.now(), seed=message.picks, within=message.within
    )


def _samples(desk: Desk, message: Message, terms: Terms, clock: Clock) -> Samples | None:
    """Whom the samples are taken from: only people whom one could write to (PERM-07)."""
    selection, within = message.selection, message.within
    if selection.is_empty() or within is None:
        return None
    reach.check_rights(desk.principal, selection)
    reach.check_reach(desk.principal, selection, within)
    once = households.wanted_by(desk.district)
    return samples(message.district, selection, within, terms, clock.now(), one_per_address=once)
