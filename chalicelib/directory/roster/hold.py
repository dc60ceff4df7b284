"""Whether so many people of a school would vanish that somebody has to look first (10 percent)."""

from collections.abc import Iterable, Mapping

from chalicelib.directory.index import DISTRICT_OFFICE
from chalicelib.kernel.words import joined, listed, say

from .sink import CONTACT, STAFF, STUDENT
from .staging import Staging

MOST = 0.10
_LOST = {
    STUDENT: "{gone:,} of {before:,} students",
    CONTACT: "{gone:,} of {before:,} contacts",
    STAFF: "{gone:,} of {before:,} staff",
}
_COUNTS = """
SELECT count(*), ifnull(sum(NOT EXISTS (SELECT 1 FROM member m
    WHERE m.kind = o.kind AND m.school = o.school AND m.id = o.id)), 0)
FROM old o WHERE o.kind = ? AND o.school = ?
"""


def reason(db: Staging, schools: Iterable[str], names: Mapping[str, str]) -> str:
    """Sentences on the schools that would lose too many, or nothing."""
    told = [sentence for school in schools if (sentence := _school(db, school, names.get(school, school)))]
    return joined([*told[:20], *_office(db)], " ")


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


def _school(db: Staging, school: str, name: str) -> str:
    """More than a tenth of the students, of the contacts or of all people; or every one of the staff."""
    counts = {kind: db.one(_COUNTS, kind, school) or (0, 0) for kind in _LOST}
    before = sum(row[0] for row in counts.values())
    gone = sum(row[1] for row in counts.values())
    many = {kind: row for kind, row in counts.items() if _too_many(kind, *row)}
    if not many and gone <= MOST * before:
        return ""
    shown = many or {kind: row for kind, row in counts.items() if row[1]}
    parts = [say(_LOST[kind], before=row[0], gone=row[1]) for kind, row in shown.items()]
    return say("{school}: {lost} are no longer in the file.", school=name, lost=listed(parts))


def _too_many(kind: str, before: int, gone: int) -> bool:
    return gone == before > 0 if kind == STAFF else gone > MOST * before
