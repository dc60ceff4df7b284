"""How many emails come back for good, and when that is too many. Pure.

    receipts --counted by day--> seven days --verdict--> fine | too many: warn | far too many: emails are paused

A list of old addresses ruins a sender's name with the mail providers: Amazon looks into accounts of which 5 %
come back, and closes those with 10 %. Only what a mail server refused for good counts, as it does there.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.content.model import Channel
from chalicelib.kernel.values import value

from ..events import Change
from ..model import DeliveryStatus
from ..reasons import Reason

DAYS = 7
WARN, PAUSE = 0.05, 0.10  # of those that arrived or came back
WARN_FROM, PAUSE_FROM = 100, 1_000  # emails in the seven days; of fewer nobody can tell
_HARD = frozenset({Reason.BOUNCED, Reason.NO_MAILBOX})


class BounceVerdict(StrEnum):
    """What the numbers say."""

    FINE = "fine"
    MANY = "many"
    TOO_MANY = "too_many"


@value
class Count:
    """Emails that arrived or came back, and those of them that came back for good."""

    emails: int = 0
    bounced: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(self.emails + other.emails, self.bounced + other.bounced)

    @property
    def rate(self) -> float:
        return self.bounced / self.emails if self.emails else 0.0

    @property
    def verdict(self) -> BounceVerdict:
        if self.emails >= PAUSE_FROM and self.rate >= PAUSE:
            return BounceVerdict.TOO_MANY
        return BounceVerdict.MANY if self.emails >= WARN_FROM and self.rate >= WARN else BounceVerdict.FINE


def counted(changes: Iterable[Change]) -> dict[str, Count]:
    """What settled emails say, by district. Full mailboxes and the like say nothing about addresses."""
    found: dict[str, Count] = {}
    for change in changes:
        hard = change.status is DeliveryStatus.ERROR and change.reason in _HARD
        if change.ref.channel is Channel.EMAIL and (hard or change.status is DeliveryStatus.SENT):
            district = change.ref.district
            found[district] = found.get(district, Count()) + Count(1, int(hard))
    return found


def days(now: datetime) -> tuple[str, ...]:
    """The seven days that count, today first, as `20261123`."""
    return tuple(f"{now - timedelta(days=back):%Y%m%d}" for back in range(DAYS))


def total(by_day: Mapping[str, Count], now: datetime) -> Count:
    """Of the seven days."""
    return sum((by_day.get(day, Count()) for day in days(now)), Count())
