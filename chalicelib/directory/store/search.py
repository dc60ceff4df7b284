"""Finding people for the pickers (PICK-01, PICK-02): by words of the name, page by page, one query per page.

    q "garcia mar" -> rows under words beginning with "garcia", filtered by another word beginning with "mar"
    several schools -> one after another; the cursor says in which school and after which row to go on

Somebody with two names of the same beginning, or in two of the schools, appears once.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from chalicelib.kernel import dynamo
from chalicelib.kernel.errors import Invalid
from chalicelib.kernel.paging import DEFAULT_LIMIT, Page, decode_cursor, encode_cursor
from chalicelib.kernel.settings import table

from ..index import DISTRICT_OFFICE, listing
from ..model import Role, StaffRow, Student, StudentRow
from ..names import fold, words
from . import records

Row = TypeVar("Row")
_Found = tuple[str, dynamo.Item]  # school id, index row


def search_students(
    district: str,
    school_ids: Sequence[str],
    q: str = "",
    grade: str = "",
    section_id: str = "",
    after: str | None = None,
    limit: int = DEFAULT_LIMIT,
) -> Page[StudentRow]:
    """A page of the active students of some schools, by name; of one section when `section_id` is given.

    `after` is the page before's cursor. Raises Invalid for a cursor of another list.
    """
    if section_id:
        return _section(district, school_ids, q, grade, section_id, after, limit)
    found = _find(district, school_ids, "STUDENT", q, grade, decode_cursor(after))
    return _page(found, limit, _student_row)


def search_staff(
    district: str,
    school_ids: Sequence[str],
    q: str = "",
    after: str | None = None,
    limit: int = DEFAULT_LIMIT,
    keep: Callable[[StaffRow], bool] = lambda _: True,
) -> Page[StaffRow]:
    """A page of the staff of some schools by name, then those of the district office; `keep` leaves out."""
    found = _find(district, (*school_ids, DISTRICT_OFFICE), "STAFF", q, "", decode_cursor(after))
    return _page((each for each in found if keep(_staff_row(each))), limit, _staff_row)


def pick_students(
    students: Iterable[Student],
    q: str = "",
    grade: str = "",
    after: str | None = None,
    limit: int = DEFAULT_LIMIT,
) -> Page[StudentRow]:
    """A page out of a few hundred students at most, such as a teacher's own, by name."""
    position = decode_cursor(after)
    start = tuple(_text(position, name) for name in ("f", "g", "i")) if position else ("", "", "")
    wanted = words(q)
    if q.strip() and not wanted:
        return Page(())
    placed = sorted((_place(each), each) for each in students if _matches(each, wanted, grade))
    rest = [each for each in placed if each[0] > start]
    rows = tuple(StudentRow(s.student_id, s.name, s.grade, s.school_id) for _, s in rest[:limit])
    if len(rest) <= limit:
        return Page(rows)
    family, given, student_id = rest[limit - 1][0]
    return Page(rows, encode_cursor({"f": family, "g": given, "i": student_id}))


def _place(student: Student) -> tuple[str, str, str]:
    return fold(student.family_name), fold(student.given_name), student.student_id


def _matches(student: Student, wanted: Iterable[str], grade: str) -> bool:
    if not student.active or (grade and student.grade != grade):
        return False
    own = words(student.given_name, student.family_name)
    return all(any(word.startswith(each) for word in own) for each in wanted)


def _section(
    district: str, school_ids: Sequence[str], q: str, grade: str, section_id: str, after: str | None, limit: int
) -> Page[StudentRow]:
    section = records.sections(district, (section_id,)).get(section_id)
    if section is None or section.school_id not in school_ids:
        return Page(())
    return pick_students(records.students(district, section.students).values(), q, grade, after, limit)


# ---- index rows --------------------------------------------------------------------------------------------


def _find(
    district: str, school_ids: Sequence[str], who: str, q: str, grade: str, position: dict[str, Any] | None
) -> Iterator[_Found]:
    """Matching rows from a position on, school after school, each person once."""
    wanted = sorted(words(q), key=len)
    if q.strip() and not wanted:
        return
    start, begin = 0, ""
    if position:
        start, begin = _school_position(school_ids, position), _text(position, "k")
    for number, school_id in enumerate(school_ids[start:], start):
        before = frozenset(school_ids[:number])
        for row in _rows(listing(district, school_id, who), wanted, grade, begin):
            if before.isdisjoint(row.get("schools", ())):
                yield school_id, row
        begin = ""


def _school_position(school_ids: Sequence[str], position: dict[str, Any]) -> int:
    school_id = position.get("s")
    if school_id not in school_ids:
        raise _foreign()
    return school_ids.index(school_id)


def _rows(partition: str, wanted: Sequence[str], grade: str, begin: str) -> Iterator[dynamo.Item]:
    """The rows of one school after a row; `wanted` shortest word first: the longest is the one looked up."""
    *others, longest = wanted or ("",)
    pk = f"{partition}-NAMES" if longest else f"{partition}-LIST"
    after = {"pk": pk, "sk": begin} if begin else None
    for row in dynamo.query_all(table("directory"), pk, begins=longest, after=after, **_filters(others, grade)):
        if not longest or _first_match(row, longest):
            yield row


def _filters(others: Sequence[str], grade: str) -> dict[str, Any]:
    """What the table leaves out by itself; without anything to leave out, small pages are read."""
    values = {f":w{number}": f" {word}" for number, word in enumerate(others)}
    parts = [f"contains(words, {name})" for name in values]
    names = {"#grade": "grade"} if grade else {}
    if grade:
        values[":grade"] = grade
        parts.append("#grade = :grade")
    if not parts:
        return {"limit": 60}
    return {"where": " AND ".join(parts), "values": values, "names": names}


def _first_match(row: dynamo.Item, prefix: str) -> bool:
    """Whether this is the row of the first of the person's words that begin so: the others are repeats."""
    word = row["sk"].split("#", 1)[0]
    return bool(word == min(each[: len(word)] for each in row["words"].split() if each.startswith(prefix)))


def _page(found: Iterator[_Found], limit: int, read: Callable[[_Found], Row]) -> Page[Row]:
    taken = list(islice(found, limit + 1))
    rows = tuple(read(each) for each in taken[:limit])
    if len(taken) <= limit:
        return Page(rows)
    school_id, last = taken[limit - 1]
    return Page(rows, encode_cursor({"s": school_id, "k": last["sk"]}))


def _student_row(found: _Found) -> StudentRow:
    school_id, row = found
    return StudentRow(row["id"], row["name"], row["grade"], school_id)


def _staff_row(found: _Found) -> StaffRow:
    row = found[1]
    roles = tuple(Role(each) for each in row["roles"])
    return StaffRow(row["id"], row["name"], roles, tuple(row["schools"]), tuple(row["profiles"]))


def _text(position: dict[str, Any], name: str) -> str:
    value = position.get(name)
    if not isinstance(value, str) or len(value) > 1024 or not value.isprintable():
        raise _foreign()
    return value


def _foreign() -> Invalid:
    return Invalid.one("cursor", "This page marker belongs to another list. Start again from the first page.")
