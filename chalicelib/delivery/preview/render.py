"""A message as one recipient will get it, before it is sent (COMP-33): rendered as the channels render it.

    what was written --clean, limit--> content        audience --the n-th student or member of staff--> a sample
    content + the sample's values --letter, text, call--> what is shown

Nothing is stored. Without a recipient the insert fields stand as their titles in brackets.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from chalicelib.access import scope
from chalicelib.access.model import Principal
from chalicelib.audience import households, reach
from chalicelib.audience.model import PersonKind, Recipient, Selection
from chalicelib.audience.people import Terms
from chalicelib.audience.sample import Samples, samples
from chalicelib.audience.terms import terms_for
from chalicelib.content.compose import Written, prepare
from chalicelib.content.field_list import FIELDS
from chalicelib.content.fields import names_used
from chalicelib.content.filled import filled, in_app_html
from chalicelib.content.insertable import insertable
from chalicelib.content.letter import Letter, Letterhead, Reader, compose
from chalicelib.content.letter_notice import compose_notice
from chalicelib.content.letter_shown import Shown, shown
from chalicelib.content.letter_words import listed
from chalicelib.content.limits import Limits
from chalicelib.content.model import Channel, Content
from chalicelib.directory import store as directory
from chalicelib.directory.store import suppressions
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import FieldError, Invalid
from chalicelib.kernel.values import value
from chalicelib.messages import periods, signed
from chalicelib.messages.desk import Desk, desk_of
from chalicelib.messages.model import Message, Source

from .. import known, personal
from ..channels import push, saying
from ..channels.email import inbox_url
from .unsent import unsent

Compose = Callable[[Content, Letterhead], Letter]
Values = Mapping[str, str]


@value
class InApp:
    """The copy in the reader's inbox. `html` is the message alone, as the inbox shows it."""

    subject: str
    html: str


@value
class Draft:
    """What somebody is writing, for the school they work for; `sample` counts the chosen students and staff.
    `key` is the Idempotency-Key that it will be sent with, from which random picks follow (RCPT-09)."""

    school_id: str
    written: Written
    selection: Selection
    source: Source = Source.USER
    sample: int = 0
    signature: bool = False
    key: str = ""


@value
class Preview:
    """The parts as `reader` gets them; None for a part that is not there. `samples` is how many there are.

    Of a secure message the email says `notice` only, and `letter` is what is read after signing in. `push` is
    what stands under `sender` on a device; `in_app` goes with every message.
    Imported people get neither (IMPT-10).
    """

    letter: Shown | None
    notice: Shown | None
    sms: str | None
    voice: str | None
    push: str | None
    in_app: InApp | None
    sender: str
    reader: Recipient | None
    sample: int
    samples: int
    warnings: tuple[FieldError, ...]


def preview(principal: Principal, draft: Draft, clock: Clock) -> Preview:
    """Raises Invalid for what could not be sent like that, Forbidden or NotFound for a sample out of reach."""
    desk = desk_of(principal, draft.school_id, draft.source)
    allowed = frozenset(field.name for field in insertable(desk.principal))
    written = signed.with_signatures(principal, draft.written) if draft.signature else draft.written
    prepared = prepare(written, Limits.of(desk.settings), allowed)
    faults = (*prepared.faults, *signed.faults(draft.source, wanted=draft.signature))
    if faults:
        raise Invalid(faults[0].message, faults)
    message = _message(desk, prepared.content, draft, clock)
    terms = _terms(message, clock)
    some = _samples(desk, message, terms, clock)
    number = some.number if some else 0
    sample = draft.sample % number if number else 0
    readers = personal.with_values(message, list(some.someone(terms, sample))) if some and number else []
    secure = prepared.content.secure and prepared.content.html

    def by(channel: Channel) -> Recipient | None:
        """The reader as that channel reaches them."""
        return next((who for who in readers if channel in who.destinations), next(iter(readers), None))

    def values(channel: Channel) -> Values:
        return _values(prepared.content, by(channel))

    email, reader = by(Channel.EMAIL), next(iter(readers), None)
    has_app = reader is None or reader.kind is not PersonKind.IMPORTED
    return Preview(
        letter=_letter(message, compose, email, values(Channel.EMAIL)) if prepared.content.html else None,
        notice=_letter(message, _notice, email, values(Channel.EMAIL)) if secure else None,
        sms=saying.text_with(message, Channel.SMS)(values(Channel.SMS)) if prepared.content.sms else None,
        voice=_spoken(message, values(Channel.VOICE)),
        push=_push(message, by(Channel.PUSH), values(Channel.PUSH))
        if prepared.content.push and has_app
        else None,
        in_app=_in_app(prepared.content, values(Channel.PORTAL)) if has_app else None,
        sender=known.sender_name(message),
        reader=reader,
        sample=sample,
        samples=number,
        warnings=prepared.warnings,
    )


def _spoken(message: Message, values: Values) -> str | None:
    """What a call says; nothing to read of a recording."""
    if message.content.voice is None or message.content.is_recorded:
        return None
    return saying.text_with(message, Channel.VOICE)(values)


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


def _message(desk: Desk, content: Content, draft: Draft, clock: Clock) -> Message:
    now = clock.now()
    return replace(
        unsent("preview", desk, content, draft.selection, now),
        period=periods.at_composing(desk.district, content, now),
        seed=draft.key,
        within=scope.scope_of(desk.principal),
    )


def _values(content: Content, reader: Recipient | None) -> Values:
    names = names_used(content)
    if reader is None:
        return {name: f"[{FIELDS[name].title}]" for name in names}
    return dict(zip(names, reader.values, strict=False))


def _notice(_content: Content, head: Letterhead) -> Letter:
    return compose_notice(head)


def _push(message: Message, who: Recipient | None, values: Values) -> str:
    return push.body_of(message.content)(values, who.language if who else "")


def _in_app(content: Content, values: Values) -> InApp:
    read = filled(content, [values.get(name, "") for name in names_used(content)])
    return InApp(read.subject, in_app_html(read))


def _letter(message: Message, composed: Compose, who: Recipient | None, values: Values) -> Shown:
    head = Letterhead(known.head_name(message), known.sender_name(message))
    letter = composed(message.content, head)
    reader = Reader(fields=values)
    if who:
        about = _children(message.district, who)
        reader = Reader(who.kind, who.language, about, inbox_url(who.account), values)
    return shown(letter, letter.values_for(head, reader))


def _children(district: str, who: Recipient) -> str:
    """The names of the students whom it is about."""
    students = directory.students(district, who.children) if who.children else {}
    return listed([student.name for student in students.values()], who.language) or who.student_name
