"""In-app copies put into inboxes: each an entry, in its account's conversation with the sender."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from chalicelib.kernel import dynamo

from ..threads import InAppCopy
from . import keys


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
    entries = (dynamo.insert(keys.table(), _entry_item(copy)) for copy in unique)
    return (*entries, *(_thread_write(group) for group in grouped.values()))


def _unique(copies: Iterable[InAppCopy]) -> list[InAppCopy]:
    """Each once: an author keeps one message in several conversations."""
    found = {(each.district, each.account, each.counterpart.thread_id, each.entry_key): each for each in copies}
    return list(found.values())


def _entry_item(copy: InAppCopy) -> dynamo.Item:
    more: dynamo.Item = {"values": list(copy.values)} if copy.values else {}
    more |= {"outgoing": True} if copy.outgoing else {"unread": True}
    more |= {"emergency": copy.snippet} if copy.emergency else {}
    return {
        "pk": keys.entries(copy.district, copy.account, copy.counterpart.thread_id),
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
    mine, other = keys.threads(copy.district, copy.account), copy.counterpart
    at = copy.arrived_at or copy.sent_at
    theirs: dynamo.Item = {} if copy.outgoing else {"theirs_at": at}
    if any(each.outgoing or each.answerable for each in group):  # and no later message closes it (RPLY-01)
        theirs["answerable"] = True
    if any(each.secure for each in group):  # and no later message opens it
        theirs["secure"] = True
    shown: dynamo.Item = {
        "threads_of": mine,
        "last_at": at,
        "subject": copy.subject,
        "snippet": copy.snippet,
        "source": other.source.value,
        "other_id": other.id,
        "other_name": other.name,
        "school_name": other.school_name,
        "flagged_message": copy.message_id if copy.flagged else "",
        **theirs,
        **({keys.in_year(copy.school_year): copy.entry_key} if copy.school_year else {}),
    }
    urgent = [each for each in group if each.emergency and not each.outgoing]
    if urgent:
        shown |= {"urgent_subject": urgent[-1].subject, "urgent_snippet": urgent[-1].snippet}
    values = {f":{name}": value for name, value in shown.items()}
    return dynamo.change(
        keys.table(),
        mine,
        other.thread_id,
        f"SET {', '.join(f'#{name} = :{name}' for name in shown)} ADD unread :new, urgent :urgent",
        values | {":new": sum(not each.outgoing for each in group), ":urgent": len(urgent)},
        names={f"#{name}": name for name in shown},
    )
