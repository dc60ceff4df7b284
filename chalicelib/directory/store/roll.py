"""A school's roll: its active students in pages of 200, families together, without their records; and its
ledgers: the fingerprints by which an import sees what changed.

Ids and keys hardly compress, the rest does: a page is packed JSON, about 130 bytes per student.
"""

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from chalicelib.kernel import dynamo
from chalicelib.kernel.keys import district_key
from chalicelib.kernel.settings import table

from ..model import RollEntry

PAGE = 200
LEDGER_PAGE = 2000
_PAGES_A_REQUEST = 4
_LAST_PAGE = 99_999
MOST_TEXT = 350_000  # bytes of a page; the table takes 400 kB an item


def roll(district: str, school_id: str) -> tuple[RollEntry, ...]:
    """The school's roll, in the order it was stored in."""
    return tuple(roll_entry(each) for each in _read(district_key(district, "SCHOOL", school_id, "ROLL")))


def roll_pages(district: str, school_id: str, start: int = 0) -> Iterator[tuple[int, tuple[RollEntry, ...]]]:
    """The roll from a place on, each page when it is asked for, with the place of its first entry.

    A place is the page's number times PAGE, and the entry's in it: pages hold PAGE entries at most, so places
    grow and may leave some out.
    """
    page, skipped = divmod(start, PAGE)
    if page > _LAST_PAGE:
        return
    bounds = (f"{page:05}", f"{_LAST_PAGE}")
    pk = district_key(district, "SCHOOL", school_id, "ROLL")
    for item in dynamo.query_all(table("directory"), pk, between=bounds, limit=_PAGES_A_REQUEST):
        entries = tuple(roll_entry(each) for each in _unpacked(item))[skipped:]
        yield int(item["sk"]) * PAGE + skipped, entries
        skipped = 0


def put_roll(district: str, school_id: str, entries: Sequence[RollEntry]) -> None:
    """Store a school's roll whole."""
    _replace(district_key(district, "SCHOOL", school_id, "ROLL"), map(roll_fields, entries), PAGE)


def ledger(district: str, school_id: str, kind: str) -> dict[str, str]:
    """Fingerprint by id of a school's staff accounts, sections or contacts, as the last import left them."""
    return dict(_read(district_key(district, "SCHOOL", school_id, "LEDGER", kind)))


def put_ledger(district: str, school_id: str, kind: str, digests: Mapping[str, str]) -> None:
    """Store one kind's fingerprints of a school whole."""
    _replace(district_key(district, "SCHOOL", school_id, "LEDGER", kind), digests.items(), LEDGER_PAGE)


def roll_entry(fields: list[Any]) -> RollEntry:
    """The inverse of `roll_fields`."""
    student_id, grade, family, digest, contacts, *places = fields
    return RollEntry(
        student_id,
        grade,
        family or student_id,
        digest,
        tuple((each, bool(own), order) for each, own, order in contacts),
        *places,
    )


def roll_fields(entry: RollEntry) -> list[Any]:
    """An entry as its page holds it."""
    contacts = [[contact, int(custodial), order] for contact, custodial, order in entry.contacts]
    family = "" if entry.family == entry.student_id else entry.family
    return [entry.student_id, entry.grade, family, entry.digest, contacts, entry.places]


def _read(pk: str) -> Iterator[Any]:
    for item in dynamo.query_all(table("directory"), pk):
        yield from _unpacked(item)


def _unpacked(item: dynamo.Item) -> list[Any]:
    rows: list[Any] = json.loads(zlib.decompress(item["page"]))
    return rows


def _replace(pk: str, rows: Iterable[Any], size: int) -> None:
    """Write all pages; then remove those of a longer past."""
    pages = [
        {"pk": pk, "sk": f"{number:05}", "page": zlib.compress(text.encode(), 6)}
        for number, text in enumerate(_pages(rows, size))
    ]
    dynamo.write_many(table("directory"), pages)
    surplus = dynamo.query_all(table("directory"), pk, between=(f"{len(pages):05}", f"{_LAST_PAGE}"))
    dynamo.write_many(table("directory"), (), [(pk, item["sk"]) for item in surplus])


def _pages(rows: Iterable[Any], size: int) -> Iterator[str]:
    """JSON lists of at most `size` rows, and of no more text than an item takes however badly it packs."""
    texts: list[str] = []
    length = 0
    for row in rows:
        text = json.dumps(row, ensure_ascii=True, separators=(",", ":"))
        if texts and (len(texts) == size or length + len(text) > MOST_TEXT):
            yield f"[{','.join(texts)}]"
            texts, length = [], 0
        texts.append(text)
        length += len(text) + 1
    if texts:
        yield f"[{','.join(texts)}]"
