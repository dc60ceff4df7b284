"""Imported recipients over HTTP: look at a file, import it into a list of one's own, look through it, remove.

A list is named by a message's audience (`audience.imported.list_id`) and goes out with that one message; a
scheduled message keeps it, and takes it along when it is deleted.
"""

from functools import partial

from chalicelib.access.endpoint import Api, Call, Reply
from chalicelib.access.model import Permission, edit
from chalicelib.kernel import sent_file, sheets
from chalicelib.kernel.clock import stamp
from chalicelib.kernel.errors import Invalid

from .imported import guess, lists
from .imported.model import WORDS, Person
from .imported.model import BadRow as Bad
from .imported.model import ImportedList as List
from .imported_schemas import (
    ImportColumns,
    ImportedBadRow,
    ImportedEntry,
    ImportedEntryPage,
    ImportedEntryQuery,
    ImportedFile,
    ImportedList,
    ImportPreview,
    ImportProblem,
    ImportResult,
    NewImportedFile,
    SheetRow,
)

api = Api("audience")
_SENDERS = edit(Permission.SEND_MESSAGES, staff_only=True)
_NOTHING = (b"", b"{}", b"null")
_FILE_GOES_TO_LIST = (
    "A list begins empty, and nothing of what came with this request was kept. Send no body here, and the file "
    "to the new list: its address, and /files."
)
_takes_a_file = partial(api.post, needs=_SENDERS, most_bytes=sent_file.MOST_SENT)


@_takes_a_file(
    "/v1/imported-files/preview",
    body=ImportedFile,
    returns=ImportPreview,
    summary="What a CSV file of recipients looks like; nothing is kept",
)
def preview_imported_file(call: Call) -> ImportPreview:
    sheet = sheets.sheet(sent_file.file_bytes(call.body.csv))
    texting = lists.texting(call.principal.district)
    guessed = guess.columns(sheet.rows, texting=texting)
    return ImportPreview(
        delimiter=sheet.delimiter,
        columns=sheet.width,
        rows=len(sheet.rows),
        header=guess.has_header(sheet.rows),
        sample=tuple(SheetRow(row=number, cells=tuple(cells)) for number, cells in sheet.sample()),
        guess=ImportColumns(**{field.value: place for field, place in guessed.items()}),
        phones=texting,
    )


@api.post(
    "/v1/imported-lists",
    needs=_SENDERS,
    returns=ImportedList,
    status=201,
    summary="Begin a list of imported recipients for one message",
)
def create_imported_list(call: Call) -> Reply:
    """Nothing is sent along: a file goes to the list once it is there. One sent here would be lost."""
    if call.raw.strip() not in _NOTHING:
        raise Invalid(_FILE_GOES_TO_LIST)
    new = lists.begin(call.principal, call.clock.now())
    return Reply(_list(new), headers={"Location": f"/v1/imported-lists/{new.list_id}"})


@api.get("/v1/imported-lists/{list_id}", needs=_SENDERS, returns=ImportedList, summary="One list of mine")
def get_imported_list(call: Call) -> ImportedList:
    return _list(lists.found(call.principal, call.path["list_id"]))


@_takes_a_file(
    "/v1/imported-lists/{list_id}/files",
    body=NewImportedFile,
    returns=ImportResult,
    summary="Import a CSV file's good rows into a list",
)
def import_recipients(call: Call) -> ImportResult:
    """Adds to the list; nothing is replaced or merged. A fault of the whole file imports nothing."""
    raw = sent_file.file_bytes(call.body.csv)
    columns = call.body.columns.chosen()
    added = lists.add(call.principal, call.path["list_id"], raw, columns, header=call.body.header)
    return ImportResult(
        list=_list(added.list),
        imported=added.imported,
        repeated=added.repeated,
        bad_rows=tuple(map(_bad_row, added.bad_rows)),
    )


@api.get(
    "/v1/imported-lists/{list_id}/entries",
    needs=_SENDERS,
    query=ImportedEntryQuery,
    returns=ImportedEntryPage,
    summary="The people of a list, in the order of the files",
)
def list_imported_entries(call: Call) -> ImportedEntryPage:
    one, query = lists.found(call.principal, call.path["list_id"]), call.query
    page = lists.entries(one, query.q, query.cursor, query.limit)
    return ImportedEntryPage(
        items=tuple(map(_entry, page.items)),
        next_cursor=page.next_cursor,
        total=None if query.q.strip() else one.tally.people,
    )


@api.delete(
    "/v1/imported-lists/{list_id}/entries/{entry_id}",
    needs=_SENDERS,
    summary="Remove one person from a list that no message took yet",
)
def remove_imported_entry(call: Call) -> None:
    lists.remove(call.principal, call.path["list_id"], call.path["entry_id"])


@api.delete(
    "/v1/imported-lists/{list_id}",
    needs=_SENDERS,
    summary="Delete a list that no message took and none needs, with everybody in it",
)
def delete_imported_list(call: Call) -> None:
    lists.delete(call.principal, call.path["list_id"])


def _list(one: List) -> ImportedList:
    return ImportedList(
        list_id=one.list_id,
        people=one.tally.people,
        with_email=one.tally.emails,
        with_phone=one.tally.phones,
        files=len(one.uploads),
        sent=bool(one.taken_by),
        scheduled_message_id=one.held_by or None,
        created_at=stamp(one.created_at),
        expires_at=stamp(one.expires_at),
    )


def _bad_row(bad: Bad) -> ImportedBadRow:
    problems = (
        ImportProblem(column=each.field, reason=each.reason, message=WORDS[each.reason])
        for each in bad.problems
    )
    return ImportedBadRow(row=bad.row, problems=tuple(problems))


def _entry(person: Person) -> ImportedEntry:
    return ImportedEntry(
        entry_id=person.entry_id, name=person.name, email=person.email or None, phone=person.phone or None
    )
