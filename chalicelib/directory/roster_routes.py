"""Roster imports over HTTP: upload an export, see what came of it, decide about one that is held."""

from datetime import timedelta
from typing import Any

from chalicelib.access.endpoint import Api, Call
from chalicelib.access.model import Permission, edit
from chalicelib.kernel.clock import stamp
from chalicelib.kernel.paging import encode_cursor, position
from chalicelib.kernel.words import again

from .audit import Who
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
    after = (position(call.query.cursor, id=str) or {"id": ""})["id"]
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
    start = (position(call.query.cursor, byte=int) or {"byte": 0})["byte"]
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
    decide.approve(call.principal.district, call.path["import_id"], _who(call), call.clock.now())


@api.post(
    "/v1/roster/imports/{import_id}/reject",
    needs=_CLERKS,
    status=202,
    summary="Leave an import that is held aside",
)
def reject_roster_import(call: Call) -> None:
    decide.reject(call.principal.district, call.path["import_id"], _who(call), call.clock.now())


def _who(call: Call) -> Who:
    return Who(call.principal.user_id, call.principal.name)


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
        decided_by=one.decided_by_name or None,
        decided_at=one.decided_at or None,
    )


def _row(kind: RosterRowKind, fields: dict[str, Any]) -> RosterRow:
    return RosterRow(
        file=fields.get("file", ""),
        line=fields.get("line", 0),
        id=fields.get("id", ""),
        kind=kind,
        name=fields.get("name"),
        message=again(fields["message"]),
    )
