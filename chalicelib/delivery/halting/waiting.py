"""Whether anything of a message can still be stopped: what providers have is theirs."""

from datetime import timedelta

from chalicelib.kernel.clock import Clock

from .. import store
from ..chunk import ChunkState
from ..sent.progress import Progress, Stage
from ..store import chunks

LOOK = timedelta(seconds=1)  # of a request


def anything_waits(district: str, found: Progress, clock: Clock) -> bool:
    """Whether somebody still waits, or is in a worker's hands. Of a message of which every chunk is done all
    have left, whatever became of them; the last shards are looked at first, as they are done last. What one
    second does not tell counts as waiting: then too a halt stops nothing that has left."""
    if found.stage is not Stage.SENDING:
        return found.stage is Stage.RESOLVING
    message_id = found.row.message_id
    plan, end = store.plan(district, message_id), clock.now() + LOOK
    for number in reversed(range(plan.shards if plan else 0)):
        if clock.now() >= end or _is_open(district, message_id, number):
            return True
    return False


def _is_open(district: str, message_id: str, number: int) -> bool:
    return any(each.state is not ChunkState.DONE for each in chunks.of_shard(district, message_id, number))
