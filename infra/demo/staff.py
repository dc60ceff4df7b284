"""Who works for the district: teachers as planned, a principal and assistants for each school, an office.

The first of each kind at the first school are the people that the demo's sign-ins belong to.
"""

from collections.abc import Iterator, Sequence
from random import Random

from .addresses import WORK, Numbers, landline, local_part, mobile, plain
from .names import CULTURES, ENGLISH, Culture
from .people import DemoStaff
from .plan import PlannedSchool

# One assistant for so many students, and likewise for counselors.
PER_ASSISTANT = 450
PER_COUNSELOR = 350
DEMO_GRADE = "10"
OFFICE = (("districtAdministrator", "superintendent"), ("districtAdministrator", "clerk"))


def staff(schools: Sequence[PlannedSchool], seed: int) -> Iterator[DemoStaff]:
    """Everybody on the payroll that families hear of; the same ones for the same seed."""
    maker = _Maker(Random(f"staff {seed}"))
    for role, username in OFFICE:
        yield maker.person(username, role, (), f"{username}@{WORK}")
    for school in schools:
        yield from _leaders(maker, school, first=school is schools[0])
        shown = demo_teacher(school) if school is schools[0] else None
        for number in range(school.teachers):
            username = f"teacher@{WORK}" if number == shown else ""
            yield maker.person(teacher_id(school.school_id, number), "teacher", (school.school_id,), username)


def teacher_id(school_id: str, number: int) -> str:
    """The user id of a school's teacher by number."""
    return f"{school_id}-t{number + 1:03d}"


def demo_teacher(school: PlannedSchool) -> int:
    """The demo's teacher: who has the class of the demo's tenth-grader first thing in the morning."""
    number = sum(school.classes(grade) for grade in school.sizes if grade < DEMO_GRADE)
    return next(school.sections_of(DEMO_GRADE, 0, number)).teacher


def _leaders(maker: "_Maker", school: PlannedSchool, *, first: bool) -> Iterator[DemoStaff]:
    place = (school.school_id,)
    username = f"principal@{WORK}" if first else ""
    yield maker.person(f"{school.school_id}-principal", "principal", place, username)
    for at in range(school.students // PER_ASSISTANT):
        yield maker.person(f"{school.school_id}-assistant{at + 1}", "siteAdministrator", place)
    for at in range(max(1, school.students // PER_COUNSELOR)):
        yield maker.person(f"{school.school_id}-counselor{at + 1}", "counselor", place)


class _Maker:
    """Makes staff: mostly English and Spanish names, as in the district it plays."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._numbers = Numbers(start=1_000_000)

    def person(self, user_id: str, role: str, schools: tuple[str, ...], username: str = "") -> DemoStaff:
        random, culture = self._random, self._culture()
        given = random.choice(culture.women if random.random() < 0.62 else culture.men)
        family = random.choice(culture.families)
        own_phone = random.random() < 0.9
        phone = mobile(random, self._numbers.take()) if own_phone else landline(self._numbers.take(), "work")
        address = f"{local_part(given, family)}.{plain(user_id)}@{WORK}"
        return DemoStaff(user_id, given, family, role, schools, address, phone, username or user_id)

    def _culture(self) -> Culture:
        return ENGLISH if self._random.random() < 0.5 else self._random.choice(CULTURES)
