"""In-app copies, each in one transaction with its row and the totals: never in doubt, never twice."""

from collections.abc import Mapping, Sequence

from chalicelib.kernel import dynamo
from chalicelib.messages.store.copies import writes_for
from chalicelib.messages.threads import InAppCopy

from ..events import Change
from . import ledger

# Per copy an entry, a conversation and a row; with the totals they must fit one transaction.
PIECE = (dynamo.TRANSACTION - 1) // 3


def write(changes: Sequence[Change], copies: Mapping[str, InAppCopy]) -> None:
    """At most `PIECE` copies, by delivery id, with the moves of their rows. What is there already drops out."""
    while changes:
        inbox = writes_for(copies[change.ref.delivery_id] for change in changes)
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


def _one_by_one(changes: Sequence[Change], copies: Mapping[str, InAppCopy]) -> None:
    for change in changes:
        row, totals = ledger.row_write(change), ledger.totals_writes((change,))
        try:
            dynamo.transact([row, *writes_for((copies[change.ref.delivery_id],)), *totals])
        except dynamo.Refused as refused:
            if 0 not in refused.positions:
                ledger.settle((change,))
