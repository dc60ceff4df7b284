"""Accepting a message: the second step of `docs/a-messages-way.md`.

    repeated? -> rights -> content -> reach -> count -> confirmation -> store with outbox entry -> publish

Nothing is stored before every check has passed (COMP-01, COMP-35, SEND-02, PERM-07, PERM-11). After the store
the message is accepted, even when publishing fails: the queue job finds its outbox entry within a minute.
"""

import hashlib
import re
from dataclasses import replace

from chalicelib.access.model import Principal
from chalicelib.access.scope import Scope, scope_of
from chalicelib.audience import count as counting
from chalicelib.audience import households, reach
from chalicelib.audience.model import Selection, picks
from chalicelib.audience.terms import terms_for
from chalicelib.content.compose import Limits, Prepared, Written, prepare
from chalicelib.content.insertable import insertable
from chalicelib.content.model import Content
from chalicelib.directory import store as directory
from chalicelib.directory.marking_periods import MarkingPeriod
from chalicelib.directory.model import Student
from chalicelib.directory.store import suppressions
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import Conflict, FieldError, Forbidden, Invalid, Unavailable
from chalicelib.kernel.ids import new_id
from chalicelib.kernel.log import logger
from chalicelib.kernel.values import value
from chalicelib.kernel.words import say

from . import callers, families, flagging, ladder, outbox, periods, recorded, signed, store
from .checks import ANY_NUMBER, check_confirmed, check_people, list_moved
from .desk import Desk, desk_of
from .meeting import meetings
from .model import IMMEDIATE_LIFETIME, Message, Rung, Sender, Source
from .rights import missing
from .store import Request
from .wording import in_words

_KEY = re.compile(r"[\x21-\x7e]{8,100}")
NO_REPLIES = "Nobody can answer the district or the school. Leave replies off, or send as yourself."
NO_RECIPIENT = "There is nobody to send this to yet. Choose students or staff, or import a list."


@value
class Order:
    """What a sender asks for, as validated; `body_hash` stands for the whole of it."""

    key: str
    body_hash: str
    school_id: str
    written: Written
    selection: Selection
    source: Source = Source.USER
    priority: bool = False
    confirmed: int | None = None
    replies: bool = False
    signature: bool = False  # whether the author's signatures go under it (COMP-27)
    ladder: tuple[Rung, ...] = ()


def body_hash(text: str) -> str:
    """The fingerprint by which a repeated request is known."""
    return hashlib.sha256(text.encode()).hexdigest()


def check_key(key: str | None) -> str:
    """The Idempotency-Key. Raises Invalid for one that is missing or unusable."""
    if key is None or not _KEY.fullmatch(key):
        raise Invalid.one(
            "Idempotency-Key",
            "Send a header Idempotency-Key of 8 to 100 printable characters without spaces, new for each "
            "message.",
        )
    return key


def used_for_another(thing: str) -> Conflict:
    """Somebody's key came before, with something else."""
    told = say(
        "This key was used for a {thing} that said something else, or went to others. If this is another "
        "{thing}, give it a new key.",
        thing=say(thing),
    )
    return Conflict(told, (FieldError("Idempotency-Key", told),))


@value
class Accepted:
    """The message, and what its sender should know although it goes out (FLDS-06, FLDS-04)."""

    message: Message
    warnings: tuple[FieldError, ...] = ()


def send(principal: Principal, order: Order, clock: Clock) -> Accepted:
    """Accept a message, or give back the one that this request made before.

    Raises Forbidden, Invalid, NotFound, Conflict or ConfirmationRequired; then nothing is stored.
    """
    before = _answered(principal, order)
    if before:
        return Accepted(before, warnings(principal, order, before.period))
    ready = composed(principal, order, clock)
    return replace(ready, message=_do_accept(principal, order, ready.message))


def warnings(principal: Principal, order: Order, period: MarkingPeriod | None) -> tuple[FieldError, ...]:
    """What whoever sends this should know (FLDS-06), given the marking period that it speaks of (FLDS-04)."""
    return _warnings(_prepared(desk_of(principal, order.school_id, order.source), order), period)


def _warnings(prepared: Prepared, period: MarkingPeriod | None) -> tuple[FieldError, ...]:
    return (*prepared.warnings, *periods.blank(prepared.content, period))


def composed(principal: Principal, order: Order, clock: Clock, *, confirm: bool = True) -> Accepted:
    """The message that an order makes at this moment, with every check passed and nothing stored.

    Raises as `send` does; without `confirm` nobody has to say yes to the number of people.
    """
    desk = desk_of(principal, order.school_id, order.source)
    prepared = _prepared(desk, order)
    _check_rights(desk, order, prepared.content)
    _check_order(desk, order, prepared)
    content = recorded.with_length(desk, callers.with_number(desk, prepared.content))
    within = scope_of(replace(desk.principal, asked_at=clock.now()))
    reach.check_reach(desk.principal, order.selection, within)
    asked = order if confirm else replace(order, confirmed=ANY_NUMBER)
    message = message_of(desk, asked, content, within, clock)
    return Accepted(message, _warnings(prepared, message.period))


def _prepared(desk: Desk, order: Order) -> Prepared:
    allowed = frozenset(field.name for field in insertable(desk.principal))
    author, written = desk.principal, order.written
    written = signed.with_signatures(author, written) if order.signature else written
    return prepare(written, Limits.of(desk.settings), allowed)


def _answered(principal: Principal, order: Order) -> Message | None:
    """The message of an earlier request with this key. Raises Conflict when that one asked otherwise."""
    return already_accepted(principal.district, Request(principal.user_id, order.key, order.body_hash))


def already_accepted(district: str, request: Request) -> Message | None:
    """The message that a request made before. Raises Conflict when its key was used for something else."""
    found = store.answered(district, request.user_id, request.key)
    if found is None:
        return None
    if found.body_hash != request.body_hash:
        raise used_for_another("message")
    return store.load(district, found.message_id)


def _check_rights(desk: Desk, order: Order, content: Content) -> None:
    """Everything that the sender's profiles do not grant, in one answer (PERM-02)."""
    principal = desk.principal
    what = (content, order.selection, order.source)
    faults = (
        *missing(principal, desk.school, *what, priority=order.priority),
        *families.missing_rights(principal, content),
    )
    if faults:
        logger().warning("refused", user_id=principal.user_id, fields=[fault.field for fault in faults])
        raise Forbidden(faults[0].message, faults)


def _check_order(desk: Desk, order: Order, prepared: Prepared) -> None:
    """Everything wrong with the content and the audience, in one answer."""
    nobody = (FieldError("audience", NO_RECIPIENT),) if order.selection.is_empty() else ()
    as_nobody = order.replies and order.source is not Source.USER
    unanswerable = (FieldError("replies", NO_REPLIES),) if as_nobody else ()
    steps = ladder.faults(order.ladder, prepared.content, staff=desk.principal.is_staff)
    reached = families.faults(desk.principal, order.selection)
    telling = signed.faults(order.source, wanted=order.signature)
    faults = (*prepared.faults, *steps, *nobody, *unanswerable, *telling, *reached)
    if faults:
        raise Invalid(faults[0].message, faults)


def message_of(desk: Desk, order: Order, content: Content, within: Scope, clock: Clock) -> Message:
    """The message as it will be stored, of what has been checked. Raises Invalid when nobody is in the
    selection now, and ConfirmationRequired."""
    principal, school = desk.principal, desk.school
    once = households.wanted_by(desk.district)
    audience = counting.gather(principal.district, order.selection, within, one_per_address=once)
    now = clock.now()
    suppressed = suppressions.in_short(principal.district)
    terms = terms_for(content, desk.district, suppressed, now, seed=picks(order.key), within=within)
    counted = counting.count(audience, terms)
    check_people(counted)
    check_confirmed(counted, order.confirmed, desk)
    schools = directory.schools(principal.district)
    student = _only_student(principal.district, audience)
    return Message(
        message_id=new_id(),
        district=principal.district,
        sender=Sender(principal.user_id, principal.name, school.school_id, school.name),
        content=content,
        selection=order.selection,
        accepted_at=now,
        expires_at=now + IMMEDIATE_LIFETIME,
        source=desk.source,
        priority=order.priority,
        replies=order.replies or not principal.is_staff,
        flagged=not principal.is_staff and flagging.is_flagged(principal.district, content),
        to=in_words(principal.district, order.selection, schools, student, audience.staff, counted.imported),
        people=counted.people,
        schools=_schools(principal, audience),
        regarding_id=student.student_id if student else "",
        regarding_student=student.name if student else "",
        imported_version=audience.imported.version if audience.imported else 0,
        counted={} if counted.approximate else counted.deliveries,
        within=within if order.selection.needs_scope else None,
        one_per_address=audience.one_per_address,
        seed=order.key,
        ladder=order.ladder,
        period=periods.at_composing(desk.district, content, now),
    )


def _schools(principal: Principal, audience: counting.Audience) -> tuple[str, ...]:
    """Those that a message is of, for who may see it: its recipients', or where a family meets them."""
    if principal.is_staff:
        return audience.schools
    return meetings(principal.schools, (each.schools for each in audience.staff))


def _only_student(district: str, audience: counting.Audience) -> Student | None:
    """The student whom the message is about, when it is about one and goes to nobody else."""
    entries = audience.students.entries
    if len(entries) != 1 or audience.staff or audience.imported:
        return None
    return directory.students(district, [entries[0].student_id]).get(entries[0].student_id)


def _do_accept(principal: Principal, order: Order, message: Message) -> Message:
    try:
        request = Request(principal.user_id, order.key, order.body_hash)
        store.accept(message, request, kept=_kept(principal, message))
    except store.AlreadyAnswered as faster:
        # The same request, at the same moment: the other one made the message.
        made = _answered(principal, order)
        if made is None:
            raise Unavailable from faster
        return made
    except store.ListMoved as moved:
        raise list_moved(message) from moved
    except store.TooMany as refused:
        raise families.too_many() from refused
    outbox.publish_or_leave(message)
    return message


def _kept(principal: Principal, message: Message) -> store.Kept:
    """What is stored with the message of a family, and with nobody else's: staff have Sent."""
    if principal.is_staff:
        return store.NOTHING_KEPT
    to = directory.users(message.district, message.selection.staff).values()
    return families.kept(message, to, directory.schools(message.district))
