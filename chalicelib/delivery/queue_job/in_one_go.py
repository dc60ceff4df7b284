"""Of a line that moves on, the queue job brings half a minute at a time.

    a chunk's place has come --> those whose places come within IN_ONE_GO as well --release--> lane queue, each
                                 with its delay

At fourteen emails a second a chunk becomes due every four seconds: brought one by one, each costs a look, a
read and a write of the gate, and a request to the queue. They wait there no longer than what fan-out queues.
"""

from datetime import datetime, timedelta

from chalicelib.kernel.clock import stamp
from chalicelib.kernel.troubles import note

from .. import store
from ..chunk import Chunk, ChunkState
from ..store import chunks, keys

IN_ONE_GO = timedelta(seconds=30)
MOST = 50  # what is due at eight o'clock is looked at then, not at half a minute to


def next_in_line(district: str, waiting: list[Chunk], now: datetime) -> list[Chunk]:
    """Chunks whose places come next, in their order; none where none of those `waiting` stood in a line."""
    if not any(each.slot or each.turn for each in waiting):
        return []
    until = now + IN_ONE_GO
    try:
        found = store.soon(district, now, until, MOST)
        refs = [keys.chunk_of(*key) for key in found if key[1].startswith(keys.CHUNK)]
        read = chunks.read(refs)
    except Exception as error:
        note("Those next in line could not be read", error, district=district)  # they are due later anyway
        return []
    return [read[ref] for ref in refs if ref in read and _in_line(read[ref], now, until)]


def _in_line(chunk: Chunk, now: datetime, until: datetime) -> bool:
    """Whether it stands in the table for its place alone, and that comes by then."""
    placed = chunk.state is ChunkState.WAITING and (chunk.slot or chunk.turn)
    return placed and stamp(now) < chunk.due_at <= stamp(until)
