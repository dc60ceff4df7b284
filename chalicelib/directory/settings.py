"""Changing what is set for a district or a school (ADMIN-01 to ADMIN-06, ADMIN-16, XSCH-01).

as it is -> wanted -> checked against each other -> written where nothing changed meanwhile, with its entry
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import Invalid, Stale

from . import store
from .audit import Change, Shown, Subject, Who, differences, entry
from .model import District, School
from .preferences import Value, changed, effective, window_faults
from .store import settings as stored

_SCHOOL_FIELDS = ("excluded", "first_year", "last_year", "time_zone")


def change_district(district: District, wanted: Mapping[str, Value | None], who: Who, clock: Clock) -> District:
    """The district with these preferences. Raises Invalid, or Stale when somebody else was faster."""
    after = replace(district, settings=changed(district.settings, wanted))
    _check_window(effective(after), wanted)
    return save_district(district, after, Subject.DISTRICT, who, clock)


def save_district(before: District, after: District, subject: Subject, who: Who, clock: Clock) -> District:
    """Store a district whose settings changed. Raises Stale."""
    changes = differences(before.settings, after.settings)
    told = entry(clock.now(), who, subject, before.district_id, before.name, changes)
    if changes and not stored.change_district(before, after, told):
        raise Stale
    return after


def change_school(
    district: District,
    school: School,
    fields: Mapping[str, Any],
    wanted: Mapping[str, Value | None],
    who: Who,
    clock: Clock,
) -> School:
    """The school with these fields (`_SCHOOL_FIELDS`) and own preferences. Raises as `change_district`."""
    after = replace(school, **fields, settings=changed(school.settings, wanted))
    _check_years(after)
    _check_window(effective(district, after), wanted)
    changes = _school_changes(school, after)
    told = entry(clock.now(), who, Subject.SCHOOL, school.school_id, school.name, changes)
    if changes and not stored.change_school(district.district_id, school, after, told):
        raise Stale
    return after


def _school_changes(before: School, after: School) -> tuple[Change, ...]:
    return differences(_shown(before), _shown(after))


def _shown(school: School) -> dict[str, Shown]:
    fields = {name: getattr(school, name) for name in _SCHOOL_FIELDS}
    return {**{name: None if value == "" else value for name, value in fields.items()}, **school.settings}


def _check_window(values: Mapping[str, Value], wanted: Mapping[str, object]) -> None:
    faults = window_faults(values, wanted)
    if faults:
        raise Invalid(faults[0].message, faults)


def _check_years(school: School) -> None:
    if school.first_year and school.last_year and school.first_year > school.last_year:
        raise Invalid.one(
            "last_year", "The last school year is before the first. Exchange them, or leave one empty."
        )


def current(district_id: str) -> tuple[District, dict[str, School]]:
    """The district and its schools, as they are now."""
    return store.district(district_id), store.schools(district_id)
