"""Plans and shards: how a message's audience was cut, and how far the pieces are."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from chalicelib.audience.model import Recipient
from chalicelib.kernel import dynamo
from chalicelib.kernel.clock import moment, stamp
from chalicelib.kernel.settings import table
from chalicelib.kernel.values import value

from ..halting.model import HaltState
from ..shards import PlanState, ShardList
from . import codec, keys

PAGE = 100  # due things read at once
LONG_PAGE = 1000  # of their keys, where all are looked through


def _table() -> str:
    return table("deliveries")


def plan(district: str, message_id: str) -> PlanState | None:
    """How far a message's fan-out is; None before it is planned."""
    item = dynamo.get(_table(), *keys.plan(district, message_id), consistent=True)
    return plan_from(item) if item else None


def plan_from(item: dynamo.Item) -> PlanState:
    """As it is stored."""
    finished = frozenset(map(int, item.get("finished", ())))
    looks = (item.get("moved_at", ""), item.get("place", 0))
    return PlanState(item["plan_id"], item["shards"], finished, item["expires_at"], *looks)


def put_plan(district: str, message_id: str, wanted: PlanState, due_at: datetime) -> bool:
    """Make this planner's cut the one that counts; False when another was faster."""
    pk, sk = keys.plan(district, message_id)
    item: dynamo.Item = {
        "pk": pk,
        "sk": sk,
        "plan_id": wanted.plan_id,
        "shards": wanted.shards,
        "expires_at": wanted.expires_at,
        "moved_at": wanted.moved_at,
    }
    if wanted.shards:
        item |= {"due_in": keys.due(district), "due_at": stamp(due_at)}
    return dynamo.put(_table(), item, unless_exists=True)


def finish_shard(district: str, message_id: str, number: int, now: datetime) -> None:
    """Every delivery of the shard exists and is queued. Saying so twice is saying it once."""
    values = {":shard": {str(number)}, ":now": stamp(now)}
    expression = "SET moved_at = :now ADD finished :shard"
    key = keys.plan(district, message_id)
    dynamo.update(_table(), *key, expression, values, condition="attribute_exists(pk)")


def look_again(district: str, message_id: str, due_at: datetime | None, *, place: int = 0) -> None:
    """When the queue job looks at the plan again, and where it goes on settling; None for never."""
    key = keys.plan(district, message_id)
    if due_at is None:
        dynamo.update(_table(), *key, "REMOVE due_in, due_at", {}, condition="attribute_exists(pk)")
        return
    values = {":due": stamp(due_at), ":place": place}
    expression = "SET due_at = :due, place = :place"
    dynamo.update(_table(), *key, expression, values, condition="attribute_exists(pk)")


def due(district: str, now: datetime) -> Iterator[tuple[str, str]]:
    """Keys of plans and chunks that should have moved by now, longest due first."""
    index = {"index": "due", "pk_name": "due_in", "sk_name": "due_at"}
    bounds = ("0", stamp(now))
    for item in dynamo.query_all(_table(), keys.due(district), between=bounds, limit=PAGE, **index):
        yield item["pk"], item["sk"]


def soon(district: str, after: datetime, until: datetime, most: int) -> list[tuple[str, str]]:
    """Keys of so many at most that should move between two moments, the next due first."""
    bounds = (stamp(after), stamp(until))
    items, _ = dynamo.query(
        _table(),
        keys.due(district),
        between=bounds,
        limit=most,
        index="due",
        pk_name="due_in",
        sk_name="due_at",
    )
    return [(item["pk"], item["sk"]) for item in items]


def later(district: str, now: datetime) -> Iterator[tuple[str, str]]:
    """Keys of those that are not due yet, the next due first."""
    index = {"index": "due", "pk_name": "due_in", "sk_name": "due_at"}
    for item in dynamo.query_all(
        _table(), keys.due(district), between=(stamp(now), "9"), limit=LONG_PAGE, **index
    ):
        yield item["pk"], item["sk"]


def next_due(district: str, after: datetime, until: datetime) -> datetime | None:
    """When the next of them should have moved, between two moments; None when nothing becomes due."""
    index = {"index": "due", "pk_name": "due_in", "sk_name": "due_at"}
    bounds = (stamp(after), stamp(until))
    for item in dynamo.query_all(_table(), keys.due(district), between=bounds, limit=1, **index):
        return moment(item["due_at"])
    return None


# ---- Shards -------------------------------------------------------------------------------------------------


def put_shards(district: str, message_id: str, plan_id: str, lists: Iterable[ShardList]) -> None:
    """Store who is in each shard as this planner cut them. It counts for nothing before `put_plan`."""
    dynamo.write_many(
        _table(),
        (
            {
                "pk": keys.shard(district, message_id, at),
                "sk": keys.shard_list(plan_id),
                **codec.shard_list_attributes(each),
            }
            for at, each in enumerate(lists)
        ),
    )


@value
class Frozen:
    """A shard's recipients, the same for whoever asks. `apart`: those of each school are in chunks of their
    own, because each school's call window holds for them."""

    recipients: list[Recipient]
    apart: bool = False


@value
class Shard:
    """A shard as a worker finds it: `frozen` are its recipients if somebody resolved them already; `shards` how
    many the message has; `canceled` whether it is."""

    who: ShardList | None
    frozen: Frozen | None
    finished: bool
    shards: int
    canceled: bool = False


def shard(district: str, message_id: str, number: int, plan_id: str) -> Shard:
    """A shard, by one request."""
    pk, plan_key = keys.shard(district, message_id, number), keys.plan(district, message_id)
    wanted = [(pk, keys.shard_list(plan_id)), (pk, keys.FROZEN), plan_key, keys.halt(district, message_id)]
    found = dynamo.get_many(_table(), wanted, consistent=True)
    listed, frozen, plan_item, halt = (found.get(key) for key in wanted)
    state = plan_from(plan_item) if plan_item else None
    return Shard(
        codec.shard_list(listed) if listed else None,
        _frozen(frozen) if frozen else None,
        state is not None and number in state.finished,
        state.shards if state else 0,
        halt is not None and halt["halt_state"] == HaltState.CANCELED,
    )


def freeze(district: str, message_id: str, number: int, wanted: Frozen) -> Frozen:
    """Keep the shard's recipients, unless somebody froze others before; gives back those that count."""
    pk = keys.shard(district, message_id, number)
    item: dynamo.Item = {
        "pk": pk,
        "sk": keys.FROZEN,
        "recipients": codec.recipients_to_bytes(wanted.recipients),
    }
    if wanted.apart:
        item["apart"] = True
    if dynamo.put(_table(), item, unless_exists=True):
        return wanted
    return _frozen(dynamo.get(_table(), pk, keys.FROZEN, consistent=True) or {})


def _frozen(item: dynamo.Item) -> Frozen:
    return Frozen(codec.recipients_from_bytes(item["recipients"]), item.get("apart", False))
