"""Pausing, resuming and canceling a message over HTTP. Each answers the message as lists show it."""

from chalicelib.access.endpoint import Api, Call

from ..routes import READERS, shown
from ..schemas import SentMessage
from . import order

api = Api("halting")


@api.post(
    "/v1/messages/{message_id}/pause",
    needs=READERS,
    returns=SentMessage,
    summary="Nothing more of a message leaves until it is resumed",
)
def pause_message(call: Call) -> SentMessage:
    """What waits expires as it would have. At most `halt.may_still_leave` deliveries are under way."""
    return shown(order.pause(call.principal, call.path["message_id"], call.clock))


@api.post(
    "/v1/messages/{message_id}/resume", needs=READERS, returns=SentMessage, summary="A paused message goes on"
)
def resume_message(call: Call) -> SentMessage:
    """Nothing leaves twice. A canceled message cannot go on: 409."""
    return shown(order.resume(call.principal, call.path["message_id"], call.clock))


@api.post(
    "/v1/messages/{message_id}/cancellation",
    needs=READERS,
    returns=SentMessage,
    summary="Nothing more of a message leaves, for good",
)
def cancel_message(call: Call) -> SentMessage:
    """What has left stays. The rest becomes Expired, with the reason `canceled`. At most `halt.may_still_leave`
    deliveries are under way."""
    return shown(order.cancel(call.principal, call.path["message_id"], call.clock))
