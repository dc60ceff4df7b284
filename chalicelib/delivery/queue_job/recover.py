"""Each minute: what a crash left behind, and what became due (QUEUE-01). Called by the queue job.

    outbox entry older than a minute      published again, ever more rarely
    plan on which nothing moves           its unfinished shards queued again
    plan of an expired message            settle
    halt that is not carried out yet      put on the fan-out queue again
    chunk waiting too long                its reference queued again
    chunk that no worker can work on      given up a day after its expiry: its rows are Expired
    claim without outcome                 in doubt: handed over again only on proof that it did not leave

Every step names the state it found in a condition, so two of these at once do no harm. Work is bounded by time;
what is not reached stays due. A run `stay`s for what becomes due before the next one, so that a minute is how
long an idle district waits for the job, not what each step of a recovery costs.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from chalicelib.directory import store as directory
from chalicelib.directory.everywhere import everywhere
from chalicelib.kernel.batches import batched
from chalicelib.kernel.clock import Clock, moment, stamp
from chalicelib.kernel.troubles import note
from chalicelib.kernel.values import value
from chalicelib.messages import outbox

from .. import known, store
from ..chunk import Chunk, ChunkState
from ..halting.carry_out import SAFETY, publish
from ..overdue import Oldest, tell_unresolved
from ..plan import LOOK_AGAIN, WINDOW, is_quiet, queue_shards
from ..refs import ChunkRef
from ..shards import PlanState
from ..store import chunks, halts, keys
from . import doubt
from .in_one_go import next_in_line
from .release import release
from .settle import AFTER, give_up, settle

OUTBOX_AGE = timedelta(minutes=1)
PUBLISHED = timedelta(minutes=6)  # what the fan-out queue lets a worker have before it delivers again
ENOUGH_TIME = 12.0  # seconds that must be left to begin with another thing
GIVEN_UP = timedelta(days=1)  # after its expiry a chunk that still waits, however often it was queued,
OFTEN = 10  # will never be worked on
LONGEST_SILENCE = timedelta(hours=1)  # between two looks at a plan on which nothing moves
SHORTEST_PAUSE = 2.0  # seconds between two looks of one run
AT_ONCE = 50  # due things that are brought on together

Found = Mapping[ChunkRef, Chunk] | None


@value
class Moment:
    """This run's time, and how much of it is left."""

    now: datetime
    seconds_left: Callable[[], float]


def recover(clock: Clock, seconds_left: Callable[[], float]) -> Counter[str]:
    """One run over all districts; how many things of each were looked at. One that fails holds up no other."""
    at = Moment(clock.now(), seconds_left)
    looked_at = everywhere("outbox", lambda district: _unpublished(district, at), at.now)
    looked_at.update(_all_due(at))
    return looked_at


def _all_due(at: Moment, districts: Sequence[str] | None = None) -> Counter[str]:
    return everywhere("due", lambda district: _due(district, at), at.now, districts)


def stay(clock: Clock, seconds_left: Callable[[], float]) -> Counter[str]:
    """Go on as long as something becomes due in this run's time; how many things were looked at."""
    looked_at, end = Counter[str](), clock.now() + timedelta(seconds=seconds_left() - ENOUGH_TIME)
    districts = directory.districts()
    while due := _next_due(districts, clock.now(), end):
        clock.sleep(max(SHORTEST_PAUSE, (due - clock.now()).total_seconds()))
        looked_at.update(_all_due(Moment(clock.now(), seconds_left), districts))
    return looked_at


def _next_due(districts: Iterable[str], now: datetime, end: datetime) -> datetime | None:
    """The next moment at which something becomes due; what is overdue after a look is left to the next run."""
    found = [store.next_due(district, now, end) for district in districts] if now < end else []
    return min(filter(None, found), default=None)


def _unpublished(district: str, at: Moment) -> int:
    count = 0
    for entry in outbox.waiting(district, at.now - OUTBOX_AGE, at.now):
        if at.seconds_left() < ENOUGH_TIME:
            break
        outbox.publish(entry)
        tell_unresolved(district, entry.message_id, entry.accepted_at, at.now)
        outbox.leave_alone(entry, at.now + min(LONGEST_SILENCE, PUBLISHED * (1 << min(entry.published, 5))))
        count += 1
    return count


def _due(district: str, at: Moment) -> int:
    count, oldest = 0, Oldest(district)
    for some in batched(store.due(district, at.now), AT_ONCE):
        waiting: list[Chunk] = []
        found = _chunks(some)
        for key in some:
            if at.seconds_left() < ENOUGH_TIME:
                break
            _look(district, key, at, found, waiting)
            count += 1
        oldest.add(waiting, at.now)
        coming = next_in_line(district, waiting, at.now)
        release([*waiting, *coming], at.now)
        count += len(coming)
        if at.seconds_left() < ENOUGH_TIME:
            break
    oldest.tell(at.now)
    return count


def _chunks(some: Iterable[keys.Key]) -> Found:
    """The chunks among due things, by one request. None when one of them cannot be read, or none can: then each
    is read alone, as it must not hold up the others."""
    try:
        return chunks.read([keys.chunk_of(*key) for key in some if key[1].startswith(keys.CHUNK)])
    except Exception:
        return None


def _look(district: str, key: keys.Key, at: Moment, found: Found, waiting: list[Chunk]) -> None:
    try:
        if key[1] == keys.PLAN:
            _look_at_plan(*keys.message_of(key[0]), at)
        elif key[1] == keys.HALT:
            _look_at_halt(*keys.message_of(key[0]), at)
        else:
            _look_at_chunk(keys.chunk_of(*key), at, found, waiting)
    except Exception as error:
        note("The queue job could not bring something on", error, district=district, key=key)


def _look_at_plan(district: str, message_id: str, at: Moment) -> None:
    plan = store.plan(district, message_id)
    if plan is None:
        return
    if not plan.resolved:
        _look_at_shards(district, message_id, plan, at.now)
    elif at.now < (end := moment(plan.expires_at) + AFTER):
        store.look_again(district, message_id, end)
    else:
        _settle(district, message_id, plan, at)


def _settle(district: str, message_id: str, plan: PlanState, at: Moment) -> None:
    try:
        message = known.message(district, message_id)
    except known.UnknownMessage:
        store.look_again(district, message_id, None)  # nobody sees its report any more
        return
    again, place = settle(message, plan, at.now, at.seconds_left)
    store.look_again(district, message_id, again, place=place)


def _look_at_halt(district: str, message_id: str, at: Moment) -> None:
    publish(district, message_id)
    halts.look_again(district, message_id, at.now + SAFETY)


def _look_at_shards(district: str, message_id: str, plan: PlanState, now: datetime) -> None:
    """Queue again what got lost: nothing has moved for longer than a worker lives. After that the looks become
    ever rarer, as it may also be that the references wait behind others."""
    quiet = now - moment(plan.moved_at) if plan.moved_at else LOOK_AGAIN
    lost = is_quiet(plan, now)
    store.look_again(district, message_id, now + (min(quiet, LONGEST_SILENCE) if lost else LOOK_AGAIN - quiet))
    if not lost:
        return
    tell_unresolved(district, message_id, now - quiet, now)
    with suppress(known.UnknownMessage):  # nothing of it will leave
        queue_shards(known.message(district, message_id), plan.plan_id, plan.unfinished[:WINDOW])


def _look_at_chunk(ref: ChunkRef, at: Moment, found: Found, waiting: list[Chunk]) -> None:
    chunk = (chunks.read([ref]) if found is None else found).get(ref)
    if chunk is None or chunk.state is ChunkState.DONE or chunk.due_at > stamp(at.now):
        return  # the index that named it is a moment behind: it has moved, a worker has it perhaps
    if chunk.state is ChunkState.CLAIMED:
        doubt.resolve(chunk, at.now)
    elif at.now > moment(chunk.expires_at) + GIVEN_UP and chunk.queued >= OFTEN:
        give_up(chunk, at.now)
    else:
        waiting.append(chunk)
