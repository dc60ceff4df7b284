"""Roster imports over HTTP: upload an export, see what came of it, decide about one that is held."""

from datetime import timedelta
from typing import Any

from chalicelib.access.endpoint import Api, Call
from chalicelib.access.model import Permission, edit
from chalicelib.kernel.clock import stamp
from chalicelib.kernel.errors import Invalid
from chalicelib.kernel.paging import decode_cursor, encode_cursor

from .roster import decide, files
from .roster.model import RosterImport as Import
from .roster.model import RosterRowKind
from .roster_schemas import (
    ImportQuery,
    NewUpload,
    RosterChange,
    RosterImport,
    RosterImportList,
    RosterRow,
    RosterRowPage,
    RowQuery,
    UploadForm,
    UploadPlace,
)
from .store import imports

api = Api("directory")
_CLERKS = edit(Permission.MANAGE_ROSTER)


@api.post(
    "/v1/roster/uploads",
    needs=_CLERKS,
    body=NewUpload,
    returns=UploadPlace,
    status=201,
    summary="A place to upload a student system's export to",
)
def create_roster_upload(call: Call) -> UploadPlace:
    place = decide.upload(call.principal.district, call.body.file_name, call.body.size)
    ends = call.clock.now() + timedelta(seconds=files.UPLOAD_SECONDS)
    form = UploadForm(url=place.form["url"], fields=place.form["fields"])
    return UploadPlace(import_key=place.key, upload=form, expires_at=stamp(ends))


@api.get(
    "/v1/roster/imports",
    needs=_CLERKS,
    query=ImportQuery,
    returns=RosterImportList,
    summary="Roster imports, newest first",
)
def list_roster_imports(call: Call) -> RosterImportList:
    after = _position(call.query.cursor)["id"]
    found, last = imports.newest(call.principal.district, call.query.limit, after)
    cursor = encode_cursor({"id": last}) if last else None
    return RosterImportList(items=tuple(map(_item, found)), next_cursor=cursor)


@api.get("/v1/roster/imports/{import_id}", needs=_CLERKS, returns=RosterImport, summary="One roster import")
def get_roster_import(call: Call) -> RosterImport:
    return _item(decide.found(call.principal.district, call.path["import_id"]))


@api.get(
    "/v1/roster/imports/{import_id}/rows",
    needs=_CLERKS,
    query=RowQuery,
    returns=RosterRowPage,
    summary="A list of an import's report, row by row",
)
def list_roster_rows(call: Call) -> RosterRowPage:
    one = decide.found(call.principal.district, call.path["import_id"])
    kind = call.query.kind
    start = _position(call.query.cursor)["byte"]
    found, after = decide.rows(one, kind, start, call.query.limit)
    cursor = None if after is None else encode_cursor({"byte": after})
    return RosterRowPage(items=tuple(_row(kind, each) for each in found), next_cursor=cursor)


@api.post(
    "/v1/roster/imports/{import_id}/approve",
    needs=_CLERKS,
    status=202,
    summary="Apply an import that is held",
)
def approve_roster_import(call: Call) -> None:
    decide.approve(call.principal.district, call.path["import_id"], call.principal.user_id)


@api.post(
    "/v1/roster/imports/{import_id}/reject",
    needs=_CLERKS,
    status=202,
    summary="Leave an import that is held aside",
)
def reject_roster_import(call: Call) -> None:
    decide.reject(call.principal.district, call.path["import_id"], call.principal.user_id)


def _position(cursor: str | None) -> dict[str, Any]:
    """What a cursor holds: an import's id or a byte of a list. Raises Invalid for one of another list."""
    position = decode_cursor(cursor) or {"id": "", "byte": 0}
    after, byte = position.get("id", ""), position.get("byte", 0)
    usable = isinstance(after, str) and len(after) < 100 and after.isprintable()
    if not usable or type(byte) is not int or not 0 <= byte < 2**40:
        raise Invalid.one(
            "cursor", "This page marker belongs to another list. Start again from the first page."
        )
    return {"id": after, "byte": byte}


def _item(one: Import) -> RosterImport:
    summary = {
        kind: RosterChange(
            added=each.added, changed=each.changed, removed=each.removed, unchanged=each.unchanged
        )
        for kind, each in one.summary.items()
    }
    return RosterImport(
        import_id=one.import_id,
        file_name=one.file_name,
        received_at=one.received_at,
        status=one.status.value,
        progress=round(one.progress, 3),
        summary=summary,
        ignored=one.ignored,
        problems=one.problems,
        hold_reason=one.hold_reason or None,
        refusal=one.refusal or None,
    )


def _row(kind: RosterRowKind, fields: dict[str, Any]) -> RosterRow:
    return RosterRow(
        file=fields.get("file", ""),
        line=fields.get("line", 0),
        id=fields.get("id", ""),
        kind=kind,
        name=fields.get("name"),
        message=fields["message"],
    )
