"""The audience room's door to its table: lists of imported recipients, each with pages of people.

    D#d#IMPORTED#list id   LIST                   whose, which files, how many, version, taken or held by what
                           PAGE#upload id-number  up to 200 people, packed

A file's pages are written first and count for nothing before LIST names its upload; every change of LIST is
conditional on the version that was read, and on no message having taken it. What is left over by a crash
expires with the list.
"""

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.kernel import dynamo
from chalicelib.kernel.batches import batched
from chalicelib.kernel.clock import moment, stamp
from chalicelib.kernel.keys import district_key
from chalicelib.kernel.settings import table

from .model import PAGE, ImportedList, Person, Tally, Upload

# A list that a message took on its last day is still whole while that message is planned.
PAGES_LONGER = timedelta(days=10)
_SORT = "LIST"


def _table() -> str:
    return table("audience")


def _key(district: str, list_id: str) -> str:
    return district_key(district, "IMPORTED", list_id)


# ---- Lists --------------------------------------------------------------------------------------------------


def begin(new: ImportedList) -> None:
    """Store a list without people."""
    item = {
        "pk": _key(new.district, new.list_id),
        "sk": _SORT,
        "list_id": new.list_id,
        "district": new.district,
        "owned_by": new.owner,
        "created_at": stamp(new.created_at),
        "expires": int(new.expires_at.timestamp()),
    }
    dynamo.put(_table(), item | _changing(new), unless_exists=True)


def get(district: str, list_id: str) -> ImportedList | None:
    """A list as it is at this moment."""
    item = dynamo.get(_table(), _key(district, list_id), _SORT, consistent=True)
    return _list(item) if item else None


def _changing(one: ImportedList) -> dynamo.Item:
    """The attributes that a change touches."""
    uploads = [[each.upload_id, each.people] for each in one.uploads]
    tally = [one.tally.people, one.tally.emails, one.tally.phones]
    return {"list_version": one.version, "list_uploads": uploads, "list_tally": tally}


def _list(item: dynamo.Item) -> ImportedList:
    return ImportedList(
        item["list_id"],
        item["district"],
        item["owned_by"],
        moment(item["created_at"]),
        item["list_version"],
        tuple(Upload(*each) for each in item["list_uploads"]),
        Tally(*item["list_tally"]),
        item.get("taken_by", ""),
        item.get("held_by", ""),
        item.get("held_as", ""),
        moment(item["kept_until"]) if "kept_until" in item else None,
    )


_UNCHANGED = "list_version = :before AND attribute_not_exists(taken_by)"


def _change(before: ImportedList, after: ImportedList) -> dynamo.Write:
    values = {f":{name}": value for name, value in _changing(after).items()}
    values |= {":list_version": before.version + 1, ":before": before.version}
    expression = "SET list_version = :list_version, list_uploads = :list_uploads, list_tally = :list_tally"
    key = (_key(before.district, before.list_id), _SORT)
    return dynamo.change(_table(), *key, expression, values, condition=_UNCHANGED)


def save(before: ImportedList, after: ImportedList, page: Sequence[dynamo.Write] = ()) -> ImportedList | None:
    """Store a change, and the page that belongs to it; None when the list moved meanwhile."""
    try:
        dynamo.transact([_change(before, after), *page])
    except dynamo.Refused:
        return None
    return replace(after, version=before.version + 1)


def taken(district: str, list_id: str, version: int, message_id: str, *, once: bool) -> dynamo.Write:
    """The list goes out with a message, as it was counted; a write of the transaction that accepts the message.
    `once`: with this message alone, so that no schedule may have it; a schedule's may have gone out before."""
    values = {":message": message_id, ":before": version}
    condition = f"{_UNCHANGED} AND attribute_not_exists(held_by)" if once else "list_version = :before"
    key = (_key(district, list_id), _SORT)
    return dynamo.change(_table(), *key, "SET taken_by = :message", values, condition=condition)


def delete(one: ImportedList) -> bool:
    """The list goes, then its people; False when it moved meanwhile, or a schedule has it."""
    pk, condition = _key(one.district, one.list_id), f"{_UNCHANGED} AND attribute_not_exists(held_by)"
    gone = dynamo.remove(_table(), pk, _SORT, condition=condition, values={":before": one.version})
    try:
        dynamo.transact([gone])
    except dynamo.Refused:
        return False
    dynamo.write_many(_table(), (), ((pk, _page_sort(page)) for page in one.pages))
    return True


# ---- For a schedule -----------------------------------------------------------------------------------------


def held(one: ImportedList, schedule_id: str, subject: str) -> dynamo.Write:
    """The list becomes a schedule's own; a write of the transaction that stores the schedule."""
    values = {":schedule": schedule_id, ":subject": subject}
    nobodys = "attribute_not_exists(held_by) AND attribute_not_exists(taken_by)"
    condition = f"attribute_exists(owned_by) AND (held_by = :schedule OR ({nobodys}))"
    expression = "SET held_by = :schedule, held_as = :subject"
    key = (_key(one.district, one.list_id), _SORT)
    return dynamo.change(_table(), *key, expression, values, condition=condition)


def let_go(one: ImportedList) -> dynamo.Write:
    """The list is its schedule's no longer; a write of the transaction that changes or removes the schedule."""
    key = (_key(one.district, one.list_id), _SORT)
    values = {":schedule": one.held_by}
    return dynamo.change(_table(), *key, "REMOVE held_by, held_as", values, condition="held_by = :schedule")


def lengthen(one: ImportedList, until: datetime) -> bool:
    """Pages, then the list, live until then; False when the list moved meanwhile: a page written at that moment
    may have the old time."""
    pk = _key(one.district, one.list_id)
    expires = {":expires": int((until + PAGES_LONGER).timestamp())}
    there = "attribute_exists(pk)"
    pages = [
        dynamo.change(_table(), pk, _page_sort(each), "SET expires = :expires", expires, condition=there)
        for each in one.pages
    ]
    values = {":kept": stamp(until), ":expires": int(until.timestamp())}
    values |= {":before": one.version, ":after": one.version + 1}
    expression = "SET kept_until = :kept, expires = :expires, list_version = :after"
    last = dynamo.change(_table(), pk, _SORT, expression, values, condition="list_version = :before")
    try:
        for some in (*batched(pages, dynamo.TRANSACTION), [last]):
            dynamo.transact(some)
    except dynamo.Refused:
        return False
    return True


# ---- Pages --------------------------------------------------------------------------------------------------


def _page_sort(page: str) -> str:
    return f"PAGE#{page}"


def put_pages(one: ImportedList, upload: Upload, people: Sequence[Person]) -> None:
    """Write a file's people; they count for nothing before the list names the upload."""
    packed = zip(upload.pages, batched(enumerate(people), PAGE), strict=True)
    dynamo.write_many(
        _table(),
        (
            _page_item(one, page, [[number, each.name, each.email, each.phone] for number, each in group])
            for page, group in packed
        ),
    )


def page_without(one: ImportedList, page: str, people: Iterable[Person]) -> dynamo.Write:
    """A page as it is with only these people."""
    fields = [[int(p.entry_id.rpartition("-")[2]), p.name, p.email, p.phone] for p in people]
    return dynamo.replace(_table(), _page_item(one, page, fields))


def _page_item(one: ImportedList, page: str, fields: list[list[Any]]) -> dynamo.Item:
    text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    return {
        "pk": _key(one.district, one.list_id),
        "sk": _page_sort(page),
        "people": zlib.compress(text.encode(), 6),
        "expires": int((one.expires_at + PAGES_LONGER).timestamp()),
    }


def people(district: str, list_id: str, pages: Sequence[str]) -> Iterator[list[Person]]:
    """The people of pages, a list for each in the order asked for."""
    pk = _key(district, list_id)
    found = dynamo.get_many(_table(), [(pk, _page_sort(page)) for page in pages], consistent=True)
    for page in pages:
        item = found.get((pk, _page_sort(page)))
        yield _people(page.rpartition("-")[0], item["people"]) if item else []


def _people(upload_id: str, packed: bytes) -> list[Person]:
    fields = json.loads(zlib.decompress(packed))
    return [Person(name, email, phone, f"{upload_id}-{number}") for number, name, email, phone in fields]
