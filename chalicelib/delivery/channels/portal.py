"""The in-app copy: its provider is our own inbox, so the copy and the delivery's status are one transaction.

Nothing can be in doubt here, and nothing is written twice: an entry that is in the inbox already refuses its
write, and a row that is sent already refuses its own.
"""

from collections.abc import Iterator, Sequence

from chalicelib.content.model import Channel
from chalicelib.kernel.batches import batched
from chalicelib.kernel.clock import stamp
from chalicelib.messages import threads
from chalicelib.messages.threads import InAppCopy

from .. import known
from ..events import Change
from ..model import DeliveryStatus, Entry
from ..store import copies
from .base import HandOver, Outcome, Verdict


class Portal:
    """The channel."""

    channel = Channel.PORTAL

    def hand_over(self, work: HandOver) -> Iterator[Outcome]:
        for entries in batched(work.entries, copies.PIECE):
            if not work.may_go_on():
                return
            copies.write([_sent(work, entry) for entry in entries], _copies(work, entries))
            yield from (Outcome(entry.delivery_id, Verdict.RECORDED) for entry in entries)


PORTAL = Portal()


def _sent(work: HandOver, entry: Entry) -> Change:
    return Change(work.ref(entry), DeliveryStatus.SENT, stamp(work.clock.now()))


def _copies(work: HandOver, entries: Sequence[Entry]) -> dict[str, InAppCopy]:
    return {entry.delivery_id: _copy(work, entry) for entry in entries}


def _copy(work: HandOver, entry: Entry) -> InAppCopy:
    message = work.message
    return InAppCopy(
        district=message.district,
        account=entry.account,
        counterpart=threads.counterpart_of(message, known.district(message.district).name),
        message_id=message.message_id,
        subject=message.content.subject,
        snippet=threads.snippet_of(message.content),
        sent_at=stamp(message.accepted_at),
        arrived_at=stamp(work.clock.now()),
        student_id=entry.student_id,
        student_name=entry.student_name,
    )
