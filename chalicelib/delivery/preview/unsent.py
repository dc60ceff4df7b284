"""What somebody is writing, as the message that it would be if they sent it now."""

from datetime import datetime

from chalicelib.audience.model import Selection
from chalicelib.content.model import Content
from chalicelib.messages.desk import Desk
from chalicelib.messages.model import IMMEDIATE_LIFETIME, Message, Sender


def unsent(name: str, desk: Desk, content: Content, selection: Selection, now: datetime) -> Message:
    """`name` stands in the place of its id: nothing is ever stored under it."""
    who, school = desk.principal, desk.school
    sender = Sender(who.user_id, who.name, school.school_id, school.name)
    ends = now + IMMEDIATE_LIFETIME
    return Message(name, who.district, sender, content, selection, now, ends, source=desk.source)
