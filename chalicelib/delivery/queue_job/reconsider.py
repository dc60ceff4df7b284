"""What the call window holds is looked at again when its rules change, not only when it would have opened.

    hours, modules, excluded schools --the same as at the last look--> nothing
        --other ones--> the chunks that are held --release--> dispatch, by the rules of now
                        and once more at the next run

So a window that was widened lets go of what it held (QUEUE-05), and the calls and texts of a school that was
excluded end at once and not in the morning (XSCH-05). Once more, because workers and fan-out know the rules as
of two seconds ago, and the index of what is due may be behind as well: what they held meanwhile would wait
until the window had opened by the old rules.
"""

from collections.abc import Callable
from datetime import datetime

from chalicelib.access.modules import Module, is_on
from chalicelib.directory.preferences import effective
from chalicelib.kernel.batches import batched
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.ids import hashed_id

from .. import known, store
from ..chunk import Chunk, ChunkState
from ..store import chunks, keys, looks
from .recover import AT_ONCE, ENOUGH_TIME
from .release import release

HOURS = ("call_window_not_before", "call_window_not_after")


def reconsider(district: str, clock: Clock, seconds_left: Callable[[], float]) -> int:
    """One run for a district; how many held chunks were let go to be looked at."""
    rules = _rules(district)
    last = looks.load(district) or looks.Look("")
    if last == looks.Look(rules):
        return 0
    count, whole = _let_go(district, clock.now(), seconds_left) if last.seen else (0, True)
    if whole:  # else the next run begins again, and lets some go twice: each chunk leaves once
        looks.save(district, looks.Look(rules, owed=bool(last.seen) and last.seen != rules))
    return count


def _let_go(district: str, now: datetime, seconds_left: Callable[[], float]) -> tuple[int, bool]:
    """Of how many held chunks dispatch looks again, and whether that were all."""
    count = 0
    for some in batched(store.later(district, now), AT_ONCE):
        if seconds_left() < ENOUGH_TIME:
            return count, False
        found = chunks.read([keys.chunk_of(*key) for key in some if key[1].startswith(keys.CHUNK)]).values()
        held = [each for each in found if _waits_for_it(each, now)]
        release(held, now)
        count += len(held)
    return count, True


def _waits_for_it(chunk: Chunk, now: datetime) -> bool:
    """Whether it waits for the window; not for its message, which is paused, nor for its turn."""
    if not chunk.held or chunk.state is not ChunkState.WAITING or chunk.set_aside or chunk.turn:
        return False
    return not (chunk.slot and _is_open(chunk, now))


def _is_open(chunk: Chunk, now: datetime) -> bool:
    """Whether its window is open now, so that what has a slot has really been let go, and keeps its place."""
    try:
        return known.window_at(known.message_of(chunk.ref), chunk.window_of).opening(now) is None
    except known.UnknownMessage:
        return False  # nothing of it will leave


def _rules(district: str) -> str:
    """A fingerprint of everything that holds back calls, texts and push, for every school."""
    of = known.district(district, within=known.A_MOMENT)
    schools = known.schools(district, within=known.A_MOMENT)
    whole = (is_on(of.settings, Module.CALLING_AND_TEXTING), known.follows_recipients(district), of.time_zone)
    each = [
        (id_, school.excluded, school.time_zone, *(effective(of, school)[name] for name in HOURS))
        for id_, school in sorted(schools.items())
    ]
    return hashed_id(repr((whole, *(effective(of)[name] for name in HOURS), each)))
