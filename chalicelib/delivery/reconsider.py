"""What the call window holds is looked at again when its rules change, not only when it would have opened.

    hours, modules, excluded schools --the same as at the last look--> nothing
        --other ones, for two minutes--> the chunks that are held --release--> dispatch, by the rules of now

So a window that was widened lets go of what it held (QUEUE-05), and the calls and texts of a school that was
excluded end at once and not in the morning (XSCH-05). Two minutes, because workers know the rules as of a
minute ago, and would hold the chunks once more.
"""

from collections.abc import Callable
from datetime import timedelta

from chalicelib.access.modules import Module, is_on
from chalicelib.directory.preferences import effective
from chalicelib.kernel.batches import batched
from chalicelib.kernel.clock import Clock, moment, stamp
from chalicelib.kernel.ids import hashed_id

from . import known, store
from .model import ChunkState
from .recover import AT_ONCE, ENOUGH_TIME
from .release import release
from .store import chunks, keys, looks

SETTLED = timedelta(minutes=2)
HOURS = ("call_window_not_before", "call_window_not_after")


def reconsider(district: str, clock: Clock, seconds_left: Callable[[], float]) -> int:
    """One run for a district; how many held chunks were let go to be looked at."""
    now, rules, last = clock.now(), _rules(district), looks.load(district)
    if last is None or last.seen == rules:
        if last is None or last.changed:
            looks.save(district, looks.Look(rules))
        return 0
    if last.changed != rules:
        looks.save(district, looks.Look(last.seen, rules, stamp(now)))
        return 0
    if now - moment(last.since) < SETTLED:
        return 0
    count = 0
    for some in batched(store.later(district, now), AT_ONCE):
        if seconds_left() < ENOUGH_TIME:
            return count  # the next run begins again; what was let go is not among the held ones any more
        found = chunks.read([keys.chunk_of(*key) for key in some if key[1].startswith(keys.CHUNK)]).values()
        held = [each for each in found if each.held and each.state is ChunkState.WAITING and not each.set_aside]
        release(held, now)
        count += len(held)
    looks.save(district, looks.Look(rules))
    return count


def _rules(district: str) -> str:
    """A fingerprint of everything that holds back calls, texts and push, for every school."""
    of, schools = known.district(district), known.schools(district)
    whole = (is_on(of.settings, Module.CALLING_AND_TEXTING), known.follows_recipients(district), of.time_zone)
    each = [
        (id_, school.excluded, school.time_zone, *(effective(of, school)[name] for name in HOURS))
        for id_, school in sorted(schools.items())
    ]
    return hashed_id(repr((whole, *(effective(of)[name] for name in HOURS), each)))
