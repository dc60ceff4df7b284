"""What attaching parts to an announcement asks of somebody: the announcements' own permissions (PERM-A19 to
PERM-A21), asked when it is written and again when it is sent (PERM-12)."""

from collections.abc import Iterator

from chalicelib.access.model import Permission
from chalicelib.kernel.errors import Forbidden
from chalicelib.messages.desk import Desk
from chalicelib.messages.rights import Asked, not_granted

from .model import Parts

P = Permission


def check(desk: Desk, parts: Parts) -> None:
    """Raises Forbidden naming each part that one may not attach: who sends no messages sends none here either
    (PERM-06), and a text or call of an excluded school nobody (SMS-01)."""
    faults = tuple(not_granted(desk.principal, _asked(parts)))
    if faults:
        raise Forbidden(faults[0].message, faults)


def _asked(parts: Parts) -> Iterator[Asked]:
    text, call = (P.SEND_MESSAGES, P.ANNOUNCEMENTS_SEND_SMS), (P.SEND_MESSAGES, P.ANNOUNCEMENTS_SEND_CALLS)
    if parts.email is not None:
        needed = (P.SEND_MESSAGES, P.ANNOUNCEMENTS_SEND_EMAILS)
        yield "parts.email", needed, "send emails with announcements"
    if parts.sms:
        yield "parts.sms", text, "send text messages with announcements"
        if parts.sms.emergency:
            yield "parts.sms.emergency", (*text, P.EMERGENCY_CALLS), "send emergency text messages"
    if parts.voice:
        yield "parts.voice", call, "make phone calls with announcements"
        if parts.voice.emergency:
            yield "parts.voice.emergency", (*call, P.EMERGENCY_CALLS), "make emergency calls"
