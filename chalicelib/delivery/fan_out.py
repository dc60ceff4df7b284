"""The second step of the line: one shard's people become deliveries.

    {shard} --read, resolve, freeze--> recipients --> per channel: chunks with their rows --> lane queues
            --> the next shard's reference --> shard finished

Whoever repeats the step reads what the first one froze, finds the chunks that are there, and queues again what
still waits. Emergency channels come first (QUEUE-04).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.audience.model import Destination, Recipient
from chalicelib.content.model import Channel
from chalicelib.kernel.batches import batched
from chalicelib.kernel.clock import Clock, stamp
from chalicelib.kernel.ids import hashed_id
from chalicelib.messages.model import Message

from . import gate, known, lanes, personal, store
from .model import (
    CHUNK_SIZE,
    Chunk,
    ChunkRef,
    ChunkState,
    Delivery,
    DeliveryStatus,
    Entry,
)
from .plan import WINDOW, queue_shards
from .rates import slots
from .reasons import Reason
from .recipients import resolved
from .store import chunks
from .window import concerns

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
    recipients = shard.frozen
    if recipients is None:
        found = personal.with_values(message, resolved(message, shard.who, clock))
        recipients = store.freeze(district, message_id, number, found)
    for channel in sorted(_channels(message, recipients), key=lambda each: message.lane(each).place):
        _enqueue(message, channel, number, recipients, clock)
    if number + WINDOW < shard.shards:
        queue_shards(district, message_id, plan_id, (number + WINDOW,))
    store.finish_shard(district, message_id, number, clock.now())


def _channels(message: Message, recipients: Iterable[Recipient]) -> tuple[Channel, ...]:
    """The message's parts; and push, when some asked for one of every message (CHAN-03). That is not a part of
    the message: its sender's numbers say nothing of it."""
    parts = message.content.channels()
    asked = Channel.PUSH not in parts and any(Channel.PUSH in who.destinations for who in recipients)
    return (*parts, Channel.PUSH) if asked else parts


# ---- Chunks -------------------------------------------------------------------------------------------------


def _enqueue(
    message: Message, channel: Channel, number: int, recipients: Sequence[Recipient], clock: Clock
) -> None:
    """Write a channel's chunks and put references to those that wait on its lane's queue.

    Those whose turn is far away, and those that the call window holds, wait in the table for the queue job.
    """
    now = clock.now()
    opening = _opening(message, channel, now)
    made = list(_chunks(message, channel, number, recipients, now, opening))
    places = iter(_places(message, channel, [chunk for chunk, _ in made], opening, now))
    fresh: list[tuple[ChunkRef, int]] = []
    known_before: list[tuple[ChunkRef, int]] = []
    for chunk, rows in made:
        waits = chunk.state is ChunkState.WAITING
        due_at, delay = next(places) if waits else (now, None)
        is_new = chunks.make(chunk, rows, due_at)
        if waits and delay is not None:
            ref = replace(chunk.ref, size=len(chunk.entries))
            (fresh if is_new else known_before).append((ref, delay))
    still_open = chunks.open_among(ref for ref, _ in known_before) if known_before else set()
    waiting = [*fresh, *(each for each in known_before if each[0] in still_open)]
    lanes.put_each(channel, message.lane(channel), message.sender.school_id, waiting)


Place = tuple[
    datetime, int | None
]  # when the queue job looks, and after how many seconds a worker; None: not yet


def _places(
    message: Message, channel: Channel, made: Sequence[Chunk], opening: datetime | None, now: datetime
) -> Iterator[Place]:
    """When the turn of each waiting chunk is."""
    waiting = [chunk for chunk in made if chunk.state is ChunkState.WAITING]
    if opening is not None or not waiting:
        yield from ((opening or now, None) for _ in waiting)
        return
    found = gate.places(message, channel, [len(each.entries) for each in waiting], now, slots)
    for chunk, seconds in zip(waiting, found, strict=True):
        if seconds > SOON:
            yield now + timedelta(seconds=seconds), None
        else:
            yield now + timedelta(seconds=seconds) + chunks.first_look(chunk), int(seconds)


def _opening(message: Message, channel: Channel, now: datetime) -> datetime | None:
    """When the call window opens for this part; None when it may leave now (QUEUE-05, QUEUE-06)."""
    return known.window(message).opening(now) if concerns(channel, message.lane(channel)) else None


def _chunks(
    message: Message,
    channel: Channel,
    number: int,
    recipients: Sequence[Recipient],
    now: datetime,
    opening: datetime | None,
) -> Iterator[tuple[Chunk, list[Delivery]]]:
    """The shard's chunks of one channel, the same people at each try. Who cannot be reached comes last."""
    counter, held = number % message.slices, opening is not None
    expires = stamp(known.window(message).expiry(opening) if opening else message.expires_at)
    wanted = _once_each(message, channel, recipients)
    names = {who.student_id: who.student_name for who in recipients}
    wanted.sort(key=lambda each: not _goes_out(each[1].destinations[channel]))
    for at, group in enumerate(batched(wanted, CHUNK_SIZE)):
        ref = ChunkRef(message.district, message.message_id, channel, number, at)
        rows = [_row(ref, each_id, counter, who, stamp(now), expires) for each_id, who in group]
        entries = tuple(
            _entry(channel, each_id, who, names)
            for each_id, who in group
            if _goes_out(who.destinations[channel])
        )
        state = ChunkState.WAITING if entries else ChunkState.DONE
        lane = message.lane(channel)
        yield Chunk(ref, lane, counter, stamp(now), expires, entries, state, held=held), rows


def _once_each(
    message: Message, channel: Channel, recipients: Sequence[Recipient]
) -> list[tuple[str, Recipient]]:
    """The recipients whom a channel concerns, by delivery id; the same id twice is the same delivery."""
    found: dict[str, Recipient] = {}
    for who in recipients:
        if place := who.destinations.get(channel):
            who_and_where = (who.kind, who.person_id, who.student_id, place.address)
            found.setdefault(delivery_id(message.message_id, message.occurrence, channel, *who_and_where), who)
    return list(found.items())


def delivery_id(message_id: str, occurrence: str, channel: Channel, *who: str) -> str:
    """The same id for the same message, occurrence, part, person, student and destination, for ever."""
    return hashed_id("delivery", message_id, occurrence, channel, *who)


def _goes_out(place: Destination) -> bool:
    return bool(place.address) and place.reason is None and not place.duplicate


def _entry(channel: Channel, each_id: str, who: Recipient, names: Mapping[str, str]) -> Entry:
    return Entry(
        each_id,
        who.destinations[channel].address,
        who.name,
        who.language,
        who.student_id,
        who.student_name,
        who.account,
        who.kind,
        who.person_id,
        who.values,
        tuple(names[each] for each in who.children),
    )


def _row(ref: ChunkRef, each_id: str, counter: int, who: Recipient, now: str, expires: str) -> Delivery:
    place = who.destinations[ref.channel]
    status, reason = DeliveryStatus.PENDING, ""
    if place.duplicate:
        status, reason = DeliveryStatus.DUPLICATE, place.reason or Reason.DUPLICATE
    elif not _goes_out(place):
        status, reason = DeliveryStatus.ERROR, place.reason or Reason.INVALID_ADDRESS
    return Delivery(
        ref.delivery(each_id, counter),
        status,
        now,
        expires,
        who.recipient_type,
        who.name,
        who.person_id,
        who.kind,
        "" if ref.channel is Channel.PORTAL else place.address,
        who.school_id,
        who.student_id,
        who.student_name,
        reason,
    )
