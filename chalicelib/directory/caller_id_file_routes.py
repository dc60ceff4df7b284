"""Caller IDs from a CSV file over HTTP: look at it, choose the columns, get its rows; saving is the list's."""

from functools import partial

from chalicelib.access import scope
from chalicelib.access.endpoint import Api, Call
from chalicelib.access.model import Permission, edit
from chalicelib.kernel import sent_file, sheets

from . import caller_id_file as file
from . import store
from .caller_id_schemas import (
    CallerIdBadRow,
    CallerIdColumns,
    CallerIdFile,
    CallerIdFilePreview,
    CallerIdFileRead,
    CallerIdProblem,
    CallerIdRow,
    CallerIdRows,
    CallerIdSheetRow,
)
from .store import caller_ids as stored

api = Api("directory")
_takes_a_file = partial(api.post, needs=edit(Permission.CALLER_ID_NUMBERS), most_bytes=sent_file.MOST_SENT)


@_takes_a_file(
    "/v1/caller-id-files/preview",
    body=CallerIdFile,
    returns=CallerIdFilePreview,
    summary="What a CSV file of caller IDs looks like; nothing is kept",
)
def preview_caller_id_file(call: Call) -> CallerIdFilePreview:
    sheet = sheets.sheet(sent_file.file_bytes(call.body.csv))
    guessed = file.guess(sheet)
    return CallerIdFilePreview(
        columns=sheet.width,
        rows=len(sheet.rows),
        sample=tuple(CallerIdSheetRow(row=number, cells=tuple(cells)) for number, cells in sheet.sample()),
        guess=CallerIdColumns(**{column.value: place for column, place in guessed.items()}),
    )


@_takes_a_file(
    "/v1/caller-id-files",
    body=CallerIdFileRead,
    returns=CallerIdRows,
    summary="The rows of a CSV file of caller IDs, to be saved; nothing is kept",
)
def read_caller_id_file(call: Call) -> CallerIdRows:
    me, asked = call.principal, call.body
    sheet = sheets.sheet(sent_file.file_bytes(asked.csv))
    all_schools = store.schools(me.district)
    mine = (all_schools[each] for each in scope.schools_of(me) if each in all_schools)
    known = (each.number for each in stored.listed(me.district) if each.is_shown_to(me.user_id))
    good, bad = file.read(sheet, asked.columns.chosen(), mine, known, header=asked.header)
    return CallerIdRows(rows=tuple(map(_row, good)), bad_rows=tuple(map(_bad_row, bad)))


def _row(row: file.FileRow) -> CallerIdRow:
    switches = {column.value: on for column, on in row.switches.items()}
    return CallerIdRow(
        row=row.row, title=row.title, number=row.number, schools=row.schools, repeat=row.repeat, **switches
    )


def _bad_row(bad: file.BadRow) -> CallerIdBadRow:
    return CallerIdBadRow(
        row=bad.row,
        problems=tuple(CallerIdProblem(column=column, message=told) for column, told in bad.problems),
    )
