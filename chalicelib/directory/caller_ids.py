"""Caller IDs: the numbers that calls may show (glossary "Caller ID number"). Pure.

    a district's list, oldest change first --saved--> the list with the new ones, and who lost a default by it
                                           --available, default_of--> what a caller may choose, and starts at

Of one kind of default there is one: for the district, for student attendance, and for each school. Whoever is
saved last has it, and the older loses it (A-53). Titles are for the office and are never told to a carrier
(CID-02).
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any

from chalicelib.kernel.values import value

MOST = 300  # of one district
MOST_LETTERS = 250_000  # in the schools that a district's numbers name: the list is one item, of 400 KB at most
LONGEST_TITLE = 60  # characters


class Default(StrEnum):
    """What a number can be the default of."""

    DISTRICT = "district_default"
    SCHOOL = "school_default"
    ATTENDANCE = "student_attendance"


@value
class CallerId:
    """One number. `creator` is empty for the operator's.

    `schools` narrows a public one to these, and says whose default it may be. `default_schools` are those among
    them that call from it unless somebody chooses otherwise; a newer number can take some of them away.
    """

    caller_id: str
    title: str
    number: str
    creator: str = ""
    public: bool = False
    schools: tuple[str, ...] = ()
    student_attendance: bool = False
    district_default: bool = False
    default_schools: tuple[str, ...] = ()

    @property
    def school_default(self) -> bool:
        return bool(self.default_schools)

    def is_for(self, user_id: str, school_id: str) -> bool:
        """Whether somebody who works for a school may call from it (CID-03, CID-04, A-54)."""
        if self.district_default or self.creator == user_id or school_id in self.default_schools:
            return True
        return self.public and (not self.schools or school_id in self.schools)

    def is_shown_to(self, user_id: str) -> bool:
        """Whether a manager of the list sees it: what somebody keeps to themselves is nobody else's."""
        shared = self.public or self.district_default or self.school_default or self.student_attendance
        return shared or self.creator == user_id

    @property
    def concerns_district(self) -> bool:
        """Whether people of all schools are affected by it."""
        everywhere = self.public and not self.schools
        return self.district_default or self.student_attendance or everywhere


Listed = tuple[CallerId, ...]


@value
class Handover:
    """A default that moved from an older number to a newer one; `schools`: of a school default, whose."""

    default: Default
    before: CallerId
    after: CallerId
    schools: tuple[str, ...] = ()


def saved(listed: Listed, new: Iterable[CallerId]) -> tuple[Listed, tuple[Handover, ...]]:
    """The list with these, one after the other, in place of what has their ids; the defaults that moved."""
    moved: list[Handover] = []
    for each in new:
        rest = tuple(other for other in listed if other.caller_id != each.caller_id)
        moved += [handover for other in rest for handover in _handovers(other, each)]
        listed = (*(_without_defaults_of(other, each) for other in rest), each)
    return listed, tuple(moved)


def _handovers(older: CallerId, newer: CallerId) -> Iterable[Handover]:
    if older.district_default and newer.district_default:
        yield Handover(Default.DISTRICT, older, newer)
    if older.student_attendance and newer.student_attendance:
        yield Handover(Default.ATTENDANCE, older, newer)
    both = tuple(each for each in older.default_schools if each in newer.default_schools)
    if both:
        yield Handover(Default.SCHOOL, older, newer, both)


def _without_defaults_of(older: CallerId, newer: CallerId) -> CallerId:
    return replace(
        older,
        district_default=older.district_default and not newer.district_default,
        student_attendance=older.student_attendance and not newer.student_attendance,
        default_schools=tuple(each for each in older.default_schools if each not in newer.default_schools),
    )


def edited(one: CallerId, fields: Mapping[str, Any]) -> CallerId:
    """With other values. `school_default` ticked anew is for all its schools; ticked before, for those it had
    and those that came."""
    schools: tuple[str, ...] = tuple(dict.fromkeys(fields.get("schools", one.schools)))
    ticked = fields.get("school_default")
    if ticked is None:
        had = one.default_schools
        ticked_for = tuple(each for each in schools if had and (each in had or each not in one.schools))
    else:
        ticked_for = schools if ticked else ()
    others = {name: value for name, value in fields.items() if name not in ("schools", "school_default")}
    return replace(one, **others, schools=schools, default_schools=ticked_for)


def letters_of_schools(listed: Listed) -> int:
    """How much room the schools take that a list names, with what parts them."""
    return sum(len(school) + 3 for each in listed for school in (*each.schools, *each.default_schools))


def without(listed: Listed, caller_id: str) -> Listed:
    return tuple(each for each in listed if each.caller_id != caller_id)


# ---- Who calls from which ----------------------------------------------------------------------------------


def district_default(listed: Listed) -> CallerId | None:
    """The number without which nobody calls (CID-07, A-55)."""
    return next((each for each in listed if each.district_default), None)


def available(listed: Listed, user_id: str, school_id: str) -> Listed:
    """What somebody who works for a school may choose, by title; nothing without a district default."""
    if district_default(listed) is None:
        return ()
    mine = (each for each in listed if each.is_for(user_id, school_id))
    return tuple(sorted(mine, key=lambda each: (each.title.casefold(), each.number)))


def default_of(listed: Listed, school_id: str) -> CallerId | None:
    """What calls of a school come from unless somebody chooses otherwise (CID-08); `school_id` is empty for
    people without a school. None without a district default."""
    whole = district_default(listed)
    own = (each for each in listed if school_id and school_id in each.default_schools)
    return next(own, whole) if whole else None
