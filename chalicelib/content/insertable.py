"""Who may use which insert field (FLDS-06), and which of them the window shows."""

from chalicelib.access.model import Principal
from chalicelib.access.scope import recipient_types
from chalicelib.directory.store.marking_periods import marking_periods

from .field_list import PERIOD_FIELDS, STUDENT_FIELDS, USER_FIELDS, Field


def insertable(principal: Principal) -> tuple[Field, ...]:
    """The fields that somebody may use: student fields are for those who may write about students, and none
    are for families, who are not offered any."""
    if not principal.is_staff:
        return ()
    student = STUDENT_FIELDS if recipient_types(principal) else ()
    return (*student, *USER_FIELDS, *PERIOD_FIELDS)


def offered(principal: Principal) -> tuple[Field, ...]:
    """Those of the fields that can say something: without marking periods theirs never would (FLDS-04)."""
    fields = insertable(principal)
    if marking_periods(principal.district):
        return fields
    return tuple(field for field in fields if field not in PERIOD_FIELDS)
