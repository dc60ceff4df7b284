"""Lists of imported recipients: begun, filled from files, looked through, thinned out, deleted.

A list is its owner's alone: to everybody else it is not there (IMPT-09). Once a message took it, it stands as
it was sent, and changing it is refused (IMPT-07). A schedule's may be changed until then, and goes with it.
"""

from collections.abc import Callable, Collection
from datetime import datetime

from chalicelib.access.model import Principal
from chalicelib.access.modules import Module, is_on
from chalicelib.directory import store as directory
from chalicelib.kernel import sheets
from chalicelib.kernel.errors import Conflict, FieldError, NotFound
from chalicelib.kernel.ids import new_id
from chalicelib.kernel.paging import Page, encode_cursor, position
from chalicelib.kernel.values import value
from chalicelib.kernel.words import say

from . import rows, store
from .free import check_not_held, check_not_taken
from .model import MOST_FILES, MOST_PEOPLE, BadRow, Columns, ImportedList, Person, Upload

SEARCHED_AT_ONCE, LISTED_AT_ONCE = 10, 2  # pages read before answering with what was found and a cursor
TRIES = 5
ABSENT = "This list of imported recipients is not among yours."


@value
class Added:
    """What became of a file: `repeated` of the people imported were in the list, or in the file, already."""

    list: ImportedList
    imported: int
    repeated: int
    bad_rows: tuple[BadRow, ...]


def begin(principal: Principal, now: datetime) -> ImportedList:
    """A list without people."""
    new = ImportedList(new_id(), principal.district, principal.user_id, now)
    store.begin(new)
    return new


def found(principal: Principal, list_id: str, field: str = "list_id") -> ImportedList:
    """The caller's list. Raises NotFound for somebody else's as for none."""
    one = store.get(principal.district, list_id)
    if one is None or one.owner != principal.user_id:
        raise NotFound(ABSENT, (FieldError(field, ABSENT),))
    return one


def texting(district: str) -> bool:
    """Whether the Calling & Texting module is on (LIC-01): without it phones are neither asked for nor kept."""
    return is_on(directory.district(district).settings, Module.CALLING_AND_TEXTING)


# ---- A file -------------------------------------------------------------------------------------------------


def add(principal: Principal, list_id: str, raw: bytes, columns: Columns, *, header: bool) -> Added:
    """Import a file's good rows. Raises Invalid for a file or a mapping that cannot be used, Conflict when the
    list is full or taken; then nothing is imported."""
    one = _changeable(found(principal, list_id))
    reading = rows.read(sheets.sheet(raw), columns, header=header, texting=texting(principal.district))
    people = reading.people
    if not people:
        return Added(one, 0, 0, reading.bad_rows)
    upload = Upload(new_id(), len(people))
    _check_room(one, upload)
    store.put_pages(one, upload, people)
    repeated = _repeated(one, people)

    def with_upload(now: ImportedList) -> ImportedList | None:
        _check_room(now, upload)
        return store.save(now, now.with_upload(upload, people))

    return Added(_changed(principal, one, with_upload), len(people), repeated, reading.bad_rows)


def _check_room(one: ImportedList, upload: Upload) -> None:
    if one.tally.people + upload.people > MOST_PEOPLE:
        message = say(
            "A list may have up to {most:,} people. Send these with a message of their own.", most=MOST_PEOPLE
        )
        raise Conflict(message, (FieldError("csv", message),))
    if len(one.uploads) >= MOST_FILES:
        message = say(
            "A list may be made of up to {most} files. Put the rows into one file and upload that.",
            most=MOST_FILES,
        )
        raise Conflict(message, (FieldError("csv", message),))


def _repeated(one: ImportedList, people: Collection[Person]) -> int:
    """How many say what another entry says: one before them in the file, or one of the list (IMPT-06)."""
    seen = {each.fingerprint for page in store.people(one.district, one.list_id, one.pages) for each in page}
    again = 0
    for person in people:
        again += person.fingerprint in seen
        seen.add(person.fingerprint)
    return again


# ---- Looking ------------------------------------------------------------------------------------------------


def entries(one: ImportedList, wanted: str, cursor: str | None, limit: int) -> Page[Person]:
    """The list's people in the order of the files, those whom a search finds. A page may be short, and yet have
    a next one: a search looks at 2,000 people at a time. Raises Invalid for a cursor of another list."""
    wanted = wanted.strip().casefold()
    place = position(cursor, page=int, done=int) or {"page": 0, "done": 0}
    names, start, done = one.pages, place["page"], place["done"]
    end = start + (SEARCHED_AT_ONCE if wanted else LISTED_AT_ONCE)
    matching: list[Person] = []
    last = ""
    for at, people in enumerate(store.people(one.district, one.list_id, names[start:end]), start):
        for person in people:
            if (at, _number(person)) < (start, done) or not person.matches(wanted):
                continue
            if len(matching) == limit:
                return Page(tuple(matching), last)
            matching.append(person)
            last = _cursor(at, _number(person) + 1)
    return Page(tuple(matching), _cursor(end, 0) if end < len(names) else None)


def _number(person: Person) -> int:
    return int(person.entry_id.rpartition("-")[2])


def _cursor(page: int, done: int) -> str:
    """Where to go on: a page of the list, and how many of its people were looked at."""
    return encode_cursor({"page": page, "done": done})


# ---- Removing -----------------------------------------------------------------------------------------------


def remove(principal: Principal, list_id: str, entry_id: str) -> None:
    """One entry goes. Raises NotFound when it is not there, Conflict when a message took the list."""
    one = _changeable(found(principal, list_id))

    def without(now: ImportedList) -> ImportedList | None:
        page = now.page_of(entry_id)
        people = (
            [each for found in store.people(now.district, now.list_id, (page,)) for each in found]
            if page
            else []
        )
        gone = next((each for each in people if each.entry_id == entry_id), None)
        if page is None or gone is None:
            raise NotFound
        rest = store.page_without(now, page, (each for each in people if each is not gone))
        return store.save(now, now.without(gone), (rest,))

    _changed(principal, one, without)


def delete(principal: Principal, list_id: str) -> None:
    """The list and everybody in it. Raises NotFound, or Conflict when a message took it or a schedule has
    it."""

    def deleted(now: ImportedList) -> ImportedList | None:
        check_not_held(now, "list_id")
        return now if store.delete(now) else None

    _changed(principal, _changeable(found(principal, list_id)), deleted)


def _changeable(one: ImportedList) -> ImportedList:
    check_not_taken(one, "list_id")
    return one


def _changed(
    principal: Principal, one: ImportedList, change: Callable[[ImportedList], ImportedList | None]
) -> ImportedList:
    """The list after a change, tried on it as it is now again when somebody was faster."""
    for _ in range(TRIES):
        if after := change(one):
            return after
        one = _changeable(found(principal, one.list_id))
    raise Conflict("This list is being changed from another window. Look at it again, then repeat the change.")
