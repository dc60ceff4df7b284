"""Whether a part that waited for readers may still be sent by its author when its time has come (PERM-12).

queue job, before it queues such chunks --rights of this moment--> queued, or settled as no longer allowed
"""

from chalicelib.access.model import Permission, edit
from chalicelib.access.principal import principal_of_user
from chalicelib.access.scope import as_school
from chalicelib.content.model import Channel
from chalicelib.kernel.errors import NotFound, Unauthenticated
from chalicelib.messages.model import Message
from chalicelib.messages.rights import missing_of

_NEEDS = edit(Permission.SEND_MESSAGES, staff_only=True)


def still_allowed(message: Message, channel: Channel) -> bool:
    """With the rights that the author's profiles grant at this moment."""
    try:
        author = principal_of_user(message.district, message.sender.user_id)
        school = as_school(author, message.sender.school_id)
    except (NotFound, Unauthenticated):
        return False
    return _NEEDS.met_by(author) and not missing_of(author, school, message, (channel,))
