"""What the queue job does, district after district (QUEUE-14)."""

from collections.abc import Callable
from datetime import datetime

from chalicelib.kernel.log import logger

from . import store


def everywhere(what: str, work: Callable[[str], int], now: datetime) -> int:
    """Do some work for every district; how much was done, all in all.

    One that fails holds up no other. Each minute another comes first, so that one that takes all the time there
    is does not starve those behind it.
    """
    done, found = 0, store.districts()
    first = int(now.timestamp() // 60) % max(1, len(found))
    for district in (*found[first:], *found[:first]):
        try:
            done += work(district)
        except Exception as error:
            kind = type(error).__name__
            logger().error("The queue job left a district early", error=kind, district=district, work=what)
    return done
