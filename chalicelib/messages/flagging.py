"""Messages of families with a word of the district's list are flagged by themselves (FLAG-07, A-65).

    accepted with `flagged` --> hidden in the readers' inboxes and pushes, a disclaimer in their emails
                            --> until a reader who may removes the flag (FLAG-06), for all readers

A message never changes (SEND-10): `flagged` says that it was flagged when it was written, `store/flags.py`
whether it still is.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from chalicelib.access.model import Principal
from chalicelib.content.flagged import FlaggedWords, start_list
from chalicelib.content.model import Content
from chalicelib.directory.audit import Change, Subject, Who, entry
from chalicelib.directory.store import flagged_words

from .model import Message, PartRow
from .store import flags
from .store.conversations import Entry, Thread


def is_flagged(district: str, content: Content) -> bool:
    """Whether what a family wrote holds a word of the district's list."""
    listed = flagged_words.words(district)
    words = FlaggedWords.of(start_list() if listed is None else listed)
    return words.found_in(content.subject, content.plain)


def hidden_threads(district: str, threads: Iterable[Thread]) -> set[str]:
    """The ids of conversations whose newest message is flagged (FLAG-02)."""
    newest = {each.thread_id: each.flagged_message for each in threads if each.flagged_message}
    flagged = flags.flagged_among(district, newest.values())
    return {thread_id for thread_id, message_id in newest.items() if message_id in flagged}


def hidden_rows(district: str, rows: Iterable[PartRow]) -> set[str]:
    """The ids of messages that are flagged, among those that a list shows parts of (REPT-31)."""
    return flags.flagged_among(district, {each.message_id for each in rows if each.flagged})


def hidden_entries(district: str, entries: Iterable[Entry], written: Mapping[str, Message]) -> set[str]:
    """The ids of messages that are flagged, among what others wrote: authors go on seeing their own."""
    asked = {
        each.message_id
        for each in entries
        if not each.outgoing and each.message_id in written and written[each.message_id].flagged
    }
    return flags.flagged_among(district, asked)


def remove(who: Principal, received: Entry, now: datetime) -> None:
    """The message is shown again to all its readers (FLAG-06), and the record of changes says who did that:
    by its subject, which whoever may read that record sees of paused messages too."""
    by, change = Who(who.user_id, who.name), Change("flagged", before=True, after=False)
    told = entry(now, by, Subject.MESSAGE, received.message_id, received.subject, (change,))
    flags.remove(who.district, received.message_id, told)
