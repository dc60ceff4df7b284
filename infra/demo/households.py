"""Families, one after the other, until every school is full: children of one family may be in several schools,
parents live together or apart, and what is on file has the gaps that real files have.

    households -> _children (who, where) -> adults (`adults.py`) -> Household
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from random import Random

from .addresses import WORK, Numbers, email, local_part, mobile
from .adults import Adults
from .names import CULTURES, Culture
from .people import DemoStudent, Household
from .plan import GRADES, LEVELS, PlannedSchool

# A feeder: the high, middle and elementary school of one neighbourhood, and their thirteen grades in order.
LADDER = [(LEVELS.index(level), grade) for level in reversed(LEVELS) for grade in GRADES[level]]
CHILDREN = ((1, 46), (2, 35), (3, 13), (4, 5), (5, 1))
SHARES = list(accumulate(culture.share for culture in CULTURES))
FIRST_YEAR = 2021  # a child in kindergarten was born then
TWINS = 0.02


@dataclass
class _Neighbourhood:
    """A feeder's free places, by grade of the ladder, and the next position in each grade."""

    schools: Sequence[PlannedSchool]
    free: list[int]
    taken: list[int]

    @classmethod
    def of(cls, schools: Sequence[PlannedSchool]) -> "_Neighbourhood":
        free = [schools[level].sizes[grade] for level, grade in LADDER]
        return cls(schools, free, [0] * len(free))

    def take(self, rung: int) -> tuple[PlannedSchool, str, int]:
        """The next place of a grade."""
        level, grade = LADDER[rung]
        self.free[rung] -= 1
        self.taken[rung] += 1
        return self.schools[level], grade, self.taken[rung] - 1


def households(schools: Sequence[PlannedSchool], seed: int) -> Iterator[Household]:
    """Every family of the district; the same ones for the same seed. The first is the demo's own."""
    random, numbers, count = Random(f"households {seed}"), Numbers(), 0
    adults = Adults(random, numbers)
    for start in range(0, len(schools), len(LEVELS)):
        neighbourhood = _Neighbourhood.of(schools[start : start + len(LEVELS)])
        while any(neighbourhood.free):
            count += 1
            yield _household(random, adults, numbers, neighbourhood, count)


def _household(
    random: Random, adults: Adults, numbers: Numbers, places: _Neighbourhood, count: int
) -> Household:
    culture = random.choices(CULTURES, cum_weights=SHARES)[0]
    surname = random.choice(culture.families)
    rungs = _rungs(random, places, first=count == 1)
    children = tuple(
        _child(random, numbers, culture, surname, places.take(rung), rung, f"{count:06d}{at}")
        for at, rung in enumerate(rungs)
    )
    if count == 1:
        children = (replace(children[0], username=f"student@{WORK}"), *children[1:])
    kind, ties = adults.of(culture, surname, count)
    return Household(count, kind, children, ties)


def _rungs(random: Random, places: _Neighbourhood, *, first: bool) -> list[int]:
    """The grades of the children: distinct but for twins, each with a free place."""
    if first and places.free[10] and places.free[7] and places.free[2]:
        return [10, 7, 2]  # the demo's parent: 10th, 7th and 2nd grade
    eldest = random.choices(range(len(LADDER)), weights=places.free)[0]
    many = random.choices([n for n, _ in CHILDREN], weights=[share for _, share in CHILDREN])[0]
    rungs, left = [eldest], list(places.free)
    left[eldest] -= 1
    while len(rungs) < many:
        near = [rung for rung in range(len(LADDER)) if left[rung] and 0 < abs(rung - eldest) <= 6]
        twin = random.random() < TWINS and left[rungs[-1]]
        options = [rungs[-1]] if twin else [rung for rung in near if rung not in rungs]
        if not options:
            break
        rungs.append(random.choice(options))
        left[rungs[-1]] -= 1
    return rungs


def _child(
    random: Random,
    numbers: Numbers,
    culture: Culture,
    surname: str,
    place: tuple[PlannedSchool, str, int],
    rung: int,
    number: str,
) -> DemoStudent:
    school, grade, position = place
    girl = random.random() < 0.5
    given = random.choice(culture.women if girl else culture.men)
    old_enough = school.level != "Elementary"
    own = old_enough and random.random() < 0.7
    return DemoStudent(
        student_id=f"st{number}",
        given_name=given,
        family_name=surname,
        school=school.school_id,
        grade=grade,
        position=position,
        sex="female" if girl else "male",
        birth_date=f"{FIRST_YEAR - rung}-{random.randint(1, 12):02d}-{random.randint(1, 28):02d}",
        language=culture.language if random.random() < 0.85 else "en",
        email=f"{local_part(given, surname)}.{number}@students.{WORK}" if rung >= 3 else "",
        personal_email=email(random, given, surname, int(number)) if own and random.random() < 0.35 else "",
        phone=mobile(random, numbers.take()) if own else None,
        username=f"st{number}" if old_enough else "",
    )
