"""Canaries: when the last one was sent, and which one came back. `canary.py` sends them."""

from datetime import datetime, timedelta

from chalicelib.content.model import Channel
from chalicelib.kernel import dynamo
from chalicelib.kernel.clock import stamp
from chalicelib.kernel.keys import district_key
from chalicelib.kernel.settings import table


def seen(district: str, channel: Channel) -> tuple[str, ...]:
    """When the last two canaries that came back promptly were sent, as stamps; fewer when there were fewer."""
    item = dynamo.get(table("deliveries"), *_key(district, channel), consistent=True) or {}
    return tuple(str(item[name]) for name in ("seen", "seen_before") if name in item)


def begin(district: str, channel: Channel, now: datetime, pause: timedelta) -> bool:
    """Note that one is being sent; False when the last one is younger than the pause."""
    values = {":now": stamp(now), ":pause": stamp(now - pause)}
    condition = "attribute_not_exists(sent) OR sent < :pause"
    key = _key(district, channel)
    return dynamo.update(table("deliveries"), *key, "SET sent = :now", values, condition=condition) is not None


def note_seen(district: str, channel: Channel, sent_at: datetime) -> None:
    """One that was sent then came back."""
    condition = "attribute_not_exists(seen) OR seen < :sent"
    values = {":sent": stamp(sent_at)}
    expression = "SET seen_before = if_not_exists(seen, :sent), seen = :sent"
    dynamo.update(table("deliveries"), *_key(district, channel), expression, values, condition=condition)


def _key(district: str, channel: Channel) -> tuple[str, str]:
    return district_key(district, "CANARY"), channel.value
