"""What the file says nothing about stays: a table that the manifest calls absent, or that the zip does not
hold, is filled in from what is stored, as if the file said the same again.

    stored sections, staff -> classes, enrollments     stored students -> demographics
"""

from collections.abc import Iterator, Sequence

from chalicelib.directory import store
from chalicelib.directory.index import DISTRICT_OFFICE
from chalicelib.directory.model import Section
from chalicelib.kernel.batches import batched
from chalicelib.kernel.words import say

from .report import Report
from .sink import SECTION, STAFF
from .staging import Staging, Values
from .tables import CLASSES, COURSES, DEMOGRAPHICS, ENROLLMENTS, Table

_KEPT = "{file} is not in this export: the {count:,} rows known from before stay."
_READ = 100  # records at once


def fill(db: Staging, report: Report, district: str, tables: Sequence[Table]) -> None:
    """Add the rows of absent tables, for the schools of the file, after all that it says itself is read."""
    absent = [each for each in (CLASSES, COURSES, ENROLLMENTS, DEMOGRAPHICS) if each not in tables]
    schools = [row[0] for row in db.all("SELECT id FROM orgs WHERE type = 'school'")] if absent else []
    for school in schools:
        if absent != [DEMOGRAPHICS]:
            _fill_sections(db, district, school, absent)
        if DEMOGRAPHICS in absent:
            _fill_demographics(db, district, school)
    if ENROLLMENTS in absent:
        _fill_aides(db, district, [*schools, DISTRICT_OFFICE])
    for each in absent:
        if kept := db.count(f"SELECT count(*) FROM {each.file.removesuffix('.csv')}"):  # noqa: S608  # our names
            report.ignore(say(_KEPT, file=each.file, count=kept))


def _fill_sections(db: Staging, district: str, school: str, absent: Sequence[Table]) -> None:
    for chunk in batched(store.ledger(district, school, SECTION), _READ):
        found = list(store.sections(district, chunk).values())
        if CLASSES in absent:
            rows = ((each.section_id, 0, each.title, "", each.school_id, each.period) for each in found)
            db.add("classes", rows)
        elif COURSES in absent:
            for each in found:
                db.run("UPDATE classes SET title = ? WHERE id = ? AND title = ''", each.title, each.section_id)
        if ENROLLMENTS in absent:
            db.add("enrollments", (row for each in found for row in _people(each)))


def _people(section: Section) -> Iterator[Values]:
    """The teachers in their order, and the students."""
    for place, user in enumerate(section.teachers, 1):
        yield _enrollment(section.section_id, user, "teacher", place)
    for user in section.students:
        yield _enrollment(section.section_id, user, "student")


def _fill_aides(db: Staging, district: str, schools: Sequence[str]) -> None:
    """Who helps the teachers stands in their own record alone; who is a teacher stays one (`relate`)."""
    for school in schools:
        for chunk in batched(store.ledger(district, school, STAFF), _READ):
            staff = store.users(district, chunk).values()
            db.add(
                "enrollments",
                (_enrollment(section, each.user_id, "aide") for each in staff for section in each.sections),
            )


def _enrollment(section: str, user: str, word: str, place: int = 0) -> Values:
    return f"{section}\n{user}", place, section, user, word, False


def _fill_demographics(db: Staging, district: str, school: str) -> None:
    for chunk in batched((each.student_id for each in store.roll(district, school)), _READ):
        known = store.students(district, chunk).values()
        db.add("demographics", ((each.student_id, 0, each.gender) for each in known if each.gender))
