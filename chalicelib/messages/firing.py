"""What the queue job keeps to wherever something that is due becomes a message: schedules, announcements."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import islice
from typing import Any, Protocol, TypeVar

from chalicelib.access.model import Principal
from chalicelib.access.principal import principal_of_user
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.troubles import note

ENOUGH_TIME = 12.0  # seconds that must be left to begin with another one
MOST = 10_000  # pointers read in one run
OURS = "Something went wrong on our side."


class Pointer(Protocol):
    """Where something that is due stands in the table; `sort` ends with its id."""

    @property
    def district(self) -> str: ...

    @property
    def sort(self) -> str: ...

    @property
    def urgency(self) -> tuple[Any, ...]: ...


P = TypeVar("P", bound=Pointer)


def each_due(
    pointers: Iterable[P], look: Callable[[P], int], seconds_left: Callable[[], float], trouble: str
) -> int:
    """Look at what is due, most urgent first, while there is time; the sum of what `look` answers. One that
    fails holds up no other: it is noted as `trouble`."""
    found = 0
    for pointer in sorted(islice(pointers, MOST), key=lambda each: each.urgency):
        if seconds_left() < ENOUGH_TIME:
            break
        try:
            found += look(pointer)
        except Exception as error:
            note(trouble, error, district=pointer.district, due=pointer.sort)
    return found


def author_of_now(district: str, user_id: str, clock: Clock) -> Principal:
    """Whoever wrote it, with the rights of this moment, by which schools are open or closed too (PERM-12,
    PICK-03). Raises Unauthenticated."""
    return replace(principal_of_user(district, user_id), asked_at=clock.now())
