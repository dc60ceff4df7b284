"""What another try would do, before anybody says yes: how many, by which way, and for which reasons.

problems of the first message (sparse index) + rows of its tries --latest--> not reached, by reason
    --their people looked up again, shard by shard--> who has an address that may work
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice

from chalicelib.content.model import Channel
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import Conflict
from chalicelib.messages.model import Message

from .. import store
from ..model import Delivery, DeliveryStatus
from ..reasons import Reason, code
from ..recipients import resolved
from .model import Missed, Survey, Who, fails_again, latest, leaves, unreached

MOST = 10_000  # deliveries that did not arrive and are tried again in one go
MOST_TRIED = 20_000  # deliveries of earlier tries that are read for the numbers
LOOKED_UP = 12  # shards whose people are looked up again for the numbers; more are taken as they were
TOO_MANY = "More than 10,000 deliveries did not arrive. Send it again as a new message."

Counted = Counter[tuple[Channel, str]]


def survey(first: Message, tries: Sequence[Message], clock: Clock) -> Survey:
    """Raises Conflict when so many were not reached that this is another message."""
    open_ones = unreached(_latest(first, tries))
    all_of, again, shards = Counted(), Counted(), []
    by_shard = _by_shard(tries, open_ones)
    for at, (number, rows) in enumerate(sorted(by_shard.items())):
        leaving = _leaving(first, number, rows, clock) if at < LOOKED_UP else _as_they_were(rows)
        all_of.update(_reasons(rows.values()))
        again.update(_reasons(leaving))
        if leaving:
            shards.append(number)
    missed = (Missed(*each, count, again[each]) for each, count in sorted(all_of.items()))
    return Survey(tuple(missed), tuple(shards), approximate=len(by_shard) > LOOKED_UP)


def _latest(first: Message, tries: Sequence[Message]) -> dict[Who, Delivery]:
    """Of those not reached at first; a try is about nobody else."""
    return latest([_problems(first), _tried(tries)])


def _problems(message: Message) -> list[Delivery]:
    found: list[Delivery] = []
    for channel in message.parts:
        if channel is Channel.PORTAL:
            continue  # who has no inbox gets none by trying again
        for status in (DeliveryStatus.ERROR, DeliveryStatus.EXPIRED):
            for row in store.problem_rows(message.district, message.message_id, channel, status):
                found.append(row)
                if len(found) > MOST:
                    raise Conflict(TOO_MANY)
    return found


def _tried(tries: Sequence[Message]) -> list[Delivery]:
    """What became of all that was tried again, in the order of the tries."""
    rows = list(islice(chain.from_iterable(map(_all, tries)), MOST_TRIED + 1))
    if len(rows) > MOST_TRIED:
        raise Conflict(TOO_MANY)
    return rows


def _all(message: Message) -> Iterator[Delivery]:
    shards = len(message.resend.shards) if message.resend else 0
    for channel in message.parts:
        for number in range(shards):
            yield from store.shard_rows(message.district, message.message_id, channel, number)


def _by_shard(tries: Sequence[Message], rows: Mapping[Who, Delivery]) -> dict[int, dict[Who, Delivery]]:
    """By the first message's shards, whichever try a row is of."""
    of_try = {each.message_id: each.resend.shards for each in tries if each.resend}
    found: dict[int, dict[Who, Delivery]] = {}
    for each, row in rows.items():
        shards = of_try.get(row.ref.message_id)
        number = shards[row.ref.shard] if shards else row.ref.shard
        found.setdefault(number, {})[each] = row
    return found


def _leaving(first: Message, number: int, rows: Mapping[Who, Delivery], clock: Clock) -> list[Delivery]:
    """Who of them has an address that may work, as the records are now."""
    plan = store.plan(first.district, first.message_id)
    people = store.shard(first.district, first.message_id, number, plan.plan_id).who if plan else None
    if people is None:
        return []
    now = {
        (channel, each.kind.value, each.person_id, each.student_id): place
        for each in resolved(first, people, clock)
        for channel, place in each.destinations.items()
    }
    return [row for each, row in rows.items() if leaves(row, now.get(each))]


def _as_they_were(rows: Mapping[Who, Delivery]) -> list[Delivery]:
    return [row for row in rows.values() if isinstance(code(row.reason), Reason) and not fails_again(row)]


def _reasons(rows: Iterable[Delivery]) -> Counted:
    return Counter((row.ref.channel, row.reason) for row in rows)
