"""The delivery room's door to its table: plans, shards, and reading rows. Keys are in `docs/data-model.md`.

store    plans, shards, the rows of a chunk
pages    rows for the recipients window
chunks   chunks: made, claimed, put back, done
ledger   the only place where a row changes its status
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from chalicelib.audience.model import Recipient
from chalicelib.content.model import Channel
from chalicelib.kernel import dynamo
from chalicelib.kernel.clock import stamp
from chalicelib.kernel.settings import table

from . import codec, keys
from .ledger import totals as totals
from .model import ChunkRef, Delivery, DeliveryStatus, PlanState
from .pages import rows as rows


def _table() -> str:
    return table("deliveries")


# ---- Plans --------------------------------------------------------------------------------------------------


def plan(district: str, message_id: str) -> PlanState | None:
    """How far a message's fan-out is; None before it is planned."""
    item = dynamo.get(_table(), *keys.plan(district, message_id), consistent=True)
    return _plan_from(item) if item else None


def plans(district: str, message_ids: Iterable[str]) -> dict[str, PlanState]:
    """The same for several messages, by message id; those not planned yet are missing."""
    asked = {keys.plan(district, each): each for each in message_ids}
    return {asked[key]: _plan_from(item) for key, item in dynamo.get_many(_table(), asked).items()}


def _plan_from(item: dynamo.Item) -> PlanState:
    finished = frozenset(map(int, item.get("finished", ())))
    return PlanState(item["plan_id"], item["shards"], finished, item["expires_at"])


def put_plan(district: str, message_id: str, wanted: PlanState, due_at: datetime) -> bool:
    """Make this planner's cut the one that counts; False when another was faster."""
    pk, sk = keys.plan(district, message_id)
    item: dynamo.Item = {
        "pk": pk,
        "sk": sk,
        "plan_id": wanted.plan_id,
        "shards": wanted.shards,
        "expires_at": wanted.expires_at,
    }
    if wanted.shards:
        item |= {"due_in": keys.due(district), "due_at": stamp(due_at)}
    return dynamo.put(_table(), item, unless_exists=True)


def finish_shard(district: str, message_id: str, number: int) -> None:
    """Every delivery of the shard exists and is queued. Saying so twice is saying it once."""
    pk, sk = keys.plan(district, message_id)
    dynamo.update(
        _table(), pk, sk, "ADD finished :shard", {":shard": {str(number)}}, condition="attribute_exists(pk)"
    )


def look_again(district: str, message_id: str, due_at: datetime | None) -> None:
    """When the queue job looks at the plan again; None for never."""
    pk, sk = keys.plan(district, message_id)
    if due_at is None:
        dynamo.update(_table(), pk, sk, "REMOVE due_in, due_at", {}, condition="attribute_exists(pk)")
    else:
        dynamo.update(
            _table(), pk, sk, "SET due_at = :due", {":due": stamp(due_at)}, condition="attribute_exists(pk)"
        )


def due(district: str, now: datetime, limit: int) -> list[tuple[str, str]]:
    """Keys of plans and chunks that should have moved by now, longest due first."""
    items, _ = dynamo.query(
        _table(), keys.due(district), index="due", pk_name="due_in", sk_name="due_at",
        between=("0", stamp(now)), limit=limit,
    )  # fmt: skip
    return [(item["pk"], item["sk"]) for item in items]


# ---- Shards -------------------------------------------------------------------------------------------------


def put_shards(district: str, message_id: str, plan_id: str, lists: Iterable[Sequence[str]]) -> None:
    """Store the ids of each shard as this planner cut them. They count for nothing before `put_plan`."""
    dynamo.write_many(
        _table(),
        (
            {"pk": keys.shard(district, message_id, at), "sk": keys.shard_list(plan_id), "ids": codec.pack(ids)}
            for at, ids in enumerate(lists)
        ),
    )


def shard(
    district: str, message_id: str, number: int, plan_id: str
) -> tuple[list[str], list[Recipient] | None, bool]:
    """The shard's ids, its recipients if they are frozen already, and whether it is finished. One request."""
    pk = keys.shard(district, message_id, number)
    plan_key = keys.plan(district, message_id)
    wanted = [(pk, keys.shard_list(plan_id)), (pk, keys.FROZEN), plan_key]
    found = dynamo.get_many(_table(), wanted, consistent=True)
    listed, frozen, plan_item = (
        found.get((pk, keys.shard_list(plan_id))), found.get((pk, keys.FROZEN)), found.get(plan_key),
    )  # fmt: skip
    ids: list[str] = codec.unpack(listed["ids"]) if listed else []
    recipients = codec.recipients_from_bytes(frozen["recipients"]) if frozen else None
    return ids, recipients, plan_item is not None and number in _plan_from(plan_item).finished


def freeze(district: str, message_id: str, number: int, recipients: Sequence[Recipient]) -> list[Recipient]:
    """Keep the shard's recipients, unless somebody froze others before; gives back those that count."""
    pk = keys.shard(district, message_id, number)
    item = {"pk": pk, "sk": keys.FROZEN, "recipients": codec.recipients_to_bytes(recipients)}
    if dynamo.put(_table(), item, unless_exists=True):
        return list(recipients)
    winner = dynamo.get(_table(), pk, keys.FROZEN, consistent=True) or {}
    return codec.recipients_from_bytes(winner["recipients"])


# ---- Rows ---------------------------------------------------------------------------------------------------


def chunk_rows(ref: ChunkRef) -> list[Delivery]:
    """All rows of a chunk, as they are now."""
    pk = keys.rows(ref.district, ref.message_id, ref.channel, ref.shard)
    items = dynamo.query_all(_table(), pk, begins=keys.row_sort(ref.chunk), consistent=True)
    return [codec.row_from(item) for item in items]


def pending_rows(district: str, message_id: str, channel: Channel, number: int) -> list[Delivery]:
    """The pending rows of one part in one shard."""
    pk = keys.rows(district, message_id, channel, number)
    where, values = "delivery_status = :status", {":status": DeliveryStatus.PENDING.value}
    return [codec.row_from(item) for item in dynamo.query_all(_table(), pk, where=where, values=values)]
