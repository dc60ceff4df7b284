"""The roster bucket: exports as they came, and per import its plan and its report's lists.

incoming/<district>/...                       exports, wherever they are dropped
imports/<district>/<import id>/plan.jsonl     what is to be written, before the first write
imports/<district>/<import id>/<kind>.jsonl   report rows: problem, added, changed, removed
imports/<district>/<import id>/again.continue dropped to have the work go on
"""

from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from botocore.exceptions import ClientError

from chalicelib.kernel.aws import s3
from chalicelib.kernel.settings import setting
from chalicelib.kernel.words import say

from .model import Refused, RosterImport, Source

MOST_BYTES = 200_000_000  # of an uploaded zip
UPLOAD_SECONDS = 3600
PLAN = "plan.jsonl"
GONE = "The uploaded file is no longer there. Please upload it again."
_RANGE = 1_000_000
_PAGE_RANGE = 64_000


def bucket() -> str:
    return setting("ROSTER_BUCKET")


def key(district: str, import_id: str, name: str) -> str:
    return f"imports/{district}/{import_id}/{name}"


def _key(about: RosterImport, name: str) -> str:
    return key(about.district, about.import_id, name)


def fetch(source: Source, into: IO[bytes]) -> None:
    """Copy an export into a local file. Raises Refused when it is gone, or too large to look at."""
    version: dict[str, str] = {"VersionId": source.version} if source.version else {}
    try:
        found = s3().get_object(Bucket=source.bucket, Key=source.key, **version)
    except ClientError as error:
        if error.response["Error"]["Code"] in ("NoSuchKey", "NoSuchVersion", "404"):
            raise Refused(GONE) from error
        raise
    if found["ContentLength"] > MOST_BYTES:
        raise Refused(
            say("This file is larger than {most} MB, more than any export.", most=MOST_BYTES // 1_000_000)
        )
    for chunk in found["Body"].iter_chunks(_RANGE):
        into.write(chunk)


def keep(about: RosterImport, path: Path) -> None:
    """Upload the plan or one list of the report."""
    with path.open("rb") as file:
        s3().put_object(Bucket=bucket(), Key=_key(about, path.name), Body=file)


def go_on(district: str, import_id: str) -> None:
    """Drop the marker whose arrival starts the import function once more."""
    s3().put_object(Bucket=bucket(), Key=key(district, import_id, "again.continue"), Body=b"")


def lines(about: RosterImport, name: str, start: int, page: int = _RANGE) -> Iterator[tuple[bytes, int]]:
    """The lines of a kept file from a byte on, each with the byte after it. No connection stays open."""
    rest, at = b"", start
    while chunk := _range(_key(about, name), at + len(rest), page):
        *whole, rest = (rest + chunk).split(b"\n")
        for line in whole:
            at += len(line) + 1
            yield line, at


def _range(name: str, start: int, size: int) -> bytes:
    """Some bytes of an object; none beyond its end or when it is not there."""
    span = f"bytes={start}-{start + size - 1}"
    try:
        body: bytes = s3().get_object(Bucket=bucket(), Key=name, Range=span)["Body"].read()
    except ClientError as error:
        if error.response["Error"]["Code"] in ("InvalidRange", "NoSuchKey", "416", "404"):
            return b""
        raise
    return body


def report_lines(about: RosterImport, kind: str, start: int, limit: int) -> tuple[list[bytes], int | None]:
    """A page of a report's list from a byte on, and the byte where the next begins."""
    found: list[bytes] = []
    after = start
    for line, end in lines(about, f"{kind}.jsonl", start, _PAGE_RANGE):
        if len(found) == limit:
            return found, after
        found.append(line)
        after = end
    return found, None


def upload_form(object_key: str) -> dict[str, Any]:
    """A form with which a browser uploads one zip of at most 200 MB under this key, within the hour."""
    conditions: list[Any] = [["content-length-range", 1, MOST_BYTES], {"Content-Type": "application/zip"}]
    made: dict[str, Any] = s3().generate_presigned_post(
        bucket(),
        object_key,
        Fields={"Content-Type": "application/zip"},
        Conditions=conditions,
        ExpiresIn=UPLOAD_SECONDS,
    )
    return made
