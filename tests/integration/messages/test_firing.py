"""In which order what is due becomes messages, over kinds and districts."""

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import count

import pytest

from chalicelib.content.model import Lane
from chalicelib.directory import store as directory
from chalicelib.kernel.clock import Clock, FixedClock
from chalicelib.kernel.values import value
from chalicelib.messages.firing import ENOUGH_TIME, Kind, fire
from tests.builders import people

EIGHT = FixedClock(datetime(2026, 11, 23, 13, tzinfo=UTC))


@value
class Waiting:
    """A pointer."""

    district: str
    sort: str
    place: int = Lane.NORMAL.place
    failing: bool = False


class Room:
    """A kind of which some are due."""

    def __init__(self, *waiting: Waiting) -> None:
        self.waiting, self.looked_at = waiting, list[str]()

    def kind(self, looked_at: list[str]) -> Kind[Waiting]:
        def look(pointer: Waiting, _: Clock) -> int:
            looked_at.append(f"{pointer.district}{pointer.sort}")
            return 1

        return Kind("things", self._due, look, "A thing broke")

    def _due(self, district: str, _: datetime) -> Iterable[Waiting]:
        return [each for each in self.waiting if each.district == district]


def order(*rooms: Room, most: int = 1000) -> list[str]:
    """What one run looks at that has time for so many."""
    looked_at = list[str]()
    kinds = {f"room {number}": room.kind(looked_at) for number, room in enumerate(rooms)}
    turns = count()
    fire(kinds, EIGHT, lambda: ENOUGH_TIME if next(turns) < most else 0)
    return looked_at


@pytest.fixture(autouse=True)
def two_districts(town: None) -> None:
    for district in ("a", "b"):
        directory.put_district(people.district(district_id=district))


def many(district: str, number: int, place: int = Lane.NORMAL.place, *, failing: bool = False) -> list[Waiting]:
    return [Waiting(district, f"{each:03}", place, failing) for each in range(number)]


def test_an_emergency_waits_for_no_other_district_and_no_other_kind() -> None:
    """SCHD-16, QUEUE-04: a thousand of one district's, and one of another's that is due later."""
    flood = Room(*many("a", 1000), *many("b", 1000))
    for district in ("a", "b"):
        urgent = Waiting(district, "999 urgent", Lane.EMERGENCY.place)
        priority = Waiting(district, "998 priority", Lane.PRIORITY.place)
        first = [f"{district}999 urgent", f"{district}998 priority"]
        assert order(Room(*flood.waiting, urgent, priority), most=2) == first
        assert order(flood, Room(priority, urgent), most=2) == first


def test_districts_take_turns() -> None:
    """QUEUE-04, QUEUE-14: one with hundreds due at eight holds up nobody else's."""
    found = order(Room(*many("a", 400)), Room(*many("b", 2)), most=4)
    assert sorted(found) == ["a000", "a001", "b000", "b001"]


def test_what_fails_comes_last_in_its_class_and_each_in_its_turn() -> None:
    """SCHD-13, QUEUE-14: what is tried again all day holds up nothing that is due, nor one another."""
    failing = many("a", 20, failing=True)
    urgent = Waiting("a", "900", Lane.EMERGENCY.place, failing=True)
    room = Room(*failing, Waiting("a", "800"), urgent)
    assert order(room, most=2) == ["a900", "a800"]
    tried = set[str]()
    for minute in range(40):
        EIGHT.at = datetime(2026, 11, 23, 13, minute, tzinfo=UTC)
        tried |= set(order(room, most=7))
    assert len(tried) == 22
