"""Caller IDs over HTTP: the district's list for those who keep it, and for a sender those to choose from.

What concerns all schools is changed by administrators of the district; others keep numbers of their own
schools, and of their own. What somebody keeps to themselves is not there for anybody else (CID-04).
"""

from collections.abc import Iterable

from chalicelib.access import scope
from chalicelib.access.endpoint import Api, Call, Reply
from chalicelib.access.model import Permission, Principal, edit
from chalicelib.access.reply import tag_of
from chalicelib.kernel.errors import ConfirmationRequired, FieldError, Forbidden, Invalid
from chalicelib.kernel.ids import new_id
from chalicelib.kernel.settings import setting
from chalicelib.kernel.words import say

from . import change_caller_ids as use
from . import store
from .audit import Who
from .caller_id_file import NO_SCHOOL
from .caller_id_schemas import (
    CallerIdChange,
    CallerIdItem,
    CallerIdList,
    CallerIdQuery,
    CallerIdsAdded,
    CallerIdSaved,
    MyCallerId,
    MyCallerIds,
    MyCallerIdsQuery,
    NewCallerId,
    NewCallerIds,
)
from .caller_ids import CallerId, Default, Handover, Listed, available, default_of, district_default, edited
from .preferences import voice_numbers
from .store import caller_ids as stored

api = Api("directory")
KEEPS = edit(Permission.CALLER_ID_NUMBERS)
NOT_THERE = "This caller ID is not in your list."
CALLING_STOPS = (
    "This is the only default of the district: without one nobody can call, and the Call tab goes. "
    "Say yes to that, or make another number the default first."
)
_FOR_DISTRICT = "This concerns all schools. Choose schools of yours, or ask an administrator of the district."


@api.get("/v1/caller-ids", needs=KEEPS, returns=CallerIdList, summary="The district's caller IDs, by title")
def list_caller_ids(call: Call) -> CallerIdList:
    me = call.principal
    listed = stored.listed(me.district)
    shown = sorted(_visible(me, listed), key=lambda each: (each.title.casefold(), each.number))
    return CallerIdList(items=_items(me, shown), calling=district_default(listed) is not None)


@api.post(
    "/v1/caller-ids",
    needs=KEEPS,
    body=NewCallerIds,
    returns=CallerIdsAdded,
    status=201,
    summary="Add caller IDs",
)
def add_caller_ids(call: Call) -> CallerIdsAdded:
    """All of them or none. A default that another number has moves to the new one, and a notice says so."""
    me = call.principal
    new = tuple(_new(me, asked) for asked in call.body.items)
    for at, (asked, one) in enumerate(zip(call.body.items, new, strict=True)):
        _check(me, one, f"items.{at}.", asked.school_default)
    changed = use.add(me.district, new, _who(me), call.clock)
    return CallerIdsAdded(items=_items(me, new), notices=_notices(changed.moved))


@api.get("/v1/caller-ids/{caller_id}", needs=KEEPS, returns=CallerIdItem, summary="A caller ID")
def get_caller_id(call: Call) -> CallerIdItem:
    return _item(call.principal, _found(call, stored.listed(call.principal.district)))


@api.patch(
    "/v1/caller-ids/{caller_id}",
    needs=KEEPS,
    body=CallerIdChange,
    returns=CallerIdSaved,
    summary="Change a caller ID",
)
def change_caller_id(call: Call) -> Reply:
    """Taking the only district default away needs `confirmed`."""
    me, asked = call.principal, call.body
    listed, version = stored.read(me.district)
    before = _found(call, listed)
    _check_mine(me, before)
    call.check_unchanged(_item(me, before))
    fields = asked.model_dump(exclude_none=True, exclude={"confirmed"})
    after = edited(before, fields)
    _check(me, after, "", fields.get("school_default", before.school_default))
    if before.district_default and not after.district_default and not asked.confirmed:
        raise _calling_stops()
    changed = use.change(me.district, listed, version, before, after, _who(me), call.clock)
    shown = _item(me, after)
    saved = CallerIdSaved(**shown.model_dump(), notices=_notices(changed.moved))
    return Reply(saved, headers={"ETag": tag_of(shown, call.language)})


@api.delete("/v1/caller-ids/{caller_id}", needs=KEEPS, query=CallerIdQuery, summary="Delete a caller ID")
def delete_caller_id(call: Call) -> None:
    """What is scheduled with it goes out from the default (CALL-04). The only district default needs
    `confirmed`."""
    me = call.principal
    listed, version = stored.read(me.district)
    one = _found(call, listed)
    _check_mine(me, one)
    if one.district_default and not call.query.confirmed:
        raise _calling_stops()
    use.remove(me.district, listed, version, one, _who(me), call.clock)


@api.get(
    "/v1/me/caller-ids",
    needs=edit(Permission.PHONE_CALLS, staff_only=True),
    query=MyCallerIdsQuery,
    returns=MyCallerIds,
    summary="The caller IDs that I may call from",
)
def list_my_caller_ids(call: Call) -> MyCallerIds:
    """While working for a school (CID-03, CID-08)."""
    me = scope.working_at(call.principal, call.query.session_school_id)
    school = me.session_school or next(iter(me.schools), "")
    listed = stored.listed(me.district)
    default = default_of(listed, school if me.schools else "")
    return MyCallerIds(
        items=tuple(
            MyCallerId(caller_id=each.caller_id, title=each.title, number=each.number)
            for each in available(listed, me.user_id, school)
        ),
        default_id=default.caller_id if default else None,
    )


# ---- what is asked for -------------------------------------------------------------------------------------


def _new(me: Principal, asked: NewCallerId) -> CallerId:
    schools = tuple(dict.fromkeys(asked.schools))
    return CallerId(
        new_id(),
        asked.title,
        asked.number,
        me.user_id,
        asked.public,
        schools,
        asked.student_attendance,
        asked.district_default,
        schools if asked.school_default else (),
    )


def _check(me: Principal, one: CallerId, path: str, school_default: bool) -> None:
    """Schools within reach (the same 404 as for one that is not there), and nothing for all of them unless the
    caller has all."""
    scope.check_schools(me, one.schools, f"{path}schools")
    if school_default and not one.schools:
        raise Invalid.one(f"{path}school_default", NO_SCHOOL)
    if one.concerns_district and not me.all_schools:
        at = next((each for each in (Default.DISTRICT, Default.ATTENDANCE) if getattr(one, each)), "schools")
        raise Forbidden(_FOR_DISTRICT, (FieldError(f"{path}{at}", _FOR_DISTRICT),))


# ---- whose -------------------------------------------------------------------------------------------------


def _visible(me: Principal, listed: Listed) -> Listed:
    return tuple(each for each in listed if each.is_shown_to(me.user_id))


def _found(call: Call, listed: Listed) -> CallerId:
    wanted = call.path["caller_id"]
    found = next((each for each in _visible(call.principal, listed) if each.caller_id == wanted), None)
    if found is None:
        raise scope.nothing("caller_id", NOT_THERE)
    return found


def _is_mine(me: Principal, one: CallerId) -> bool:
    """Whether somebody may change it: all of it lies within their schools, or it is their own."""
    if me.all_schools:
        return True
    if one.concerns_district:
        return False
    return one.creator == me.user_id or (bool(one.schools) and set(one.schools) <= set(me.schools))


def _check_mine(me: Principal, one: CallerId) -> None:
    if not _is_mine(me, one):
        raise Forbidden("This number is for schools beyond yours. Ask an administrator of the district.")


def _who(me: Principal) -> Who:
    return Who(me.user_id, me.name)


# ---- answers -----------------------------------------------------------------------------------------------


def _calling_stops() -> ConfirmationRequired:
    return ConfirmationRequired(CALLING_STOPS, (FieldError("confirmed", CALLING_STOPS),))


def _items(me: Principal, listed: Iterable[CallerId]) -> tuple[CallerIdItem, ...]:
    given = voice_numbers(store.district(me.district).settings) | {setting("VOICE_ORIGINATION", "")}
    return tuple(_shown(me, each, given) for each in listed)


def _item(me: Principal, one: CallerId) -> CallerIdItem:
    (shown,) = _items(me, (one,))
    return shown


def _shown(me: Principal, one: CallerId, given: frozenset[str]) -> CallerIdItem:
    return CallerIdItem(
        caller_id=one.caller_id,
        title=one.title,
        number=one.number,
        public=one.public,
        schools=one.schools,
        student_attendance=one.student_attendance,
        school_default=one.school_default,
        default_schools=one.default_schools,
        district_default=one.district_default,
        own=one.creator == me.user_id,
        editable=_is_mine(me, one),
        ready=one.number in given,
    )


_MOVED = {
    Default.DISTRICT: "{after} is the default of the district now; {before} was.",
    Default.ATTENDANCE: "{after} is used for student attendance now; {before} was.",
    Default.SCHOOL: "{after} is the default of {schools:,} schools now; {before} was.",
}


def _notices(moved: Iterable[Handover]) -> tuple[str, ...]:
    return tuple(
        say(
            _MOVED[each.default]
            if len(each.schools) != 1
            else "{after} is the default of a school now; {before} was.",
            after=each.after.title,
            before=each.before.title,
            schools=len(each.schools),
        )
        for each in moved
    )
