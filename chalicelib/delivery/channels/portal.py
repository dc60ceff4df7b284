"""The in-app copy: its provider is our own inbox, so the copy and the delivery's status are one transaction.

Nothing can be in doubt here, and nothing is written twice: an entry that is in the inbox already refuses its
write, and a row that is sent already refuses its own.
"""

from collections.abc import Iterator, Sequence

from chalicelib.content.model import Channel
from chalicelib.kernel import dynamo
from chalicelib.kernel.clock import stamp
from chalicelib.messages import threads
from chalicelib.messages.threads import InAppCopy

from .. import known, ledger
from ..model import Change, DeliveryStatus, Entry
from .base import HandOver, Outcome, Verdict

# Per copy an entry, a conversation and a row; with the totals they must fit one transaction.
PIECE = (dynamo.TRANSACTION - 1) // 3


class Portal:
    """The channel."""

    channel = Channel.PORTAL

    def hand_over(self, work: HandOver) -> Iterator[Outcome]:
        for entries in dynamo.batched(work.entries, PIECE):
            if not work.may_go_on():
                return
            _write(work, entries)
            yield from (Outcome(entry.delivery_id, Verdict.RECORDED) for entry in entries)


PORTAL = Portal()


def _write(work: HandOver, entries: Sequence[Entry]) -> None:
    """Copies, rows and totals of one piece. What is there already drops out and the rest is tried again."""
    copies = {entry.delivery_id: _copy(work, entry) for entry in entries}
    changes = [_sent(work, entry) for entry in entries]
    while changes:
        inbox = threads.writes_for(copies[each] for each in _ids(changes) if each in copies)
        rows = [ledger.row_write(change) for change in changes]
        try:
            dynamo.transact([*rows, *inbox, *ledger.totals_writes(changes)])
            return
        except dynamo.Refused as refused:
            settled = {at for at in refused.positions if at < len(rows)}
            if not settled:
                # Copies that are there although their rows are pending: each is found out by itself.
                _one_by_one(changes, copies)
                return
            changes = [change for at, change in enumerate(changes) if at not in settled]


def _one_by_one(changes: Sequence[Change], copies: dict[str, InAppCopy]) -> None:
    for change in changes:
        row, totals = ledger.row_write(change), ledger.totals_writes((change,))
        try:
            dynamo.transact([row, *threads.writes_for((copies[change.ref.delivery_id],)), *totals])
        except dynamo.Refused as refused:
            if 0 not in refused.positions:
                ledger.settle((change,))


def _ids(changes: Sequence[Change]) -> list[str]:
    return [change.ref.delivery_id for change in changes]


def _sent(work: HandOver, entry: Entry) -> Change:
    return Change(work.ref(entry), DeliveryStatus.SENT, stamp(work.clock.now()))


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
