"""What people ask of imports: a place to upload to, the list, the rows of a report, yes or no to a held one."""

import json
import re
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.directory import audit
from chalicelib.directory.audit import Who
from chalicelib.directory.store import imports
from chalicelib.kernel.errors import Conflict, Invalid, NotFound
from chalicelib.kernel.ids import new_id
from chalicelib.kernel.paging import foreign
from chalicelib.kernel.values import value
from chalicelib.kernel.words import say

from . import files
from .model import RosterImport, RosterRowKind, Status

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


@value
class Upload:
    """Where a browser puts a zip: the object's key, and the form to post it with."""

    key: str
    form: dict[str, Any]


def upload(district: str, file_name: str, size: int) -> Upload:
    """A place for one zip of the district. Raises Invalid."""
    if not file_name.casefold().endswith(".zip"):
        raise Invalid.one("file_name", "Choose the zip file that your student system exported.")
    if not 0 < size <= files.MOST_BYTES:
        raise Invalid.one(
            "size", say("A roster file may have up to {most} MB.", most=files.MOST_BYTES // 1_000_000)
        )
    name = _UNSAFE.sub("-", file_name)[-100:].lstrip(".-") or "export.zip"
    key = f"incoming/{district}/{new_id()}/{name}"
    return Upload(key, files.upload_form(key))


def found(district: str, import_id: str) -> RosterImport:
    """One import. Raises NotFound."""
    one = imports.get(district, import_id)
    if one is None:
        raise NotFound("There is no such import. It may have been removed after a year.")
    return one


def rows(
    one: RosterImport, kind: RosterRowKind, start: int, limit: int
) -> tuple[list[dict[str, Any]], int | None]:
    """A page of a report's list from a byte on, and the byte where the next begins. Raises Invalid."""
    lines, after = files.report_lines(one, kind, start, limit)
    try:
        return [json.loads(line) for line in lines], after
    except ValueError:  # a byte in the midst of a line
        raise foreign() from None


def approve(district: str, import_id: str, by: Who, now: datetime) -> None:
    """Have a held import applied; the record of changes says who did.

    Raises Conflict when it is not held, or compared with what is past.
    """
    one = found(district, import_id)
    if one.status is Status.APPLYING:
        return files.go_on(district, import_id)
    _check_held(one)
    if imports.head(district) != one.base:
        raise Conflict("Another file was imported since this one was compared. Upload this file again.")
    _decide(replace(one, status=Status.APPLYING), by, now, "approved")
    return files.go_on(district, import_id)


def reject(district: str, import_id: str, by: Who, now: datetime) -> None:
    """Leave a held import aside for good, likewise recorded. Raises Conflict when it is not held."""
    one = found(district, import_id)
    _check_held(one)
    _decide(replace(one, status=Status.REJECTED), by, now, "rejected")


def _check_held(one: RosterImport) -> None:
    if one.status is not Status.HELD:
        raise Conflict("This import is not waiting for a decision.")


def _decide(one: RosterImport, by: Who, now: datetime, decision: str) -> None:
    made = audit.Change("decision", None, decision)
    told = audit.entry(now, by, audit.Subject.ROSTER, one.import_id, one.file_name, (made,))
    decided = replace(one, decided_by=by.user_id, decided_by_name=by.name, decided_at=told.at)
    if not imports.save(decided, Status.HELD, told):
        raise Conflict("Somebody else decided about this import a moment ago. Look at it again.")
