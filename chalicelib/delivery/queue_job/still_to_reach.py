"""How many of a chunk whose part waited for readers are still to be reached when its time has come.

queue job, before it gives such chunks their places --who has read--> places for those who have not

Of fifty parents 45 may have read after an hour: fifty's time for five would make a minute's queue a quarter of
an hour. Who it is about is asked again right before they leave (`last_checks.spared`).
"""

from collections.abc import Sequence

from chalicelib.messages.model import Message

from ..chunk import Chunk
from ..last_checks.spared import spared


def still_to_reach(message: Message, some: Sequence[Chunk]) -> tuple[int, ...]:
    """Of each chunk."""
    done = spared(message, (entry for chunk in some for entry in chunk.remaining))
    return tuple(sum(entry.delivery_id not in done for entry in chunk.remaining) for chunk in some)
