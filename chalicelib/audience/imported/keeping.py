"""A list lives as long as its schedule needs it (IMPT-09): past its next date, and a while for mending it."""

from datetime import datetime, timedelta

from chalicelib.kernel.errors import Conflict

from . import store

KEPT_AFTER = timedelta(days=90)  # so that a message that went wrong can be mended
AHEAD = timedelta(days=180)  # lengthened seldom: each page has a time of its own
TRIES = 5


def keep(district: str, list_id: str, needed: datetime) -> None:
    """A list lives until a moment and a while longer; most calls find that it does. What is gone is gone."""
    for _ in range(TRIES):
        one = store.get(district, list_id)
        if one is None or one.expires_at >= needed + KEPT_AFTER:
            return
        if store.lengthen(one, needed + KEPT_AFTER + AHEAD):
            return
    raise Conflict("This list is being changed from another window. Look at it again, then repeat the change.")
