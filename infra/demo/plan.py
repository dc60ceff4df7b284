"""How big everything is: schools, their grades, classes and teachers, from one number of students. Pure.

A class is some 25 students of one grade who go through the day together. In high and middle schools they have
seven periods, a section each, and a teacher gives five of them: one teacher for about 17 students. In an
elementary school the homeroom is the section, with a few teachers beside for music, sports and help.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle

LEVELS = ("High", "Middle", "Elementary")
GRADES = {
    "High": ("09", "10", "11", "12"),
    "Middle": ("06", "07", "08"),
    "Elementary": ("KG", "01", "02", "03", "04", "05"),
}
SCHOOL_NAMES = {
    "High": (
        "Lincoln",
        "Cottonwood",
        "Mesa Verde",
        "Harriet Tubman",
        "Longs Peak",
        "Pine Ridge",
        "Marie Curie",
    ),
    "Middle": ("Roosevelt", "Aspen Grove", "Sally Ride", "Canyon View", "Rosa Parks", "Foothills", "John Muir"),
    "Elementary": ("Maple Street", "Willow Creek", "Sunrise", "Prairie", "Columbine", "Red Hawk", "Meadowlark"),
}
SUBJECTS = {
    "High": ("English", "Algebra", "Biology", "World History", "Spanish", "Physical Education", "Art"),
    "Middle": (
        "Language Arts",
        "Mathematics",
        "Science",
        "Social Studies",
        "Spanish",
        "Physical Education",
        "Music",
    ),
    "Elementary": ("Homeroom",),
}
# The three schools of the demo; other sizes keep these proportions and open more schools.
USUAL = {"High": 1345, "Middle": 610, "Elementary": 420}
USUAL_TOTAL = sum(USUAL.values())
CLASS = 25
PERIODS = 7
STUDENTS_PER_TEACHER = 17


@dataclass(frozen=True)
class Teacher:
    """One teacher of a school, not yet a person: a number within the school and a subject."""

    school: str
    number: int
    subject: str


@dataclass(frozen=True)
class PlannedSection:
    """A class's lesson in one period."""

    section_id: str
    school: str
    title: str
    grade: str
    period: int
    teacher: int  # number within the school


@dataclass(frozen=True)
class PlannedSchool:
    """One school: how many students each grade has, and how many teachers there are."""

    school_id: str
    name: str
    level: str
    sizes: dict[str, int] = field(default_factory=dict)

    @property
    def students(self) -> int:
        return sum(self.sizes.values())

    @property
    def teachers(self) -> int:
        return max(len(SUBJECTS[self.level]), -(-self.students // STUDENTS_PER_TEACHER))

    def classes(self, grade: str) -> int:
        return -(-self.sizes[grade] // CLASS)

    def class_of(self, grade: str, position: int) -> int:
        """The class of a grade's student by their position in the grade, all classes filled evenly."""
        return position % self.classes(grade)

    def sections(self) -> Iterator[PlannedSection]:
        """Every section of the school, class after class."""
        number = 0
        for grade in self.sizes:
            for at in range(self.classes(grade)):
                yield from self.sections_of(grade, at, number)
                number += 1

    def sections_of(self, grade: str, at: int, number: int) -> Iterator[PlannedSection]:
        """The sections of one class; `number` counts the classes of the whole school."""
        subjects = SUBJECTS[self.level]
        per_subject = self.teachers // len(subjects)
        for period in range(len(subjects)):
            subject = (period + number) % len(subjects)
            colleague = (number // len(subjects) + period) % per_subject
            yield PlannedSection(
                section_id=self.section_id(grade, at, period),
                school=self.school_id,
                title=f"{subjects[subject]} {grade.lstrip('0')}-{at + 1}",
                grade=grade,
                period=period + 1,
                teacher=subject + colleague * len(subjects),
            )

    def section_id(self, grade: str, at: int, period: int) -> str:
        return f"{self.school_id}-{grade}{at + 1:02d}-{period + 1}"

    def sections_of_student(self, grade: str, position: int) -> list[str]:
        at = self.class_of(grade, position)
        return [self.section_id(grade, at, period) for period in range(len(SUBJECTS[self.level]))]


def shares(total: int, weights: list[int]) -> list[int]:
    """Whole numbers in proportion to the weights that add up to the total exactly (largest remainders)."""
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda at: (-(total * weights[at] % whole), at))
    for at in order[: total - sum(parts)]:
        parts[at] += 1
    return parts


def schools(students: int) -> tuple[PlannedSchool, ...]:
    """The schools of a district of so many students: one of each level, and more of each as it grows."""
    sets = max(1, round(students / USUAL_TOTAL))
    weights = [USUAL[level] for _ in range(sets) for level in LEVELS]
    names = {level: _names(level) for level in LEVELS}
    made = []
    for at, size in enumerate(shares(students, weights)):
        level = LEVELS[at % len(LEVELS)]
        made.append(_school(f"s{at + 1:03d}", next(names[level]), level, size))
    return tuple(made)


def _names(level: str) -> Iterator[str]:
    words = SCHOOL_NAMES[level]
    for at, word in enumerate(cycle(words)):
        turn = at // len(words)
        yield f"{word} {level} School" if not turn else f"{word} {level} School {turn + 1}"


def _school(school_id: str, name: str, level: str, size: int) -> PlannedSchool:
    sizes = shares(size, [1] * len(GRADES[level]))
    return PlannedSchool(school_id, name, level, dict(zip(GRADES[level], sizes, strict=True)))
