"""Whom a try is about: the deliveries of the first message and of its earlier tries, read shard by shard.

fan_out of a try --keep--> those of the shard's people who were not reached, at their address of today
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from chalicelib.audience.model import Recipient
from chalicelib.content.model import Channel
from chalicelib.messages.model import Message
from chalicelib.messages.store.resends import resend_id

from .. import known, store
from ..model import Delivery
from .model import Who, latest, leaves, unreached


def keep(made: Message, number: int, found: Iterable[Recipient]) -> list[Recipient]:
    """Of a shard's people those whom the try reaches, with the channels that failed and no others."""
    resend = made.resend
    if resend is None:
        return list(found)
    first = known.message(made.district, resend.of)
    earlier = [known.message(made.district, resend_id(resend.of, each)) for each in range(1, resend.number)]
    wanted = unreached(of_shard(first, earlier, resend.shards[number], resend.channels))
    return [kept for each in found if (kept := _kept(each, resend.channels, wanted)).destinations]


def _kept(each: Recipient, channels: Iterable[Channel], wanted: dict[Who, Delivery]) -> Recipient:
    places = {}
    for channel in channels:
        row = wanted.get((channel, each.kind.value, each.person_id, each.student_id))
        place = each.destinations.get(channel)
        if row is not None and place is not None and leaves(row, place):
            places[channel] = place
    return replace(each, destinations=places)


def of_shard(
    first: Message, tries: Sequence[Message], number: int, channels: Iterable[Channel]
) -> dict[Who, Delivery]:
    """The last delivery to everybody in a shard of the first message, by some channels."""
    places = [(first, number)]
    for each in tries:
        if each.resend and number in each.resend.shards:
            places.append((each, each.resend.shards.index(number)))
    channels = tuple(channels)
    return latest(_rows(message, at, channels) for message, at in places)


def _rows(message: Message, number: int, channels: Iterable[Channel]) -> Iterable[Delivery]:
    for channel in channels:
        yield from store.shard_rows(message.district, message.message_id, channel, number)
