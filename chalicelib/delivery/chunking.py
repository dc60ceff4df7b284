"""A shard's recipients become the chunks of one channel, each with its rows.

    recipients --once each, by delivery id--> groups of fifty --> chunk: who goes out
                                                              --> rows: everybody, the rest with the reason

The same people are in the same chunks at each try.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from chalicelib.audience.model import Destination, Recipient
from chalicelib.content.model import Channel
from chalicelib.kernel.batches import batched
from chalicelib.kernel.clock import stamp
from chalicelib.kernel.ids import hashed_id
from chalicelib.kernel.values import value
from chalicelib.messages.model import Message

from . import known
from .chunk import Chunk, ChunkState, Entry
from .model import Delivery, DeliveryStatus
from .reasons import Reason
from .refs import CHUNK_SIZE, ChunkRef
from .store import Frozen
from .window import concerns

Reached = tuple[str, Recipient]  # a delivery's id, and whom it is for


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


def chunks_of(
    message: Message, channel: Channel, number: int, frozen: Frozen, now: datetime, *, canceled: bool
) -> Iterator[Made]:
    """The `number`-th shard's. Who cannot be reached comes last; of a canceled message nobody goes out."""
    lane, counter = message.lane(channel), number % message.slices
    apart = frozen.apart and concerns(channel, lane, announced=bool(message.announcement))
    names = {who.student_id: who.student_name for who in frozen.recipients}
    for at, (school, group) in enumerate(_groups(message, channel, frozen.recipients, apart=apart)):
        ref = ChunkRef(message.district, message.message_id, channel, number, at)
        opening, ends = _times(message, channel, school, now)
        entries = () if canceled else _entries(message, channel, group, names)
        state, held = ChunkState.WAITING if entries else ChunkState.DONE, opening is not None
        chunk = Chunk(ref, lane, counter, stamp(now), stamp(ends), entries, state, held=held, window_of=school)
        rows = [_row(chunk, *each) for each in group]
        # Also when its time has come: the queue job asks whether its author may still send it.
        waits_until = message.begins(channel) or opening
        yield Made(chunk, [_canceled(row) for row in rows] if canceled else rows, waits_until)


def _times(message: Message, channel: Channel, school: str, now: datetime) -> tuple[datetime | None, datetime]:
    """When the window opens that is closed now, and when what it holds expires: at the end of that day; an
    announcement's as it would, which may be before (A-15, ANN-16)."""
    ends = message.ends(channel)
    if message.begins(channel) or not concerns(
        channel, message.lane(channel), announced=bool(message.announcement)
    ):
        return None, ends
    window = known.window_at(message, school)
    opening = window.opening(now)
    if opening is None:
        return None, ends
    return (min(opening, ends), ends) if message.announcement else (opening, window.expiry(opening))


# ---- Who is in them -----------------------------------------------------------------------------------------


def _groups(
    message: Message, channel: Channel, recipients: Sequence[Recipient], *, apart: bool
) -> Iterator[tuple[str, tuple[Reached, ...]]]:
    """Fifty at a time; `apart` those of one school at a time, with its name."""

    def place(each: Reached) -> tuple[bool, str]:
        goes_out = _goes_out(each[1].destinations[channel])
        return not goes_out, each[1].school_id if goes_out and apart else ""

    wanted = sorted(_once_each(message, channel, recipients), key=place)
    for (_, school), some in groupby(wanted, key=place if apart else lambda _each: (True, "")):
        for group in batched(some, CHUNK_SIZE):
            yield school, group


def _once_each(message: Message, channel: Channel, recipients: Sequence[Recipient]) -> list[Reached]:
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


def _entries(
    message: Message, channel: Channel, group: Sequence[Reached], names: Mapping[str, str]
) -> tuple[Entry, ...]:
    """Of those who go out; `names` are those of all the shard's students."""
    return tuple(
        _entry(message, channel, each_id, who, names)
        for each_id, who in group
        if _goes_out(who.destinations[channel])
    )


def _entry(message: Message, channel: Channel, each_id: str, who: Recipient, names: Mapping[str, str]) -> Entry:
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
        _mail(message, channel, who),
    )


def _mail(message: Message, channel: Channel, who: Recipient) -> str:
    """From where somebody may answer who has no account."""
    if who.account or not message.replies or message.begins(channel) is None:
        return ""
    place = who.destinations.get(Channel.EMAIL)
    return place.address if place else ""


# ---- Their rows ---------------------------------------------------------------------------------------------


def _row(chunk: Chunk, each_id: str, who: Recipient) -> Delivery:
    channel = chunk.ref.channel
    place = who.destinations[channel]
    status, reason = _standing(place)
    return Delivery(
        chunk.delivery(each_id),
        status,
        chunk.created_at,
        chunk.expires_at,
        who.recipient_type,
        who.name,
        who.person_id,
        who.kind,
        "" if channel is Channel.PORTAL else place.address,
        who.school_id,
        who.student_id,
        who.student_name,
        reason,
    )


def _standing(place: Destination) -> tuple[DeliveryStatus, str]:
    """The status that a row begins with, and why it is not Pending."""
    if place.duplicate:
        return DeliveryStatus.DUPLICATE, place.reason or Reason.DUPLICATE
    if not _goes_out(place):
        return DeliveryStatus.ERROR, place.reason or Reason.INVALID_ADDRESS
    return DeliveryStatus.PENDING, ""


def _canceled(row: Delivery) -> Delivery:
    if row.status is not DeliveryStatus.PENDING:
        return row
    return replace(row, status=DeliveryStatus.EXPIRED, reason=Reason.CANCELED)
