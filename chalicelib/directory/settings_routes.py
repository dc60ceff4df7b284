"""Settings of the district and its schools over HTTP, and the record of who changed them (ADMIN, XSCH-01)."""

from chalicelib.access import scope
from chalicelib.access.endpoint import Api, Call
from chalicelib.access.model import Level, Permission, Principal, edit, view
from chalicelib.access.modules import Module, is_on
from chalicelib.kernel.errors import FieldError, Forbidden

from . import settings as use
from . import store
from .audit import Entry, Who
from .model import District, School
from .preferences import BY_SCHOOL, DEFAULTS, call_minutes, effective
from .settings_schemas import (
    AuditChange,
    AuditPage,
    AuditQuery,
    AuditRow,
    DistrictChange,
    DistrictSettings,
    Modules,
    Preferences,
    SchoolChange,
    SchoolPreferences,
    SchoolSettings,
    SchoolSettingsList,
)
from .store import audit

api = Api("directory")
_SEES = view(Permission.MANAGE_SETTINGS)
_CHANGES = edit(Permission.MANAGE_SETTINGS)


@api.get(
    "/v1/settings", needs=_SEES, returns=DistrictSettings, summary="The district's preferences and modules"
)
def read_settings(call: Call) -> DistrictSettings:
    return _district(store.district(call.principal.district))


@api.patch(
    "/v1/settings",
    needs=_CHANGES,
    body=DistrictChange,
    returns=DistrictSettings,
    summary="Change preferences of the district",
)
def change_settings(call: Call) -> DistrictSettings:
    """For administrators of the whole district."""
    scope.check_whole_district(call.principal)
    district = store.district(call.principal.district)
    call.check_unchanged(_district(district))
    after = use.change_district(district, call.body.wanted(), _who(call.principal), call.clock)
    return _district(after)


@api.get(
    "/v1/settings/schools",
    needs=_SEES,
    returns=SchoolSettingsList,
    summary="The settings of my schools, by name",
)
def list_school_settings(call: Call) -> SchoolSettingsList:
    me = call.principal
    district, schools = use.current(me.district)
    mine = schools.values() if me.all_schools else [schools[each] for each in me.schools if each in schools]
    shown = sorted(mine, key=lambda each: (each.name, each.school_id))
    return SchoolSettingsList(items=tuple(_school(me, district, each) for each in shown))


@api.get(
    "/v1/schools/{school_id}/settings", needs=_SEES, returns=SchoolSettings, summary="The settings of a school"
)
def read_school_settings(call: Call) -> SchoolSettings:
    school = scope.as_school(call.principal, call.path["school_id"])
    return _school(call.principal, store.district(call.principal.district), school)


@api.patch(
    "/v1/schools/{school_id}/settings",
    needs=_CHANGES,
    body=SchoolChange,
    returns=SchoolSettings,
    summary="Change the settings of a school",
)
def change_school_settings(call: Call) -> SchoolSettings:
    """`excluded` needs Edit on `exclude_schools` beside it."""
    me, asked = call.principal, call.body
    school = scope.as_school(me, call.path["school_id"])
    district = store.district(me.district)
    _check_excluded(me, asked)
    call.check_unchanged(_school(me, district, school))
    after = use.change_school(district, school, asked.fields(), asked.wanted(), _who(me), call.clock)
    return _school(me, district, after)


@api.get(
    "/v1/audit", needs=_SEES, query=AuditQuery, returns=AuditPage, summary="Who changed what, newest first"
)
def list_changes(call: Call) -> AuditPage:
    """For administrators of the whole district."""
    scope.check_whole_district(call.principal)
    page = audit.newest(call.principal.district, call.query.limit, call.query.cursor)
    return AuditPage(items=tuple(map(_row, page.items)), next_cursor=page.next_cursor)


# ---- who may -----------------------------------------------------------------------------------------------


def _who(principal: Principal) -> Who:
    """The caller as the record of changes names them."""
    return Who(principal.user_id, principal.name)


def _check_excluded(principal: Principal, asked: SchoolChange) -> None:
    """XSCH-01: the field is nobody's until a profile has its permission."""
    if "excluded" in asked.model_fields_set and not principal.may(Permission.EXCLUDE_SCHOOLS, Level.EDIT):
        told = "Your profile does not let you exclude a school from communication."
        raise Forbidden(told, (FieldError("excluded", told),))


# ---- answers -----------------------------------------------------------------------------------------------


def _district(district: District) -> DistrictSettings:
    holds = effective(district)
    return DistrictSettings(
        name=district.name,
        time_zone=district.time_zone,
        preferences=Preferences.model_validate({name: district.settings.get(name) for name in DEFAULTS}),
        in_effect={name: holds[name] for name in DEFAULTS},
        modules=Modules(**{each.value: is_on(district.settings, each) for each in Module}),
        call_minutes=call_minutes(district),
    )


def _school(viewer: Principal, district: District, school: School) -> SchoolSettings:
    holds = effective(district, school)
    own = {name: school.settings.get(name) for name in BY_SCHOOL}
    return SchoolSettings(
        school_id=school.school_id,
        name=school.name,
        students=school.students,
        time_zone=school.time_zone,
        excluded=school.excluded if viewer.may(Permission.EXCLUDE_SCHOOLS) else None,
        first_year=school.first_year,
        last_year=school.last_year,
        preferences=SchoolPreferences.model_validate(own),
        in_effect={name: holds[name] for name in sorted(BY_SCHOOL)},
    )


def _row(entry: Entry) -> AuditRow:
    return AuditRow(
        entry_id=entry.entry_id,
        at=entry.at,
        user_id=entry.who.user_id,
        user_name=entry.who.name,
        subject=entry.subject,
        about_id=entry.about_id,
        about=entry.about,
        changes=tuple(AuditChange(field=e.field, before=e.before, after=e.after) for e in entry.changes),
    )
