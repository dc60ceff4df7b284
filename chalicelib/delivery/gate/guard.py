"""Emails of a district are paused when far too many come back (docs/decisions/0041).

receipts --note--> counted by day --too many--> the gate is shut: dispatch waits, emergencies excepted
an administrator --guard_opened.resume--> counted anew, the gate is open
"""

from collections.abc import Iterable
from datetime import datetime

from chalicelib.content.model import Channel
from chalicelib.kernel.log import logger

from ..events import Change
from ..store import bounces, gates
from .bounces import BounceVerdict, Count, counted, days, total


def note(settled: Iterable[Change], now: datetime) -> None:
    """Count what a batch of receipts settled, each once."""
    for district, more in counted(settled).items():
        _note(district, more, now)


def _note(district: str, more: Count, now: datetime) -> None:
    kept = days(now)
    by_day = bounces.add(district, kept[0], more)
    if old := tuple(day for day in by_day if day < kept[-1]):
        bounces.drop(district, old)
    found = total(by_day, now)
    if more.bounced and found.verdict is not BounceVerdict.FINE:
        _warn(district, found, now)


def _warn(district: str, found: Count, now: datetime) -> None:
    """Lines that `template.yaml` counts for its alarms."""
    rate = round(found.rate, 4)
    logger().warning("bounces_high", district=district, rate=rate, emails=found.emails)
    if found.verdict is BounceVerdict.TOO_MANY and gates.pause(district, Channel.EMAIL, now.timestamp()):
        logger().error("emails_paused", district=district, rate=rate, emails=found.emails)


def standing(district: str, now: datetime) -> Count:
    """The last seven days, or as long as it is since somebody resumed."""
    return total(bounces.read(district), now)
