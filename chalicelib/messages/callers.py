"""Which number a message's calls come from: the caller ID that its sender chose, or their default (CALL-04).

send      --with_number--> the number, frozen in the content
schedule  --still_there--> the order as it was asked, or with the default when the choice is gone
"""

from dataclasses import replace

from chalicelib.access import scope
from chalicelib.access.model import Principal
from chalicelib.content.compose import Written
from chalicelib.content.model import Content
from chalicelib.directory.caller_ids import CallerId, Listed, default_of
from chalicelib.directory.store import caller_ids as stored
from chalicelib.kernel.errors import Conflict, FieldError

from .desk import Desk

PART, FIELD = "parts.voice", "parts.voice.caller_id"
NO_DEFAULT = (
    "Nobody can call yet: the district has no default caller ID. An administrator sets one under "
    "Settings, Caller IDs. Leave the call out until then."
)
NOT_THERE = "This number is not among those that you can call from. Choose another."
GONE = "The caller ID that was chosen is gone; the calls came from the default number."


def with_number(desk: Desk, content: Content) -> Content:
    """The content with the number of its calls. Raises Conflict where nobody can call (CALL-01, A-55), NotFound
    for a caller ID that the sender may not use (CID-04)."""
    if content.voice is None:
        return content
    listed = stored.listed(desk.principal.district)
    default = default_of(listed, _school_of(desk.principal, desk.school.school_id))
    if default is None:
        raise Conflict(NO_DEFAULT, (FieldError(PART, NO_DEFAULT),))
    chosen = content.voice.caller_id
    whose = content.voice.owner or desk.principal.user_id
    one = _usable(listed, whose, desk.school.school_id, chosen) if chosen else default
    if one is None:
        raise scope.nothing(FIELD, NOT_THERE)
    return replace(content, voice=replace(content.voice, caller_id=one.caller_id, number=one.number))


def still_there(author: Principal, school_id: str, written: Written) -> tuple[Written, str]:
    """What was written, and nothing to note; or without the caller ID that its author may no longer use, and a
    sentence that says so (CALL-04)."""
    voice = written.voice
    if voice is None or not voice.caller_id:
        return written, ""
    if _usable(stored.listed(author.district), voice.owner or author.user_id, school_id, voice.caller_id):
        return written, ""
    return replace(written, voice=replace(voice, caller_id="")), GONE


def _usable(listed: Listed, user_id: str, school_id: str, caller_id: str) -> CallerId | None:
    mine = (each for each in listed if each.is_for(user_id, school_id))
    return next((each for each in mine if each.caller_id == caller_id), None)


def _school_of(principal: Principal, school_id: str) -> str:
    """CID-08: people without a school of their own have the district's default wherever they work."""
    return school_id if principal.schools else ""
