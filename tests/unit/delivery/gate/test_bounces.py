"""When too many emails come back: of how many, in how many days, and what counts as coming back."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.content.model import Channel
from chalicelib.delivery.events import Change
from chalicelib.delivery.gate.bounces import BounceVerdict, Count, counted, days, total
from chalicelib.delivery.model import DeliveryStatus
from chalicelib.delivery.reasons import Reason
from chalicelib.delivery.refs import DeliveryRef

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("emails", "bounced", "verdict"),
    [
        (0, 0, BounceVerdict.FINE),
        (20, 20, BounceVerdict.FINE),
        (99, 99, BounceVerdict.FINE),
        (100, 4, BounceVerdict.FINE),
        (100, 5, BounceVerdict.MANY),
        (999, 999, BounceVerdict.MANY),
        (1_000, 99, BounceVerdict.MANY),
        (1_000, 100, BounceVerdict.TOO_MANY),
        (200_000, 19_999, BounceVerdict.MANY),
    ],
)
def test_of_few_emails_nobody_can_tell(emails: int, bounced: int, verdict: BounceVerdict) -> None:
    assert Count(emails, bounced).verdict is verdict


def change(status: DeliveryStatus, reason: str = "", channel: Channel = Channel.EMAIL) -> Change:
    return Change(DeliveryRef("demo", "m", channel, 0, 0, 0, "d"), status, "", reason)


def test_what_says_that_an_address_is_wrong_counts() -> None:
    """Full mailboxes, refused content and texts say nothing about addresses of emails."""
    settled = [
        change(DeliveryStatus.SENT),
        change(DeliveryStatus.ERROR, Reason.NO_MAILBOX),
        change(DeliveryStatus.ERROR, Reason.BOUNCED),
        change(DeliveryStatus.ERROR, Reason.MAILBOX_FULL),
        change(DeliveryStatus.ERROR, Reason.CONTENT_REFUSED),
        change(DeliveryStatus.ERROR, "suppressed_bounce"),
        change(DeliveryStatus.EXPIRED, Reason.EXPIRED),
        change(DeliveryStatus.SENT, channel=Channel.SMS),
    ]
    assert counted(settled) == {"demo": Count(3, 2)}
    assert counted([]) == {}


def test_seven_days_count() -> None:
    by_day = {f"{NOW - timedelta(days=back):%Y%m%d}": Count(10, 1) for back in range(9)}
    assert total(by_day, NOW) == Count(70, 7)
    assert days(NOW)[0] == "20261123"
    assert days(NOW)[-1] == "20261117"
