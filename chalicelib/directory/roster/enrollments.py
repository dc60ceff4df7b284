"""Enrollments, which are seats and teachers of sections: how many come and go, in all and school by school."""

from collections import Counter
from collections.abc import Mapping

from chalicelib.directory import store
from chalicelib.directory.model import Section
from chalicelib.kernel.batches import batched
from chalicelib.kernel.values import value

from . import diff
from .model import Changes
from .sink import SECTION
from .staging import Staging

_NOW = """
SELECT c.school, count(*) FROM (
    SELECT section FROM seats UNION ALL
    SELECT t.section FROM teaches t JOIN users u ON u.id = t.user WHERE t.lead AND u.enabled
) e JOIN classes c ON c.id = e.section GROUP BY c.school
"""
_PEOPLE = """
SELECT student FROM seats WHERE section = ? UNION
SELECT t.user FROM teaches t JOIN users u ON u.id = t.user WHERE t.section = ? AND t.lead AND u.enabled
"""
_SCHOOL = "SELECT school FROM classes WHERE id = ?"


@value
class Enrollments:
    """What changes in all, and for each school how many there were and how many of them are gone."""

    changes: Changes
    lost: Mapping[str, tuple[int, int]]


def compare(db: Staging, district: str) -> Enrollments:
    """Section by section, reading from the store only those that change."""
    now: dict[str, int] = dict(db.all(_NOW))
    added, gone = Counter[str](), Counter[str]()
    for chunk in batched(diff.changes(db, SECTION), 100):
        db.pulse()
        before = store.sections(district, [each.id for each in chunk if each.how != "added"])
        for each in chunk:
            _count(db, each, before.get(each.id), added, gone)
    schools = {*now, *gone}
    lost = {each: (now.get(each, 0) - added[each] + gone[each], gone[each]) for each in schools}
    came = added.total()
    return Enrollments(Changes(came, 0, gone.total(), sum(now.values()) - came), lost)


def _count(
    db: Staging, change: diff.Change, stored: Section | None, added: Counter[str], gone: Counter[str]
) -> None:
    """One section's people; who stays in it stays, whichever school it belongs to."""
    was = {*stored.students, *stored.teachers} if stored else set()
    is_ = {row[0] for row in db.all(_PEOPLE, change.id, change.id)} if change.how != "removed" else set()
    here = db.one(_SCHOOL, change.id) if is_ else None
    if here:
        added[here[0]] += len(is_ - was)
    if stored:
        gone[stored.school_id] += len(was - is_)
