"""From an upload to a recording that may be sent (CALL-05, CALL-06)."""

from chalicelib.access.model import Principal
from chalicelib.access.scope import nothing
from chalicelib.directory import store as directory
from chalicelib.directory.preferences import call_minutes
from chalicelib.kernel.errors import Invalid
from chalicelib.kernel.ids import new_id
from chalicelib.kernel.values import value

from . import store, wav
from .store import Named

FIELD = "recording_id"
NOT_THERE = "There is no such recording of yours. Record it again."


@value
class Recording:
    """`lasts` seconds."""

    named: Named
    lasts: float


def begin(principal: Principal) -> tuple[Named, int]:
    """A new recording's name, and how many minutes it may last."""
    return Named(principal.district, principal.user_id, new_id()), minutes_of(principal.district)


def keep(principal: Principal, recording_id: str) -> Recording:
    """Check what was uploaded, and keep it; asked again, it answers the same. Raises NotFound, or Invalid for a
    file that is no call."""
    named = Named(principal.district, principal.user_id, recording_id)
    if (known := store.lasts(named)) is not None:
        return Recording(named, known)
    uploaded = store.beginning(named)
    if uploaded is None:
        raise nothing(FIELD, NOT_THERE)
    try:
        lasts = wav.seconds(*uploaded)
    except wav.Unusable as error:
        raise Invalid.one(FIELD, error.args[0]) from None
    if told := wav.too_long(lasts, minutes_of(principal.district)):
        raise Invalid.one(FIELD, told)
    store.keep(named, lasts)
    return Recording(named, lasts)


def kept(named: Named, field: str = FIELD) -> Recording:
    """A recording that was kept. Raises NotFound naming the field."""
    lasts = store.lasts(named)
    if lasts is None:
        raise nothing(field, NOT_THERE)
    return Recording(named, lasts)


def minutes_of(district: str) -> int:
    """How long a call may be (LIC-07)."""
    return call_minutes(directory.district(district))
