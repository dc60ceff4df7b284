"""Chunks that wait in the table for a turn that could be earlier are brought forward.

    gate: the places do not hold any more (`places.renewed`) --> chunks in the table, each a new place
        soon --> its lane's queue        later --> postponed to it, if that is much earlier

A rate that was raised or removed, a message that was canceled, paused or over before its time: whoever waited
behind it would wait on for a provider that has nothing to do. Run by the queue job; what its time does not
reach keeps its old place until the next run.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from chalicelib.content.model import Channel, Lane
from chalicelib.kernel.batches import batched
from chalicelib.kernel.clock import Clock, moment

from .. import known, lanes, store
from ..chunk import Chunk, ChunkState
from ..gate import terms
from ..gate.line import Asking, Line
from ..gate.places import Anew, renewed
from ..store import chunks, gates, keys
from .recover import AT_ONCE, ENOUGH_TIME
from .release import SOON, release

MUCH = 60.0  # seconds earlier that a new place must be to be worth a write


def bring_forward(district: str, clock: Clock, seconds_left: Callable[[], float]) -> int:
    """One run for a district; how many chunks got an earlier turn."""
    now = clock.now()
    stale = dict(_stale(district, now))
    places = {channel: _anew(district, channel, line, now) for channel, line in stale.items()}
    count = 0
    for some in batched(_keys(district, now, stale) if stale else (), AT_ONCE):
        if seconds_left() < ENOUGH_TIME:
            return count
        found = sorted(chunks.read([keys.chunk_of(*key) for key in some]).values(), key=_due)
        waiting = [each for each in found if _waits_for_turn(each, now)]
        count += sum(_moved(each, places[each.ref.channel], now) for each in waiting if _has_place(each))
        unplaced = [each for each in waiting if not _has_place(each)]
        count += len(unplaced) - len(release(unplaced, now))
    for channel, before in stale.items():
        _settle(district, channel, places[channel], before)
    return count


def _stale(district: str, now: datetime) -> Iterator[tuple[Channel, Line]]:
    """Lines with places that hold no more. Where the provider is down or paused nobody is to come forward."""
    for channel, found in gates.read_all(district, sorted(terms.CHANNELS)).items():
        if found.breaker.open or found.paused_at:
            continue
        capacity = found.line.capacity(terms.capacity(district, channel), now.timestamp())
        if renewed(found.line, capacity, now.timestamp()).stale:
            yield channel, found.line


def _anew(district: str, channel: Channel, line: Line, now: datetime) -> Anew:
    at = now.timestamp()
    return Anew(line.capacity(terms.capacity(district, channel), at).pace, line.busy_until(at))


def _keys(district: str, now: datetime, channels: Mapping[Channel, Line]) -> Iterator[keys.Key]:
    for key in store.later(district, now):
        if key[1].startswith(keys.CHUNK) and keys.chunk_of(*key).channel in channels:
            yield key


def _due(chunk: Chunk) -> str:
    return chunk.due_at


def _waits_for_turn(chunk: Chunk, now: datetime) -> bool:
    """Whether it stands in the table because of the provider alone."""
    if chunk.state is not ChunkState.WAITING or not chunk.postponed or chunk.set_aside or not chunk.due_at:
        return False
    try:
        begins = known.message_of(chunk.ref).begins(chunk.ref.channel)
    except known.UnknownMessage:
        return False
    return chunk.lane is not Lane.EMERGENCY and not (begins and begins > now)


def _has_place(chunk: Chunk) -> bool:
    """Whether it was given one; the provider was down or paused when all others asked."""
    return chunk.slot or chunk.turn


def _moved(chunk: Chunk, places: Anew, now: datetime) -> bool:
    """Give a chunk its new place; whether that is much earlier."""
    school, size, due = lanes.school_of(chunk.ref), len(chunk.remaining), moment(chunk.due_at).timestamp()
    place = places.place(Asking(chunk.lane, school, size, turn=chunk.turn), due)
    if due - place < MUCH:
        return False
    seconds = place - now.timestamp()
    if seconds > SOON:
        chunks.postpone_to_place(chunk, datetime.fromtimestamp(place, UTC), turn=True)
    elif chunks.queue_again(chunk, now + timedelta(seconds=max(0.0, seconds))):
        ref = replace(chunk.ref, size=size, turn=True)
        lanes.put(chunk.ref.channel, chunk.lane, school, [ref], delay=max(0, int(seconds)))
    return True


def _settle(district: str, channel: Channel, places: Anew, before: Line) -> None:
    gates.change(district, channel, lambda breaker, line: (breaker, places.settled(line, before), None))
