"""Whom the User filter of the reports offers: oneself, and with View All Users the staff of one's schools."""

from chalicelib.access import scope
from chalicelib.access.model import Permission, Principal
from chalicelib.directory import store as directory
from chalicelib.directory.model import StaffRow
from chalicelib.directory.names import named, words
from chalicelib.kernel.paging import Page


def senders(viewer: Principal, q: str, cursor: str | None, limit: int) -> Page[tuple[str, str]]:
    """User ids and names; oneself first (REPT-10, REPT-12, PERM-R02)."""
    own = ((viewer.user_id, viewer.name),) if not cursor and named(words(q), viewer.name) else ()
    if not viewer.may(Permission.REPORTS_VIEW_ALL_USERS):
        return Page(own)
    schools = scope.schools_of(viewer)

    def shown(row: StaffRow) -> bool:
        return row.user_id != viewer.user_id and (
            viewer.all_schools or not set(schools).isdisjoint(row.school_ids)
        )

    page = directory.search_staff(viewer.district, schools, q, after=cursor, limit=limit, keep=shown)
    return Page((*own, *((row.user_id, row.name) for row in page.items)), page.next_cursor)
