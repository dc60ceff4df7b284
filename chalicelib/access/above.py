"""What the rooms above this one know of a district's messages, and what follows from it here.

app -> ask_above;  me -> unread, years;  looking_back -> years
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from chalicelib.directory import school_years
from chalicelib.directory.model import District, School
from chalicelib.kernel.values import value

from .model import Principal


@value
class Above:
    """`unread`: district and user id -> messages not read yet; `first_sent`: district -> when its first message
    was sent, None before that."""

    unread: Callable[[str, str], int]
    first_sent: Callable[[str], datetime | None]


_above: list[Above] = []  # one, once the app is put together


def ask_above(above: Above) -> None:
    """Messages live in a room above this one: `app.py` says whom to ask about them."""
    _above[:] = [above]


def unread(principal: Principal) -> int:
    """How many messages they have not read yet."""
    (above,) = _above
    return above.unread(principal.district, principal.user_id)


def first_and_current(principal: Principal, district: District, schools: Iterable[School]) -> tuple[str, str]:
    """The first school year that may be looked at, and the one at work."""
    (above,) = _above
    sent, current = above.first_sent(principal.district), school_years.at_work(district, principal.asked_at)
    first = school_years.first_offered(schools, school_years.year_of(district, sent) if sent else "", current)
    return first, current
