"""Who cannot be reached, by name and with the reason, before a message is sent (SEND-14, RCPT-22, RCPT-23).

    audience --stretches--> recipients --why_not, filter--> rows

By the same rules as sending and counting, so the list before is the Errors window after.
"""

from collections.abc import Iterator, Sequence

from chalicelib.content.model import Channel
from chalicelib.directory import names
from chalicelib.kernel.values import value

from .model import Recipient, Unreachable
from .paged import Found, walk_page
from .people import Reach, Terms
from .stretches import Stretch
from .tally import why_not
from .walk import Step


@value
class Wanted:
    """Which rows are asked for. No channels and no reason mean all; `q` are beginnings of words of a name.

    LANDLINE is no reason why not, so it has to be asked for: whom a text may not reach.
    """

    channels: tuple[Channel, ...] = ()
    reason: Unreachable | None = None
    q: str = ""


@value
class Missed:
    """Somebody whom a channel does not reach, and why."""

    who: Recipient
    channel: Channel
    reason: Unreachable


def unreachable(
    along: Sequence[Stretch], terms: Terms, wanted: Wanted, cursor: str | None, limit: int
) -> Found[Missed]:
    """A page of the people whom a channel of the message does not reach.

    Raises Invalid for a cursor of another list.
    """
    return walk_page(along, lambda step: _missed(step, terms, wanted), cursor, limit)


def _missed(step: Step, terms: Terms, wanted: Wanted) -> Iterator[Missed]:
    for reach in step.reaches:
        who = reach.recipient
        if not named(who, wanted.q):
            continue
        for channel in wanted.channels or terms.channels:
            reason = _reason(step, reach, channel, wanted) if channel in terms.channels else None
            if reason and wanted.reason in (None, reason):
                yield Missed(who, channel, reason)


def _reason(step: Step, reach: Reach, channel: Channel, wanted: Wanted) -> Unreachable | None:
    place = reach.recipient.destinations.get(channel)
    if wanted.reason is Unreachable.LANDLINE and channel is Channel.SMS and place and not place.duplicate:
        return Unreachable.LANDLINE if place.address in step.landlines else None
    return why_not(reach, channel)


def named(who: Recipient, q: str) -> bool:
    """Whether the recipient, or the student regarded, has a name with all these beginnings of words."""
    asked = names.words(q)
    return names.named(asked, who.name, who.student_name) if asked else not q.strip()
