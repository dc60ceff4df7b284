"""What is a repetition of another delivery of the same message: kept as a record, never transmitted. Pure."""

from collections.abc import Iterable
from dataclasses import replace

from chalicelib.content.model import Channel

from .model import Destination, Unreachable
from .people import Reach


def first_of_each(found: list[Reach]) -> list[Reach]:
    """A-18: within one student, the same account or the same address twice is once real, then Duplicate."""
    if len(found) < 2:
        return found
    seen: set[tuple[Channel, str]] = set()
    return [_marked(reach, seen) for reach in found]


def _marked(reach: Reach, seen: set[tuple[Channel, str]]) -> Reach:
    reached = dict(reach.recipient.destinations)
    again = False
    for channel, destination in reached.items():
        if not destination.address:
            continue
        keys = {(channel, destination.address.lower())}
        if reach.user_id:
            keys.add((channel, f"#{reach.user_id}"))
        if not seen.isdisjoint(keys):
            reached[channel] = replace(destination, duplicate=True)
            again = True
        seen |= keys
    return replace(reach, recipient=replace(reach.recipient, destinations=reached)) if again else reach


def never_sent(found: Iterable[Reach], why: Unreachable) -> list[Reach]:
    """The same people, written to in their in-app inbox only (A-17)."""
    return [
        replace(
            reach,
            recipient=replace(
                reach.recipient,
                destinations={
                    channel: place
                    if channel is Channel.PORTAL
                    else Destination(place.address, why, duplicate=True)
                    for channel, place in reach.recipient.destinations.items()
                },
            ),
        )
        for reach in found
    ]
