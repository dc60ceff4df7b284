"""What is due becomes messages: schedules, announcements. One run of the queue job:

    pointers that are due, of each kind and district -> in turn -> looked at, one by one, while there is time

Emergencies come first, whatever they are of; in each class what failed before comes last, and the districts
take turns: one that has a thousand due at eight holds up nobody else's.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import islice
from operator import itemgetter
from typing import Any, Generic, Protocol, TypeVar
from zlib import crc32

from chalicelib.access.model import Principal
from chalicelib.access.principal import principal_of_user
from chalicelib.directory.everywhere import everywhere
from chalicelib.kernel.clock import Clock, stamp
from chalicelib.kernel.troubles import note
from chalicelib.kernel.values import value

ENOUGH_TIME = 12.0  # seconds that must be left to begin with another one
MOST = 10_000  # pointers of a district's read in one run
OURS = "Something went wrong on our side."


class Pointer(Protocol):
    """Where something that is due stands in the table. `sort` begins with its time and ends with its id,
    `place` is that of its most urgent lane, `failing` whether it could not leave the last time."""

    @property
    def district(self) -> str: ...

    @property
    def sort(self) -> str: ...

    @property
    def place(self) -> int: ...

    @property
    def failing(self) -> bool: ...


P = TypeVar("P", bound=Pointer)


@value
class Kind(Generic[P]):
    """One kind of what becomes messages. `due` finds what is due in a district at a moment; `look` makes a
    message of it where it may, and answers what is counted. `trouble` says what it means that this broke."""

    name: str
    due: Callable[[str, datetime], Iterable[P]]
    look: Callable[[P, Clock], int]
    trouble: str


Waiting = tuple[str, Any]  # the name under which a kind is counted, and a pointer of it


def fire(
    kinds: Mapping[str, Kind[Any]], clock: Clock, seconds_left: Callable[[], float]
) -> dict[str, Counter[str]]:
    """Look at what is due everywhere while there is time: by kind and district the sum of what `look` answers.
    One that fails holds up no other."""
    done = {name: Counter[str]() for name in kinds}
    for name, pointer in _in_turn(_due(kinds, clock.now()), clock.now()):
        if seconds_left() < ENOUGH_TIME:
            break
        kind = kinds[name]
        try:
            done[name][pointer.district] += kind.look(pointer, clock)
        except Exception as error:
            note(kind.trouble, error, district=pointer.district, due=pointer.sort)
    return done


def _due(kinds: Mapping[str, Kind[Any]], now: datetime) -> list[list[Waiting]]:
    """By district, each minute another one first."""
    found: dict[str, list[Waiting]] = defaultdict(list)

    def read(name: str, district: str) -> int:
        pointers = [(name, each) for each in islice(kinds[name].due(district, now), MOST)]
        found[district] += pointers
        return len(pointers)

    for name, kind in kinds.items():
        everywhere(kind.name, partial(read, name), now)
    return list(found.values())


def _in_turn(by_district: Iterable[list[Waiting]], now: datetime) -> Iterator[Waiting]:
    """Class after class; in a class the first of each district, then the second of each, and so on."""
    ranked: list[tuple[tuple[int, bool, int], Waiting]] = []
    for waiting in by_district:
        before = Counter[tuple[int, bool]]()
        for each in sorted(waiting, key=lambda one: _place_in_district(one[1], now)):
            urgency = each[1].place, each[1].failing
            ranked.append(((*urgency, before[urgency]), each))
            before[urgency] += 1
    return (each for _, each in sorted(ranked, key=itemgetter(0)))


def _place_in_district(pointer: Pointer, now: datetime) -> tuple[int, bool, int, str]:
    """The longest due first; of what fails each minute another, as there may be more than one run can try."""
    drawn = crc32(f"{stamp(now)} {pointer.sort}".encode()) if pointer.failing else 0
    return pointer.place, pointer.failing, drawn, pointer.sort


def author_of_now(district: str, user_id: str, clock: Clock) -> Principal:
    """Whoever wrote it, with the rights of this moment, by which schools are open or closed too (PERM-12,
    PICK-03). Raises Unauthenticated."""
    return replace(principal_of_user(district, user_id), asked_at=clock.now())
