"""The imported list of a scheduled message: its own as long as it is kept, and gone with it (IMPT-09).

saved    it lives past the next date, no other message takes it, nobody deletes it    `hold`
fired    it lives past the date after                                                 `keep`
deleted, or saved with another list: the old one goes, unless it was sent             `let_go`, `forget`
"""

from chalicelib.audience.imported import keeping
from chalicelib.audience.imported import store as imported
from chalicelib.audience.imported.free import check_free
from chalicelib.audience.imported.model import ImportedList

from .model import Schedule
from .recurrence import Occurrence
from .store import Also


def hold(schedule: Schedule) -> Also:
    """For the transaction that stores a schedule: its list is its own. Raises Conflict when it is another's."""
    list_id = schedule.summary.imported
    one = imported.get(schedule.district, list_id) if list_id else None
    if one is None:
        return ()
    check_free(one, "audience.imported.list_id", schedule.schedule_id)
    keep(schedule, schedule.next)
    return (imported.held(one, schedule.schedule_id, schedule.summary.subject),)


def keep(schedule: Schedule, occurrence: Occurrence | None) -> None:
    """The schedule's list lives past an occurrence; without one, as long as it would."""
    if schedule.summary.imported and occurrence:
        keeping.keep(schedule.district, schedule.summary.imported, occurrence.due)


def dropped(before: Schedule, after: Schedule | None = None) -> ImportedList | None:
    """The list that a schedule has and will not have after a change; None when it keeps it, or has none."""
    list_id = before.summary.imported
    if not list_id or (after and after.summary.imported == list_id):
        return None
    one = imported.get(before.district, list_id)
    return one if one and one.held_by == before.schedule_id else None


def let_go(one: ImportedList | None) -> Also:
    """For the transaction that changes or removes a schedule."""
    return (imported.let_go(one),) if one else ()


def forget(one: ImportedList | None) -> None:
    """After it: nobody has the list now. One that went out stays as it was sent."""
    if one and not one.taken_by:
        imported.delete(one)
