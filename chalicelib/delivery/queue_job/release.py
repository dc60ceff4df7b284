"""Waiting chunks whose time has come go to the queue of their lane, each at its place.

    the call window opened, a long queue has come this far, a reference got lost --> release --> lane queues

Five thousand texts held until eight o'clock leave at the provider's rate: those whose place is more than a
minute away stay in the table until then. Who has no place yet gets one as if just made, behind what their own
school has there; who waited for that gets their turn, behind their lane.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby

from chalicelib.kernel.clock import moment
from chalicelib.kernel.troubles import note
from chalicelib.messages.model import Message

from .. import known, lanes
from ..chunk import Chunk
from ..gate.places import slots, turns
from ..gate.terms import capacity
from ..gate.waiting import Places, seconds_to_turns
from ..reasons import Reason
from ..refs import ChunkRef
from ..store import chunks
from ..store.endings import stop

SOON = 60.0  # seconds until the queue job comes again


def release(waiting: Iterable[Chunk], now: datetime) -> list[Chunk]:
    """Queue chunks, or postpone them to their turn. What fails is left as it was, or due again soon; these are
    given back."""
    failed: list[Chunk] = []
    for (district, message_id, channel), some in groupby(sorted(waiting, key=_part), key=_part):
        of_part = list(some)
        try:
            _release(district, message_id, of_part, now)
        except Exception as error:
            note("Chunks could not be queued", error, district=district, message_id=message_id, channel=channel)
            failed += of_part
    return failed


def _part(chunk: Chunk) -> tuple[str, str, str]:
    return chunk.ref.district, chunk.ref.message_id, chunk.ref.channel


def _release(district: str, message_id: str, some: list[Chunk], now: datetime) -> None:
    some = _allowed(district, message_id, some, now)
    if not some:
        return
    first, refs, sizes = some[0], [], _sizes(district, message_id, some)
    for chunk, seconds in _placed(district, message_id, some, sizes, now):
        if seconds > SOON:
            chunks.postpone_to_place(chunk, now + timedelta(seconds=seconds), turn=chunk.slot, let_go=now)
        elif chunks.queue_again(chunk, now):
            has_turn = chunk.turn or (chunk.slot and seconds > 0)
            refs.append((replace(chunk.ref, size=sizes[chunk.ref], turn=has_turn), int(seconds)))
    lanes.put_each(first.ref.channel, first.lane, lanes.school_of(first.ref), refs)


def _allowed(district: str, message_id: str, some: list[Chunk], now: datetime) -> list[Chunk]:
    """Those that may leave: of a part that waited for readers, none when its author may no longer send it."""
    try:
        message = known.message(district, message_id)
    except known.UnknownMessage:
        return some
    channel = some[0].ref.channel
    if message.begins(channel) is None:
        return some
    from .still_allowed import still_allowed  # here, because most runs meet no such part

    if still_allowed(message, channel):
        return some
    return [chunk for chunk in some if not stop(chunk, Reason.NO_LONGER_ALLOWED, now)]


Sizes = Mapping[ChunkRef, int]


def _sizes(district: str, message_id: str, some: Sequence[Chunk]) -> Sizes:
    """How many of each chunk leave, as far as one can tell now. It says only how much of the provider's time
    they ask for: an emergency does not wait for that, and nobody where it cannot be told."""
    usual = {chunk.ref: len(chunk.remaining) for chunk in some}
    if some[0].emergency:
        return usual
    try:
        return usual | _without_readers(known.message(district, message_id), some)
    except known.UnknownMessage:
        return usual
    except Exception as error:
        note("Who has read is not known", error, district=district, message_id=message_id)
        return usual


def _without_readers(message: Message, some: Sequence[Chunk]) -> dict[ChunkRef, int]:
    """Of a part that waited for readers, in so far as that is worth to know."""
    channel = some[0].ref.channel
    if message.begins(channel) is None or capacity(message.district, channel).pace is None:
        return {}
    from .still_to_reach import still_to_reach  # here, because most runs meet no such part

    return dict(zip((chunk.ref for chunk in some), still_to_reach(message, some), strict=True))


def _placed(
    district: str, message_id: str, some: Sequence[Chunk], sizes: Sizes, now: datetime
) -> Iterator[tuple[Chunk, float]]:
    """Each chunk, and in how many seconds it has its place."""
    yield from ((chunk, _until_due(chunk, now)) for chunk in some if chunk.turn)
    for rule, those in (
        (turns, [chunk for chunk in some if chunk.slot]),
        (slots, [chunk for chunk in some if not (chunk.slot or chunk.turn)]),
    ):
        yield from zip(those, _seconds(district, message_id, those, sizes, now, rule), strict=True)


def _until_due(chunk: Chunk, now: datetime) -> float:
    return max(0.0, (moment(chunk.due_at) - now).total_seconds())


def _seconds(
    district: str, message_id: str, some: Sequence[Chunk], sizes: Sizes, now: datetime, rule: Places
) -> tuple[float, ...]:
    """In how many seconds each of them has its place by a rule; at once when its message is gone."""
    if not some:
        return ()
    try:
        message = known.message(district, message_id)
    except known.UnknownMessage:
        return (0.0,) * len(some)
    counts = [sizes[chunk.ref] for chunk in some]
    return seconds_to_turns(message, some[0].ref.channel, counts, now, rule)
