"""Whether a channel was switched off since a message was accepted: calls and texts of a district without the
module (LIC-09), or of a school that was excluded (XSCH-05, A-70). What waits then expires, emergencies too.
"""

from chalicelib.access.modules import Module, is_on
from chalicelib.content.model import CALLS_AND_TEXTS

from .. import known
from ..reasons import Reason
from ..refs import ChunkRef


def switched_off(ref: ChunkRef) -> Reason | None:
    """Why nothing of a chunk may leave, or None. As of this minute."""
    if ref.channel not in CALLS_AND_TEXTS:
        return None
    if not is_on(known.district(ref.district).settings, Module.CALLING_AND_TEXTING):
        return Reason.MODULE_OFF
    school = known.school(known.message_of(ref))
    return Reason.SCHOOL_EXCLUDED if school and school.excluded else None
