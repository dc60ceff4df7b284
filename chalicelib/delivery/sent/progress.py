"""How far messages are, and what became of each recipient: the reading side of the line.

    part rows (messages) + plan + totals -> Progress             Sent, one message
    part row -> readable? -> delivery rows, shard after shard    the Recipients window

The numbers are counters, so a message to 200,000 people is read as fast as one to three.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum

from chalicelib.access.looking_back import year_of_lists
from chalicelib.access.model import Permission, Principal
from chalicelib.content.model import Channel
from chalicelib.kernel.clock import moment
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.paging import Page
from chalicelib.kernel.values import value
from chalicelib.messages import store as messages
from chalicelib.messages.model import Message, PartRow, Source
from chalicelib.messages.store import Wanted, resends
from chalicelib.messages.store.resends import Try

from .. import store
from ..halting.model import Halt
from ..model import Delivery, DeliveryStatus, Totals
from ..shards import PlanState
from ..store import halts


class Stage(StrEnum):
    """`resolving` until every recipient has a delivery, `sending` until every delivery has a final status."""

    RESOLVING = "resolving"
    SENDING = "sending"
    DONE = "done"


@value
class Progress:
    """A message (any of its part rows tells about it), the numbers of its parts, its stage, and what was said
    about it on its way."""

    row: PartRow
    parts: Mapping[Channel, Totals]
    stage: Stage
    halt: Halt | None = None

    @property
    def pending(self) -> int:
        """How many deliveries are not final."""
        return sum(each.pending for each in self.parts.values())


def stage_of(plan: PlanState | None, parts: Mapping[Channel, Totals]) -> Stage:
    """The stage that a plan and the numbers mean."""
    if plan is None or not plan.resolved:
        return Stage.RESOLVING
    return Stage.SENDING if any(each.pending for each in parts.values()) else Stage.DONE


def may_read(viewer: Principal, row: PartRow) -> bool:
    """Whether a message is one's own, or of one's schools and one may see other users' (PERM-R02).

    It is of one's schools when all its recipients' schools are. Staff of the whole district belong to none; for
    them alone the school it was sent from decides.
    """
    if row.sender_id == viewer.user_id:
        return True
    if not (viewer.may(Permission.COMMUNICATION_REPORTS) and viewer.may(Permission.REPORTS_VIEW_ALL_USERS)):
        return False
    return viewer.all_schools or (row.schools or frozenset({row.school_id})) <= set(viewer.schools)


def sent(viewer: Principal, cursor: str | None, limit: int) -> Page[Progress]:
    """The viewer's own messages, newest first. Each has exactly one in-app part, which stands for it.

    What was sent as the district or a school stands in the reports only (COMP-17). Looking back, those of that
    school year."""
    year = year_of_lists(viewer)
    start, end = (moment(year.start), moment(year.end)) if year else (None, None)
    once = Wanted(start, end, channels=(Channel.PORTAL,), sources=(Source.USER,))
    page = messages.sent_by(viewer.district, viewer.user_id, limit=limit, cursor=cursor, wanted=once)
    return Page(progress_of(viewer.district, page.items), page.next_cursor)


def one(viewer: Principal, message_id: str) -> Progress:
    """One message as it is now: whoever gave it a command a moment ago looks, and a command trusts it. Raises
    NotFound when it is not there or not for the viewer's eyes."""
    (progress,) = progress_of(viewer.district, [_readable(viewer, message_id)], consistent=True)
    return progress


def resends_of(message: Message) -> tuple[tuple[Try, ...], dict[str, Progress]]:
    """The tries at what did not arrive of a message, and how far each is, by its id."""
    made = resends.of(message.district, message.message_id)
    rows = [messages.parts(message.district, each.message_id)[:1] for each in made]
    found = progress_of(message.district, [row for (row,) in rows], consistent=True) if made else ()
    return made, {each.row.message_id: each for each in found}


def _readable(viewer: Principal, message_id: str) -> PartRow:
    rows = messages.parts(viewer.district, message_id)
    if not rows or not may_read(viewer, rows[0]):
        raise NotFound
    return replace(rows[0], emergency=any(row.emergency for row in rows))


def progress_of(district: str, rows: Sequence[PartRow], *, consistent: bool = False) -> tuple[Progress, ...]:
    """Numbers and stages of messages, by two batch reads for all of them: first the plans, so that the numbers
    of one that is resolved are whole. That holds only when both are `consistent`; else what was fanned out
    within the last second may look done, as a list may show it but no command may take it."""
    plans, said = halts.with_plans(district, [row.message_id for row in rows], consistent=consistent)
    asked = [(row.message_id, channel, row.slices) for row in rows for channel in row.channels]
    found = store.totals(district, asked, consistent=consistent)
    return tuple(
        _progress(
            row,
            plans.get(row.message_id),
            {each: found[(row.message_id, each)] for each in row.channels},
            said.get(row.message_id),
        )
        for row in rows
    )


def _progress(
    row: PartRow, plan: PlanState | None, parts: Mapping[Channel, Totals], halt: Halt | None
) -> Progress:
    return Progress(row, parts, stage_of(plan, parts), halt)


@value
class Recipients:
    """A page of deliveries, and how many there are of the kind asked for: unknown when a name is looked for."""

    page: Page[Delivery]
    total: int | None


def recipients(
    viewer: Principal,
    message_id: str,
    channel: Channel | None,
    status: DeliveryStatus | None,
    q: str,
    cursor: str | None,
    limit: int,
) -> Recipients:
    """The Recipients window (REPT-20, REPT-25). Raises NotFound as `one` does."""
    row = _readable(viewer, message_id)
    channels = tuple(each for each in row.channels if channel in (None, each))
    numbers = store.totals(viewer.district, [(message_id, each, row.slices) for each in channels])
    total = sum(counted(each, status) for each in numbers.values())
    plan = store.plan(viewer.district, message_id)
    if not total or plan is None:
        return Recipients(Page(()), total)
    found = store.rows(
        viewer.district, message_id, channels, plan.shards, status=status, q=q, limit=limit, cursor=cursor
    )
    return Recipients(found, None if q.strip() else total)


def counted(totals: Totals, status: DeliveryStatus | None) -> int:
    """How many rows have a status; without one, all of them, duplicates included (A-89)."""
    by_status = {
        DeliveryStatus.SENT: totals.sent,
        DeliveryStatus.PENDING: totals.pending,
        DeliveryStatus.EXPIRED: totals.expired,
        DeliveryStatus.ERROR: totals.errors,
        DeliveryStatus.DUPLICATE: totals.duplicates,
    }
    return by_status[status] if status else totals.total + totals.duplicates
