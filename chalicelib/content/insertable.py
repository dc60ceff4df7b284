"""Who may use which insert field (FLDS-06)."""

from chalicelib.access.model import Principal
from chalicelib.access.scope import recipient_types

from .field_list import PERIOD_FIELDS, STUDENT_FIELDS, USER_FIELDS, Field


def insertable(principal: Principal) -> tuple[Field, ...]:
    """The fields that somebody may use: student fields are for those who may write about students, and none
    are for families, who are not offered any."""
    if not principal.is_staff:
        return ()
    student = STUDENT_FIELDS if recipient_types(principal) else ()
    return (*student, *USER_FIELDS, *PERIOD_FIELDS)
