"""Who may be tried again. Pure."""

from collections.abc import Iterable, Mapping

from chalicelib.audience.model import Destination
from chalicelib.content.model import Channel
from chalicelib.kernel.values import value

from ..model import Delivery, DeliveryStatus
from ..reasons import Reason

# What the provider, or the receiver's, said of the address or of the content: the same again would fail again.
# A refusal that says of neither may be about the account, which an operator has mended meanwhile.
_FOR_GOOD = frozenset(
    {
        Reason.INVALID_ADDRESS,
        Reason.BOUNCED,
        Reason.NO_MAILBOX,
        Reason.TOO_LARGE,
        Reason.CONTENT_REFUSED,
        Reason.CARRIER_BLOCKED,
        Reason.TAKEN_FOR_SPAM,
        Reason.NOTHING_LEFT,
    }
)
_UNREACHED = frozenset({DeliveryStatus.ERROR, DeliveryStatus.EXPIRED})

Who = tuple[Channel, str, str, str]  # channel, kind of person, person, and the student it is about


def who(row: Delivery) -> Who:
    """Whom a delivery is for, the same in each try, whatever the address."""
    return row.ref.channel, row.person_kind, row.person_id, row.student_id


def latest(tries: Iterable[Iterable[Delivery]]) -> dict[Who, Delivery]:
    """The last delivery to each, of the rows of the first message and of its tries in their order. Duplicates
    were never meant to leave."""
    return {who(row): row for rows in tries for row in rows if row.status is not DeliveryStatus.DUPLICATE}


def unreached(last: Mapping[Who, Delivery]) -> dict[Who, Delivery]:
    """Those in error or expired; not whom somebody spared by canceling, nor who is still in doubt."""
    return {
        each: row for each, row in last.items() if row.status in _UNREACHED and row.reason != Reason.CANCELED
    }


def fails_again(row: Delivery) -> bool:
    """Whether only another address helps."""
    return row.reason in _FOR_GOOD


def leaves(row: Delivery, now: Destination | None) -> bool:
    """Whether somebody not reached is tried again, at the address that they have now: permanently refused ones
    stay out unless they were corrected."""
    if now is None or now.reason is not None or now.duplicate or not now.address:
        return False
    return not fails_again(row) or now.address.lower() != row.destination.lower()


@value
class Missed:
    """How many of a channel were not reached for one reason (a code), and how many of them are tried again."""

    channel: Channel
    reason: str
    count: int
    again: int


@value
class Survey:
    """What another try would do: `approximate` when there were too many to look all of them up. `shards` are
    those of the first message in which somebody is tried again."""

    missed: tuple[Missed, ...]
    shards: tuple[int, ...]
    approximate: bool = False

    @property
    def deliveries(self) -> int:
        return sum(each.again for each in self.missed)

    @property
    def channels(self) -> tuple[Channel, ...]:
        found = {each.channel for each in self.missed if each.again}
        return tuple(each for each in Channel if each in found)
