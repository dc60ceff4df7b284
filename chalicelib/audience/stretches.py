"""An audience as stretches to go along, so that a request reads only what it looks at, whatever the district.

    chosen schools and grades --a stretch for each roll, its pages as they are asked for--> steps
    single students, those of sections and members of groups --a stretch, by their ids--> steps
    staff, imported people --a stretch (`walk.py`)--> steps

Where something is decided between students - once per family, one message per teacher, one delivery per phone -
all of them have to be known: then there is one stretch, along their order (`order.py`).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from chalicelib.access.scope import Scope
from chalicelib.directory import store as directory
from chalicelib.directory.model import Student
from chalicelib.kernel.batches import batched
from chalicelib.kernel.values import value

from .count import gather, teachers_once
from .groups import expand
from .model import RecipientType, Selection, StudentSelection
from .order import Order
from .people import Terms
from .resolve import reaches
from .tally import landlines
from .teaching import with_teachers
from .walk import Step, walk

AT_ONCE = 100  # students resolved together: one request
Stretch = Callable[[int], Iterator[Step]]  # the steps from a place on


def stretches(
    district: str,
    selection: Selection,
    within: Scope | None,
    terms: Terms,
    now: datetime,
    *,
    one_per_address: bool = False,
    afresh: bool = False,
) -> tuple[Stretch, ...]:
    """Whom a selection means at this moment, nobody twice; `gather` says the same of all at once. `afresh`: a
    list begins, of which the rest may be kept (`order.py`)."""
    selection = expand(district, selection, within).selection
    chosen = selection.students
    others = partial(_besides_students, district, replace(selection, students=None), terms)
    if chosen is None:
        return (others,)
    if one_per_address or _decided_between(chosen.recipient_type, terms):
        teachers = teachers_once(chosen.recipient_type, terms)
        order = Order(district, chosen, one_per_address, teachers, now, terms.within, afresh)
        return (partial(order.steps, terms), others)
    places = _Places(district, chosen, terms)
    rolls = (partial(places.on_roll, school) for school in places.schools)
    return (*rolls, places.single, others)


def _decided_between(kind: RecipientType, terms: Terms) -> bool:
    """Whether what one student's people get depends on who else is chosen."""
    return kind is RecipientType.ONCE_PER_FAMILY or teachers_once(kind, terms)


def _besides_students(district: str, selection: Selection, terms: Terms, start: int) -> Iterator[Step]:
    yield from walk(gather(district, selection, None), terms, start)


@value
class _Places:
    """Chosen students whose people are found student by student. Who is on the rolls of two chosen schools, or
    chosen by name as well, belongs to the first of them."""

    district: str
    chosen: StudentSelection
    terms: Terms

    @property
    def schools(self) -> tuple[str, ...]:
        """The schools of which somebody is chosen by place, in the order of choosing."""
        return tuple(dict.fromkeys((*self.chosen.schools, *(school for school, _ in self.chosen.grades))))

    def on_roll(self, school: str, start: int) -> Iterator[Step]:
        """The chosen of a school's roll. A place is that of a student on the roll."""
        before = self.schools[: self.schools.index(school)]
        for at, page in directory.roll_pages(self.district, school, start):
            for some in batched(page, AT_ONCE):
                ids = [each.student_id for each in some if self._has(school, each.grade)]
                yield self._step(at, at + len(some), ids, before)
                at += len(some)

    def single(self, start: int) -> Iterator[Step]:
        """Those chosen otherwise. A place is that of an id in their order."""
        sections = directory.sections(self.district, self.chosen.sections) if self.chosen.sections else {}
        ids = sorted({*self.chosen.students, *(each for one in sections.values() for each in one.students)})
        for at in range(start, len(ids), AT_ONCE):
            some = ids[at : at + AT_ONCE]
            yield self._step(at, at + len(some), some, self.schools)

    def _step(self, start: int, end: int, ids: Sequence[str], before: Sequence[str]) -> Step:
        kind, found = self.chosen.recipient_type, directory.students(self.district, ids).values()
        students = [each for each in found if not self._is_of(each, before)]
        terms = with_teachers(self.district, kind, students, self.terms)
        return Step(start, end, tuple(reaches(kind, students, terms)), end - start, landlines(students))

    def _is_of(self, student: Student, schools: Sequence[str]) -> bool:
        """Whether the student is chosen by being at one of these."""
        return any(school in schools and self._has(school, student.grade) for school in student.schools)

    def _has(self, school: str, grade: str) -> bool:
        return school in self.chosen.schools or (school, grade) in self.chosen.grades
