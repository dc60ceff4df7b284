"""What somebody sees on their portal today (ANN-04, ANN-09, ANN-17 to ANN-20).

    who they are --viewers--> at which schools they see announcements, and as whom
        --rows of those places--> those of today, in order --whole--> what they say

Rows are small and hold what decides; the text is read of those only that are shown.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from chalicelib.access import scope
from chalicelib.access.model import Principal
from chalicelib.directory import store as directory
from chalicelib.directory.model import STAFF_ROLES, Role, School
from chalicelib.kernel.clock import local_date
from chalicelib.kernel.words import say

from . import store
from .model import Announcement, Viewer, in_order

MOST = 50  # on one portal
DISTRICT_ANNOUNCEMENT = "District Announcement"


def shown(principal: Principal, school_id: str, now: datetime) -> list[Announcement]:
    """In the order of ANN-10. Staff see those of the school that they look at; families those of every school
    where their children are enrolled. Raises NotFound for a school that is not theirs."""
    viewers = set(_viewers(principal, school_id))
    rows = in_order(_among(principal.district, viewers, now))[:MOST]
    whole = store.whole(principal.district, [row.announcement_id for row in rows])
    # The rows are of the same transaction, but these may be read a moment later.
    return in_order(each for each in whole.values() if _sees(viewers, each, now))


def subtitle(announcement: Announcement, schools: dict[str, School]) -> str:
    """ANN-18."""
    if not announcement.schools:
        return say(DISTRICT_ANNOUNCEMENT)
    only = schools.get(announcement.only_school)
    return only.name if only else ""


def _among(district: str, viewers: set[Viewer], now: datetime) -> list[Announcement]:
    """The day before today in the district's zone is today in no zone west of it: those rows are read too."""
    first = datetime.fromisoformat(local_date(now, directory.district(district).time_zone)).date()
    places = {viewer.school_id for viewer in viewers}
    everywhere = {""} if any(not viewer.excluded for viewer in viewers) else set()
    rows = [
        row
        for place in sorted(places | everywhere)
        for row in store.current(district, place, first - timedelta(days=1))
    ]
    return list({row.announcement_id: row for row in rows if _sees(viewers, row, now)}.values())


def _sees(viewers: set[Viewer], announcement: Announcement, now: datetime) -> bool:
    return announcement.is_shown(now) and any(map(announcement.is_for, viewers))


def _viewers(principal: Principal, school_id: str) -> Iterator[Viewer]:
    known = directory.schools(principal.district)
    if school_id:
        scope.check_schools(principal, (school_id,), "school_id")
    if principal.is_staff:
        here = school_id or next(iter(scope.scope_of(principal).schools), "")
        for role in STAFF_ROLES.intersection(principal.roles):
            yield Viewer(role, here, excluded=_is_excluded(known, here))
    for role in (Role.PARENT, Role.STUDENT):
        if role in principal.roles:
            yield from _through_students(principal, role, known)


def _through_students(principal: Principal, role: Role, known: dict[str, School]) -> Iterator[Viewer]:
    ids = principal.children if role is Role.PARENT else (principal.user_id,)
    for student in directory.students(principal.district, ids).values():
        for school in student.schools if student.active else ():
            yield Viewer(role, school, student.grade, _is_excluded(known, school))


def _is_excluded(known: dict[str, School], school_id: str) -> bool:
    return school_id in known and known[school_id].excluded
