"""Whether so much of a school would vanish that somebody has to look first: people, sections, enrollments."""

from collections.abc import Iterable, Mapping

from chalicelib.directory.index import DISTRICT_OFFICE
from chalicelib.kernel.words import joined, listed, say

from .sink import CONTACT, SECTION, STAFF, STUDENT
from .staging import Staging

MOST = 0.10  # of a kind at a school
_PEOPLE = (STUDENT, CONTACT, STAFF)
_ENROLLMENT = "enrollment"
_LOST = {
    STUDENT: "{gone:,} of {before:,} students",
    CONTACT: "{gone:,} of {before:,} contacts",
    STAFF: "{gone:,} of {before:,} staff",
    SECTION: "{gone:,} of {before:,} sections",
    _ENROLLMENT: "{gone:,} of {before:,} enrollments",
}
_COUNTS = """
SELECT count(*), ifnull(sum(NOT EXISTS (SELECT 1 FROM member m
    WHERE m.kind = o.kind AND m.school = o.school AND m.id = o.id)), 0)
FROM old o WHERE o.kind = ? AND o.school = ?
"""
Lost = tuple[int, int]  # how many there were, and how many of them are gone


def reason(db: Staging, schools: Iterable[str], names: Mapping[str, str], seats: Mapping[str, Lost]) -> str:
    """Sentences on the schools that would lose too much, or nothing. `seats`: enrollments by school."""
    told = []
    for school in schools:
        counts = _counts(db, school) | {_ENROLLMENT: seats.get(school, (0, 0))}
        told.append(_school(counts, names.get(school, school)))
    return joined([*[each for each in told if each][:20], *_office(db)], " ")


def _counts(db: Staging, school: str) -> dict[str, Lost]:
    found = {kind: db.one(_COUNTS, kind, school) or (0, 0) for kind in (*_PEOPLE, SECTION)}
    return {kind: (before, gone) for kind, (before, gone) in found.items()}


def _office(db: Staging) -> list[str]:
    """Most of the district's own staff: one school's export may name the superintendent only."""
    before, gone = db.one(_COUNTS, STAFF, DISTRICT_OFFICE) or (0, 0)
    return (
        [
            say(
                "{gone} of {before} staff of the district office are no longer in the file.",
                gone=gone,
                before=before,
            )
        ]
        if 2 * gone > before
        else []
    )


def _school(counts: Mapping[str, Lost], name: str) -> str:
    """More than a tenth of a kind (of staff: every one), or of all people together."""
    many = {kind: row for kind, row in counts.items() if _too_many(kind, *row)}
    before, gone = (sum(counts[kind][at] for kind in _PEOPLE) for at in (0, 1))
    if not many and gone <= MOST * before:
        return ""
    shown = many or {kind: row for kind, row in counts.items() if row[1]}
    parts = [say(_LOST[kind], before=row[0], gone=row[1]) for kind, row in shown.items()]
    return say("{school}: {lost} are no longer in the file.", school=name, lost=listed(parts))


def _too_many(kind: str, before: int, gone: int) -> bool:
    return gone == before > 0 if kind == STAFF else gone > MOST * before
