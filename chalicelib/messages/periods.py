"""Which marking period a message's insert fields speak of (FLDS-04, SCHD-18).

One-time messages keep that of the moment at which they were composed, in the school year at work; recurring
ones take the current one at each run. Between two it is the one that ended last.
"""

from datetime import datetime

from chalicelib.content.field_list import PERIOD_FIELDS
from chalicelib.content.fields import among, names_used, texts_of
from chalicelib.content.model import Content
from chalicelib.directory import marking_periods, school_years
from chalicelib.directory.marking_periods import MarkingPeriod
from chalicelib.directory.model import District
from chalicelib.directory.store import marking_periods as store
from chalicelib.kernel.clock import local_date
from chalicelib.kernel.errors import FieldError
from chalicelib.kernel.words import say

BLANK = "No marking period is known yet for this school year. {fields} is left blank."
_NAMES = frozenset(field.name for field in PERIOD_FIELDS)


def at_composing(district: District, content: Content, now: datetime) -> MarkingPeriod | None:
    """Of the school year at work; None where nothing says it, or there is none yet."""
    if not _speaks_of_one(content):
        return None
    year = school_years.at_work(district, now)
    known = marking_periods.of_year(store.marking_periods(district.district_id), year)
    return marking_periods.on(known, local_date(now, district.time_zone))


def at_run(district: District, content: Content, now: datetime) -> MarkingPeriod | None:
    """The current one, whatever school year somebody set."""
    if not _speaks_of_one(content):
        return None
    known = store.marking_periods(district.district_id)
    return marking_periods.on(known, local_date(now, district.time_zone))


def blank(content: Content, period: MarkingPeriod | None) -> tuple[FieldError, ...]:
    """Where a message would say nothing, for want of a period: its author should know."""
    if period or not _speaks_of_one(content):
        return ()
    found = {field: among(text, _NAMES) for field, text in texts_of(content).items()}
    return tuple(FieldError(field, say(BLANK, fields=names)) for field, names in found.items() if names)


def _speaks_of_one(content: Content) -> bool:
    return not _NAMES.isdisjoint(names_used(content))
