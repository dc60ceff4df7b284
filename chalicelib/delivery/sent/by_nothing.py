"""People whom no part of a message reached, nor any other try: everything that was to reach them has failed.

    shard after shard: its rows, and those of the tries at it --by person--> who has none that arrived or may

All deliveries to one person lie in one shard, because families are never cut in two (`audience/plan.py`).
"""

from collections.abc import Iterable, Iterator, Sequence

from chalicelib.access.model import Principal
from chalicelib.content.model import Channel
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.paging import Page, encode_cursor, position
from chalicelib.kernel.values import value
from chalicelib.messages import store as messages
from chalicelib.messages.model import Message
from chalicelib.messages.store import resends

from .. import store
from ..model import Delivery, DeliveryStatus
from ..reasons import Reason
from .progress import one

MOST_QUERIES = 40  # partitions read for one page, each the rows of one part in one shard
ENOUGH = 100  # people of a page: with these it ends after the shard at hand

Where = tuple[str, str, Channel, int]  # the rows of one part in one shard


@value
class Missed:
    """Somebody reached by nothing, and why, one delivery of each part and student."""

    deliveries: tuple[Delivery, ...]


def by_nothing(viewer: Principal, message_id: str, cursor: str | None) -> Page[Missed]:
    """A page of them, which may be short or empty and still have a next one. Raises NotFound as `one` does, and
    for another try: what it did counts for the first message."""
    row = one(viewer, message_id).row
    message, plan = messages.load(viewer.district, message_id), store.plan(viewer.district, message_id)
    if message is None or row.resend_of:
        raise NotFound
    place = position(cursor, shard=int) or {"shard": 0}
    made = resends.of(viewer.district, message_id)
    known = messages.load_many(viewer.district, [each.message_id for each in made])
    tries = [known[each.message_id] for each in made if each.message_id in known]
    shards, at, queries = plan.shards if plan else 0, max(0, place["shard"]), 0
    found: list[Missed] = []
    while at < shards and queries < MOST_QUERIES and len(found) < ENOUGH:
        partitions = list(_partitions(message, tries, at))
        found += missed(each for where in partitions for each in store.shard_rows(*where))
        queries += len(partitions)
        at += 1
    return Page(tuple(found), encode_cursor({"shard": at}) if at < shards else None)


def _partitions(first: Message, tries: Sequence[Message], number: int) -> Iterator[Where]:
    yield from ((first.district, first.message_id, channel, number) for channel in first.parts)
    for each in tries:
        if each.resend and number in each.resend.shards:
            there = each.resend.shards.index(number)
            yield from ((each.district, each.message_id, channel, there) for channel in each.parts)


def missed(rows: Iterable[Delivery]) -> list[Missed]:
    """Those of one shard's people, of whom nothing arrived and nothing may any more. Pure.

    A duplicate is as good as what went to its address. Whom somebody spared by canceling is not missed.
    """
    people: dict[tuple[str, str], list[Delivery]] = {}
    reached: set[tuple[str, str]] = set()
    every = list(rows)
    got = {(row.ref.channel, row.destination.lower()) for row in every if _may_arrive(row) and row.destination}
    for row in every:
        who = (row.person_kind, row.person_id)
        people.setdefault(who, []).append(row)
        if (
            _may_arrive(row)
            or row.reason == Reason.CANCELED
            or (row.ref.channel, row.destination.lower()) in got
        ):
            reached.add(who)
    return [Missed(_last(rows)) for who, rows in people.items() if who not in reached]


def _may_arrive(row: Delivery) -> bool:
    return row.status in (DeliveryStatus.SENT, DeliveryStatus.PENDING)


def _last(rows: Sequence[Delivery]) -> tuple[Delivery, ...]:
    return tuple({(row.ref.channel, row.student_id): row for row in rows}.values())
