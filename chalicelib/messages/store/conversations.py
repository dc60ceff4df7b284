"""A person's conversations, as their inbox shows them: newest first, what is unread, what was said (INBOX).

    inbox_routes.py -> first_page, later_page, thread, entries   what is there
                    -> mark_read, mark_unread                    what the reader did

`earlier.py` lists those of an earlier school year.

An entry is unread while it carries `unread`; the conversation counts its unread entries, and the emergencies
among them, and all change in one transaction, so the numbers are always right. `auto_read` marks what fell off
the first page unseen (A-10).
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from typing import Any

from chalicelib.directory.school_years import YearBounds
from chalicelib.kernel import dynamo
from chalicelib.kernel.batches import batched
from chalicelib.kernel.errors import Conflict, NotFound
from chalicelib.kernel.paging import Page, encode_cursor, foreign, position
from chalicelib.kernel.values import value

from ..model import Source
from ..threads import Counterpart
from . import keys

FIRST_LOAD = 30  # INBOX-02: conversations on the first page; only these can be unread
_MARK_BATCH = 90  # entries marked in one transaction, the conversation beside them
_TRIES = 5
_LATER = {
    "theirs_at": "",
    "answerable": False,
    "flagged_message": "",
    "secure": False,
}  # what older conversations lack
_EARLIEST, _LATEST = "0", "~"  # before and after any time


@value
class Thread:
    """One conversation as the inbox lists it. `theirs_at`: when the other side's newest message arrived, empty
    while there is none; `answerable`: the account wrote in it, or one of its messages allows answers (COMP-20).
    `flagged_message` is the newest message if it was flagged as it was written; `secure`: a secure message came
    to the account here, or it wrote one (`store/secrecy.py` knows both sides). `emergency`: subject and first
    words of one that waits unread, the newest that came; None when none does."""

    thread_id: str
    counterpart: Counterpart
    last_at: str
    subject: str
    snippet: str
    unread: int
    theirs_at: str = ""
    answerable: bool = False
    flagged_message: str = ""
    secure: bool = False
    emergency: tuple[str, str] | None = None


@value
class Entry:
    """One message in a conversation. `outgoing` ones are the reader's own, and are never unread."""

    key: str
    message_id: str
    subject: str
    sent_at: str
    student_name: str = ""
    unread: bool = False
    outgoing: bool = False
    values: tuple[str, ...] = ()  # of the message's insert fields


def first_page(district: str, user: str, limit: int) -> tuple[Page[Thread], int]:
    """The newest conversations, at most 30, and how many messages wait unread in all (INBOX-02).

    What waits unread beyond the newest 30 becomes read without having been read, and is not counted (A-10).
    """
    found, _ = _query(district, user, None, FIRST_LOAD + 1)
    newest = tuple(map(as_thread, found[:FIRST_LOAD]))
    if len(found) > FIRST_LOAD:
        _mark_auto_read(district, user, after_key(district, user, newest[-1].last_at, newest[-1].thread_id))
    size = min(limit, FIRST_LOAD)
    return _page(newest[:size], more=len(found) > size), sum(each.unread for each in newest)


def later_page(district: str, user: str, cursor: str, limit: int) -> Page[Thread]:
    """The conversations after a position that a page handed out."""
    place = position(cursor, at=str, id=str)
    if not place or not all(place.values()):
        raise foreign()
    found, _ = _query(district, user, after_key(district, user, place["at"], place["id"]), limit + 1)
    return _page(tuple(map(as_thread, found[:limit])), more=len(found) > limit)


def unread(district: str, user: str) -> int:
    """How many messages wait to be read: those of the newest 30 conversations only (A-96)."""
    return sum(item["unread"] for item in _query(district, user, None, FIRST_LOAD)[0])


def _page(shown: tuple[Thread, ...], *, more: bool) -> Page[Thread]:
    last = shown[-1] if more and shown else None
    return Page(shown, encode_cursor({"at": last.last_at, "id": last.thread_id}) if last else None)


def after_key(district: str, user: str, at: str, thread_id: str) -> dynamo.Item:
    """The index key after which to go on; the caller's own partition, whatever a cursor says."""
    mine = keys.threads(district, user)
    return {"pk": mine, "threads_of": mine, "sk": thread_id, "last_at": at}


def _query(
    district: str, user: str, after: dynamo.Item | None, limit: int | None, **bounds: Any
) -> tuple[list[dynamo.Item], dynamo.Item | None]:
    return dynamo.query(
        keys.table(),
        keys.threads(district, user),
        index="threads_of",
        pk_name="threads_of",
        newest_first=True,
        after=after,
        limit=limit,
        **bounds,
    )


def thread(district: str, user: str, thread_id: str) -> Thread:
    """One conversation of the account. Raises NotFound when it has no such one."""
    item = dynamo.get(keys.table(), keys.threads(district, user), thread_id, consistent=True)
    if item is None:
        raise NotFound
    return as_thread(item)


def entries(
    district: str,
    user: str,
    conversation: Thread,
    cursor: str | None,
    limit: int,
    year: YearBounds | None = None,
) -> Page[Entry]:
    """Messages between the two, newest first (INBOX-04); of one school year, if one is asked for."""
    before = (position(cursor, before=str) or {"before": _LATEST})["before"]
    bounds = (year.start, min(before, year.end)) if year else (_EARLIEST, before)
    found = _side(district, user, conversation.thread_id, bounds, limit, outgoing=False)
    other = conversation.counterpart
    if other.source is Source.USER and other.id != user:
        mine = Counterpart(Source.USER, user, "").thread_id
        found += _side(district, other.id, mine, bounds, limit, outgoing=True)
    # What an author kept of a message stands for the other side's copy of it.
    found = sorted({entry.key: entry for entry in reversed(found)}.values(), key=_key, reverse=True)
    more = encode_cursor({"before": found[limit - 1].key}) if len(found) > limit else None
    return Page(tuple(found[:limit]), more)


def entry(district: str, user: str, thread_id: str, entry_key: str) -> Entry:
    """One message that the account received. Raises NotFound for any other."""
    item = dynamo.get(keys.table(), keys.entries(district, user, thread_id), entry_key, consistent=True)
    if item is None or "outgoing" in item:
        raise NotFound
    return _entry(item, outgoing=False)


def _key(entry: Entry) -> str:
    return entry.key


def _side(
    district: str, user: str, thread_id: str, bounds: tuple[str, str], limit: int, *, outgoing: bool
) -> list[Entry]:
    """One more than `limit`, so that the reader knows whether there are more; the upper bound is left out.

    What `outgoing` asks for is what the other side has received; what they wrote themselves and kept a copy
    of is theirs until it arrives. The reader's own side is as it is now: what they wrote a moment ago is there.
    """
    low, before = bounds
    if before < low:
        return []
    items = dynamo.query_all(
        keys.table(),
        keys.entries(district, user, thread_id),
        newest_first=True,
        limit=limit + 2,  # `between` includes its end
        between=bounds,
        where="attribute_not_exists(outgoing)" if outgoing else None,
        consistent=not outgoing,
    )
    found = (_entry(item, outgoing=outgoing) for item in items if item["sk"] != before)
    return list(islice(found, limit + 1))


def as_thread(item: dynamo.Item) -> Thread:
    other = Counterpart(Source(item["source"]), item["other_id"], item["other_name"], item["school_name"])
    shown = (item["last_at"], item["subject"], item["snippet"], item["unread"])
    found = Thread(item["sk"], other, *shown, *(item.get(name, usual) for name, usual in _LATER.items()))
    if item.get("urgent", 0) > 0:
        return replace(found, emergency=(item["urgent_subject"], item["urgent_snippet"]))
    return found


def _entry(item: dynamo.Item, *, outgoing: bool) -> Entry:
    outgoing = outgoing or "outgoing" in item
    return Entry(
        item["sk"],
        item["message_id"],
        item["subject"],
        item["sent_at"],
        item["student_name"],
        unread=not outgoing and "unread" in item,
        outgoing=outgoing,
        values=tuple(item.get("values", ())),
    )


# ---- Marking ------------------------------------------------------------------------------------------------


def mark_read(district: str, user: str, thread_id: str, until: str = _LATEST) -> None:
    """Everything in the conversation that was sent before `until` is read now (INBOX-05), auto-read ones
    included."""
    thread(district, user, thread_id)
    which = "attribute_exists(unread) OR attribute_exists(auto_read)"
    _mark(district, user, thread_id, which, until=until)


def _mark_auto_read(district: str, user: str, after: dynamo.Item) -> None:
    """One query looks through some 2,000 conversations; still older ones were marked on an earlier load."""
    for each in _query(district, user, after, None, where="unread > :zero", values={":zero": 0})[0]:
        with suppress(Conflict):  # the next load of the first page marks it
            _mark(district, user, each["sk"], "attribute_exists(unread)", last_at=each["last_at"])


def _mark(
    district: str, user: str, thread_id: str, which: str, *, until: str = _LATEST, last_at: str = ""
) -> None:
    """Mark the entries that `which` chooses, batch by batch; a collision with another reader is read anew.
    `last_at`: they become read unseen, unless something came since then: the conversation is on the first page
    again, though the index does not know it yet. Raises Conflict when they do not end."""
    pk, bounds = keys.entries(district, user, thread_id), (_EARLIEST, until)
    for _ in range(1 if last_at else _TRIES):
        items = list(dynamo.query_all(keys.table(), pk, where=which, between=bounds, consistent=True))
        try:
            for batch in batched(items, _MARK_BATCH):
                dynamo.transact(_marks(district, user, thread_id, batch, last_at))
        except dynamo.Refused:
            continue
        return
    raise Conflict("New messages keep coming into this conversation. Please try again.")


def _marks(
    district: str, user: str, thread_id: str, items: Sequence[dynamo.Item], last_at: str
) -> list[dynamo.Write]:
    expression = "SET auto_read = :yes REMOVE unread" if last_at else "REMOVE unread, auto_read"
    writes = [
        dynamo.change(
            keys.table(),
            item["pk"],
            item["sk"],
            expression,
            {":yes": True} if last_at else {},
            condition="attribute_exists(unread)" if "unread" in item else "attribute_exists(auto_read)",
        )
        for item in items
    ]
    fewer = [item for item in items if "unread" in item]
    if fewer:
        urgent = sum("emergency" in item for item in fewer)
        writes.append(_count(district, user, thread_id, -len(fewer), -urgent, last_at=last_at))
    return writes


def mark_unread(district: str, user: str, thread_id: str, entry_key: str) -> None:
    """One message is unread again (INBOX-06), or still. Raises NotFound for what is not one's own."""
    pk = keys.entries(district, user, thread_id)
    known = dynamo.get(keys.table(), pk, entry_key, consistent=True)
    if known is None or "outgoing" in known:
        raise NotFound
    entry = dynamo.change(
        keys.table(),
        pk,
        entry_key,
        "SET unread = :yes REMOVE auto_read",
        {":yes": True},
        condition="attribute_exists(pk) AND attribute_not_exists(unread)",
    )
    urgent = {"subject": known["subject"], "snippet": known["emergency"]} if "emergency" in known else {}
    with suppress(dynamo.Refused):  # it is unread
        dynamo.transact([entry, _count(district, user, thread_id, 1, int(bool(urgent)), shown=urgent)])


def _count(
    district: str,
    user: str,
    thread_id: str,
    by: int,
    urgent: int,
    *,
    last_at: str = "",
    shown: Mapping[str, str] | None = None,
) -> dynamo.Write:
    """So many unread more, `urgent` of them emergencies, of which one is `shown` from here on."""
    key = (keys.threads(district, user), thread_id)
    said = {f"urgent_{name}": text for name, text in (shown or {}).items()}
    sets = f"SET {', '.join(f'{name} = :{name}' for name in said)} " if said else ""
    values: dynamo.Item = {":by": by, ":urgent": urgent, **{f":{name}": text for name, text in said.items()}}
    if last_at:
        values[":last"] = last_at
    condition = "last_at = :last" if last_at else ""
    expression = f"{sets}ADD unread :by, urgent :urgent"
    return dynamo.change(keys.table(), *key, expression, values, condition=condition)
