"""Pausing, resuming and canceling a message over HTTP. Each answers the message as lists show it."""

from chalicelib.access.endpoint import Api, Call
from chalicelib.access.model import Permission, view_any

from ..sent.schemas import SentMessage
from ..sent.shown import sent_message
from . import command

api = Api("halting")
# From Sent and from the reports alike; whose messages, the use case knows.
_READERS = view_any(Permission.COMMUNICATION, Permission.COMMUNICATION_REPORTS, staff_only=True)


@api.post(
    "/v1/messages/{message_id}/pause",
    needs=_READERS,
    returns=SentMessage,
    summary="Nothing more of a message leaves until it is resumed",
)
def pause_message(call: Call) -> SentMessage:
    """What waits expires as it would have. At most `halt.may_still_leave` deliveries are under way."""
    me = call.principal
    return sent_message(me.district, command.pause(me, call.path["message_id"], call.clock))


@api.post(
    "/v1/messages/{message_id}/resume",
    needs=_READERS,
    returns=SentMessage,
    sends=True,
    summary="A paused message goes on",
)
def resume_message(call: Call) -> SentMessage:
    """Nothing leaves twice. A canceled message cannot go on: 409."""
    me = call.principal
    return sent_message(me.district, command.resume(me, call.path["message_id"], call.clock))


@api.post(
    "/v1/messages/{message_id}/cancellation",
    needs=_READERS,
    returns=SentMessage,
    summary="Nothing more of a message leaves, for good",
)
def cancel_message(call: Call) -> SentMessage:
    """What has left stays. The rest becomes Expired, with the reason `canceled`. At most `halt.may_still_leave`
    deliveries are under way."""
    me = call.principal
    return sent_message(me.district, command.cancel(me, call.path["message_id"], call.clock))
