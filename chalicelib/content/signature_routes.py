"""Everybody's own signatures over HTTP (SET-10, SET-11): for staff, who write in Compose."""

from chalicelib.access.endpoint import Api, Call
from chalicelib.access.model import Permission, view
from chalicelib.directory import signatures as kept
from chalicelib.directory import store as directory
from chalicelib.directory.preferences import effective
from chalicelib.directory.store import signatures as stored
from chalicelib.kernel.errors import Stale

from .limits import Limits
from .signature_schemas import Signatures
from .signatures import checked

api = Api("content")
_WRITERS = view(Permission.COMMUNICATION, staff_only=True)


@api.get("/v1/me/signatures", needs=_WRITERS, returns=Signatures, summary="My own signatures")
def read_my_signatures(call: Call) -> Signatures:
    return _shown(stored.of(call.principal.district, call.principal.user_id))


@api.put(
    "/v1/me/signatures",
    needs=_WRITERS,
    body=Signatures,
    returns=Signatures,
    summary="Change my own signatures, both together",
)
def change_my_signatures(call: Call) -> Signatures:
    """They are for what is sent from now on; what was sent stays as it is (SEND-10)."""
    me, asked = call.principal, call.body
    before = stored.of(me.district, me.user_id)
    call.check_unchanged(_shown(before))
    limits = Limits.of(effective(directory.district(me.district)))
    after = checked(asked.email_html, asked.sms_text, limits)
    if after != before and not stored.change(me.district, me.user_id, before, after):
        raise Stale
    return _shown(after)


def _shown(own: kept.Signatures) -> Signatures:
    return Signatures(email_html=own.html, sms_text=own.text)
