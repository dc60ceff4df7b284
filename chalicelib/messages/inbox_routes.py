"""The in-app inbox over HTTP: conversations, what was said in one, read and unread.

Each account reaches its own conversations only: every key is made from the caller's district and user id.
"""

import base64
import binascii
from collections.abc import Mapping

from chalicelib.access.endpoint import Api, Call
from chalicelib.access.looking_back import year_of_lists
from chalicelib.access.model import Needs, Permission, edit, view
from chalicelib.content.filled import filled, in_app_html
from chalicelib.content.model import CALLS_AND_TEXTS
from chalicelib.kernel.clock import stamp
from chalicelib.kernel.errors import NotFound

from . import flagging, gone, replies, store
from .inbox_schemas import Conversation, EntryRow, FiledReply, Inbox, InboxQuery, NewReply, ThreadRow, With
from .model import Message
from .send import already_accepted, body_hash, check_key
from .store import Request, conversations, earlier
from .store.conversations import Entry, Thread
from .threads import Counterpart

api = Api("inbox")
_READERS = view(Permission.COMMUNICATION)
_ANSWERERS = Needs((*_READERS.all_of, *edit(Permission.SEND_MESSAGES).all_of))


@api.get("/v1/inbox", needs=_READERS, query=InboxQuery, returns=Inbox, summary="My conversations, newest first")
def list_inbox(call: Call) -> Inbox:
    """In an earlier school year those with a message of that year; what waits unread is of all years."""
    me, query = call.principal, call.query
    year = year_of_lists(me)
    if year:
        page = earlier.page(me.district, me.user_id, year, query.cursor, query.limit)
        waiting = conversations.unread(me.district, me.user_id)
    elif query.cursor:
        page = conversations.later_page(me.district, me.user_id, query.cursor, query.limit)
        waiting = conversations.unread(me.district, me.user_id)
    else:
        page, waiting = conversations.first_page(me.district, me.user_id, query.limit)
    hidden = flagging.hidden_threads(me.district, page.items)
    shown = gone.without_names(me.district, page.items)
    rows = tuple(_thread_row(each, hidden=each.thread_id in hidden) for each in shown)
    return Inbox(items=rows, next_cursor=page.next_cursor, unread=waiting)


@api.get(
    "/v1/inbox/{thread_id}",
    needs=_READERS,
    query=InboxQuery,
    returns=Conversation,
    summary="One conversation, newest message first",
)
def read_conversation(call: Call) -> Conversation:
    me, query = call.principal, call.query
    thread = conversations.thread(me.district, me.user_id, call.path["thread_id"])
    page = conversations.entries(me.district, me.user_id, thread, query.cursor, query.limit, year_of_lists(me))
    written = store.load_many(me.district, [entry.message_id for entry in page.items])
    hidden = flagging.hidden_entries(me.district, page.items, written)
    other = replies.other_side(me.district, thread)
    secure = replies.is_secure(me.district, me.user_id, thread)
    return Conversation.model_validate(
        {
            "thread_id": thread.thread_id,
            "with": _with(gone.shown(thread.counterpart, other)),
            "cannot_reply": replies.why_not(me, thread, other, call.clock.now()),
            "secure": secure,
            "unread_there": secure and other is not None and not replies.can_read(me.district, other),
            "items": tuple(_entry_row(each, written, hidden=_is_in(hidden, each)) for each in page.items),
            "next_cursor": page.next_cursor,
        }
    )


@api.post(
    "/v1/inbox/{thread_id}/replies",
    needs=_ANSWERERS,
    body=NewReply,
    returns=FiledReply,
    status=202,
    headers=("Idempotency-Key",),
    sends=True,
    summary="Answer in a conversation",
)
def reply_in_conversation(call: Call) -> FiledReply:
    """The same key and body again answer the same message."""
    me, asked = call.principal, call.body
    thread = conversations.thread(me.district, me.user_id, call.path["thread_id"])
    said = f"{thread.thread_id} {asked.html}{' signed' * asked.include_signature}"
    request = Request(me.user_id, check_key(call.header("Idempotency-Key")), body_hash(said))
    now = call.clock.now()
    message = already_accepted(me.district, request) or replies.file_reply(
        replies.answer(me, thread, asked.html, request, now, signature=asked.include_signature), now
    )
    content = message.content
    return FiledReply(
        message_id=message.message_id,
        subject=content.subject,
        html=content.html,
        sent_at=stamp(message.accepted_at),
        secure=content.secure,
    )


@api.post("/v1/inbox/{thread_id}/read", needs=_READERS, summary="Mark a whole conversation as read")
def read_all(call: Call) -> None:
    """In an earlier school year up to its end."""
    me = call.principal
    until = [year.end for year in (year_of_lists(me),) if year]
    conversations.mark_read(me.district, me.user_id, call.path["thread_id"], *until)


@api.post(
    "/v1/inbox/{thread_id}/entries/{entry_id}/unread",
    needs=_READERS,
    summary="Mark one received message as unread",
)
def mark_entry_unread(call: Call) -> None:
    me, key = call.principal, _entry_key(call.path["entry_id"])
    conversations.mark_unread(me.district, me.user_id, call.path["thread_id"], key)


@api.get(
    "/v1/inbox/{thread_id}/entries/{entry_id}",
    needs=_READERS,
    returns=EntryRow,
    summary="One received message, also when it is flagged",
)
def read_entry(call: Call) -> EntryRow:
    """View Message (FLAG-05): it stays flagged, and hidden in the conversation."""
    me, entry = call.principal, _received(call)
    written = store.load_many(me.district, [entry.message_id])
    flagged = entry.message_id in flagging.hidden_entries(me.district, [entry], written)
    return _entry_row(entry, written, hidden=False, flagged=flagged)


@api.delete(
    "/v1/inbox/{thread_id}/entries/{entry_id}/flag",
    needs=edit(Permission.FLAG_MESSAGES, staff_only=True),
    summary="Remove the flag of a received message",
)
def remove_flag(call: Call) -> None:
    """The message is shown again to all its readers (FLAG-06)."""
    me, entry = call.principal, _received(call)
    flagging.remove(me, entry, call.clock.now())


def _received(call: Call) -> Entry:
    me, key = call.principal, _entry_key(call.path["entry_id"])
    return conversations.entry(me.district, me.user_id, call.path["thread_id"], key)


def _with(other: Counterpart) -> With:
    return With(kind=other.source.value, id=other.id, name=other.name, school_name=other.school_name)


def _is_in(hidden: set[str], entry: Entry) -> bool:
    return entry.message_id in hidden and not entry.outgoing


def _thread_row(thread: Thread, *, hidden: bool) -> ThreadRow:
    """An emergency that waits is shown whatever came after it."""
    said = ("", "") if hidden else (thread.subject, thread.snippet)
    subject, snippet = thread.emergency or said
    return ThreadRow.model_validate(
        {
            "thread_id": thread.thread_id,
            "with": _with(thread.counterpart),
            "unread": thread.unread,
            "last_at": thread.last_at,
            "subject": subject,
            "snippet": snippet,
            "flagged": hidden and not thread.emergency,
            "secure": thread.secure,
            "emergency": thread.emergency is not None,
        }
    )


def _entry_row(
    entry: Entry, written: Mapping[str, Message], *, hidden: bool, flagged: bool = False
) -> EntryRow:
    message = written.get(entry.message_id)
    content = filled(message.content, entry.values) if message else None
    return EntryRow(
        entry_id=entry_id(entry.key),
        message_id=entry.message_id,
        subject="" if hidden else content.subject if content else entry.subject,
        html=in_app_html(content) if content and not hidden else "",
        sent_at=entry.sent_at,
        outgoing=entry.outgoing,
        unread=entry.unread,
        flagged=hidden or flagged,
        regarding_student=entry.student_name or None,
        secure=content is not None and content.secure,
        emergency=content is not None and any(map(content.emergency, CALLS_AND_TEXTS)),
    )


def entry_id(key: str) -> str:
    """An entry's key in letters that any URL carries."""
    return base64.urlsafe_b64encode(key.encode()).decode().rstrip("=")


def _entry_key(text: str) -> str:
    """The inverse. Raises NotFound for an id that no conversation handed out."""
    try:
        key = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
    except (binascii.Error, ValueError):
        raise NotFound from None
    if not key:
        raise NotFound
    return key
