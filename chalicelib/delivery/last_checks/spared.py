"""Whom a rung of a message's ladder need not reach any more: those who have read or answered (Rung).

    a claimed chunk of a part that waited --its readers' copies and conversations, two batch reads--> spared

Asked for each chunk right before it leaves, so that nobody is called who read it a minute ago.
"""

from collections.abc import Iterable

from chalicelib.messages.correspondents import Correspondent
from chalicelib.messages.model import Message
from chalicelib.messages.store import reading
from chalicelib.messages.threads import counterpart_of

from ..chunk import Entry
from ..reasons import Reason


def spared(message: Message, entries: Iterable[Entry]) -> dict[str, str]:
    """By delivery id why nothing more is needed. Who has no account cannot read in the app, and may have
    answered by email."""
    entries = tuple(entries)
    thread = counterpart_of(message, "").thread_id
    copies = {each.delivery_id: (each.account, each.student_id) for each in entries if each.account}
    others = {each.delivery_id: other for each in entries if (other := _other_side(message, each))}
    read = reading.read_among(message, thread, copies)
    answered = reading.wrote_since(message, others)
    return {each: Reason.ANSWERED if each in answered else Reason.READ for each in read | answered}


def _other_side(message: Message, entry: Entry) -> str:
    """As whom the sender's conversations know the recipient; empty for nobody."""
    if entry.account or not entry.mail:
        return entry.account
    about = entry.student_id or message.regarding_id
    return Correspondent(message.district, entry.mail, entry.name, about).user_id
