"""What is there when all is over: the ledger's rows, its totals, the inboxes; and what of it must be so."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from chalicelib.audience.model import Unreachable
from chalicelib.content.model import ADDRESSED, Channel
from chalicelib.delivery import known, store
from chalicelib.delivery.model import Delivery, DeliveryStatus, Totals
from chalicelib.delivery.reasons import Reason
from chalicelib.delivery.resending.model import latest, unreached, who
from chalicelib.delivery.store import codec
from chalicelib.delivery.window import concerns
from chalicelib.kernel import dynamo, settings
from chalicelib.kernel.clock import moment
from chalicelib.messages import store as messages
from chalicelib.messages import threads
from chalicelib.messages.model import Message
from chalicelib.messages.store import keys, resends

from .halting import Author
from .handed import HandOver
from .recipients import Recipients
from .scenario import Scenario
from .stage import Stage
from .weather import Stream

ONE_ATTEMPT = timedelta(minutes=15)  # what the call window held has so long, however late it comes
PROMPT = 50.0  # seconds; a minute is the shortest time after which anybody looks what became of a claim
AGAIN_AT_ONCE = 200.0  # seconds from an event's arrival until it counts, even if a worker dies with it


@dataclass(frozen=True)
class Ending:
    """The rows by whom they are for, the totals by message and channel, how many copies lie in inboxes, and
    when each delivery left."""

    rows: dict[str, Delivery]
    totals: dict[tuple[str, Channel], Totals]
    copies: int
    left: dict[str, float]

    @classmethod
    def of(cls, stage: Stage, scenario: Scenario) -> "Ending":
        rows = [codec.row_from(item) for item in _items(stage, "deliveries") if "delivery_status" in item]
        asked = [(each.message_id, channel, each.slices) for each in sent(scenario) for channel in Channel]
        copies = sum("#THREAD#" in item["pk"] for item in _items(stage, "messages"))
        by_whom = {_whom(row): row for row in rows}
        assert len(by_whom) == len(rows), "the same person twice"
        left = {each.who: each.taken_at for each in stage.handed.taken}
        return cls(by_whom, store.totals("demo", asked), copies, left)

    def sent(self, channel: Channel) -> int:
        """How many deliveries of a channel count as sent."""
        rows = self.rows.values()
        return sum(row.ref.channel is channel and row.status is DeliveryStatus.SENT for row in rows)


def sent(scenario: Scenario) -> tuple[Message, ...]:
    """All messages, with the tries at whom they did not reach."""
    found = [
        each.message_id for message in scenario.messages for each in resends.of("demo", message.message_id)
    ]
    return (*scenario.messages, *messages.load_many("demo", found).values())


def _whom(row: Delivery) -> str:
    """The same on each day, whatever is known of the address by then."""
    return " ".join((row.ref.message_id, *who(row)))


def _items(stage: Stage, room: str) -> Iterator[dynamo.Item]:
    table = stage.memory.dynamodb.tables[settings.table(room)]
    return (dynamo.plain_item(stored.item) for stored in table.shelf.items.values())


class Verdict:
    """Compares how a bad day ended with how a quiet one did."""

    def __init__(
        self, stage: Stage, scenario: Scenario, quiet: Ending, author: Author, recipients: Recipients
    ) -> None:
        self.stage, self.scenario, self.quiet = stage, scenario, quiet
        self.author, self.recipients = author, recipients
        self.ending = Ending.of(stage, scenario)
        self._messages = {each.message_id: each for each in sent(scenario)}
        self._last = stage.claims.of_now()

    def problems(self) -> Iterator[str]:
        """What is not as it must be, in words; nothing on a good day."""
        rows, expected = self._of_first(), self.quiet.rows
        yield from (f"forgotten: {expected[each].ref}" for each in sorted(set(expected) - set(rows)))
        yield from (f"invented: {rows[each].ref}" for each in sorted(set(rows) - set(expected)))
        for each in sorted(set(rows) & set(expected)):
            yield from self._of_row(rows[each], expected[each])
        for each in sorted(set(self.ending.rows) - set(rows)):
            yield from self._of_try(self.ending.rows[each])
        yield from self._of_totals()
        yield from self._of_pushes()
        yield from self._of_promises()
        expired = self.quiet.sent(Channel.PORTAL) - self.ending.sent(Channel.PORTAL)
        if self.ending.copies != self.quiet.copies - expired:
            yield f"{self.ending.copies} copies, on a quiet day {self.quiet.copies}, and {expired} expired"
        if self.stage.rights.overstepped:
            yield f"AWS would not let it do that: {self.stage.rights.overstepped}"

    def _of_first(self) -> dict[str, Delivery]:
        """The rows of all but tries at whom a message did not reach."""
        first = {each.message_id for each in self.scenario.messages}
        return {each: row for each, row in self.ending.rows.items() if row.ref.message_id in first}

    def late(self) -> Iterator[str]:
        """What left, or was settled, so much later than on a quiet day that somebody waited for a claim."""
        for one, at in self.ending.left.items():
            if at - self.quiet.left.get(one, at) > PROMPT:
                yield f"{one} left {at - self.quiet.left[one]:.0f} s later than on a quiet day"
        for each in sorted(set(self.ending.rows) & set(self.quiet.rows)):
            now, then = (moment(rows.rows[each].updated_at) for rows in (self.ending, self.quiet))
            if (now - then).total_seconds() > PROMPT:
                yield f"{each} was settled {now - then} later than on a quiet day"

    def _of_totals(self) -> Iterator[str]:
        for part, totals in self.ending.totals.items():
            rows = [row for row in self.ending.rows.values() if (row.ref.message_id, row.ref.channel) == part]
            counted = _counted(rows)
            if totals != counted:
                yield f"{part} says {totals} and has {counted}"

    def _of_pushes(self) -> Iterator[str]:
        """One call for each delivery to a device, and none that nobody asked for."""
        rows = [row for row in self.ending.rows.values() if row.ref.channel is Channel.PUSH]
        pushed = Counter(each.who for each in self.stage.handed.taken if each.operation == "Publish")
        said = Counter(self._push_of(row) for row in rows if row.status is DeliveryStatus.SENT)
        most = Counter(map(self._push_of, rows))
        for one in sorted({*pushed, *said}):
            if not said[one] <= pushed[one] <= most[one]:
                yield f"{one} was pushed {pushed[one]} times, of {most[one]}, and {said[one]} count as sent"

    def _push_of(self, row: Delivery) -> str:
        return f"{self.scenario.devices[f'{row.person_id}-account']} {row.ref.message_id}"

    def _of_promises(self) -> Iterator[str]:
        """After an author was answered no more left than the answer said."""
        for promise in self.author.promises:
            taken = [
                each
                for each in self.stage.handed.taken
                if self.author.message_id in each.who and promise.since < each.asked_at < promise.until
            ]
            if len(taken) > promise.most:
                yield f"{len(taken)} left after a promise of {promise.most}: {[each.who for each in taken]}"

    # ---- One delivery ---------------------------------------------------------------------------------------

    def _of_row(self, row: Delivery, quiet: Delivery) -> Iterator[str]:
        taken = self._taken(row)
        if not self._may_end_so(row, quiet, taken):
            what = f"{row.ref} {row.status} {row.reason!r}, handed over {len(taken)} times"
            yield f"ends otherwise than on a quiet day ({quiet.status} {quiet.reason!r}): {what}"
        yield from self._of_any(row, taken)

    def _of_try(self, row: Delivery) -> Iterator[str]:
        """Only to whom the message, and the tries before, did not reach."""
        yield from self._of_any(row, self._taken(row))
        one = self._message(row)
        first = one.resend.of if one.resend else ""
        before = [
            each for each in self._of_first().values() if each.ref.message_id == first and who(each) == who(row)
        ]
        if not unreached(latest([before])):
            yield f"tried again although it was reached: {row.ref}, first {before}"

    def _of_any(self, row: Delivery, taken: list[HandOver]) -> Iterator[str]:
        """What holds for each, whatever happened."""
        what = f"{row.ref} {row.status} {row.reason!r}, handed over {len(taken)} times"
        if not row.status.final:
            yield f"never settled: {what}"
        for each in taken:
            if each.claim and each.claim.forbids(row.ref.channel, row.destination):
                yield f"to somebody who had said no before it was claimed: {what}"
            if each.claim and self._waits(row) and self._copy_of(row) in each.claim.read:
                yield f"to somebody who had read it before it was claimed: {what}"
        yield from (f"twice: {what}" for one, two in pairwise(taken) if not self._excused(row, one, two))
        yield from (
            f"too early or late, or outside the window: {what}"
            for each in taken
            if not self._in_time(row, each)
        )

    def _taken(self, row: Delivery) -> list[HandOver]:
        """Of push nobody knows for which delivery it was: see `_of_pushes`."""
        return self.stage.handed.of(str(row.ref))

    def _may_end_so(self, row: Delivery, quiet: Delivery, taken: list[HandOver]) -> bool:
        if row.reason == Reason.UNCONFIRMED:
            return row.status is DeliveryStatus.ERROR and self._may_be_unconfirmed(row)
        if row.reason in (Reason.READ, Reason.ANSWERED):
            read = self._waits(row) and self._copy_of(row) in self._last.read
            never = self._did_not_leave(row, taken) or self._in_doubt(row, taken)
            return row.status is DeliveryStatus.DUPLICATE and read and never
        if row.reason == Unreachable.OPTED_OUT:
            asked = (row.ref.channel, row.person_id) in self.recipients.said_no
            return row.status is DeliveryStatus.ERROR and asked and self._did_not_leave(row, taken)
        canceled = row.reason == Reason.CANCELED and self._was_canceled(row)
        if row.status is DeliveryStatus.EXPIRED and (canceled or quiet.status is not DeliveryStatus.EXPIRED):
            return (self.scenario.hurried or canceled) and self._did_not_leave(row, taken)
        if row.status is DeliveryStatus.SENT and row.reason == Reason.NO_RECEIPT:
            return len(taken) > 0 and all(_undecided(row, each) for each in taken)
        leaves = row.ref.channel in ADDRESSED and (
            row.status is DeliveryStatus.SENT or row.reason == Reason.NO_MAILBOX
        )
        return _kind(row) == _kind(quiet) and (len(taken) > 0 or not leaves)

    def _may_be_unconfirmed(self, row: Delivery) -> bool:
        """Push cannot be proved; what expires while it is in doubt is not sent any more."""
        if row.ref.channel is Channel.PORTAL:
            return False
        said_no = (row.ref.channel, row.person_id) in self.recipients.said_no
        if said_no and self._message(row).content.emergency(row.ref.channel):
            return True
        return row.ref.channel is Channel.PUSH or self.scenario.hurried or self._was_canceled(row)

    def _did_not_leave(self, row: Delivery, taken: list[HandOver]) -> bool:
        """As far as anybody could know when it was settled."""
        return all(self._is_lost(each, moment(row.updated_at).timestamp()) for each in taken)

    def _in_doubt(self, row: Delivery, taken: list[HandOver]) -> bool:
        """Of an emergency, which leaves again without proof, nobody knows."""
        emergency = self._message(row).content.emergency(row.ref.channel)
        return emergency and all(each.invocation in self.stage.fates.in_doubt for each in taken)

    def _waits(self, row: Delivery) -> bool:
        return self._message(row).begins(row.ref.channel) is not None

    def _copy_of(self, row: Delivery) -> tuple[str, str]:
        """The key of the copy that whoever got it has in the app."""
        message, account = self._message(row), f"{row.person_id}-account"
        thread = threads.counterpart_of(message, "").thread_id
        return keys.entries("demo", account, thread), threads.entry_key(message, row.student_id)

    def _was_canceled(self, row: Delivery) -> bool:
        return self.author.canceled and row.ref.message_id == self.author.message_id

    def _excused(self, row: Delivery, first: HandOver, second: HandOver) -> bool:
        """A delivery may leave twice when nobody could know of the first time: an emergency in doubt, or one
        whose event got lost in a stream that seemed to flow."""
        if self._message(row).content.emergency(row.ref.channel):
            return self._in_doubt(row, [first])
        return self._is_lost(first, second.asked_at)

    def _is_lost(self, taken: HandOver, moment: float) -> bool:
        """Whether nobody had heard of it until then, in a stream that seemed to flow."""
        return self.stage.weather.stream is Stream.LOSSY and taken.heard_at > moment - AGAIN_AT_ONCE

    def _in_time(self, row: Delivery, taken: HandOver) -> bool:
        at, expires = self.stage.baton.moment(taken.asked_at), moment(row.expires_at)
        message = self._message(row)
        begins = message.begins(row.ref.channel)
        if begins and at < begins:
            return False
        if at >= expires + (ONE_ATTEMPT if expires > message.expires_at else timedelta()):
            return False
        kept_to = concerns(row.ref.channel, message.lane(row.ref.channel), announced=bool(message.announcement))
        return not kept_to or known.window(message).opening(at) is None

    def _message(self, row: Delivery) -> Message:
        return self._messages[row.ref.message_id]


def _counted(rows: Collection[Delivery]) -> Totals:
    """What the rows of a part add up to."""
    count = Counter(row.status for row in rows)
    return Totals(
        total=len(rows) - count[DeliveryStatus.DUPLICATE],
        sent=count[DeliveryStatus.SENT],
        expired=count[DeliveryStatus.EXPIRED],
        errors=count[DeliveryStatus.ERROR],
        duplicates=count[DeliveryStatus.DUPLICATE],
        canceled=sum(row.reason == Reason.CANCELED for row in rows),
        spared=sum(row.reason in (Reason.READ, Reason.ANSWERED) for row in rows),
    )


def _kind(row: Delivery) -> tuple[DeliveryStatus, str]:
    """Who is tried again may have been found out meanwhile, by another mail to the same address."""
    known = row.reason == Unreachable.SUPPRESSED_BOUNCE
    return row.status, Reason.NO_MAILBOX if known else row.reason


def _undecided(row: Delivery, taken: HandOver) -> bool:
    """Whether the event that decides was lost, or came when the delivery had been settled without it."""
    return taken.decided_at + AGAIN_AT_ONCE > moment(row.expires_at).timestamp()
