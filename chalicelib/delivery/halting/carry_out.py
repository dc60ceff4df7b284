"""A halt is carried out: one walk over a message's shards, in slices of time, by whoever is there first.

    canceled   what waits is settled, without a worker; what is claimed is its worker's, and counted; of a claim
               in doubt only those who may have left
    paused     dispatch sets aside what it meets; here claims are counted only
    resumed    what was set aside is queued again, each chunk at its place

Shards with claims, with something that could not be queued, or that a canceled message's fan-out has not
finished, are walked over again until there are none: whoever had read "nothing was said" a moment before must
have come to an end. Two walks at once do no harm, because every step names the state it starts from; and only
one of them goes on: each slice is noted as the next after the one it read, and so is the reference that follows
it. Without that each reference that SQS delivers twice would walk for ever, and so would those it leads to.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.kernel import queue
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.log import failure, logger
from chalicelib.messages.to_fan_out import ask

from .. import known, store
from ..chunk import ChunkState
from ..gate.waiting import vacate
from ..queue_job.release import release
from ..reasons import Reason
from ..shards import PlanState
from ..store import chunks, halts
from ..store.endings import stop, stop_the_rest
from .model import Halt, HaltState

SAFETY = timedelta(minutes=1)  # until the queue job goes on with what nobody does


def bring_on(
    district: str,
    message_id: str,
    clock: Clock,
    seconds: float,
    *,
    slices: int | None = None,
    may_queue: bool = True,
) -> None:
    """Carry a halt out for so many seconds; what is left is put on its fan-out queue, or waits until it is
    due. `slices`: how far it was when its reference was queued; None: whatever it is. `may_queue`: whether this
    function may queue what leaves."""
    halt = halts.read(district, message_id)
    if halt is None or not halt.open or slices not in (None, halt.slices):
        return
    if halt.state is HaltState.RESUMED and not may_queue:
        publish(district, message_id)
        return
    after, go_on = _carried_out(district, message_id, halt, clock, seconds)
    mine = halts.note(district, message_id, after, go_on + SAFETY)
    if mine and after.open and go_on - clock.now() <= SAFETY:
        delay = max(0, int((go_on - clock.now()).total_seconds()))
        publish(district, message_id, slices=after.slices, delay=delay)


def publish(district: str, message_id: str, *, slices: int | None = None, delay: int = 0) -> None:
    """Ask the fan-out function to go on with it. What the queue does not take is left to the queue job, as is a
    message that is not there: whoever paused it has said so all the same."""
    work = {"halt": True} if slices is None else {"halt": True, "slices": slices}
    try:
        ask(known.message(district, message_id), [work], delay=delay)
    except (BotoCoreError, ClientError, queue.NotQueued, known.UnknownMessage) as error:
        logger().error("a halt is left to the queue job", **failure(error), message_id=message_id)


def _carried_out(
    district: str, message_id: str, halt: Halt, clock: Clock, seconds: float
) -> tuple[Halt, datetime]:
    """One slice of a walk; the halt after it, and when to go on if it is still open."""
    # Nobody has planned it: no chunk is there, and whoever makes one reads the halt.
    plan = store.plan(district, message_id) or PlanState("", 0)
    end, now = clock.now() + timedelta(seconds=seconds), clock.now()
    slices = halt.slices + 1
    for number in range(halt.place, plan.shards):
        if clock.now() >= end:
            return replace(halt, place=number, slices=slices), now
        halt = _walk(district, message_id, number, halt, plan, clock.now())
    if halt.canceled and halt.in_flight is None:
        _vacate(district, message_id)
    still = halt.again >= 0
    place = max(0, halt.again)
    after = replace(halt, open=still, place=place, met=0, again=-1, in_flight=halt.met, slices=slices)
    return after, halt.next_look(now)


def _vacate(district: str, message_id: str) -> None:
    """Whoever sends next does not wait for what will never leave (QUEUE-04)."""
    try:
        vacate(known.message(district, message_id))
    except known.UnknownMessage:
        return


def _walk(district: str, message_id: str, number: int, halt: Halt, plan: PlanState, now: datetime) -> Halt:
    """One shard; the halt with what was met there."""
    found = chunks.of_shard(district, message_id, number)
    waiting = [each for each in found if each.state is ChunkState.WAITING]
    claimed = [each for each in found if each.state is ChunkState.CLAIMED]
    undone = halt.canceled and number not in plan.finished
    if halt.canceled:
        claimed = [stop_the_rest(each, Reason.CANCELED, now) for each in claimed]
        claimed += [each for each in waiting if not stop(each, Reason.CANCELED, now)]
    elif halt.state is HaltState.RESUMED:
        undone = bool(release([each for each in waiting if each.set_aside], now))
    if not claimed and not undone:
        return halt
    met = halt.met + sum(each.in_hand for each in claimed)
    return replace(halt, met=met, again=number if halt.again < 0 else halt.again)
