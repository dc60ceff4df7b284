"""Everybody's own settings over HTTP (SET-01): each user with Communication their own, and nobody else's."""

from chalicelib.access.endpoint import Api, Call
from chalicelib.access.model import Permission, view
from chalicelib.kernel.errors import Unauthenticated

from . import change_my_settings as use
from . import store
from .model import District, User
from .my_settings import MySettings, applying_to, decided
from .my_settings_schemas import MySettingsChange, MySettingsOut

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
