"""Whom an announcement goes to, at the moment at which it leaves (ANN-06, ANN-09).

    its schools and grades, students or which of their contacts --recipient type--> students of a selection
    its schools, administrators or teachers                     --ids-------------> staff of it

Staff are those whom one can look up at these schools to write to them (PICK-08, `docs/decisions/0047`).
"""

from collections.abc import Mapping

from chalicelib.access import store as access
from chalicelib.access.scope import Scope, in_messaging_search
from chalicelib.audience.model import RecipientType, Selection, StudentSelection
from chalicelib.directory import store as directory
from chalicelib.directory.model import STAFF_ROLES, Role, StaffRow

from .model import Announcement

T = RecipientType
Families = tuple[bool, RecipientType | None]  # whether students get it, and which of their contacts
# The recipient type of each such pair. There is no other: students and one contact of each family, say.
RECIPIENTS: Mapping[Families, RecipientType | None] = {
    (False, None): None,
    (True, None): T.STUDENTS,
    (True, T.PRIMARY_CONTACTS): T.STUDENTS_AND_PRIMARY_CONTACTS,
    (True, T.ALL_CONTACTS): T.STUDENTS_AND_ALL_CONTACTS,
    (False, T.PRIMARY_CONTACTS): T.PRIMARY_CONTACTS,
    (False, T.ALL_CONTACTS): T.ALL_CONTACTS,
    (False, T.ONCE_PER_FAMILY): T.ONCE_PER_FAMILY,
    (False, T.TEACHERS_OF): T.TEACHERS_OF,
}
STAFF_PAGE = 500


def families(announcement: Announcement) -> Families:
    """Whom of the families it goes to."""
    parents = Role.PARENT in announcement.roles
    return Role.STUDENT in announcement.roles, announcement.contacts if parents else None


def selection(announcement: Announcement, within: Scope) -> Selection:
    """The students of its schools and grades through their recipient type, and the staff of its schools."""
    schools = announcement.schools or within.schools
    kind = RECIPIENTS.get(families(announcement))
    pairs = tuple((school, grade) for school in schools for grade in announcement.grades)
    students = StudentSelection(kind, schools=() if pairs else schools, grades=pairs) if kind else None
    return Selection(students=students, staff=_staff(announcement, schools))


def _staff(announcement: Announcement, schools: tuple[str, ...]) -> tuple[str, ...]:
    """Ids of the staff whose role it is for; the district's office has what is for the whole district."""
    roles = STAFF_ROLES.intersection(announcement.roles)
    if not (roles and schools):
        return ()

    known = access.profiles(announcement.district)

    def keep(row: StaffRow) -> bool:
        return not roles.isdisjoint(row.roles) and in_messaging_search(row.profiles, row.roles, known)

    found: list[str] = []
    after: str | None = None
    while True:
        page = directory.search_staff(
            announcement.district,
            schools,
            after=after,
            limit=STAFF_PAGE,
            keep=keep,
            office=not announcement.schools,
        )
        found += [row.user_id for row in page.items]
        after = page.next_cursor
        if after is None:
            return tuple(dict.fromkeys(found))
