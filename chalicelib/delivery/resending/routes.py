"""Sending a message again to those whom it did not reach, over HTTP."""

from chalicelib.access.endpoint import Api, Call
from chalicelib.access.model import Permission, edit

from ..reasons import code, words
from ..sent.schemas import SentMessage
from ..sent.shown import sent_message
from . import try_again as use
from .model import Missed
from .schemas import NewResend, NotReached, ResendOffer

api = Api("resending")
_SENDERS = edit(Permission.SEND_MESSAGES, staff_only=True)


@api.get(
    "/v1/messages/{message_id}/resend",
    needs=_SENDERS,
    returns=ResendOffer,
    summary="Whom a message did not reach, why, and how many could be tried again",
)
def offer_resend(call: Call) -> ResendOffer:
    found = use.offered(call.principal, call.path["message_id"], call.clock)
    return ResendOffer(
        number=found.number,
        deliveries=found.survey.deliveries,
        approximate=found.survey.approximate,
        reasons=tuple(map(_not_reached, found.survey.missed)),
    )


@api.post(
    "/v1/messages/{message_id}/resend",
    needs=_SENDERS,
    body=NewResend,
    returns=SentMessage,
    status=202,
    sends=True,
    summary="Send a message again to those whom it did not reach",
)
def resend_message(call: Call) -> SentMessage:
    """Answers the try, a message of its own with the parts that failed. More than 100 deliveries need a
    confirmation."""
    me = call.principal
    asked: NewResend = call.body
    message_id, confirmed = call.path["message_id"], asked.confirmed_recipients
    return sent_message(me.district, use.again(me, message_id, asked.number, confirmed, call.clock))


def _not_reached(missed: Missed) -> NotReached:
    told = words(missed.reason, missed.channel)
    return NotReached(
        channel=missed.channel, reason=code(missed.reason), words=told, count=missed.count, again=missed.again
    )
