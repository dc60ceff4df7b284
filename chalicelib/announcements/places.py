"""Where an announcement is for: its schools, and the desk that it is sent from (ANN-07, A-23, A-37)."""

from chalicelib.access import scope
from chalicelib.access.model import Principal
from chalicelib.access.scope import scope_of
from chalicelib.kernel.errors import FieldError, Forbidden, Invalid, NotFound
from chalicelib.kernel.words import say
from chalicelib.messages.desk import Desk, desk_of
from chalicelib.messages.model import Source

from .model import MOST_SCHOOLS, Announcement

FIELD = "school_ids"
NOT_YOURS = "One of these schools is not among yours."
NOT_WHOLE_DISTRICT = (
    "This announcement is the whole district's. Only administrators of the whole district change or send it."
)


def chosen(principal: Principal, school_id: str, ids: tuple[str, ...]) -> tuple[str, ...]:
    """The schools that are meant; none is the whole district. Who reaches a part of it and names no school
    means all of theirs. Raises NotFound for a school out of reach, Invalid for too many."""
    at_work = scope.working_at(principal, school_id, "school_id")
    if len(ids) == 1:
        scope.working_at(principal, ids[0], FIELD)  # an excluded one too, by itself (XSCH-07)
        return ids
    within = scope_of(at_work)
    if ids:
        scope.check_places(at_work, ids, FIELD, within=within)
    elif principal.all_schools and not within.inside:
        return ()
    meant = ids or within.schools
    if len(meant) > MOST_SCHOOLS:
        told = say("Choose up to {most} schools, or let the district post for all of them.", most=MOST_SCHOOLS)
        raise Invalid.one(FIELD, told)
    return meant


def check_may_change(principal: Principal, announcement: Announcement) -> None:
    """Whether all that it is for is somebody's: closed and excluded schools too, so that it can be taken back
    from them. Raises NotFound or Forbidden."""
    scope.check_schools(principal, announcement.schools, FIELD)
    if not (announcement.schools or principal.all_schools):
        raise Forbidden(NOT_WHOLE_DISTRICT, (FieldError(FIELD, NOT_WHOLE_DISTRICT),))


def may_change(principal: Principal, announcement: Announcement) -> bool:
    """As `check_may_change`, for whoever is only told."""
    try:
        check_may_change(principal, announcement)
    except (NotFound, Forbidden):
        return False
    return True


def check_may_send(principal: Principal, announcement: Announcement) -> None:
    """Whether its author may still write to all that it is for (PERM-12). Raises NotFound or Forbidden."""
    check_may_change(principal, announcement)
    if announcement.schools:
        chosen(principal, announcement.school_id, announcement.schools)


def desk_for(principal: Principal, school_id: str, schools: tuple[str, ...]) -> Desk:
    """As the school where it is for exactly one, else as the district (A-23); never as its author
    (ANN-29). Raises NotFound where they no longer work at a school that speaks for the district."""
    if len(schools) == 1:
        return desk_of(principal, schools[0], Source.SCHOOL)
    return desk_of(principal, _seat(principal, school_id), Source.DISTRICT)


def _seat(principal: Principal, school_id: str) -> str:
    """The author's school, or another of theirs once that one was excluded or closed: from there they would
    reach its people alone, and what is the district's would go to nobody else."""
    for at_work in (principal.at(school_id), principal):
        within = scope_of(at_work)
        if not within.inside and within.schools:
            return school_id if school_id in within.schools else within.schools[0]
    raise scope.nothing(FIELD, NOT_YOURS)


def zone_of(desk: Desk) -> str:
    """By whose days it is shown: the school's as which it is posted, or the district's (A-83)."""
    own = desk.school.time_zone if desk.source is Source.SCHOOL else ""
    return own or desk.district.time_zone
