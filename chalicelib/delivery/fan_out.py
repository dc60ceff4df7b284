"""The second step of the line: one shard's people become deliveries.

    {shard} --read, resolve, freeze--> recipients --> per channel: chunks with their rows --> lane queues
            --> the next shard's reference --> shard finished

Whoever repeats the step reads what the first one froze, finds the chunks that are there, and queues again what
still waits. Emergency channels come first (QUEUE-04).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.audience.model import Recipient
from chalicelib.content.model import Channel
from chalicelib.kernel.clock import Clock
from chalicelib.messages.model import Message

from . import known, lanes, personal, store
from .chunk import Chunk
from .chunking import chunks_of
from .gate.places import slots
from .gate.waiting import seconds_to_turns
from .plan import WINDOW, queue_shards
from .recipients import resolved
from .refs import ChunkRef
from .resending import whom
from .store import chunks

SOON = 60.0  # seconds that a reference may wait in its queue before a worker sees it; longer is the queue job's


class NoSuchShard(LookupError):
    """A reference to a shard that no planner wrote."""


def fan_out(district: str, message_id: str, number: int, plan_id: str, clock: Clock) -> None:
    """Make and queue a shard's deliveries. Raises UnknownMessage or NoSuchShard."""
    shard = store.shard(district, message_id, number, plan_id)
    if shard.finished:
        return
    if shard.who is None:
        raise NoSuchShard(f"{message_id} {number}")
    message = known.message(district, message_id)
    frozen = shard.frozen
    if frozen is None:
        found = whom.keep(message, number, resolved(message, shard.who, clock))
        found = personal.with_values(message, found)
        apart = known.follows_recipients(district)
        frozen = store.freeze(district, message_id, number, store.Frozen(found, apart))
    for channel in sorted(_channels(message, frozen.recipients), key=lambda each: message.lane(each).place):
        _enqueue(message, channel, number, frozen, clock, canceled=shard.canceled)
    if number + WINDOW < shard.shards:
        queue_shards(message, plan_id, (number + WINDOW,))
    store.finish_shard(district, message_id, number, clock.now())


def _channels(message: Message, recipients: Iterable[Recipient]) -> tuple[Channel, ...]:
    """The message's parts; and push, when some asked for one of every message (CHAN-03). That is not a part of
    the message: its sender's numbers say nothing of it."""
    parts = message.parts
    asked = (
        Channel.PORTAL in parts  # neither another try nor the rest of an announcement
        and Channel.PUSH not in parts
        and any(Channel.PUSH in who.destinations for who in recipients)
    )
    return (*parts, Channel.PUSH) if asked else parts


# ---- Chunks -------------------------------------------------------------------------------------------------


def _enqueue(
    message: Message, channel: Channel, number: int, frozen: store.Frozen, clock: Clock, *, canceled: bool
) -> None:
    """Write a channel's chunks and put references to those that wait on its lane's queue.

    Those whose turn is far away, and those that the call window holds, wait in the table for the queue job.
    Of a canceled message every row is final at once.
    """
    now = clock.now()
    made = list(chunks_of(message, channel, number, frozen, now, canceled=canceled))
    places = iter(_places(message, channel, [each.chunk for each in made if each.leaves], now))
    fresh: list[tuple[ChunkRef, int]] = []
    known_before: list[tuple[ChunkRef, int]] = []
    for each in made:
        due_at, delay = next(places) if each.leaves else (each.waits_until or now, None)
        is_new = chunks.make(each.chunk, each.rows, due_at, postponed=each.leaves and delay is None)
        if delay is not None:
            ref = replace(each.chunk.ref, size=len(each.chunk.entries))
            (fresh if is_new else known_before).append((ref, delay))
    still_open = chunks.open_among(ref for ref, _ in known_before) if known_before else set()
    waiting = [*fresh, *(each for each in known_before if each[0] in still_open)]
    lanes.put_each(channel, message.lane(channel), message.sender.school_id, waiting)


Place = tuple[datetime, int | None]


def _places(message: Message, channel: Channel, waiting: Sequence[Chunk], now: datetime) -> Iterator[Place]:
    """When the turn of each chunk is: the queue job looks then, and a worker after so many seconds; None: not
    before the queue job."""
    if not waiting:
        return
    found = seconds_to_turns(message, channel, [len(each.entries) for each in waiting], now, slots)
    for chunk, seconds in zip(waiting, found, strict=True):
        if seconds > SOON:
            yield now + timedelta(seconds=seconds), None
        else:
            yield now + timedelta(seconds=seconds) + chunks.first_look(chunk), int(seconds)
