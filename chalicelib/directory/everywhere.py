"""What the queue job does, district after district (QUEUE-14)."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime

from chalicelib.kernel.troubles import note

from . import store


def everywhere(
    what: str, work: Callable[[str], int], now: datetime, known: Sequence[str] | None = None
) -> Counter[str]:
    """Do some work for every district, or for those that are known already; how much was done in each.

    One that fails holds up no other. Each minute another comes first, so that one that takes all the time there
    is does not starve those behind it.
    """
    done, found = Counter[str](), store.districts() if known is None else known
    first = int(now.timestamp() // 60) % max(1, len(found))
    for district in (*found[first:], *found[:first]):
        try:
            done[district] += work(district)
        except Exception as error:
            note(f"The queue job left a district early: {what}", error, district=district)
    return done
