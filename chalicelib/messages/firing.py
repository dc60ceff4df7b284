"""What the queue job keeps to wherever something that is due becomes a message: schedules, announcements."""

from dataclasses import replace

from chalicelib.access.model import Principal
from chalicelib.access.principal import principal_of_user
from chalicelib.kernel.clock import Clock

ENOUGH_TIME = 12.0  # seconds that must be left to begin with another one
MOST = 10_000  # pointers read in one run
OURS = "Something went wrong on our side."


def author_of_now(district: str, user_id: str, clock: Clock) -> Principal:
    """Whoever wrote it, with the rights of this moment, by which schools are open or closed too (PERM-12,
    PICK-03). Raises Unauthenticated."""
    return replace(principal_of_user(district, user_id), asked_at=clock.now())
