"""What became of a chunk in one attempt, written down: statuses, the chunk's own state, and when it goes on.

done            everybody in it was handed over or settled
waits again     the provider made trouble, or this worker's time or its turn was over; or some of an emergency
                may have left, who are passed over until events may have told (`Chunk.in_question`)
stays claimed   in doubt else: some may have left, and events or the canary must tell

Of a push nothing ever tells: what is in doubt ends as unconfirmed at once, and all others go their way.
"""

import math
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.content.model import ADDRESSED
from chalicelib.directory.store import suppressions
from chalicelib.kernel.clock import moment, stamp
from chalicelib.kernel.ids import hashed_id
from chalicelib.kernel.log import failure, logger

from . import lanes, overdue, store
from .channels.base import HandOver, Outcome
from .channels.errors import Fault, Verdict, report
from .chunk import Chunk, Ending
from .events import Change
from .gate.keeper import Tally
from .model import NEVER_CONFIRMED, DeliveryStatus
from .reasons import Reason
from .store import chunks, ledger

# Seconds to wait after trouble: doubling from the first to the second, then at most that.
_WAITS = {True: (2, 20), False: (5, 300)}  # by whether it is an emergency
_NOT_YET = 60  # seconds, when nothing at all might leave
_STEADY = timedelta(minutes=30)  # in doubt, before the attempts of an emergency become rarer
_TOLD_WITHIN = timedelta(minutes=15)  # until the report says that a delivery is in doubt (R3)
RESCUE = timedelta(seconds=90)  # after the delayed reference should have come, the queue job looks


@dataclass
class Record:
    """What became of a chunk's entries in one attempt."""

    chunk: Chunk
    settled: list[Change]
    handed: set[str] = field(default_factory=set)
    refused: list[Outcome] = field(default_factory=list)
    sent: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)
    faulty: set[str] = field(default_factory=set)
    ending: Ending = Ending.CUT_SHORT
    tried: bool = False  # whether the channel was asked to hand anybody over

    def take(self, work: HandOver, outcomes: Iterable[Outcome]) -> None:
        """How it went, as the channel tells it. When a fault of ours ends that, all who were told of count, and
        any other may have left."""
        self.tried = True
        open_ones = {entry.delivery_id for entry in work.entries}
        try:
            for outcome in outcomes:
                open_ones.discard(outcome.delivery_id)
                self._take(outcome)
        except Exception as error:
            report(error)
            self.unknown |= open_ones

    def _take(self, outcome: Outcome) -> None:
        if outcome.verdict is Verdict.REFUSED:
            self.refused.append(outcome)
        elif outcome.verdict is Verdict.SENT:
            self.sent.add(outcome.delivery_id)
        elif outcome.verdict is Verdict.UNKNOWN:
            self.unknown.add(outcome.delivery_id)
        elif outcome.verdict in (Verdict.HANDED, Verdict.RECORDED):
            self.handed.add(outcome.delivery_id)
        elif outcome.verdict is Verdict.LATER:
            self.ending = Ending.THROTTLED
        if outcome.fault is not Fault.NONE:
            self.ending = Ending.THROTTLED
            self.faults.append(outcome.fault)
            self.faulty.add(outcome.delivery_id)

    @property
    def in_doubt(self) -> bool:
        """Whether something may have left, and will still be known."""
        return bool(self.unknown) and self.chunk.ref.channel not in NEVER_CONFIRMED

    @property
    def lost(self) -> set[str]:
        """Those of whom nobody will ever know whether they left."""
        return set() if self.in_doubt else self.unknown

    @property
    def finished(self) -> set[str]:
        """Those that this attempt brought to an end for the chunk."""
        ended = {change.ref.delivery_id for change in self.settled}
        return ended | self.handed | self.sent | self.lost | {outcome.delivery_id for outcome in self.refused}

    @property
    def called_nobody(self) -> bool:
        """Whether certainly nobody was called, and nothing shows of the provider."""
        return self.tally == Tally() and not self.unknown

    @property
    def tally(self) -> Tally:
        """What the attempt showed about the provider."""
        worked = len(self.handed) + len(self.sent) + len(self.refused)
        too_fast, failed = self.faults.count(Fault.TOO_FAST), self.faults.count(Fault.FAILED)
        return Tally(worked, too_fast, failed, "" if too_fast else self._alone)

    @property
    def _alone(self) -> str:
        """The one address that the provider failed at, as a hash; empty where there were several, or none. Of a
        push it is its reader's account."""
        faulty = [each for each in self.chunk.entries if each.delivery_id in self.faulty]
        found = {each.address if self.chunk.ref.channel in ADDRESSED else each.account for each in faulty}
        return hashed_id("failed", *found)[:8] if len(found) == 1 else ""


def write(record: Record, work: HandOver, open_ones: Iterable[str]) -> None:
    """`open_ones` are the ids of all that the chunk still had to bring on, whether this attempt was about them
    or not."""
    chunk, now = record.chunk, work.clock.now()
    left = set(open_ones) - record.finished
    changes = [*record.settled, *_changes(record, stamp(now))]
    _suppress(work, record.refused, stamp(now))
    if not left:
        ledger.settle(changes, chunks.done(chunk))
    elif record.in_doubt and not (chunk.emergency and left - record.unknown):
        _stay_in_doubt(record, changes)
    else:
        _wait_again(record, changes, len(left), now)


def _stay_in_doubt(record: Record, changes: Sequence[Change]) -> None:
    """Some may have left. All that is open waits until events or the canary tell; where nobody will look for so
    long, the report says at once that it is not certain."""
    chunk, wait = record.chunk, patience(record.chunk)
    due_at = moment(chunk.claimed_at) + wait
    kept = chunks.keep_claim(chunk, due_at, handed=record.finished, doubted=record.unknown)
    if ledger.settle(changes, kept).closed:
        _tell_of_doubt(record, wait)


def patience(chunk: Chunk) -> timedelta:
    """How long those in doubt are left alone: longer with every attempt that ended so. Of an emergency only if
    it has been so for so long that it is no outage: some provider breaks at that address each time. Then it
    doubles as well, by the time that has passed: those in doubt may take turns at being called."""
    if not chunk.emergency:
        return min(chunks.LONGEST_WAIT, chunks.grace() * (1 << min(chunk.in_doubt, 8)))
    lasting = moment(chunk.claimed_at) - moment(chunk.doubtful_since or chunk.claimed_at)
    return min(chunks.LONGEST_WAIT, max(chunks.grace(), lasting - _STEADY))


def _tell_of_doubt(record: Record, wait: timedelta) -> None:
    """Where nobody will look for so long."""
    if wait > _TOLD_WITHIN:
        for each in sorted(record.unknown):
            store.mark_unconfirmed(record.chunk.delivery(each))


def _wait_again(record: Record, changes: Sequence[Change], left: int, now: datetime) -> None:
    """The chunk waits with what is open: because of the provider, or because this worker's turn is over."""
    chunk = record.chunk
    delay = _delay_after(record, now)
    due_at = now + timedelta(seconds=delay) + RESCUE
    asked = _in_question(record)
    back = chunks.put_back(chunk, due_at, record.ending, handed=record.finished, in_question=asked)
    if ledger.settle(changes, back).closed:
        lanes.put_back(chunk, left, delay=delay)
        overdue.tell(chunk, now)
        if record.in_doubt:
            _tell_of_doubt(record, patience(chunk))


def _in_question(record: Record) -> dict[str, str] | None:
    """Who of an emergency waits for an event now that the others go on: whoever may have left in this attempt,
    for as long as a claim in doubt waits."""
    if not record.in_doubt:
        return None
    until = moment(record.chunk.claimed_at) + patience(record.chunk)
    return record.chunk.in_question_with(record.unknown, stamp(until))


def _delay_after(record: Record, now: datetime) -> int:
    """Seconds: none for who only had no time for all. Where the channel began with nobody something stands in
    the way, and who looks again at once would do so again and again. Who waits for an event alone waits for
    that."""
    if not record.tried:
        return _until_told(record.chunk, now) or _NOT_YET
    begun = bool(record.handed or record.sent or record.refused or record.lost)
    return 0 if begun and record.ending is not Ending.THROTTLED else _delay(record.chunk)


def _until_told(chunk: Chunk, now: datetime) -> int:
    """Seconds until the first of those who wait for an event goes on without; 0 when nobody does."""
    resting = [until for until in chunk.in_question.values() if until > stamp(now)]
    return math.ceil((moment(min(resting)) - now).total_seconds()) if resting else 0


def _delay(chunk: Chunk) -> int:
    """Seconds, growing with each attempt that met trouble and never the same for two chunks."""
    first, longest = _WAITS[chunk.emergency]
    most = min(longest, first << min(chunk.throttled + 1, 10))
    return random.randint(first, most)


def _changes(record: Record, now: str) -> list[Change]:
    chunk = record.chunk
    sent = [Change(chunk.delivery(each), DeliveryStatus.SENT, now) for each in sorted(record.sent)]
    refused = [
        Change(chunk.delivery(each.delivery_id), DeliveryStatus.ERROR, now, each.reason)
        for each in record.refused
    ]
    unconfirmed = [
        Change(chunk.delivery(each), DeliveryStatus.ERROR, now, Reason.UNCONFIRMED)
        for each in sorted(record.lost)
    ]
    return sent + refused + unconfirmed


def _suppress(work: HandOver, refused: Sequence[Outcome], now: str) -> None:
    """Whom the provider said never to write to again. One that cannot be noted is refused again next time."""
    addresses = {entry.delivery_id: entry.address for entry in work.entries}
    channel = work.chunk.ref.channel
    for each in refused:
        if each.suppress:
            try:
                address = addresses[each.delivery_id]
                suppressions.suppress(work.message.district, channel, address, each.suppress, now)
            except (BotoCoreError, ClientError) as error:
                logger().error("A suppression was not noted", **failure(error), channel=channel)
