"""An earlier school year, chosen for a request by the header `School-Year` (`docs/decisions/0018`).

endpoint -> looking_back: the principal of that year, or a refusal where the route sends
         -> within.scope_of: the schools of that year;  year_of_lists: what Sent and the inbox show
"""

import re
from dataclasses import replace

from chalicelib.directory import school_years
from chalicelib.directory import store as directory
from chalicelib.directory.school_years import YearBounds
from chalicelib.kernel.errors import Conflict, FieldError, Invalid
from chalicelib.kernel.words import say

from .above import first_and_current
from .model import Principal

HEADER = "School-Year"
_YEAR = re.compile(r"(19|20)\d\d", re.ASCII)


class EarlierYear(Conflict):
    """Nothing is sent in an earlier school year, answers included (COMP-34, A-69)."""

    slug = "earlier-school-year"
    title = "Nothing can be sent in an earlier school year"


def looking_back(principal: Principal, asked: str | None, *, sends: bool) -> Principal:
    """The principal in the school year that the request names; as they are in the current one.

    Raises Invalid for what is no year, one to come, or one before the district's first; EarlierYear when the
    route sends.
    """
    if asked is None:
        return principal
    if not _YEAR.fullmatch(asked):
        raise _unusable(
            say("“{year}” is no school year. Send the year in which it begins, such as 2026.", year=asked[:20])
        )
    district = directory.district(principal.district)
    current = school_years.at_work(district, principal.asked_at)
    if asked == current:
        return principal
    shown = {"year": school_years.title(asked), "current": school_years.title(current)}
    if asked > current:
        raise _unusable(
            say("The school year {year} has not begun. Choose {current} or an earlier one.", **shown)
        )
    first, _ = first_and_current(principal, district, directory.schools(principal.district).values())
    if asked < first:
        told = say(
            "There is nothing of {year}. Choose {first} or a later one.",
            first=school_years.title(first),
            **shown,
        )
        raise _unusable(told)
    if sends:
        told = say(
            "You are looking at the school year {year}, in which nothing can be sent. Go back to {current}.",
            **shown,
        )
        raise EarlierYear(told, (FieldError(HEADER, told),))
    return replace(principal, school_year=asked)


def year_of_lists(principal: Principal) -> YearBounds | None:
    """The bounds of the earlier year that the principal looks at; None in the current one, whose lists go back
    as far as there is something."""
    if not principal.school_year:
        return None
    return school_years.bounds(directory.district(principal.district), principal.school_year)


def _unusable(told: str) -> Invalid:
    return Invalid.one(HEADER, told)
