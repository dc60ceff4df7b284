"""The link at the foot of each email. It asks for no sign-in: whoever has the mail has the link (RFC 8058)."""

from chalicelib.access.endpoint import Api, Call, Page
from chalicelib.access.model import PUBLIC
from chalicelib.kernel.clock import stamp

from .act import addressee, allow, stop
from .form import MOST_BYTES, wish_of
from .link import PATH
from .model import Addressee, Wish
from .page import page

api = Api("unsubscribe")
_AT = f"{PATH}/{{token}}"


@api.get(_AT, needs=PUBLIC, produces="text/html", summary="Whether an address gets emails, for its reader")
def show_unsubscribe(call: Call) -> Page:
    """A page. It changes nothing: mail programs and scanners follow links."""
    return _page(addressee(call.path["token"]), call)


@api.post(
    _AT,
    needs=PUBLIC,
    produces="text/html",
    most_bytes=MOST_BYTES,
    summary="Stop emails to an address, or begin again",
)
def unsubscribe(call: Call) -> Page:
    """Takes a form: `List-Unsubscribe=One-Click` as mail programs send it, or `do=stop`, `do=allow`."""
    who, wish = addressee(call.path["token"]), wish_of(call.raw)
    if who and wish is Wish.STOP:
        who = stop(who, stamp(call.clock.now()))
    elif who and wish is Wish.ALLOW:
        who = allow(who)
    return _page(who, call)


def _page(who: Addressee | None, call: Call) -> Page:
    return Page(page(who, call.language), 200 if who else 404)
