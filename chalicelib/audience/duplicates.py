"""What is a repetition of another delivery of the same message: kept as a record, never transmitted. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from chalicelib.content.model import Channel

from .model import Destination, PersonKind, Unreachable
from .people import Reach, Reached

Place = tuple[str, Channel, str]  # household, channel, address


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
    return reach.at(reached) if again else reach


def never_sent(found: Iterable[Reach], why: Unreachable) -> list[Reach]:
    """The same people, written to in their in-app inbox only (A-17)."""
    return [
        reach.at(
            {
                channel: place if channel is Channel.PORTAL else Destination(place.address, why, duplicate=True)
                for channel, place in reach.recipient.destinations.items()
            }
        )
        for reach in found
    ]


# ---- One text per phone -------------------------------------------------------------------------------------


def once_per_address(found: Sequence[Reach], households: Mapping[str, str]) -> list[Reach]:
    """Within a household one delivery per address, about all the children that it is reached for; the others
    are Duplicate. In-app copies stay, one for each child.
    """
    children: dict[Place, dict[str, None]] = {}
    placed = [(reach, _places(reach, households)) for reach in found]
    for reach, places in placed:
        for place in places.values():
            children.setdefault(place, {})[reach.recipient.student_id] = None
    taken: set[Place] = set()
    return [part for reach, places in placed for part in _parts(reach, places, children, taken)]


def _places(reach: Reach, households: Mapping[str, str]) -> dict[Channel, Place]:
    """Where each channel reaches somebody of a family."""
    who = reach.recipient
    if who.kind is PersonKind.STAFF:
        return {}
    household = households.get(who.student_id, who.student_id)
    return {
        channel: (household, channel, place.address.lower())
        for channel, place in who.destinations.items()
        if place.address and channel is not Channel.PORTAL
    }


def _parts(
    reach: Reach, places: Mapping[Channel, Place], children: Mapping[Place, Iterable[str]], taken: set[Place]
) -> list[Reach]:
    """The recipient; once for each set of children, where email and phone are shared with different ones."""
    who = reach.recipient
    if all(who.destinations[channel].duplicate for channel in places):
        return [reach]
    parts: dict[tuple[str, ...], Reached] = {}
    for channel, destination in who.destinations.items():
        about: tuple[str, ...] = ()
        place = places.get(channel)
        if place is not None and not destination.duplicate:
            if place in taken:
                destination = replace(destination, duplicate=True)
            else:
                taken.add(place)
                about = (who.student_id, *(each for each in children[place] if each != who.student_id))
        parts.setdefault(about if len(about) > 1 else (), {})[channel] = destination
    return [reach.at(reached, about) for about, reached in parts.items()]
