"""Fan-out queues -> a message is planned, one of its shards becomes deliveries, or a halt is carried out."""

from typing import Any

from chalicelib.delivery.fan_out import fan_out
from chalicelib.delivery.halting.carry_out import bring_on
from chalicelib.delivery.plan import plan
from chalicelib.kernel.clock import SystemClock
from chalicelib.kernel.queue_batch import Answer, each, seconds_left

_FOR_A_HALT = 2.0  # seconds; the rest lines up again, so that the halts of ten messages let others pass


def handle(event: dict[str, Any], context: Any) -> Answer:
    """A batch of references to messages and shards."""
    return each(event, seconds_left(context), _work)


def _work(body: dict[str, Any]) -> None:
    district, message_id = str(body["district"]), str(body["message"])
    if "shard" in body:
        fan_out(district, message_id, int(body["shard"]), str(body["plan"]), SystemClock())
    elif "halt" in body:
        bring_on(district, message_id, SystemClock(), _FOR_A_HALT, slices=body.get("slices"))
    else:
        plan(district, message_id, SystemClock())
