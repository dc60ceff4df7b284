"""The first step of the line: who is meant, cut into shards.

    fan-out queue {district, message} --plan--> shard lists, PLAN --> the first shards queued --> outbox settled

Two planners at once, or one that died in the middle and a roster that changed since, would cut differently. So
each stores its lists under an id of its own, and the one whose PLAN is written first counts.

Only a window of shards is queued; each finished shard queues one more (`fan_out`). So a message to 200,000
people stands before others with twenty shards, not with a thousand; before emergencies with none.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from chalicelib.audience import households
from chalicelib.audience import plan as audience
from chalicelib.audience.groups import expand
from chalicelib.audience.imported import store as imported
from chalicelib.audience.model import RecipientType
from chalicelib.audience.teaching import Teaching, teaching
from chalicelib.content.fields import names_student
from chalicelib.directory.model import RollEntry
from chalicelib.kernel.batches import batched
from chalicelib.kernel.clock import Clock, moment, stamp
from chalicelib.kernel.ids import new_id
from chalicelib.messages import outbox
from chalicelib.messages.model import Message
from chalicelib.messages.to_fan_out import ask

from . import known, store
from .model import LONGEST_LIFE
from .shards import SHARD_SIZE, PlanState, ShardKind, ShardList

WINDOW = 20  # shards of one message in the queue at once
LOOK_AGAIN = LONGEST_LIFE  # when the queue job looks whether all shards were resolved


def plan(district: str, message_id: str, clock: Clock) -> None:
    """Plan an accepted message; again and again with the same result. Raises UnknownMessage.

    Shards of a plan that was there, and moves, are in the queue already.
    """
    message, now = known.message(district, message_id), clock.now()
    before = store.plan(district, message_id)
    state = before or _cut(message, now)
    if before is None or is_quiet(before, now):
        queue_shards(message, state.plan_id, state.unfinished[:WINDOW])
    outbox.settle(message)


def is_quiet(state: PlanState, now: datetime) -> bool:
    """Whether nothing of a plan has moved for longer than a worker lives."""
    return not state.moved_at or now - moment(state.moved_at) >= LOOK_AGAIN


def queue_shards(message: Message, plan_id: str, numbers: Iterable[int]) -> None:
    """Put references to shards on the message's fan-out queue."""
    ask(message, ({"shard": number, "plan": plan_id} for number in numbers))


def _cut(message: Message, now: datetime) -> PlanState:
    """Store this planner's cut; gives back the one that counts."""
    lists = _again(message) if message.resend else list(_shards(message))
    wanted = PlanState(new_id(), len(lists), expires_at=stamp(message.expires_at), moved_at=stamp(now))
    store.put_shards(message.district, message.message_id, wanted.plan_id, lists)
    if store.put_plan(message.district, message.message_id, wanted, now + LOOK_AGAIN):
        return wanted
    faster = store.plan(message.district, message.message_id)
    if faster is None:
        raise LookupError(f"The plan of {message.message_id} was there a moment ago, and is not")
    return faster


def _again(message: Message) -> list[ShardList]:
    """Another try keeps the cut of the first message; of its people `resending.whom` keeps those not
    reached."""
    resend = message.resend
    if resend is None:
        return []
    first = store.plan(message.district, resend.of)
    if first is None:
        raise LookupError(f"{resend.of} has no plan, and was tried again")
    found = (store.shard(message.district, resend.of, each, first.plan_id).who for each in resend.shards)
    return [each for each in found if each is not None]


def _shards(message: Message) -> Iterator[ShardList]:
    """The whole audience. A chosen member of staff who gets it as a teacher gets it as that alone."""
    selection = expand(message.district, message.selection, message.within).selection
    chosen, already = selection.students, set[str]()
    entries = audience.enrolled(message.district, chosen).entries if chosen else ()
    if chosen and chosen.recipient_type is RecipientType.TEACHERS_OF and not names_student(message.content):
        found = teaching(message.district, [entry.student_id for entry in entries], message.within)
        already.update(found.teachers)
        yield from _teacher_shards(found)
    else:
        yield from _student_shards(entries, once=_once_per_address(message))
    staff = (each for each in selection.staff if each not in already)
    for ids in batched(dict.fromkeys(staff), SHARD_SIZE):
        yield ShardList(ids, ShardKind.STAFF)
    if selection.accounts:
        yield ShardList(selection.accounts, ShardKind.ACCOUNTS)
    if selection.imported:
        yield from _imported_shards(message.district, selection.imported)


def _once_per_address(message: Message) -> bool:
    """As its sender saw it counted, whatever the district has decided meanwhile."""
    frozen = message.one_per_address
    return households.wanted_by(known.district(message.district)) if frozen is None else frozen


def _student_shards(entries: Sequence[RollEntry], *, once: bool) -> Iterator[ShardList]:
    """About 200 students each. A family is never cut in two (RCPT-12 is decided inside a shard); nor, where an
    address gets one delivery, a household."""
    shard: list[list[str]] = []
    for family in audience.families(households.households(entries) if once else entries):
        if shard and sum(map(len, shard)) + len(family) > SHARD_SIZE:
            yield _student_shard(shard, once=once)
            shard = []
        shard.append(family)
    if shard:
        yield _student_shard(shard, once=once)


def _student_shard(families: Sequence[Sequence[str]], *, once: bool) -> ShardList:
    ids = tuple(student for family in families for student in family)
    return ShardList(ids, households=tuple(map(len, families)) if once else ())


def _teacher_shards(found: Teaching) -> Iterator[ShardList]:
    """Each teacher once in all shards, as the message says the same about all their students (A-18)."""
    for pairs in batched(found.teachers.items(), SHARD_SIZE):
        ids, only = zip(*pairs, strict=True)
        yield ShardList(ids, ShardKind.TEACHERS, only)
    for untaught in batched(found.untaught, SHARD_SIZE):
        yield ShardList(untaught, ShardKind.UNTAUGHT)


def _imported_shards(district: str, list_id: str) -> Iterator[ShardList]:
    """A page of the list each: it holds as many people as a shard."""
    chosen = imported.get(district, list_id)
    for page in chosen.pages if chosen else ():
        yield ShardList((page,), ShardKind.IMPORTED)
