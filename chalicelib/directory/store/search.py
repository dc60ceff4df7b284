"""Finding people for the pickers (PICK-01, PICK-02, PICK-06, PICK-07), page by page, from rows in order.

    q "garcia mar" -> rows under words beginning with "garcia", filtered by another word beginning with "mar"
    grade, language, gender -> filtered by the table among so many rows of a query
    number -> its own row, wherever the student is
    several schools -> one after another; the cursor says in which school and after which row to go on

A page costs one query as a rule and MOST_QUERIES at most, however large the district is: where few match, a
page comes back short, or even empty, with a cursor to go on with. Somebody with two names of the same
beginning, or in two of the schools, appears once.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from chalicelib.kernel import dynamo
from chalicelib.kernel.paging import DEFAULT_LIMIT, Page, encode_cursor, foreign, position
from chalicelib.kernel.settings import table
from chalicelib.kernel.values import value

from ..index import DISTRICT_OFFICE, listing, number_rows
from ..model import Role, StaffRow, Student, StudentRow
from ..names import fold, named, words
from . import records

Row = TypeVar("Row")
_Found = tuple[str, dynamo.Item]  # school id, index row
MOST_QUERIES = 5  # for one page
EXAMINED = 400  # rows that a query with filters looks at


@value
class Traits:
    """What students of a search have in common besides words of the name; empty: whatever it is."""

    grade: str = ""
    language: str = ""
    gender: str = ""

    def fit(self, student: Student) -> bool:
        """As the table's own filter decides (`_filters`)."""
        return (
            self.grade in ("", student.grade)
            and self.gender in ("", student.gender)
            and (not self.language or f"{student.language}-".startswith(f"{self.language}-"))
        )


ANY = Traits()


def search_students(
    district: str,
    school_ids: Sequence[str],
    q: str = "",
    traits: Traits = ANY,
    *,
    section_id: str = "",
    number: str = "",
    after: str | None = None,
    limit: int = DEFAULT_LIMIT,
) -> Page[StudentRow]:
    """A page of the active students of some schools, by name; of one section, or with one student number.

    `after` is the page before's cursor. Raises Invalid for a cursor of another list.
    """
    if number.strip():
        found = _numbered(district, school_ids, number.strip())
        return pick_students(_in_section(found, section_id), q, traits, after, limit)
    if section_id:
        section = records.sections(district, (section_id,)).get(section_id)
        ids = section.students if section and section.school_id in school_ids else ()
        return pick_students(records.students(district, ids).values(), q, traits, after, limit)
    search = _Search(listing_of(district, "STUDENT"), tuple(school_ids), q, traits)
    return search.page(after, limit, _student_row)


def _numbered(district: str, school_ids: Sequence[str], number: str) -> list[Student]:
    """The students of these schools with a student number, or with it as their id."""
    items, _ = dynamo.query(table("directory"), number_rows(district, number), limit=100)
    found = records.students(district, (*(item["sk"] for item in items), number))
    return [each for each in found.values() if not set(school_ids).isdisjoint(each.schools)]


def _in_section(students: Iterable[Student], section_id: str) -> Iterable[Student]:
    return (each for each in students if not section_id or section_id in each.sections)


def search_staff(
    district: str,
    school_ids: Sequence[str],
    q: str = "",
    after: str | None = None,
    limit: int = DEFAULT_LIMIT,
    keep: Callable[[StaffRow], bool] = lambda _: True,
    *,
    office: bool = True,
) -> Page[StaffRow]:
    """A page of the staff of some schools by name, then those of the district office; `keep` leaves out."""
    places = (*school_ids, DISTRICT_OFFICE) if office else tuple(school_ids)
    search = _Search(
        listing_of(district, "STAFF"), places, q, keep=lambda row: keep(_staff_row(("", row))), at="staff_at"
    )
    return search.page(after, limit, _staff_row)


def listing_of(district: str, who: str) -> Callable[[str], str]:
    """School id -> the beginning of its partitions."""
    return lambda school_id: listing(district, school_id, who)


def pick_students(
    students: Iterable[Student],
    q: str = "",
    traits: Traits = ANY,
    after: str | None = None,
    limit: int = DEFAULT_LIMIT,
) -> Page[StudentRow]:
    """A page out of a few hundred students at most, such as a teacher's own, by name."""
    place = position(after, f=str, g=str, i=str)
    start = (place["f"], place["g"], place["i"]) if place else ("", "", "")
    wanted = words(q)
    if q.strip() and not wanted:
        return Page(())
    placed = sorted((_place(each), each) for each in students if _matches(each, wanted, traits))
    rest = [each for each in placed if each[0] > start]
    rows = tuple(StudentRow(s.student_id, s.name, s.grade, s.school_id, s.number) for _, s in rest[:limit])
    if len(rest) <= limit:
        return Page(rows)
    family, given, student_id = rest[limit - 1][0]
    return Page(rows, encode_cursor({"f": family, "g": given, "i": student_id}))


def _place(student: Student) -> tuple[str, str, str]:
    return fold(student.family_name), fold(student.given_name), student.student_id


def _matches(student: Student, wanted: Sequence[str], traits: Traits) -> bool:
    return student.active and traits.fit(student) and named(wanted, student.given_name, student.family_name)


# ---- index rows --------------------------------------------------------------------------------------------


@value
class _Search:
    """One search over the index rows of some schools; `keep` looks at a row after the table's own filter. `at`
    is what its cursors call the school."""

    partition: Callable[[str], str]
    schools: tuple[str, ...]
    q: str
    traits: Traits = ANY
    keep: Callable[[dynamo.Item], bool] = lambda _: True
    at: str = "s"

    def page(self, after: str | None, limit: int, read: Callable[[_Found], Row]) -> Page[Row]:
        """Rows from a position on, school after school, until the page is full or MOST_QUERIES are spent."""
        wanted = sorted(words(self.q), key=len)
        if self.q.strip() and not wanted:
            return Page(())
        at, begin = self._start(after)
        taken: list[_Found] = []
        for _ in range(MOST_QUERIES):
            if at == len(self.schools):
                break
            school_id = self.schools[at]
            rows, last = self._query(school_id, wanted, begin, limit)
            taken += ((school_id, row) for row in rows if self._counts(at, row, wanted))
            if len(taken) > limit:
                school_id, row = taken[limit - 1]
                return Page(
                    tuple(map(read, taken[:limit])), encode_cursor({self.at: school_id, "k": row["sk"]})
                )
            at, begin = (at, last["sk"]) if last else (at + 1, "")
        rest = encode_cursor({self.at: self.schools[at], "k": begin}) if at < len(self.schools) else None
        return Page(tuple(map(read, taken)), rest)

    def _start(self, cursor: str | None) -> tuple[int, str]:
        """In which of the schools to go on, and after which row."""
        place = position(cursor, **{self.at: str, "k": str})
        if place is None:
            return 0, ""
        school_id = place[self.at]
        if school_id not in self.schools:
            raise foreign()
        return self.schools.index(school_id), place["k"]

    def _query(
        self, school_id: str, wanted: Sequence[str], begin: str, limit: int
    ) -> tuple[list[dynamo.Item], dict[str, Any] | None]:
        """`wanted` shortest word first: the longest is the one looked up, the others are filtered by."""
        *others, longest = wanted or ("",)
        pk = f"{self.partition(school_id)}-{'NAMES' if longest else 'LIST'}"
        filters = _filters(others, self.traits)
        return dynamo.query(
            table("directory"),
            pk,
            begins=longest,
            after={"pk": pk, "sk": begin} if begin else None,
            limit=EXAMINED if filters else 2 * limit + 20,
            **filters,
        )

    def _counts(self, at: int, row: dynamo.Item, wanted: Sequence[str]) -> bool:
        """Whether this is the person's first row: a repeat has another word of the name, or another school."""
        before = self.schools[:at]
        first = not wanted or _first_match(row, wanted[-1])
        return first and set(before).isdisjoint(row.get("schools", ())) and self.keep(row)


def _filters(others: Sequence[str], traits: Traits) -> dict[str, Any]:
    """What the table leaves out by itself; nothing when there is nothing to leave out."""
    values = {f":w{number}": f" {word}" for number, word in enumerate(others)}
    parts = [f"contains(words, {name})" for name in values]
    names = {}
    for name in ("grade", "gender", "language"):
        if value := getattr(traits, name):
            names[f"#{name}"], values[f":{name}"] = name, value
            parts.append(f"#{name} = :{name}")
    if traits.language:
        values[":dialect"] = f"{traits.language}-"
        parts[-1] = f"({parts[-1]} OR begins_with(#language, :dialect))"
    return {"where": " AND ".join(parts), "values": values, "names": names} if parts else {}


def _first_match(row: dynamo.Item, prefix: str) -> bool:
    """Whether this is the row of the first of the person's words that begin so: the others are repeats."""
    word = row["sk"].split("#", 1)[0]
    return bool(word == min(each[: len(word)] for each in row["words"].split() if each.startswith(prefix)))


def _student_row(found: _Found) -> StudentRow:
    school_id, row = found
    return StudentRow(row["id"], row["name"], row["grade"], school_id, row.get("number", ""))


def _staff_row(found: _Found) -> StaffRow:
    row = found[1]
    roles = tuple(Role(each) for each in row["roles"])
    return StaffRow(row["id"], row["name"], roles, tuple(row["schools"]), tuple(row["profiles"]))
