"""Fan-out queue -> a message is planned, or one of its shards becomes deliveries."""

from typing import Any

from chalicelib.delivery.fan_out import fan_out
from chalicelib.delivery.plan import plan
from chalicelib.kernel.clock import SystemClock
from chalicelib.kernel.queue_batch import Answer, each, seconds_left


def handle(event: dict[str, Any], context: Any) -> Answer:
    """A batch of references to messages and shards."""
    return each(event, seconds_left(context), _work)


def _work(body: dict[str, Any]) -> None:
    district, message_id = str(body["district"]), str(body["message"])
    if "shard" in body:
        fan_out(district, message_id, int(body["shard"]), str(body["plan"]), SystemClock())
    else:
        plan(district, message_id, SystemClock())
