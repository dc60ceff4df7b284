"""Who leaves when: the provider's rate is kept, nobody starves, an emergency goes first.

`Provider` plays workers and queues with nothing but the rules: an hour in a fraction of a
second.
"""

import heapq
import random
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import count, pairwise

import pytest

from chalicelib.content.model import Lane
from chalicelib.delivery.gate.capacity import Capacity
from chalicelib.delivery.gate.line import AHEAD, IDLE, SLOW_FOR, Asking, Go, Line, Wait
from chalicelib.delivery.gate.places import HORIZON, Anew, behind, last, slots, vacated
from chalicelib.delivery.gate.rates import FAR_AHEAD, SPAN, admit, given_back

T0 = 1_000_000.0


@dataclass
class Provider:
    """Chunks that ask, wait and leave, in the order of time."""

    capacity: Capacity
    line: Line = field(default_factory=Line)
    events: list[tuple[float, int, Asking]] = field(default_factory=list)
    left: list[tuple[float, float, Asking]] = field(default_factory=list)  # from, until, who
    asked: Counter[str] = field(default_factory=Counter)
    number: "count[int]" = field(default_factory=count)  # not generic at run time
    dice: random.Random = field(default_factory=lambda: random.Random(7))

    def send(self, lane: Lane, school: str, deliveries: int, at: float = 0, number: str = "") -> None:
        """A message: its chunks get their places as fan-out gives them, 200 at a time."""
        sizes = [50] * (deliveries // 50) + ([deliveries % 50] if deliveries % 50 else [])
        for first in range(0, len(sizes), 4):
            some = sizes[first : first + 4]
            who = Asking(lane, school, max(some), number)
            self.line, places = slots(self.line, who, some, self.capacity, T0 + at)
            for size, place in zip(some, places, strict=True):
                self._ask(place, Asking(lane, school, size, number))

    def _ask(self, at: float, who: Asking) -> None:
        heapq.heappush(self.events, (at, next(self.number), who))

    def run(self, seconds: float = 1e9) -> None:
        while self.events and self.events[0][0] <= T0 + seconds:
            at, _, who = heapq.heappop(self.events)
            self.asked[who.flow] += 1
            self.line, answer = admit(self.line, who, self.capacity, at)
            if isinstance(answer, Wait):
                self._ask(max(at + 1, answer.until) + self.dice.uniform(0, 3), replace(who, turn=True))
                continue
            pace = answer.per_second or 1e9
            self.left.append((answer.start, answer.start + answer.count / pace, who))
            if answer.count < who.count:
                rest = Asking(who.lane, who.school, who.count - answer.count, who.number)
                self._ask(answer.start + answer.count / pace, rest)

    def done(self, flow: str) -> float:
        """Seconds from the start until the last delivery of a school's lane left."""
        return max(end for _, end, who in self.left if who.flow == flow) - T0

    def sent(self, flow: str, since: float, until: float) -> float:
        """Deliveries of a school's lane in a stretch of time."""
        pace = self.capacity.pace or 1
        spans = [(a - T0, b - T0) for a, b, who in self.left if who.flow == flow]
        return sum(max(0, min(b, until) - max(a, since)) for a, b in spans) * pace


# ---- The rate -----------------------------------------------------------------------------------------------


def test_without_a_known_rate_everything_leaves_at_once() -> None:
    assert admit(Line(), Asking(Lane.NORMAL, "a", 50), Capacity(), T0) == (Line(), Go(T0, 50))


@pytest.mark.parametrize("rate", [3, 14, 100, 20 / 60])
def test_no_two_chunks_have_the_same_time(rate: float) -> None:
    """R8: what all workers together start never exceeds the rate."""
    provider = Provider(Capacity(rate))
    provider.send(Lane.NORMAL, "lincoln", 1_000)
    provider.send(Lane.PRIORITY, "lincoln", 200, at=30)
    provider.send(Lane.NORMAL, "adams", 300, at=60)
    provider.run()
    spans = sorted((start, end) for start, end, _ in provider.left)
    assert all(before[1] <= after[0] + 1e-6 for before, after in pairwise(spans))
    assert spans[-1][1] - T0 == pytest.approx(1_500 / rate, rel=0.1, abs=65)


def test_an_attempt_takes_no_longer_than_a_worker_lives() -> None:
    """Voice: five calls, then the chunk asks again."""
    _, answer = admit(Line(), Asking(Lane.NORMAL, "a", 50), Capacity(20 / 60), T0)
    assert isinstance(answer, Go)
    assert answer.count == int(SPAN / 3)


def test_a_worker_books_no_more_than_it_has_time_for() -> None:
    _, answer = admit(Line(), Asking(Lane.NORMAL, "a", 50, seconds=10), Capacity(3), T0)
    assert answer == Go(T0, 30, 3)
    asked = Asking(Lane.NORMAL, "a", 50, seconds=0)
    assert admit(Line(), asked, Capacity(20 / 60), T0) == (Line(), Wait(T0))


def test_however_slow_a_provider_is_one_may_leave() -> None:
    """A pace of less than one in a worker's life: else nobody ever would, and all would ask again and again."""
    asked = Asking(Lane.NORMAL, "a", 50, seconds=38)
    after, answer = admit(Line(), asked, Capacity(1 / 60), T0)
    assert answer == Go(T0, 1, 1 / 60)
    _, next_answer = admit(after, asked, Capacity(1 / 60), T0 + 1)
    assert next_answer == Wait(T0 + 60 - AHEAD)


@pytest.mark.parametrize("lane", [Lane.NORMAL, Lane.EMERGENCY])
def test_what_was_booked_for_nothing_is_free_again(lane: Lane) -> None:
    """A reference that came twice costs nobody's time."""
    who, capacity = Asking(lane, "a", 30, "+1833"), Capacity(10, 5)
    line, leave = admit(Line(), who, capacity, T0)
    assert isinstance(leave, Go)
    assert line.busy_until(T0) == T0 + 3
    line = given_back(line, who, leave, capacity, T0)
    assert max(line.until.values()) == T0, "the school's share as well"
    assert admit(line, who, capacity, T0)[1] == Go(T0, 30, 5)


@pytest.mark.parametrize("lane", [Lane.NORMAL, Lane.EMERGENCY])
def test_what_others_have_booked_behind_is_given_to_nobody_else(lane: Lane) -> None:
    """R8: the line's end is the time of whoever booked last; two chunks in it would be twice the rate. Their
    school has used none of its share all the same."""
    who, capacity = Asking(lane, "a", 30), Capacity(10)
    line, leave = admit(Line(), who, capacity, T0)
    assert isinstance(leave, Go)
    line, _ = admit(line, replace(who, school="b"), capacity, T0)
    line = given_back(line, who, leave, capacity, T0)
    assert line.until.get(who.flow, T0) <= T0
    _, third = admit(line, replace(who, school="c"), capacity, T0)
    assert third == Go(T0 + 6, 30, 10)


def test_who_booked_last_gives_back_all_and_the_one_before_then_too() -> None:
    """QUEUE-03: references that came twice, one behind the other."""
    who, capacity = Asking(Lane.NORMAL, "a", 25), Capacity(3)
    line, first = admit(Line(), who, capacity, T0)
    line, second = admit(line, who, capacity, T0 + 1)
    assert isinstance(first, Go)
    assert isinstance(second, Go)
    line = given_back(line, replace(who, count=second.count), second, capacity, T0 + 2)
    line = given_back(line, replace(who, count=first.count), first, capacity, T0 + 2)
    assert line.busy_until(T0 + 2) == T0 + 2


def test_each_number_keeps_to_its_own_rate_beside_the_channels() -> None:
    """Two numbers of three texts a second each share an account of five."""
    capacity = Capacity(5, 3)
    provider = Provider(capacity)
    for number in ("+1833", "+1844"):
        provider.send(Lane.NORMAL, number, 300, number=number)
    provider.run()
    for number in ("+1833", "+1844"):
        spans = sorted((a, b) for a, b, who in provider.left if who.number == number)
        assert all(one[1] <= two[0] + 1e-6 for one, two in pairwise(spans))
    assert max(provider.done(f"normal:{each}") for each in ("+1833", "+1844")) >= 600 / 5 - 50 / 3


# ---- Emergencies, lanes and schools -------------------------------------------------------------------------


def test_an_emergency_behind_200000_starts_at_once_and_has_the_provider_to_itself() -> None:
    """QUEUE-04 (R12): its hand-off starts at once, and nothing else begins while it lasts."""
    provider = Provider(Capacity(100))
    provider.send(Lane.NORMAL, "lincoln", 200_000)
    provider.run(seconds=300)
    provider.send(Lane.EMERGENCY, "adams", 5_000, at=300)
    provider.run(seconds=420)
    first = min(start for start, _, who in provider.left if who.lane is Lane.EMERGENCY) - T0
    end = provider.done("emergency:adams")
    assert first == pytest.approx(300)
    assert end <= 300 + 5_000 / 100 + 5
    # What was booked before yields within two seconds (`gate.overtaken`); nothing new is booked.
    assert provider.sent("normal:lincoln", 300 + FAR_AHEAD, end) == 0


def test_two_emergencies_share_the_provider() -> None:
    provider = Provider(Capacity(10))
    provider.send(Lane.EMERGENCY, "adams", 300)
    provider.send(Lane.EMERGENCY, "lincoln", 300)
    provider.run()
    last = max(provider.done(f"emergency:{each}") for each in ("adams", "lincoln"))
    assert last == pytest.approx(60, rel=0.15)


def test_an_emergency_to_50000_has_all_of_the_rate_and_asks_twice_a_minute() -> None:
    """R12: a district's snow day at 100 a second; what waits comes about when there is room for it."""
    provider = Provider(Capacity(100))
    provider.send(Lane.EMERGENCY, "a", 50_000)
    provider.run()
    assert provider.done("emergency:a") == pytest.approx(500, rel=0.01)
    assert provider.asked["emergency:a"] <= 1_000 * (500 / 30 / 2 + 2)


def test_a_provider_is_not_idle_for_long_where_those_before_were_nobodys() -> None:
    """QUEUE-04: nine of ten references came twice and find their chunk gone; those of the others came too early
    for a turn, and are back soon."""
    provider, who = Provider(Capacity(10)), Asking(Lane.EMERGENCY, "a", 50)
    provider.send(Lane.EMERGENCY, "a", 5_000)
    provider.run(seconds=1)
    provider.events = [each for at, each in enumerate(sorted(provider.events)) if at % 10 == 9]
    heapq.heapify(provider.events)
    provider.run()
    starts = sorted(start for start, _, _ in provider.left)
    assert max(after - before for before, after in pairwise(starts)) <= who.count / 10 + HORIZON + 4


def test_a_schools_emergency_does_not_wait_for_the_end_of_the_districts() -> None:
    """R12: a minute, where all that came before it takes forty."""
    provider = Provider(Capacity(20))
    provider.send(Lane.EMERGENCY, "a", 50_000)
    provider.send(Lane.EMERGENCY, "b", 300, at=60)
    provider.run()
    assert provider.done("emergency:b") - 60 <= 60
    assert provider.done("emergency:a") == pytest.approx(50_300 / 20, rel=0.01)


def test_a_canceled_emergency_makes_the_next_one_wait_for_nothing() -> None:
    """QUEUE-04: who of the same school comes next has the first turn there is."""
    provider, gone = Provider(Capacity(20)), Asking(Lane.EMERGENCY, "a", 50)
    provider.send(Lane.EMERGENCY, "a", 3_000)
    provider.run(seconds=0)
    provider.events.clear()
    _, before = admit(provider.line, gone, provider.capacity, T0)
    _, after = admit(vacated(provider.line, gone), gone, provider.capacity, T0)
    assert isinstance(before, Wait)
    assert before.until >= T0 + HORIZON
    assert isinstance(after, Wait)
    assert after.until <= T0 + FAR_AHEAD


def test_a_schools_flood_does_not_starve_anothers_hundred() -> None:
    """QUEUE-04 (R12): at most twice as long as with nobody else there."""
    alone = Provider(Capacity(3))
    alone.send(Lane.NORMAL, "adams", 100)
    alone.run()
    beside = Provider(Capacity(3))
    beside.send(Lane.NORMAL, "lincoln", 200_000)
    beside.run(seconds=1_000)
    beside.send(Lane.NORMAL, "adams", 100, at=1_000)
    beside.run(seconds=1_300)
    assert beside.done("normal:adams") - 1_000 <= 2 * alone.done("normal:adams")


def test_normal_keeps_a_quarter_while_priority_floods_and_no_more() -> None:
    """QUEUE-04: priority first, yet normal goes on."""
    provider = Provider(Capacity(10))
    provider.send(Lane.NORMAL, "lincoln", 20_000)
    provider.send(Lane.PRIORITY, "lincoln", 20_000)
    provider.run(seconds=1_500)
    normal, priority = (provider.sent(f"{lane}:lincoln", 300, 1_500) for lane in ("normal", "priority"))
    assert normal / (normal + priority) == pytest.approx(0.25, abs=0.1)
    assert (normal + priority) / 1_200 == pytest.approx(10, rel=0.1), "nothing is left unused"


def test_who_is_alone_has_all_of_it() -> None:
    provider = Provider(Capacity(10))
    provider.send(Lane.NORMAL, "lincoln", 3_000)
    provider.run()
    assert provider.done("normal:lincoln") == pytest.approx(300, rel=0.05)


def test_a_long_queue_asks_about_once_for_each_chunk() -> None:
    """The budget of requests: those whose turn is far away do not knock again and again."""
    provider = Provider(Capacity(3))
    provider.send(Lane.NORMAL, "lincoln", 20_000)
    provider.send(Lane.NORMAL, "adams", 20_000)
    provider.run()
    assert sum(provider.asked.values()) <= 3 * 800


# ---- Places that hold no more -------------------------------------------------------------------------------

FLOOD, ONE = Asking(Lane.NORMAL, "lincoln", 50), Asking(Lane.NORMAL, "lincoln", 1)


def flooded(pace: float, chunks: int = 20) -> tuple[Line, tuple[float, ...]]:
    """A school's thousand texts have their places."""
    return slots(Line(), FLOOD, [50] * chunks, Capacity(pace), T0)


@pytest.mark.parametrize(("after", "wait"), [(1, 990), (10, 99), (0.5, 1980), (None, 0)])
def test_places_move_with_the_pace(after: float | None, wait: float) -> None:
    """QUEUE-04, A-14: raised, lowered, removed; what follows is where the others really are."""
    line, _ = flooded(1)
    line, (at,) = slots(line, ONE, [1], Capacity(after), T0 + 10)
    assert at == pytest.approx(T0 + 10 + wait)
    assert line.stale == (after in (10, None)), "those in the table come forward, and none goes back"


def test_a_rate_that_nobody_knows_any_more_is_written_once() -> None:
    """The budget of requests: without a rate the line stays as it is."""
    line, _ = flooded(1)
    once, _ = admit(line, FLOOD, Capacity(), T0 + 1)
    assert once != line
    assert admit(once, FLOOD, Capacity(), T0 + 2) == (once, Go(T0 + 2, 50))


def test_nobody_waits_behind_a_provider_that_does_nothing() -> None:
    """QUEUE-04: those before were paused, or expired; but not while they are only being queued."""
    line, _ = flooded(1)
    _, (soon,) = slots(line, ONE, [1], Capacity(1), T0 + IDLE - 1)
    assert soon == T0 + 1_000
    after, (at,) = slots(line, ONE, [1], Capacity(1), T0 + IDLE)
    assert (at, after.stale) == (T0 + IDLE, True)
    line, _ = admit(line, replace(FLOOD, turn=True), Capacity(1), T0 + 5)
    assert slots(line, ONE, [1], Capacity(1), T0 + 40)[1] == (T0 + 1_000,), "17 leave until 22"
    assert slots(line, ONE, [1], Capacity(1), T0 + 22 + IDLE)[1] == (T0 + 22 + IDLE,)


def test_who_was_canceled_leaves_no_gap() -> None:
    """QUEUE-04: for whoever asks next; the queue job then gives the others their places."""
    line, _ = flooded(1)
    line, _ = admit(line, FLOOD, Capacity(1), T0)
    line, late = admit(line, FLOOD, Capacity(1), T0 + 1)
    assert isinstance(late, Wait)
    line = vacated(line, FLOOD)
    assert line.stale
    _, answer = admit(line, ONE, Capacity(1), line.busy_until(T0) - AHEAD)
    assert isinstance(answer, Go)
    assert vacated(Line(), FLOOD) == Line()


@pytest.mark.parametrize("pace", [10.0, None])
def test_those_who_wait_come_forward_in_their_order(pace: float | None) -> None:
    """QUEUE-04: never faster than the pace, and nobody later than before."""
    before, places = flooded(1)
    asking = replace(FLOOD, turn=True)
    anew = Anew(pace, T0 + 100)
    found = [anew.place(asking, at) for at in places if at > T0 + 100]
    assert found == sorted(found)
    assert found[0] == T0 + 100
    assert found[-1] == T0 + 100 + (len(found) - 1) * (50 / pace if pace else 0)
    line = anew.settled(replace(before, stale=True), before)
    assert not line.stale
    ends = {} if pace is None else {"turn normal": T0 + 100 + len(found) * 5}
    assert line.until == ends


def test_what_is_given_meanwhile_is_kept() -> None:
    before, places = flooded(1)
    during, _ = slots(before, replace(ONE, school="adams"), [50], Capacity(1), T0)
    anew = Anew(1, T0)
    assert [anew.place(FLOOD, at) for at in places] == list(places)
    assert anew.settled(during, before).until == during.until


def test_how_long_a_message_waits_and_until_when_there_is_work() -> None:
    line, _ = flooded(1)
    assert behind(line, ONE, Capacity(1), T0 + 5) == 995
    assert behind(line, replace(ONE, school="adams"), Capacity(1), T0 + 5) == 0
    assert behind(line, replace(ONE, lane=Lane.EMERGENCY), Capacity(1), T0 + 5) == 0
    assert behind(line, ONE, Capacity(), T0 + 5) == 0
    assert last(line, Capacity(1), T0 + 5) == T0 + 1_000


# ---- Too fast -----------------------------------------------------------------------------------------------


def test_too_fast_halves_the_rate_once_for_all_who_say_so_and_is_forgotten() -> None:
    """R8: ten workers tell of the same throttling; a provider that nobody knows begins at what is usual."""
    known = Capacity(40)
    line = Line()
    for at in (0, 0.5, 4):
        line = line.slower(known, 3, T0 + at)
    assert line.capacity(known, T0 + 5).channel == 20
    assert line.slower(known, 3, T0 + 6).capacity(known, T0 + 7).channel == 10
    assert line.capacity(known, T0 + SLOW_FOR) == known
    assert Line().slower(Capacity(), 3, T0).capacity(Capacity(), T0).channel == 3
    least = line
    for at in range(20):
        least = least.slower(known, 3, T0 + 10 * at)
    assert least.rate == 3 / 16
