"""Whether a list may go out with a message: with one alone, or with each occurrence of the schedule that has it
(IMPT-09)."""

from chalicelib.kernel.errors import Conflict, FieldError
from chalicelib.kernel.words import say

from .model import ImportedList

TAKEN = (
    "These recipients went out with a message and stand as they were sent. Import the file again for a new one."
)
HELD = "The scheduled message “{subject}” needs these recipients. Change or delete that message first."


def check_not_taken(one: ImportedList, field: str) -> None:
    """Raises Conflict when a message took the list."""
    if one.taken_by:
        raise Conflict(TAKEN, (FieldError(field, TAKEN),))


def check_not_held(one: ImportedList, field: str) -> None:
    """Raises Conflict, naming it, when the list belongs to a scheduled message."""
    if one.held_by:
        why = say(HELD, subject=one.held_as)
        raise Conflict(why, (FieldError(field, why),))


def check_free(one: ImportedList, field: str, schedule_id: str) -> None:
    """Raises Conflict when it is neither the schedule's own nor nobody's."""
    if one.held_by != schedule_id:
        check_not_held(one, field)
        check_not_taken(one, field)
