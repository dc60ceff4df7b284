"""Sending a message over HTTP. What was sent is read in the delivery room, the inbox in `inbox_routes.py`."""

from urllib.parse import quote

from chalicelib.access.endpoint import Api, Call, Reply
from chalicelib.access.model import Permission, edit
from chalicelib.content.model import Channel
from chalicelib.kernel.clock import stamp

from . import send as use
from .schemas import AcceptedBy, AcceptedMessage, AcceptedPart, NewMessage, Warned

api = Api("messages")


@api.post(
    "/v1/messages",
    needs=edit(Permission.SEND_MESSAGES),
    body=NewMessage,
    returns=AcceptedMessage,
    status=202,
    headers=("Idempotency-Key",),
    sends=True,
    summary="Send a message now",
)
def send_message(call: Call) -> Reply:
    """The same key and body again answer the same message; more than 100 people need a confirmation. Families
    write an email to staff by id, and nothing else (RCPT-25)."""
    asked: NewMessage = call.body
    order = asked.order(use.check_key(call.header("Idempotency-Key")))
    accepted = use.send(call.principal, order, call.clock)
    location = f"/v1/messages/{quote(accepted.message.message_id)}"
    return Reply(_answer(accepted), headers={"Location": location})


def _answer(accepted: use.Accepted) -> AcceptedMessage:
    message, content = accepted.message, accepted.message.content
    return AcceptedMessage(
        message_id=message.message_id,
        subject=content.subject,
        html=content.html,
        sms_text=content.sms.text if content.sms else None,
        voice_text=content.voice.text or None if content.voice else None,
        sent_at=stamp(message.accepted_at),
        source=message.source.value,
        sender=AcceptedBy(user_id=message.sender.user_id, name=message.sender.name),
        school_id=message.sender.school_id,
        recipient_type=message.recipient_types,
        to=message.to,
        priority=message.priority,
        secure=content.secure,
        emergency=any(map(content.emergency, Channel)),
        people=message.people,
        parts=tuple(AcceptedPart(channel=channel) for channel in content.channels()),
        warnings=tuple(Warned(field=each.field, message=each.message) for each in accepted.warnings),
    )
