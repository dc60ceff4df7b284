"""Statuses move here and nowhere else: rows forward, totals with them, in one transaction.

    dispatch, receipts, settle --Change--> ledger: at most 100 writes a transaction, each row only while pending

A row that is final already refuses its change, which moves no counter: events may come early, late, twice and
reversed, and two workers may say the same.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from chalicelib.content.model import Channel
from chalicelib.kernel import dynamo
from chalicelib.kernel.settings import table
from chalicelib.kernel.values import value

from ..events import Change
from ..model import DeliveryStatus, Totals
from ..reasons import Reason
from . import keys
from .codec import PROBLEMS

_COUNTED = {
    DeliveryStatus.SENT: "sent",
    DeliveryStatus.ERROR: "errors",
    DeliveryStatus.EXPIRED: "expired",
}
_COLUMNS = ("total", "sent", "expired", "errors", "duplicates", "canceled", "spared")
# The names of all of them, because DynamoDB reserves some of them as words.
_NAMES = {f"#{name}": f"n_{name}" for name in _COLUMNS}

TotalsKey = tuple[str, str, Channel, int]  # district, message, channel, counter


@value
class Settled:
    """`refused` were final already, or are unknown. `closed` tells whether the closing write took effect."""

    refused: tuple[Change, ...] = ()
    closed: bool = True


def settle(changes: Sequence[Change], close: dynamo.Write | None = None) -> Settled:
    """Make the changes whose rows are still pending, and `close` in the last transaction of them.

    A closing write that is refused undoes nothing: the rows are settled without it.
    """
    groups = list(packed(changes, spare=1 if close else 0)) or ([()] if close else [])
    refused: list[Change] = []
    closed = True
    for at, group in enumerate(groups):
        outcome = _settle_group(group, close if at == len(groups) - 1 else None)
        refused += outcome.refused
        closed = outcome.closed
    return Settled(tuple(refused), closed)


def settle_all(changes: Sequence[Change], close: dynamo.Write) -> Settled:
    """As `settle`, of one chunk at most; but nothing is changed unless the closing write takes effect."""
    return _settle_group(changes, close, firm=True)


def packed(changes: Iterable[Change], spare: int = 0) -> Iterator[tuple[Change, ...]]:
    """Groups that fit a transaction with their totals and `spare` writes more; in the order of the totals."""
    group: list[Change] = []
    counted: set[TotalsKey] = set()
    for change in sorted(changes, key=lambda each: _counter(each)):
        if len(group) + 1 + len(counted | {_counter(change)}) + spare > dynamo.TRANSACTION:
            yield tuple(group)
            group, counted = [], set()
        group.append(change)
        counted.add(_counter(change))
    if group:
        yield tuple(group)


def _counter(change: Change) -> TotalsKey:
    ref = change.ref
    return ref.district, ref.message_id, ref.channel, ref.counter


def _settle_group(group: Sequence[Change], close: dynamo.Write | None, *, firm: bool = False) -> Settled:
    wanted = list(group)
    refused: list[Change] = []
    closed = True
    while wanted or close:
        writes = [row_write(change) for change in wanted]
        try:
            dynamo.transact([*writes, *totals_writes(wanted), *([close] if close else [])])
            break
        except dynamo.Refused as refusal:
            rows = {at for at in refusal.positions if at < len(wanted)}
            if len(rows) < len(refusal.positions):
                if firm:
                    return Settled(closed=False)
                close, closed = None, False
            refused += [change for at, change in enumerate(wanted) if at in rows]
            wanted = [change for at, change in enumerate(wanted) if at not in rows]
    return Settled(tuple(refused), closed)


def row_write(change: Change) -> dynamo.Write:
    """One row's move, refused unless it is pending."""
    ref, status = change.ref, change.status
    pk, sk = keys.row(ref)
    sets = "delivery_status = :status, updated_at = :at"
    values = {":status": status.value, ":at": change.at, ":pending": DeliveryStatus.PENDING.value}
    if change.reason:
        sets += ", reason = :reason"
        values[":reason"] = change.reason
    if status in PROBLEMS:
        sets += ", problem_of = :problem"
        values[":problem"] = keys.problems(ref.district, ref.message_id, ref.channel, status)
    # A note left while the delivery was in doubt goes when it is settled.
    expression = f"SET {sets}" if change.reason else f"SET {sets} REMOVE reason"
    return dynamo.change(
        table("deliveries"), pk, sk, expression, values, condition="delivery_status = :pending"
    )


def totals_writes(changes: Iterable[Change]) -> list[dynamo.Write]:
    """What these changes add to the totals: one write for each item that counts them."""
    sums: dict[TotalsKey, Counter[str]] = {}
    for change in changes:
        counts = sums.setdefault(_counter(change), Counter())
        for name, more in _counts(change):
            counts[name] += more
    return [add_totals(key, Totals(**counts)) for key, counts in sums.items()]


def _counts(change: Change) -> Iterator[tuple[str, int]]:
    """What a change adds to which number. Who is spared was in the total until now."""
    if change.status is DeliveryStatus.DUPLICATE:
        yield from (("total", -1), ("duplicates", 1), ("spared", 1))
    else:
        yield _COUNTED[change.status], 1
        yield "canceled", int(change.reason == Reason.CANCELED)


def add_totals(key: TotalsKey, more: Totals) -> dynamo.Write:
    """Add to one totals item."""
    pk, sk = keys.totals(*key)
    counts = {name: getattr(more, name) for name in _COLUMNS if getattr(more, name)}
    expression = "ADD " + ", ".join(f"#{name} :{name}" for name in counts)
    values = {f":{name}": count for name, count in counts.items()}
    names = {f"#{name}": _NAMES[f"#{name}"] for name in counts}
    return dynamo.change(table("deliveries"), pk, sk, expression, values, names=names)


def totals_from(item: dynamo.Item) -> Totals:
    """A totals item."""
    return Totals(**{name: item.get(f"n_{name}", 0) for name in _COLUMNS})


def totals(
    district: str, wanted: Iterable[tuple[str, Channel, int]], *, consistent: bool = False
) -> dict[tuple[str, Channel], Totals]:
    """The numbers of parts, each given as message, channel and `Message.slices`; zeros where nothing is yet.
    `consistent`: as they are now, not a moment ago."""
    asked = {
        keys.totals(district, message_id, channel, number): (message_id, channel)
        for message_id, channel, slices in wanted
        for number in range(slices)
    }
    sums = dict.fromkeys(asked.values(), Totals())
    for key, item in dynamo.get_many(table("deliveries"), asked, consistent=consistent).items():
        sums[asked[key]] += totals_from(item)
    return sums
