"""The order of an audience that has to be known whole: kept for a while, so that a page reads what it shows.

    selection --every roll, once--> rows, families together --pages--> kept under what was asked
    a place --its page--> about 200 rows --their records--> whom the message reaches

What one student's people get depends on who else is chosen: once per family, one message per teacher, one
delivery per phone. Who is chosen is up to twenty minutes old; their records are read when they are shown.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from chalicelib.access.bounds import Scope
from chalicelib.directory import store as directory
from chalicelib.directory.model import RollEntry
from chalicelib.kernel.ids import hashed_id
from chalicelib.kernel.values import value

from . import households, plan, store
from .count import Audience, resolved
from .model import StudentSelection
from .people import Reach, Terms
from .store import Row
from .tally import landlines
from .teaching import Teaching, reaches_of, teaching
from .walk import Step

STEP = 200  # rows resolved together
FEW = 1_000  # students who are put in order again sooner than kept


@value
class Order:
    """Chosen students in order; a row is a student and the family. `teachers`: instead of them their teachers,
    each once, with the student where it is exactly one, then the students whom nobody teaches."""

    district: str
    chosen: StudentSelection
    one_per_address: bool
    teachers: bool
    now: datetime
    within: Scope | None = None  # whose teachers are reached depends on it
    afresh: bool = False  # whoever begins to look sees what is there now

    @property
    def key(self) -> str:
        """The same for whoever chose the same."""
        apart = self.within.apart if self.within and self.teachers else ()
        return hashed_id(repr(self.chosen), str(self.one_per_address), str(self.teachers), repr(apart))

    def rows(self, start: int = 0) -> Iterator[Row]:
        """From a place on: those that were kept, or ordered anew."""
        at = start
        kept = None if self.afresh and not start else self._page(at)
        while kept:
            yield from kept.rows[at % store.PAGE :]
            at = (at // store.PAGE + 1) * store.PAGE
            if at >= kept.of:
                return
            kept = self._page(at)
        yield from self.anew()[at:]

    def kept_number(self) -> int:
        """How many rows are kept; 0 when none are."""
        kept = self._page(0)
        return kept.of if kept else 0

    def family_at(self, place: int, rows: Sequence[Row] = ()) -> tuple[str, list[Row]]:
        """The student at a place, and the rows of the family; `rows`: all of them, where they are not kept."""
        at = place
        if not rows:  # a family stands together, and has fewer than a page
            first = max(0, place - store.PAGE)
            pages = [self._page(each) for each in (first, place, place + store.PAGE)]
            rows = [row for page in dict.fromkeys(pages) if page for row in page.rows]
            at = place - first // store.PAGE * store.PAGE
        if at >= len(rows):  # it has expired in this moment
            rows, at = self.anew(), place
        one, family, _ = rows[min(at, len(rows) - 1)]
        return one, [each for each in rows if each[1] == family]

    def _page(self, place: int) -> store.Rows | None:
        return store.page(self.district, self.key, place // store.PAGE, self.now)

    def anew(self) -> list[Row]:
        """All rows as of now, kept for whoever asks next."""
        entries = plan.enrolled(self.district, self.chosen).entries
        if self.one_per_address:
            entries = households.households(entries)
        rows = [(each.student_id, each.family, "") for each in entries]
        if self.teachers:
            rows = _of_teachers(teaching(self.district, [student for student, _, _ in rows], self.within))
        if len(entries) > FEW:
            store.keep(self.district, self.key, rows, self.now)
        return rows

    def steps(self, terms: Terms, start: int) -> Iterator[Step]:
        """About 200 rows each, and never within a family."""
        for rows in _together(self.rows(start)):
            reaches, phones = self.resolved(rows, terms)
            yield Step(start, start + len(rows), reaches, len(rows), phones)
            start += len(rows)

    def resolved(self, rows: Sequence[Row], terms: Terms) -> tuple[tuple[Reach, ...], frozenset[str]]:
        """Whom whole families of them reach, and the home and work phones in their records."""
        if self.teachers:
            found = _teaching(self.district, rows)
            return tuple(reaches_of(self.district, found, terms)), landlines((), found.users.values())
        entries = tuple(RollEntry(student, "", family, "") for student, family, _ in rows)
        kind, once = self.chosen.recipient_type, self.one_per_address
        whole = Audience(self.district, kind, plan.Enrolled(entries), (), one_per_address=once)
        some = resolved(whole, entries, terms)
        return some.reaches, some.landlines


def _together(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Steps of rows; those of one family have the same second word."""
    some: list[Row] = []
    for row in rows:
        if len(some) >= STEP and row[1] != some[-1][1]:
            yield some
            some = []
        some.append(row)
    if some:
        yield some


def _of_teachers(found: Teaching) -> list[Row]:
    """Teacher and only student; then nobody and the student whom nobody teaches."""
    taught = [(teacher, teacher, student) for teacher, student in found.teachers.items()]
    return [*taught, *(("", student, student) for student in found.untaught)]


def _teaching(district: str, rows: Iterable[Row]) -> Teaching:
    """The teachers of some rows, those whose account is still open."""
    teachers = {teacher: student for teacher, _, student in rows if teacher}
    users = directory.users(district, teachers)
    known = {each: student for each, student in teachers.items() if each in users}
    return Teaching(known, tuple(student for teacher, _, student in rows if not teacher), users)
