"""What a message leaves in a person's in-app inbox: an entry in a conversation. The end of the portal channel.

    delivery/channels/portal.py --store/copies.py--> entry + conversation, in its delivery rows' transaction
    store/conversations.py reads and marks them for inbox_routes.py

A conversation belongs to one account and one counterpart; nobody sees who else got the message (SEND-08).
Only the recipient's side is stored. What an account itself wrote to its counterpart is read from the
counterpart's own conversation and merged in by time (INBOX-04), so that a send to 200,000 people writes
nothing twice.
"""

from chalicelib.kernel.clock import stamp
from chalicelib.kernel.ids import hashed_id
from chalicelib.kernel.keys import key
from chalicelib.kernel.values import value

from .model import SNIPPET, Message, Source


@value
class Counterpart:
    """Whom the reader sees as the other side: a person, a school or the district, by the message's source."""

    source: Source
    id: str
    name: str
    school_name: str = ""

    @property
    def thread_id(self) -> str:
        """The same conversation for the same counterpart, for ever."""
        return hashed_id("thread", self.source, self.id)


@value
class InAppCopy:
    """One message for one account about one student (or about nobody). `arrived_at` empty means `sent_at`.

    Both times are `kernel.clock.stamp` texts: entries are ordered by sending, conversations by arrival.
    `values` are those of the message's insert fields: its text is filled when it is read. `answerable`:
    families may answer it (COMP-20). `outgoing` copies are their own author's, and never unread.
    `flagged` ones are hidden from their reader (FLAG-02). After a `secure` one the conversation is secure. An
    `emergency` stands for its conversation until it is read. `school_year` is the one in which it was sent: the
    conversation belongs to it too, although it may go on.
    """

    district: str
    account: str
    counterpart: Counterpart
    message_id: str
    subject: str
    snippet: str
    sent_at: str
    arrived_at: str = ""
    student_id: str = ""
    student_name: str = ""
    values: tuple[str, ...] = ()
    answerable: bool = False
    outgoing: bool = False
    flagged: bool = False
    secure: bool = False
    emergency: bool = False
    school_year: str = ""

    @property
    def entry_key(self) -> str:
        return key(self.sent_at, self.message_id, self.student_id)


def entry_key(message: Message, student_id: str) -> str:
    """Under which key a message lies in a conversation, about one student or about nobody."""
    return key(stamp(message.accepted_at), message.message_id, student_id)


def counterpart_of(message: Message, district_name: str) -> Counterpart:
    """As whom the recipients see the sender (CHAN-02)."""
    sender = message.sender
    if message.source is Source.DISTRICT:
        return Counterpart(Source.DISTRICT, message.district, district_name)
    if message.source is Source.SCHOOL:
        return Counterpart(Source.SCHOOL, sender.school_id, sender.school_name, sender.school_name)
    return Counterpart(Source.USER, sender.user_id, sender.name, sender.school_name)


def snippet_of(text: str) -> str:
    """The first words of a message on one line, for the inbox's list."""
    return " ".join(text.split())[:SNIPPET]
