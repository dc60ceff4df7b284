"""The signed-in user as their own pages need them: name, schools, rights, the district's limits."""

from collections.abc import Iterable

from chalicelib.directory import store as directory
from chalicelib.directory.caller_ids import district_default
from chalicelib.directory.model import District, School, User
from chalicelib.directory.my_settings import decided
from chalicelib.directory.preferences import effective
from chalicelib.directory.store import caller_ids
from chalicelib.kernel.errors import Unauthenticated

from . import above, modules, scope
from .model import Permission, Principal
from .schemas import DistrictName, Me, MySchool, ProfileName, SchoolYears, Settings

CALLING = (Permission.PHONE_CALLS, Permission.ANNOUNCEMENTS_SEND_CALLS)


def me(principal: Principal) -> Me:
    """Everything about the caller that the web app asks for once."""
    user = directory.users(principal.district, (principal.user_id,)).get(principal.user_id)
    if user is None:
        raise Unauthenticated
    calling = principal.without(() if _can_call(principal) else CALLING)
    return describe(
        calling, user, directory.district(principal.district), directory.schools(principal.district)
    )


def _can_call(principal: Principal) -> bool:
    """Whether there is a number to call from: without one the Call tab goes everywhere (CALL-01, A-55)."""
    if not any(map(principal.may, CALLING)):
        return True
    return district_default(caller_ids.listed(principal.district)) is not None


def describe(principal: Principal, user: User, district: District, schools: dict[str, School]) -> Me:
    """The answer, from what was read."""
    reachable = (
        schools
        if principal.all_schools
        else {each: schools[each] for each in principal.schools if each in schools}
    )
    return Me(
        user_id=principal.user_id,
        name=principal.name,
        email=user.email.address if user.email else None,
        roles=tuple(role.value for role in principal.roles),
        profiles=tuple(ProfileName(id=each.profile_id, title=each.title) for each in principal.profiles),
        language=user.language or "en",
        district=DistrictName(id=district.district_id, name=district.name, time_zone=district.time_zone),
        time_zone=_own_zone(principal, district, schools),
        schools=tuple(
            _school(principal, district, school)
            for school in sorted(reachable.values(), key=lambda each: each.name)
        ),
        whole_district=principal.all_schools,
        permissions={permission.value: level.value for permission, level in principal.grants.items()},
        recipient_types=scope.recipient_types(principal),
        settings=Settings.model_validate(effective(district)),
        modules=tuple(each for each in modules.Module if modules.is_on(district.settings, each)),
        replies_at_first=decided(district.settings).get("allows_replies", user.allows_replies),
        unread=_unread_of(principal),
        school_years=_school_years(principal, district, schools.values()),
    )


def _own_zone(principal: Principal, district: District, schools: dict[str, School]) -> str:
    own = schools.get(scope.own_school(principal))
    return (own.time_zone if own else "") or district.time_zone


def _school_years(principal: Principal, district: District, schools: Iterable[School]) -> SchoolYears:
    first, current = above.first_and_current(principal, district, schools)
    return SchoolYears(first=first, current=current)


def _unread_of(principal: Principal) -> int:
    """Zero for an account that may not see Communication (RCPT-20)."""
    if not principal.may(Permission.COMMUNICATION):
        return 0
    return above.unread(principal)


def _school(principal: Principal, district: District, school: School) -> MySchool:
    return MySchool(
        school_id=school.school_id,
        name=school.name,
        students=school.students,
        is_open=scope.is_open(principal, district, school),
        time_zone=school.time_zone or district.time_zone,
        settings=Settings.model_validate(effective(district, school)),
        withheld=tuple(sorted(modules.taken_away_at(school))),
        sends_as_school=school.excluded,
    )
