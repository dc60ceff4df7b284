"""Putting references to chunks on the queue of their lane.

Each channel has a queue for each lane. In a queue the school is the tenant: of several, SQS serves first who
has little in it, so that one school's flood does not stand before another's hundred (docs/decisions/0034).
"""

from collections.abc import Iterable
from dataclasses import replace

from chalicelib.content.model import Channel, Lane
from chalicelib.kernel import queue
from chalicelib.kernel.settings import lane_queue_url

from . import known
from .chunk import Chunk
from .refs import ChunkRef

NO_SCHOOL = "district"


def put(channel: Channel, lane: Lane, school: str, refs: Iterable[ChunkRef], *, delay: int = 0) -> None:
    """References that workers see after `delay` seconds (at most 900). Raises NotQueued."""
    put_each(channel, lane, school, ((ref, delay) for ref in refs))


def put_each(channel: Channel, lane: Lane, school: str, refs: Iterable[tuple[ChunkRef, int]]) -> None:
    """The same with a delay for each."""
    bodies = ((ref.body(), delay) for ref, delay in refs)
    queue.send_each(lane_queue_url(channel, lane), bodies, tenant=school or NO_SCHOOL)


def put_back(chunk: Chunk, left: int, *, delay: int = 0) -> None:
    """A chunk that waits (again) with so many."""
    put(chunk.ref.channel, chunk.lane, school_of(chunk.ref), [replace(chunk.ref, size=left)], delay=delay)


def school_of(ref: ChunkRef) -> str:
    """The school that sends it; empty when its message is gone."""
    try:
        return known.message_of(ref).sender.school_id
    except known.UnknownMessage:
        return ""
