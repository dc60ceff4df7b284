"""What a message leaves in a person's in-app inbox: an entry in a conversation. The end of the portal channel.

    delivery/channels/portal.py --writes_for(copies)--> entry + conversation, in its delivery rows' transaction
    store_conversations.py reads and marks them for inbox_routes.py

A conversation belongs to one account and one counterpart; nobody sees who else got the message (SEND-08).
Only the recipient's side is stored. What an account itself wrote to its counterpart is read from the
counterpart's own conversation and merged in by time (INBOX-04), so that a send to 200,000 people writes
nothing twice.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chalicelib.kernel import dynamo, settings
from chalicelib.kernel.ids import hashed_id
from chalicelib.kernel.keys import district_key, key

from .model import SNIPPET, Message, Source


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class InAppCopy:
    """One message for one account about one student (or about nobody). `arrived_at` empty means `sent_at`.

    Both times are `kernel.clock.stamp` texts: entries are ordered by sending, conversations by arrival.
    `values` are those of the message's insert fields: its text is filled when it is read. `answerable`:
    families may answer it (COMP-20). `outgoing` copies are their own author's, and never unread.
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

    @property
    def entry_key(self) -> str:
        return key(self.sent_at, self.message_id, self.student_id)


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


# ---- Keys ---------------------------------------------------------------------------------------------------


def table() -> str:
    return settings.table("messages")


def threads_key(district: str, user: str) -> str:
    return district_key(district, "USER", user, "THREADS")


def entries_key(district: str, user: str, thread_id: str) -> str:
    return district_key(district, "THREAD", user, thread_id)


# ---- Writing, for the portal channel ------------------------------------------------------------------------


def writes_for(copies: Iterable[InAppCopy]) -> tuple[dynamo.Write, ...]:
    """The writes that put copies into inboxes, at most two per copy: first each copy's entry, in order, then
    the conversations.

    Copies for the same account (a parent of two children) share the write of their conversation, because a
    transaction may touch an item only once. An entry that is there already refuses the transaction: it is the
    mark of a copy made before.
    """
    unique = _unique(copies)
    grouped: dict[tuple[str, str, str], list[InAppCopy]] = defaultdict(list)
    for copy in unique:
        grouped[(copy.district, copy.account, copy.counterpart.thread_id)].append(copy)
    entries = (dynamo.insert(table(), _entry_item(copy)) for copy in unique)
    return (*entries, *(_thread_write(group) for group in grouped.values()))


def _unique(copies: Iterable[InAppCopy]) -> list[InAppCopy]:
    """Each once: an author keeps one message in several conversations."""
    found = {(each.district, each.account, each.counterpart.thread_id, each.entry_key): each for each in copies}
    return list(found.values())


def _entry_item(copy: InAppCopy) -> dynamo.Item:
    more: dynamo.Item = {"values": list(copy.values)} if copy.values else {}
    more |= {"outgoing": True} if copy.outgoing else {"unread": True}
    return {
        "pk": entries_key(copy.district, copy.account, copy.counterpart.thread_id),
        "sk": copy.entry_key,
        "message_id": copy.message_id,
        "subject": copy.subject,
        "sent_at": copy.sent_at,
        "student_id": copy.student_id,
        "student_name": copy.student_name,
        **more,
    }


def _thread_write(group: Sequence[InAppCopy]) -> dynamo.Write:
    copy = max(group, key=lambda each: each.arrived_at or each.sent_at)
    mine, other = threads_key(copy.district, copy.account), copy.counterpart
    at = copy.arrived_at or copy.sent_at
    theirs = {} if copy.outgoing else {"theirs_at": at, "answerable": copy.answerable}
    shown: dynamo.Item = {
        "threads_of": mine,
        "last_at": at,
        "subject": copy.subject,
        "snippet": copy.snippet,
        "source": other.source.value,
        "other_id": other.id,
        "other_name": other.name,
        "school_name": other.school_name,
        **theirs,
    }
    values = {f":{name}": value for name, value in shown.items()}
    return dynamo.change(
        table(),
        mine,
        other.thread_id,
        f"SET {', '.join(f'#{name} = :{name}' for name in shown)} ADD unread :new",
        values | {":new": sum(not each.outgoing for each in group)},
        names={f"#{name}": name for name in shown},
    )
