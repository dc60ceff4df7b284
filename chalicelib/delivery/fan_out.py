"""The second step of the line: one shard's people become deliveries.

    {shard} --read, resolve, freeze--> recipients --> per channel: chunks with their rows --> lane queues
            --> the next shard's reference --> shard finished

Whoever repeats the step reads what the first one froze, finds the chunks that are there, and queues again what
still waits. Emergency channels come first (QUEUE-04).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby

from chalicelib.audience.model import Destination, Recipient
from chalicelib.content.model import Channel
from chalicelib.kernel.batches import batched
from chalicelib.kernel.clock import Clock, stamp
from chalicelib.kernel.ids import hashed_id
from chalicelib.kernel.values import value
from chalicelib.messages.model import Message

from . import known, lanes, personal, store
from .chunk import Chunk, ChunkState, Entry
from .gate.places import slots
from .gate.waiting import seconds_to_turns
from .model import Delivery, DeliveryStatus
from .plan import WINDOW, queue_shards
from .reasons import Reason
from .recipients import resolved
from .refs import CHUNK_SIZE, ChunkRef
from .resending import whom
from .store import chunks
from .window import Window, concerns

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
        queue_shards(district, message_id, plan_id, (number + WINDOW,))
    store.finish_shard(district, message_id, number, clock.now())


def _channels(message: Message, recipients: Iterable[Recipient]) -> tuple[Channel, ...]:
    """The message's parts; and push, when some asked for one of every message (CHAN-03). That is not a part of
    the message: its sender's numbers say nothing of it."""
    parts = message.parts
    asked = (
        not message.resend
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
    made = list(_chunks(message, channel, number, frozen, now, canceled=canceled))
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


@value
class Made:
    """A chunk with its rows. `waits_until`: when the call window opens that holds it (QUEUE-05, QUEUE-06), or
    its part has waited long enough for readers."""

    chunk: Chunk
    rows: list[Delivery]
    waits_until: datetime | None

    @property
    def leaves(self) -> bool:
        """Whether there is somebody in it who may leave now."""
        return self.chunk.state is ChunkState.WAITING and self.waits_until is None


Reached = tuple[str, Recipient]  # a delivery's id, and whom it is for


def _chunks(
    message: Message, channel: Channel, number: int, frozen: store.Frozen, now: datetime, *, canceled: bool
) -> Iterator[Made]:
    """The shard's chunks of one channel, the same people at each try. Who cannot be reached comes last."""
    counter, lane = number % message.slices, message.lane(channel)
    names = {who.student_id: who.student_name for who in frozen.recipients}
    # Also when its time has come, the queue job lets a step go: it asks whether its author may still send it.
    later = message.begins(channel)
    keeps = concerns(channel, lane, message.announcement)
    wanted = _once_each(message, channel, frozen.recipients)
    for at, (school, group) in enumerate(_groups(channel, wanted, frozen.apart and keeps)):
        window = known.window_at(message, school)
        opening, ends = (
            _held(message, channel, window, now) if keeps and not later else (None, message.ends(channel))
        )
        expires = stamp(ends)
        ref = ChunkRef(message.district, message.message_id, channel, number, at)
        rows = [_row(ref, each_id, counter, who, stamp(now), expires) for each_id, who in group]
        if canceled:
            rows = [_canceled(row) for row in rows]
        entries = tuple(
            replace(_entry(channel, each_id, who, names), mail=_mail(message, channel, who))
            for each_id, who in group
            if _goes_out(who.destinations[channel]) and not canceled
        )
        state, held = ChunkState.WAITING if entries else ChunkState.DONE, opening is not None
        chunk = Chunk(ref, lane, counter, stamp(now), expires, entries, state, held=held, window_of=school)
        yield Made(chunk, rows, later or opening)


def _held(
    message: Message, channel: Channel, window: Window, now: datetime
) -> tuple[datetime | None, datetime]:
    """When the window opens that is closed now, and when what it holds expires: at the end of that day; an
    announcement's as it would, which may be before (A-15, ANN-16)."""
    opening, ends = window.opening(now), message.ends(channel)
    if opening is None:
        return None, ends
    return (min(opening, ends), ends) if message.announcement else (opening, window.expiry(opening))


def _mail(message: Message, channel: Channel, who: Recipient) -> str:
    """From where somebody may answer who has no account."""
    if who.account or not message.replies or message.begins(channel) is None:
        return ""
    place = who.destinations.get(Channel.EMAIL)
    return place.address if place else ""


def _groups(channel: Channel, wanted: list[Reached], apart: bool) -> Iterator[tuple[str, tuple[Reached, ...]]]:
    """Fifty at a time; `apart` those of one school at a time, with its name."""

    def place(each: Reached) -> tuple[bool, str]:
        goes_out = _goes_out(each[1].destinations[channel])
        return not goes_out, each[1].school_id if goes_out and apart else ""

    for (_, school), some in groupby(
        sorted(wanted, key=place), key=place if apart else lambda _each: (True, "")
    ):
        for group in batched(some, CHUNK_SIZE):
            yield school, group


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


def _canceled(row: Delivery) -> Delivery:
    if row.status is not DeliveryStatus.PENDING:
        return row
    return replace(row, status=DeliveryStatus.EXPIRED, reason=Reason.CANCELED)


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
