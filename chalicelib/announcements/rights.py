"""What posting announcements, and attaching parts to one, asks of somebody: the announcements' own permissions,
asked when it is written and again when it is sent (PERM-12)."""

from chalicelib.access.model import Permission, edit
from chalicelib.content.model import Channel
from chalicelib.kernel.errors import FieldError, Forbidden
from chalicelib.messages.desk import Desk
from chalicelib.messages.rights import announced, not_granted

from .model import Parts

POSTERS = edit(Permission.ANNOUNCEMENTS, staff_only=True)


def check(desk: Desk, parts: Parts) -> None:
    """Raises Forbidden naming each part that one may not attach. From the desk of an excluded school nobody
    texts or calls (SMS-01): its principal has no such rights there."""
    if faults := _faults(desk, parts):
        raise Forbidden(faults[0].message, faults)


def granted(desk: Desk, parts: Parts) -> tuple[Parts, str]:
    """The parts that one may still attach, and why not the others: a module that was switched off takes its
    parts alone (LIC-01). Raises Forbidden when none is left."""
    faults = _faults(desk, parts)
    left = parts.channels - {Channel(fault.field.split(".")[1]) for fault in faults}
    if not left:
        raise Forbidden(faults[0].message, faults)
    return parts.only(left), faults[0].message if faults else ""


def _faults(desk: Desk, parts: Parts) -> tuple[FieldError, ...]:
    asked = announced(email=parts.email is not None, sms=parts.sms, voice=parts.voice)
    return tuple(not_granted(desk.principal, asked))
