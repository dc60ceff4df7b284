"""From a principal to their scope: which schools count and what is hidden, as things stand now (`scope.py`)."""

from chalicelib.directory import school_years
from chalicelib.directory import store as directory
from chalicelib.directory.model import District, Role, School
from chalicelib.directory.preferences import effective

from .bounds import Scope
from .model import Principal


def scope_of(principal: Principal) -> Scope:
    """Whom the principal may write to now (PERM-07).

    Schools closed in the school year that they look at are left out (PICK-03). Somebody who works for an
    excluded school, or has no other, reaches its people only; anybody else reaches the people of none (PICK-10,
    XSCH-03, A-70).
    """
    known, district = directory.schools(principal.district), directory.district(principal.district)
    own = tuple(known) if principal.all_schools else principal.schools
    excluded = tuple(each for each, school in known.items() if school.excluded)
    home = _home(principal.session_school, own, excluded)
    inside = home in excluded
    schools = (home,) if inside else tuple(each for each in own if each not in excluded)
    schools = tuple(each for each in schools if each not in known or is_open(principal, district, known[each]))
    return Scope(
        role=_role(principal),
        schools=schools,
        sections=_sections_at(principal, schools) if set(schools) != set(own) else principal.sections,
        children=principal.children,
        excluded=() if inside else excluded,
        inside=inside,
        hides_schedules=_hides_schedules(principal, district, known.get(home)),
    )


def is_open(principal: Principal, district: District, school: School) -> bool:
    """Whether a school is open in the year that the principal looks at (PICK-03); always, where nobody says the
    time."""
    year = principal.school_year or school_years.at_work(district, principal.asked_at)
    return not year or school.is_open(year)


def _home(session_school: str, own: tuple[str, ...], excluded: tuple[str, ...]) -> str:
    """The school whose rules count: the session's, else the first that is not excluded, else the first."""
    if session_school in own:
        return session_school
    return next((each for each in own if each not in excluded), own[0] if own else "")


def _role(principal: Principal) -> Role:
    if principal.is_admin:
        return Role.ADMIN
    return Role.TEACHER if principal.is_staff else Role.PARENT


def _sections_at(principal: Principal, schools: tuple[str, ...]) -> tuple[str, ...]:
    sections = directory.sections(principal.district, principal.sections) if principal.sections else {}
    return tuple(each for each, section in sections.items() if section.school_id in schools)


def _hides_schedules(principal: Principal, district: District, home: School | None) -> bool:
    """The preferences of PICK-11 and PICK-12; a school may override the district's (ADMIN-02)."""
    if principal.is_admin:
        return False
    name = "hide_schedules_from_teachers" if principal.is_staff else "hide_schedules_from_families"
    return effective(district, home)[name] is True
