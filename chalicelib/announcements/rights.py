"""What posting announcements, and attaching parts to one, asks of somebody: the announcements' own permissions,
asked when it is written and again when it is sent (PERM-12)."""

from chalicelib.access.model import Permission, edit
from chalicelib.kernel.errors import Forbidden
from chalicelib.messages.desk import Desk
from chalicelib.messages.rights import announced, not_granted

from .model import Parts

POSTERS = edit(Permission.ANNOUNCEMENTS, staff_only=True)


def check(desk: Desk, parts: Parts) -> None:
    """Raises Forbidden naming each part that one may not attach. From the desk of an excluded school nobody
    texts or calls (SMS-01): its principal has no such rights there."""
    asked = announced(email=parts.email is not None, sms=parts.sms, voice=parts.voice)
    faults = tuple(not_granted(desk.principal, asked))
    if faults:
        raise Forbidden(faults[0].message, faults)
