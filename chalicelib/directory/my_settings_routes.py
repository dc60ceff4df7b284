"""Everybody's own settings over HTTP (SET-01): each user with Communication their own, and nobody else's."""

from chalicelib.access.endpoint import Api, Call
from chalicelib.access.model import Permission, view
from chalicelib.kernel.errors import Unauthenticated

from . import change_my_settings as use
from . import my_stops, store
from .model import District, User
from .my_settings import MySettings, applying_to, decided
from .my_settings_schemas import MySettingsChange, MySettingsOut, MyStop, MyStops
from .suppression import Suppression

api = Api("directory")
_USERS = view(Permission.COMMUNICATION)


@api.get("/v1/me/settings", needs=_USERS, returns=MySettingsOut, summary="My own settings")
def read_my_settings(call: Call) -> MySettingsOut:
    district, user = _mine(call)
    return _shown(district, user, use.own(district.district_id, user))


@api.put(
    "/v1/me/settings",
    needs=_USERS,
    body=MySettingsChange,
    returns=MySettingsOut,
    summary="Change my own settings, all of them together",
)
def change_my_settings(call: Call) -> MySettingsOut:
    district, user = _mine(call)
    call.check_unchanged(_shown(district, user, use.own(district.district_id, user)))
    after = use.change(district, user, call.body.model_dump(), call.clock)
    return _shown(district, user, after)


@api.get(
    "/v1/me/stopped", needs=_USERS, returns=MyStops, summary="What no longer goes to my own address and number"
)
def list_my_stops(call: Call) -> MyStops:
    district, user = _mine(call)
    return MyStops(items=tuple(map(_stop, my_stops.stopped(district.district_id, user))))


@api.delete("/v1/me/stopped/{channel}", needs=_USERS, summary="Get again what I stopped myself")
def get_again(call: Call) -> None:
    """Emails that I ended by the link in one of them. What only a text or the school begins again is a 409 that
    says so; where nothing is stopped, nothing happens."""
    district, user = _mine(call)
    my_stops.get_again(district.district_id, user, call.path["channel"])


def _stop(one: Suppression) -> MyStop:
    return MyStop(
        channel=my_stops.Way(one.channel),
        address=one.address,
        cause=one.cause,
        since=one.since,
        can_get_again=my_stops.may_get_again(one),
    )


def _mine(call: Call) -> tuple[District, User]:
    me = call.principal
    user = store.users(me.district, (me.user_id,)).get(me.user_id)
    if user is None:
        raise Unauthenticated
    return store.district(me.district), user


def _shown(district: District, user: User, own: MySettings) -> MySettingsOut:
    applying, locked = applying_to(user.roles), decided(district.settings)
    holding = own.values() | locked
    return MySettingsOut(
        **{name: value for name, value in holding.items() if name in applying},
        locked=tuple(name for name in applying if name in locked),
    )
