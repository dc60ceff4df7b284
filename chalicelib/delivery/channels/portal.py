"""The in-app copy: its provider is our own inbox, so the copy and the delivery's status are one transaction.

Nothing can be in doubt here, and nothing is written twice: an entry that is in the inbox already refuses its
write, and a row that is sent already refuses its own.
"""

from collections.abc import Callable, Iterator, Mapping

from chalicelib.content.model import CALLS_AND_TEXTS, DEFAULT_SUBJECT, Channel
from chalicelib.content.text import one_line
from chalicelib.content.tokens import parse
from chalicelib.directory import school_years
from chalicelib.kernel.batches import batched
from chalicelib.kernel.clock import stamp
from chalicelib.messages import threads
from chalicelib.messages.threads import InAppCopy

from .. import known
from ..chunk import Entry
from ..events import Change
from ..model import DeliveryStatus
from ..store import copies
from .base import HandOver, Outcome
from .errors import Verdict

Shown = tuple[str, str]  # subject and snippet


class Portal:
    """The channel."""

    channel = Channel.PORTAL

    def hand_over(self, work: HandOver) -> Iterator[Outcome]:
        shown, year = _shown(work), _school_year(work)
        for entries in batched(work.entries, copies.PIECE):
            if not work.may_go_on():
                return
            made = {entry.delivery_id: _copy(work, entry, shown, year) for entry in entries}
            copies.write([_sent(work, entry) for entry in entries], made)
            yield from (Outcome(entry.delivery_id, Verdict.RECORDED) for entry in entries)


PORTAL = Portal()


def _sent(work: HandOver, entry: Entry) -> Change:
    return Change(work.ref(entry), DeliveryStatus.SENT, stamp(work.clock.now()))


def _school_year(work: HandOver) -> str:
    message = work.message
    return school_years.year_of(known.district(message.district), message.accepted_at)


def _shown(work: HandOver) -> Callable[[Entry], Shown]:
    """What the inbox's list shows of the message; the same for all unless insert fields make it differ."""
    content = work.message.content
    subject, text = parse(content.subject), parse(content.text(Channel.PORTAL))

    def filled(values: Mapping[str, str]) -> Shown:
        said = one_line(subject.fill(values)) or DEFAULT_SUBJECT
        return said, threads.snippet_of(text.fill(values))

    if subject.slots or text.slots:
        return lambda entry: filled(work.values(entry))
    same = filled({})
    return lambda _entry: same


def _copy(work: HandOver, entry: Entry, shown: Callable[[Entry], Shown], year: str) -> InAppCopy:
    message = work.message
    subject, snippet = shown(entry)
    return InAppCopy(
        district=message.district,
        account=entry.account,
        counterpart=threads.counterpart_of(message, known.district(message.district).name),
        message_id=message.message_id,
        subject=subject,
        snippet=snippet,
        sent_at=stamp(message.accepted_at),
        arrived_at=stamp(work.clock.now()),
        student_id=entry.student_id,
        student_name=entry.student_name,
        values=entry.values,
        answerable=message.replies,
        flagged=message.flagged,
        secure=message.content.secure,
        emergency=any(map(message.content.emergency, CALLS_AND_TEXTS)),
        school_year=year,
    )
