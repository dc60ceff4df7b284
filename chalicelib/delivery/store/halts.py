"""What was said about messages on their way: one item beside the plan, absent for nearly all of them."""

from collections.abc import Iterable
from datetime import datetime

from chalicelib.directory.audit import Entry
from chalicelib.directory.store import audit
from chalicelib.kernel import dynamo
from chalicelib.kernel.clock import stamp
from chalicelib.kernel.settings import table

from ..halting.model import Halt, HaltState
from ..shards import PlanState
from . import keys, plans


def _table() -> str:
    return table("deliveries")


def read(district: str, message_id: str) -> Halt | None:
    """What holds at this moment; None when nothing was ever said."""
    item = dynamo.get(_table(), *keys.halt(district, message_id), consistent=True)
    return halt_from(item) if item else None


def with_plans(
    district: str, message_ids: Iterable[str], *, consistent: bool = False
) -> tuple[dict[str, PlanState], dict[str, Halt]]:
    """How far the fan-out of several messages is, and what was said about them, by message id. `consistent`: as
    it is now, not a moment ago."""
    ids = list(message_ids)
    planned = {keys.plan(district, each): each for each in ids}
    halted = {keys.halt(district, each): each for each in ids}
    found = dynamo.get_many(_table(), [*planned, *halted], consistent=consistent)
    return (
        {planned[key]: plans.plan_from(item) for key, item in found.items() if key in planned},
        {halted[key]: halt_from(item) for key, item in found.items() if key in halted},
    )


def put(district: str, message_id: str, halt: Halt, told: Entry, due_at: datetime) -> bool:
    """Say it, with its entry in the record of changes; False when somebody said something meanwhile."""
    values: dynamo.Item = {
        ":state": halt.state.value,
        ":number": halt.number,
        ":id": halt.by_id,
        ":name": halt.by_name,
        ":at": halt.at,
        ":in": keys.due(district),
        ":due": stamp(due_at),
    }
    sets = "halt_state = :state, halt = :number, by_id = :id, by_name = :name, said_at = :at"
    expression = f"SET {sets}, due_in = :in, due_at = :due REMOVE place, met, again, in_flight"
    condition = "attribute_not_exists(pk)"
    if halt.number > 1:
        condition, values = "halt = :before", values | {":before": halt.number - 1}
    key = keys.halt(district, message_id)
    said = dynamo.change(_table(), *key, expression, values, condition=condition)
    try:
        dynamo.transact([said, audit.write(district, told)])
    except dynamo.Refused:
        return False
    return True


def note(district: str, message_id: str, halt: Halt, due_at: datetime) -> bool:
    """How far it is carried out; False when something else was said meanwhile, or somebody else has noted this
    slice. Closed, it is due no more."""
    values: dynamo.Item = {":number": halt.number, ":place": halt.place, ":met": halt.met, ":again": halt.again}
    values[":slices"] = halt.slices
    sets = ["place = :place", "met = :met", "again = :again", "slices = :slices"]
    if halt.in_flight is not None:
        sets.append("in_flight = :in_flight")
        values[":in_flight"] = halt.in_flight
    if halt.open:
        sets.append("due_at = :due")
        values[":due"] = stamp(due_at)
    expression = f"SET {', '.join(sets)}" + ("" if halt.open else " REMOVE due_in, due_at")
    condition = "halt = :number AND attribute_not_exists(slices)"
    if halt.slices > 1:
        condition, values[":before"] = "halt = :number AND slices = :before", halt.slices - 1
    key = keys.halt(district, message_id)
    return dynamo.update(_table(), *key, expression, values, condition=condition) is not None


def look_again(district: str, message_id: str, due_at: datetime) -> None:
    """When the queue job looks again at one that is still to be carried out."""
    expression, values = "SET due_at = :due", {":due": stamp(due_at)}
    condition = "attribute_exists(due_in)"
    dynamo.update(_table(), *keys.halt(district, message_id), expression, values, condition=condition)


def halt_from(item: dynamo.Item) -> Halt:
    """As it is stored."""
    return Halt(
        HaltState(item["halt_state"]),
        item["halt"],
        item["by_id"],
        item["by_name"],
        item["said_at"],
        "due_in" in item,
        item.get("place", 0),
        item.get("met", 0),
        item.get("again", -1),
        item.get("in_flight"),
        item.get("slices", 0),
    )
